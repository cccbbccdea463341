import { phoneHash, sealPersonal } from '../../../codes/personal.ts'
import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import {
  type ConsentWish,
  parseName,
  parsePhone,
  settleConsents,
  settleEnrolment,
} from '../../../domain/enrolment.ts'
import type { Uuid } from '../../../domain/ids.ts'
import { templateOf } from '../../../domain/programme.ts'
import { refuse } from '../../../domain/refusal.ts'
import { ok, type Result } from '../../../domain/result.ts'
import { classifyScan, memberCode } from '../../../domain/scan.ts'
import { attach } from '../attach.ts'
import { bringMember } from '../bring-member.ts'
import { isInContact } from '../contact.ts'
import type { Counter } from '../counter.ts'
import { requireSelling, type Selling } from '../gate.ts'
import { memberKeys } from '../member-keys.ts'
import { noteEvent } from '../note-event.ts'
import { askOnline } from '../online.ts'
import { newCodeNumber, newCouponIdentity } from '../own-codes.ts'
import { memberExists, phoneOwner } from '../phone-owner.ts'
import { isStillServed, servedNow } from '../served.ts'

/**
 * Makes a customer a member: an id for good, the consents, the welcome pack. In contact the central is asked first whether
 * it knows the phone, and a referrer who is not here; without an answer that changes nothing, and the chain makes one of
 * two later. A phone that is known already is told (`member_exists`), so that the cashier attaches that member instead.
 */
export function enrolMember(counter: Counter, input: CommandInput<'enrolMember'>): Answer | Promise<Answer> {
  const selling = requireSelling(counter)
  if (!selling.ok) return selling
  if (!counter.chain.isLoaded()) return refuse('replica_loading')
  const form = formOf(counter, selling.value, input)
  if (!form.ok) return form
  const known = phoneOwner(counter, form.value.phoneHash)
  if (known) return memberExists(known)
  const referrer = referrerHere(counter, input.referrerCode)
  if (!isInContact(counter.sync.slice())) {
    return referrer.ok
      ? enrol(counter, selling.value, { ...form.value, referrerId: referrer.value })
      : referrer
  }
  return enrolAsking(counter, form.value, referrer)
}

type Answer = Result<CommandOutput<'enrolMember'>>

/** A form that can be read. */
interface Form {
  readonly input: CommandInput<'enrolMember'>
  readonly phone: string
  readonly phoneHash: string
  readonly name: string | null
}

/** Refuses `phone_invalid`, `name_invalid` and `consent_missing`: nobody is asked about who does not want it. */
function formOf({ books, clock }: Counter, { rules }: Selling, input: Form['input']): Result<Form> {
  const phone = parsePhone(input.phone)
  if (!phone.ok) return phone
  const name = parseName(input.name ?? '')
  if (!name.ok) return name
  const consents = settleConsents(wishesOf(input.consents), rules.programme, clock.now())
  if (!consents.ok) return consents
  return ok({
    input,
    phone: phone.value,
    phoneHash: phoneHash(phone.value, memberKeys(books).phone),
    name: name.value,
  })
}

/** Enrols whom the central does not know either. Refuses `member_coming` where it does and their rows are not here yet. */
async function enrolAsking(counter: Counter, form: Form, here: Result<Referrer>): Promise<Answer> {
  const before = servedNow(counter)
  const [found, referrer] = await Promise.all([
    bringMember(counter, { kind: 'phone_hash', value: form.phoneHash }),
    here.ok ? here : referrerElsewhere(counter, form.input.referrerCode ?? ''),
  ])
  // What was waited for may have changed who is signed in, or the same form was sent twice.
  const selling = requireSelling(counter)
  if (!selling.ok) return selling
  const known = found.ok ? found.value : phoneOwner(counter, form.phoneHash)
  if (known) return memberExists(known)
  if (!found.ok && found.refusal.code === 'member_coming') return found
  if (!referrer.ok) return referrer
  const wished = { ...form, referrerId: referrer.value }
  return enrol(counter, selling.value, wished, isStillServed(before, counter))
}

function enrol(
  counter: Counter,
  selling: Selling,
  form: Form & { readonly referrerId: Referrer },
  isHere = true,
): Answer {
  const enrolled = settle(counter, selling, form)
  if (!enrolled.ok) return enrolled
  noteEvent(counter, selling.identity, {
    type: 'member.enrolled',
    actor: selling.staff.staffId,
    data: enrolled.value,
    proof: 'typed',
  })
  const { issued, personal } = enrolled.value
  const { member } = personal
  counter.log.write('info', 'member_enrolled', {})
  // Nobody else's basket is theirs.
  if (isHere) attach(counter, member, 'typed')
  const { programme } = selling.rules
  return ok({
    memberId: member.memberId,
    code: member.code,
    maskedName: member.maskedName,
    welcome: issued.flatMap(({ templateId }) => templateOf(programme, templateId)?.name ?? []),
  })
}

/** Who brought a new member; null when nobody was named. */
type Referrer = Uuid | null

/** By the code on their card, or their phone. Refuses `referrer_unknown`. */
function referrerHere(counter: Counter, code: string | null): Result<Referrer> {
  if (code === null || code.trim() === '') return ok(null)
  const named = namedBy(counter, code)
  const referrer = named && counter.chain.memberByIdentifier(named.kind, named.value)
  const counts = referrer?.status === 'active' || referrer?.status === 'frozen'
  return counts ? ok(referrer.memberId) : refuse('referrer_unknown')
}

/** The same where they are not here: only named, they are not brought. */
async function referrerElsewhere(counter: Counter, code: string): Promise<Result<Referrer>> {
  const named = namedBy(counter, code)
  if (!named) return refuse('referrer_unknown')
  const asked = await askOnline(counter, ['member_unknown'], (central) =>
    central.findMember({ ...named, onlyNamed: true }),
  )
  return asked.kind === 'answered' ? ok(asked.answer.memberId) : refuse('referrer_unknown')
}

function namedBy({ books }: Counter, code: string) {
  // What a label says is of no matter here.
  const scanned = classifyScan(code, [])
  if (scanned.ok && scanned.value.kind === 'member')
    return { kind: 'member_code', value: scanned.value.code } as const
  const phone = parsePhone(code)
  return phone.ok
    ? ({ kind: 'phone_hash', value: phoneHash(phone.value, memberKeys(books).phone) } as const)
    : null
}

function settle(
  { books, chance, clock }: Counter,
  { rules }: Selling,
  of: Form & { readonly referrerId: Referrer },
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
