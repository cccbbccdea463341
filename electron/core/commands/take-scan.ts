import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import type { MemberFindRequest } from '../../../contract/online.ts'
import { unreachable } from '../../../domain/assert.ts'
import { type Addition, withProduct } from '../../../domain/basket.ts'
import { actWaitsMs } from '../../../domain/limits.ts'
import type { Member } from '../../../domain/member.ts'
import type { Product } from '../../../domain/product.ts'
import type { Proof } from '../../../domain/proof.ts'
import { type Refusal, type RefusalCode, refuse } from '../../../domain/refusal.ts'
import { ok, type Result } from '../../../domain/result.ts'
import { parseReceiptNumber } from '../../../domain/sale.ts'
import { classifyScan, identifierSpellings, type ScannedCode } from '../../../domain/scan.ts'
import { noteFailedCode } from '../anomalies.ts'
import { attach } from '../attach.ts'
import { bringMember } from '../bring-member.ts'
import { isInContact } from '../contact.ts'
import type { Counter } from '../counter.ts'
import { type FoundCoupon, findPlainCoupon, findSignedCoupon } from '../find-coupon.ts'
import { notFound, requireSelling, type Selling } from '../gate.ts'
import type { ActWaiting } from '../proof-memory.ts'
import { isStillServed, servedNow } from '../served.ts'
import { noteProven, takeDynamicCode, verifyDynamicCode } from './prove-member.ts'
import { addCouponInReach } from './redeem-coupon.ts'

type Outcome = CommandOutput<'takeScan'>
type Scan = Pick<CommandInput<'takeScan'>, 'text'> & { readonly source: 'wedge' | 'typed' | 'device' }
type Taken = Result<Outcome> | Promise<Result<Outcome>>

/** A scan from whatever device, or a code typed: goods, a member, a coupon, a gift card, or nothing we know. */
export function takeScan(counter: Counter, input: Scan): Taken {
  const selling = requireSelling(counter)
  if (!selling.ok) return selling
  const scanned = classifyScan(input.text, selling.value.rules.programme.labelPrefixes)
  const taken = scanned.ok ? takeCode(counter, selling.value, scanned.value, input) : scanned
  if (taken instanceof Promise || taken.ok) return taken
  const { code } = taken.refusal
  if (!isNobodys(code) && scanned.ok) return taken
  // Cards carry whatever their maker put on them: a number like goods', an NFC identity, letters.
  const member = isNobodys(code) ? memberOfCard(counter, input.text) : null
  if (member) return attachScanned(counter, member, proofOf(input))
  // No goods, no code of ours, nobody's card: a receipt, brought back with what was bought.
  const receipt = isNobodys(code) ? parseReceiptNumber(input.text) : null
  if (receipt) return ok({ kind: 'receipt_read', receipt })
  counter.log.write('info', 'scan_refused', { code, length: input.text.length })
  return isNobodys(code) ? attachElsewhere(counter, input.text, proofOf(input), taken) : taken
}

/** Whether the text is neither ours nor goods we have, and may yet be a card. */
export function isNobodys(code: string): boolean {
  return code === 'code_unknown' || code === 'code_damaged' || code === 'product_unknown'
}

function takeCode(counter: Counter, selling: Selling, code: ScannedCode, scan: Scan): Taken {
  const { chain, clock } = counter
  switch (code.kind) {
    case 'product': {
      const { kind: _kind, gtin, ...addition } = code
      return addScanned(counter, chain.productByGtin(gtin), addition)
    }
    case 'priced_label':
      return addScanned(counter, chain.productByPlu(code.plu), { labelPrice: code.price })
    case 'weighed_label':
      return addScanned(counter, chain.productByPlu(code.plu), {
        quantity: { unit: 'gram', amount: code.grams },
      })
    case 'member': {
      const member = chain.memberByCode(code.code)
      if (member) return attachScanned(counter, member, proofOf(scan))
      return whenBrought(counter, {
        wanted: { kind: 'member_code', value: code.code },
        attachThem: (brought) => attachScanned(counter, brought, proofOf(scan)),
        otherwise: (no, now) =>
          isNobody(no.code) ? unknownTo(counter, now, no.code) : { ok: false, refusal: no },
      })
    }
    case 'dynamic_member':
      return takeDynamic(counter, selling, code.text)
    case 'coupon':
      return addFound(
        counter,
        findPlainCoupon(counter, selling, { code: code.code, buyerId: buyer(counter) }),
      )
    case 'signed_coupon':
      return addFound(
        counter,
        findSignedCoupon(counter, selling, { text: code.text, buyerId: buyer(counter) }),
      )
    case 'account': {
      const found = chain.accountByCode(code.code, clock.now())
      return found
        ? ok({ kind: 'account_found', subjectId: found.account.accountId })
        : unknownTo(counter, selling, 'account_unknown')
    }
    default:
      return unreachable(code)
  }
}

function addScanned(counter: Counter, product: Product | null, addition: Addition): Result<Outcome> {
  if (!product) return notFound(counter, 'product_unknown')
  // A code may say the weight of what is sold by the piece.
  const isAside = product.unit === 'piece' && addition.quantity?.unit === 'gram'
  const said = isAside ? {} : addition
  const added = withProduct(counter.basket.openOrNew(counter.clock.now()), product, said)
  if (!added.ok) return added
  counter.basket.put(added.value.basket, added.value.lineId)
  return ok({ kind: 'product_added', lineId: added.value.lineId })
}

function attachScanned(counter: Counter, member: Member, proof: Proof): Result<Outcome> {
  const attached = attach(counter, member, proof)
  return attached.ok ? ok({ kind: 'member_attached' }) : attached
}

/** The member whose card was laid on a reader. */
export function attachCard(counter: Counter, member: Member): Result<Outcome> {
  return attachScanned(counter, member, 'scanned')
}

/**
 * A member's phone. Where an act of theirs waits for a second proof, it proves that act; else it names the member of
 * the basket, and proves this sale. It is used up with that: whoever is not here yet shows it again.
 */
function takeDynamic(counter: Counter, selling: Selling, text: string): Taken {
  const shown = verifyDynamicCode(counter, selling, text)
  if (!shown.ok) return shown
  const { memberId } = shown.value
  const attachThem = (member: Member): Result<Outcome> => {
    const taken = takeDynamicCode(counter, selling, shown.value)
    return taken.ok ? attachProven(counter, member) : taken
  }
  const member = counter.chain.standing(memberId, counter.clock.now())?.member
  if (member) return attachThem(member)
  return whenBrought(counter, {
    wanted: { kind: 'member_id', value: memberId },
    attachThem,
    otherwise: (no) => ({ ok: false, refusal: no }),
  })
}

/**
 * The member of another area whose card this may be, where areas are drawn and the central can be asked; else, or when it
 * is nobody's there either, `otherwise`. Elsewhere every till copies everybody, and no number of a card leaves it.
 */
export function attachElsewhere(
  counter: Counter,
  card: string,
  proof: Proof,
  otherwise: Result<Outcome>,
): Taken {
  const { chain, sync } = counter
  const [value] = identifierSpellings(card)
  if (value === undefined || !chain.rules()?.programme.privacy || !isInContact(sync.slice())) return otherwise
  return whenBrought(counter, {
    wanted: { kind: 'card', value },
    attachThem: (brought) => attachScanned(counter, brought, proof),
    otherwise: (no) => (no.code === 'member_coming' ? { ok: false, refusal: no } : otherwise),
  })
}

/**
 * What is done with a member the copy here lacks, once they are here. Whose customer is gone by then is attached to
 * nobody else's basket: `member_coming`.
 */
function whenBrought(
  counter: Counter,
  brings: {
    readonly wanted: MemberFindRequest
    readonly attachThem: (member: Member) => Result<Outcome>
    readonly otherwise: (no: Refusal, selling: Selling) => Result<Outcome>
  },
): Taken {
  const before = servedNow(counter)
  const settled = (brought: Result<Member>): Result<Outcome> => {
    // What was waited for may have changed who is signed in, or an act waits for the central.
    const selling = requireSelling(counter)
    if (!selling.ok) return selling
    if (!brought.ok) return brings.otherwise(brought.refusal, selling.value)
    const isServed =
      isStillServed(before, counter) || counter.basket.open()?.memberId === brought.value.memberId
    return isServed ? brings.attachThem(brought.value) : refuse('member_coming')
  }
  const brought = bringMember(counter, brings.wanted)
  return brought instanceof Promise ? brought.then(settled) : settled(brought)
}

/** Whether a code names nobody, as far as this till can say or at head office either. */
function isNobody(code: RefusalCode): code is 'member_unknown' | 'member_nowhere' {
  return code === 'member_unknown' || code === 'member_nowhere'
}

function attachProven(counter: Counter, member: Member): Result<Outcome> {
  const { basket } = counter
  const { memberId } = member
  const waiting = actWaiting(counter)
  if (waiting?.memberId === memberId) {
    noteProven(counter, { actId: waiting.actId, amount: waiting.amount, memberId, proof: 'dynamic_code' })
    return ok({ kind: 'member_proven', subjectId: memberId })
  }
  const wasThere = basket.open()?.memberId === memberId
  const attached = attach(counter, member, 'dynamic_code')
  if (!attached.ok) return attached
  const saleId = basket.open()?.saleId
  if (saleId) noteProven(counter, { actId: saleId, amount: null, memberId, proof: 'dynamic_code' })
  return ok(wasThere ? { kind: 'member_proven', subjectId: memberId } : { kind: 'member_attached' })
}

/** The act that waits for a second proof; none when it was given up: too long ago, or the sale of another basket. */
function actWaiting({ basket, clock, proofs }: Counter): ActWaiting | null {
  const waiting = proofs.waiting()
  if (!waiting || Math.abs(clock.now() - waiting.at) > actWaitsMs) return null
  return waiting.isSale && waiting.actId !== basket.open()?.saleId ? null : waiting
}

function addFound(counter: Counter, found: Result<FoundCoupon> | Promise<Result<FoundCoupon>>): Taken {
  if (found instanceof Promise) return found.then((one) => addFound(counter, one))
  if (!found.ok) return found
  const { at } = found.value
  const { couponId } = at.coupon
  const added = addCouponInReach(counter, at)
  const outcome = (one: Awaited<typeof added>): Result<Outcome> => {
    if (one.ok) return ok({ kind: 'coupon_added' })
    // It gives no goods: the screen shows what it is good for instead.
    const isAlone = one.refusal.code === 'coupon_not_for_goods'
    return isAlone ? ok({ kind: 'coupon_verified', subjectId: couponId }) : one
  }
  return added instanceof Promise ? added.then(outcome) : outcome(added)
}

/** The member a card's number names, in whatever spelling its reader gives it. */
export function memberOfCard({ chain }: Counter, text: string): Member | null {
  for (const spelling of identifierSpellings(text)) {
    const member =
      chain.memberByIdentifier('card_number', spelling) ?? chain.memberByIdentifier('nfc_uid', spelling)
    if (member) return member
  }
  return null
}

/** A code of ours that names nothing we know: it counts for the rule about such codes. */
function unknownTo(
  counter: Counter,
  selling: Selling,
  code: 'member_unknown' | 'member_nowhere' | 'account_unknown',
): ReturnType<typeof refuse> {
  if (!counter.chain.isLoaded()) return refuse('replica_loading')
  noteFailedCode(counter, selling)
  return refuse(code)
}

function buyer({ basket }: Counter): Member['memberId'] | null {
  return basket.open()?.memberId ?? null
}

function proofOf({ source }: Scan): Proof {
  return source === 'typed' ? 'typed' : 'scanned'
}
