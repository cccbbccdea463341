import type { Coupon } from './coupon.ts'
import type { Uuid } from './ids.ts'
import { initialsOf } from './initials.ts'
import { type CouponIdentity, issueCoupon } from './issue-coupon.ts'
import { nameCharactersMax, phoneDigitsMax, phoneDigitsMin } from './limits.ts'
import { maskName, maskPhone } from './mask.ts'
import { type Consent, type Identifier, type Member, newMemberDefaults } from './member.ts'
import type { Personal, Salted } from './personal.ts'
import { type ConsentPurpose, type Programme, templateOf } from './programme.ts'
import { refuse } from './refusal.ts'
import { ok, type Result } from './result.ts'
import type { Store } from './store.ts'

/**
 * The data of `member.enrolled`: a provisional member with an id for good, usable at once. The central may merge it
 * into one it knows by the same phone; tills then follow the redirect (loyalty.md 1).
 */
export interface MemberEnrolled {
  readonly storeId: Uuid
  readonly memberId: Uuid
  readonly personal: Personal<EnrolledPerson>
  /** The welcome pack. */
  readonly issued: readonly Coupon[]
}

/** Who was enrolled, and by what they are recognised: goes when they are erased. */
export interface EnrolledPerson extends Salted {
  readonly member: Member
  readonly identifiers: readonly Identifier[]
}

/** The data of `consent.changed`. */
export interface ConsentChanged {
  readonly memberId: Uuid
  readonly consents: readonly Consent[]
}

/**
 * A phone as it is looked up and hashed, digits alone: a mainland mobile as its 11 digits, with or without +86 or 0086;
 * any other with `00` and its country code, so that a North American number is never taken for a mainland one. Spaces,
 * hyphens, dots, brackets and full-width digits are read. Refuses `phone_invalid`.
 */
export function parsePhone(text: string): Result<string> {
  if (text.length > phoneTextMax) return refuse('phone_invalid')
  const plain = text.normalize('NFKC').replace(/[\s\-.()]/g, '')
  const written = /^(\+|00)?([0-9]+)$/.exec(plain)
  if (!written) return refuse('phone_invalid')
  const international = written[1] !== undefined
  const digits = written[2] as string
  const mainland = /^(?:86)?(1[3-9][0-9]{9})$/.exec(digits)
  if (mainland && (!international || digits.startsWith('86'))) return ok(mainland[1] as string)
  if (!international || digits.startsWith('86') || digits.startsWith('0')) return refuse('phone_invalid')
  if (digits.length < phoneDigitsMin || digits.length > phoneDigitsMax) return refuse('phone_invalid')
  return ok(`00${digits}`)
}

/** A name without spaces around it, or null when nothing was given. Refuses `name_invalid` {max}: too long, or no name. */
export function parseName(text: string): Result<string | null> {
  const name = text.normalize('NFC').replace(/\s+/g, ' ').trim()
  if (name === '') return ok(null)
  const isName = namePattern.test(name) && [...name].length <= nameCharactersMax && name.isWellFormed()
  return isName ? ok(name) : refuse('name_invalid', { max: nameCharactersMax })
}

/** What a customer said to a purpose. A purpose they said nothing to is not given. */
export interface ConsentWish {
  readonly purpose: ConsentPurpose
  readonly given: boolean
}

/**
 * The consents as recorded: one for each text of the programme, with its version and the time (loyalty.md 7). Without
 * `service` nothing personal is kept. Refuses `consent_missing`.
 */
export function settleConsents(
  wishes: readonly ConsentWish[],
  programme: Programme,
  now: number,
): Result<readonly Consent[]> {
  const consents = programme.enrolment.consents.map(({ purpose, version }) => ({
    purpose,
    given: wishes.some((wish) => wish.purpose === purpose && wish.given),
    version,
    at: now,
  }))
  const served = consents.some(({ purpose, given }) => purpose === 'service' && given)
  return served ? ok(consents) : refuse('consent_missing')
}

/** What a member newly said, on top of what they said before. Refuses `consent_missing`: without `service` there is no membership. */
export function settleConsentChange(
  member: Pick<Member, 'memberId' | 'consents'>,
  wishes: readonly ConsentWish[],
  programme: Programme,
  now: number,
): Result<ConsentChanged> {
  const asked = programme.enrolment.consents.map(({ purpose }): ConsentWish => {
    const wish = wishes.find((one) => one.purpose === purpose)
    const before = member.consents.find((one) => one.purpose === purpose)
    return wish ?? { purpose, given: before?.given ?? false }
  })
  const settled = settleConsents(asked, programme, now)
  if (!settled.ok) return settled
  const consents = settled.value.map((consent) => {
    const before = member.consents.find((one) => one.purpose === consent.purpose)
    const untouched = before?.given === consent.given && before.version === consent.version
    return untouched ? before : consent
  })
  return ok({ memberId: member.memberId, consents })
}

export interface EnrolmentInput {
  /** As `parseName` gives it. */
  readonly name: string | null
  /** As `parsePhone` gives it. */
  readonly phone: string
  /** `MM-DD`, or null. */
  readonly birthday: string | null
  readonly consents: readonly ConsentWish[]
  readonly referrerId: Uuid | null
  /** Made before: the member's id for good, … */
  readonly memberId: Uuid
  /** … their code (`memberCode`), … */
  readonly code: string
  /** … the keyed hash of the phone and name and phone sealed. */
  readonly phoneHash: string
  readonly sealed: string | null
  /** See `Salted`. */
  readonly salt: string
  /** One for each coupon of the welcome pack, in the programme's order. */
  readonly coupons: readonly CouponIdentity[]
  readonly programme: Programme
  readonly store: Store
  readonly now: number
}

/**
 * A member enrolled at the till, at once and without asking anybody (loyalty.md 1). Refuses, in this order:
 * `consent_missing`, `name_invalid` (a birthday that is none), `referrer_unknown` (themselves). The welcome pack leaves
 * out templates the programme does not have.
 */
export function settleEnrolment(
  input: EnrolmentInput,
): Result<Omit<MemberEnrolled, 'personal'> & { readonly personal: EnrolledPerson }> {
  const { name, phone, birthday, memberId, code, programme, store, now } = input
  const consents = settleConsents(input.consents, programme, now)
  if (!consents.ok) return consents
  if (birthday !== null && !isBirthdayText(birthday))
    return refuse('name_invalid', { max: nameCharactersMax })
  if (input.referrerId === memberId) return refuse('referrer_unknown')
  const member: Member = {
    ...newMemberDefaults,
    memberId,
    code,
    maskedName: name === null ? '' : maskName(name),
    maskedPhone: maskPhone(phone),
    initials: name === null ? '' : initialsOf(name),
    sealed: input.sealed,
    tierId: programme.enrolment.tierId,
    birthday,
    joinedAt: now,
    referrerId: input.referrerId,
    consents: consents.value,
  }
  const identifiers: Identifier[] = [
    { kind: 'member_code', value: code, memberId },
    { kind: 'phone_hash', value: input.phoneHash, memberId },
  ]
  const issued = programme.enrolment.welcomeTemplateIds.flatMap((templateId, place): Coupon[] => {
    const template = templateOf(programme, templateId)
    const identity = input.coupons[place]
    return template && identity
      ? [issueCoupon(template, { ...identity, member, now, timeZone: store.timeZone })]
      : []
  })
  const personal = { salt: input.salt, member, identifiers }
  return ok({ storeId: store.storeId, memberId, personal, issued })
}

/** `MM-DD` of a day there is in some year. */
export function isBirthdayText(text: string): boolean {
  const fields = /^([0-9]{2})-([0-9]{2})$/.exec(text)
  if (!fields) return false
  const month = Number(fields[1])
  const day = Number(fields[2])
  // Any leap year does.
  const date = new Date(Date.UTC(2024, month - 1, day))
  return month >= 1 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}

/** Letters of any script, spaces and what stands within names; at least one letter. */
const namePattern = /^(?=.*\p{L})[\p{L}\p{M} .'’·•・‧-]+$/u

/** A phone in its longest spelling: 15 digits, each with a separator. */
const phoneTextMax = 40
