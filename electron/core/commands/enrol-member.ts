import { phoneHash, sealPersonal } from '../../../codes/personal.ts'
import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { type ConsentWish, parseName, parsePhone, settleEnrolment } from '../../../domain/enrolment.ts'
import type { Uuid } from '../../../domain/ids.ts'
import { templateOf } from '../../../domain/programme.ts'
import { refuse } from '../../../domain/refusal.ts'
import { ok, type Result } from '../../../domain/result.ts'
import { classifyScan, memberCode } from '../../../domain/scan.ts'
import { attach } from '../attach.ts'
import type { Counter } from '../counter.ts'
import { requireSelling, type Selling } from '../gate.ts'
import { memberKeys } from '../member-keys.ts'
import { noteEvent } from '../note-event.ts'
import { newCodeNumber, newCouponIdentity } from '../own-codes.ts'

/**
 * Makes a customer a member, at once and without asking anybody: an id for good, the consents, the welcome pack. A phone
 * that is known already is told (`member_exists`), so that the cashier attaches that member instead.
 */
export function enrolMember(
  counter: Counter,
  input: CommandInput<'enrolMember'>,
): Result<CommandOutput<'enrolMember'>> {
  const selling = requireSelling(counter)
  if (!selling.ok) return selling
  const { chain } = counter
  if (!chain.isLoaded()) return refuse('replica_loading')
  const phone = parsePhone(input.phone)
  if (!phone.ok) return phone
  const name = parseName(input.name ?? '')
  if (!name.ok) return name
  const referrer = referrerOf(counter, selling.value, input.referrerCode)
  if (!referrer.ok) return referrer
  const hash = phoneHash(phone.value, memberKeys(counter.books).phone)
  const known = chain.memberByIdentifier('phone_hash', hash)
  if (known && known.status !== 'erased') {
    return refuse('member_exists', { maskedName: known.maskedName, memberId: known.memberId })
  }
  const enrolled = settle(counter, selling.value, {
    input,
    phone: phone.value,
    name: name.value,
    phoneHash: hash,
    referrerId: referrer.value,
  })
  if (!enrolled.ok) return enrolled
  noteEvent(counter, selling.value.identity, {
    type: 'member.enrolled',
    actor: selling.value.staff.staffId,
    data: enrolled.value,
    proof: 'typed',
  })
  const { issued, personal } = enrolled.value
  const { member } = personal
  counter.log.write('info', 'member_enrolled', {})
  attach(counter, member, 'typed')
  const { programme } = selling.value.rules
  return ok({
    memberId: member.memberId,
    code: member.code,
    maskedName: member.maskedName,
    welcome: issued.flatMap(({ templateId }) => templateOf(programme, templateId)?.name ?? []),
  })
}

/** Who brought them, by the code on their card; null when nobody was named. Refuses `referrer_unknown`. */
function referrerOf({ chain }: Counter, { rules }: Selling, code: string | null): Result<Uuid | null> {
  if (code === null || code.trim() === '') return ok(null)
  const scanned = classifyScan(code, rules.programme.labelPrefixes)
  const isCode = scanned.ok && scanned.value.kind === 'member'
  const referrer = isCode ? chain.memberByCode(scanned.value.code) : null
  const counts = referrer?.status === 'active' || referrer?.status === 'frozen'
  return counts ? ok(referrer.memberId) : refuse('referrer_unknown')
}

function settle(
  { books, chance, clock }: Counter,
  { rules }: Selling,
  of: {
    readonly input: CommandInput<'enrolMember'>
    readonly phone: string
    readonly name: string | null
    readonly phoneHash: string
    readonly referrerId: Uuid | null
  },
): ReturnType<typeof settleEnrolment> {
  const { input, name, phone } = of
  const now = clock.now()
  const { personal } = memberKeys(books)
  return settleEnrolment({
    name,
    phone,
    birthday: input.birthday,
    consents: wishesOf(input.consents),
    referrerId: of.referrerId,
    memberId: chance.newId(now),
    code: memberCode(newCodeNumber(chance)),
    phoneHash: of.phoneHash,
    sealed: sealPersonal({ name: name ?? '', phone }, personal, chance.bytes(12)),
    salt: Buffer.from(chance.bytes(16)).toString('hex'),
    coupons: rules.programme.enrolment.welcomeTemplateIds.map(() => newCouponIdentity(chance, now)),
    programme: rules.programme,
    store: rules.store,
    now,
  })
}

/** What was ticked, by purpose. */
export function wishesOf(consents: CommandInput<'enrolMember'>['consents']): ConsentWish[] {
  return [
    { purpose: 'service', given: consents.service },
    { purpose: 'marketing', given: consents.marketing },
    { purpose: 'profiling', given: consents.profiling },
  ]
}
