import { assert, unreachable } from './assert.ts'
import type { Uuid } from './ids.ts'
import { fullBps } from './money.ts'
import type { Programme, Tier } from './programme.ts'
import { refuse } from './refusal.ts'
import { ok, type Result } from './result.ts'
import { localDate } from './time.ts'

export type MemberStatus = 'active' | 'frozen' | 'blacklisted' | 'merged' | 'erased'

/** A member as a till may know one: only what the counter needs, already masked (loyalty.md 1 and 7). */
export interface Member {
  readonly memberId: Uuid
  /** `M` + 12 digits + check digit. */
  readonly code: string
  /** Such as 王*. */
  readonly maskedName: string
  /** Such as 138****5678, or null. */
  readonly maskedPhone: string | null
  readonly tierId: string
  /** Growth: whole yuan spent in the rolling 12 months. */
  readonly growth: number
  readonly status: MemberStatus
  /** The surviving member when status is `merged`. */
  readonly mergedInto: Uuid | null
  /** `MM-DD`, or null. */
  readonly birthday: string | null
  /** Epoch ms. */
  readonly joinedAt: number
}

export type IdentifierKind = 'member_code' | 'phone_hash' | 'card_number' | 'nfc_uid'

/** One way to recognise a member. */
export interface Identifier {
  readonly kind: IdentifierKind
  readonly value: string
  readonly memberId: Uuid
}

/** Whether a member may be attached to a basket. Refuses `member_unknown` (merged, erased) and `member_blacklisted`; a frozen one may. */
export function judgeMember(member: Member): Result<true> {
  switch (member.status) {
    case 'active':
    case 'frozen':
      return ok(true)
    case 'blacklisted':
      return refuse('member_blacklisted')
    case 'merged':
    case 'erased':
      return refuse('member_unknown')
    default:
      return unreachable(member.status)
  }
}

/** The member's tier as last heard from the central; the lowest when the programme does not know its id. */
export function tierOf(member: Member, programme: Programme): Tier {
  const tier = programme.tiers[tierPlace(member, programme)]
  assert(tier, 'a programme has a tier')
  return tier
}

export interface TierAhead {
  readonly tier: Tier
  /** Growth missing, whole yuan. */
  readonly missing: number
  /** The way done, 0–10 000: growth over the tier's `fromGrowth`, rounded down. */
  readonly doneBps: number
}

/** The tier above the member's, or null at the top. */
export function nextTier(member: Member, programme: Programme): TierAhead | null {
  const tier = programme.tiers[tierPlace(member, programme) + 1]
  if (!tier) return null
  const missing = Math.max(0, tier.fromGrowth - member.growth)
  const doneBps = missing === 0 ? fullBps : Math.floor((member.growth * fullBps) / tier.fromGrowth)
  return { tier, missing, doneBps }
}

/** True on the member's birthday in the store's zone; 29 February is kept on the 28th when there is none. */
export function isBirthday(member: Member, now: number, timeZone: string): boolean {
  if (member.birthday === null) return false
  const { year, month, day } = localDate(now, timeZone)
  const today = `${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  if (member.birthday === '02-29' && !isLeapYear(year)) return today === '02-28'
  return member.birthday === today
}

/** Place of the member's tier in the programme, 0 when its id is not known there. */
function tierPlace(member: Member, programme: Programme): number {
  return Math.max(
    0,
    programme.tiers.findIndex(({ tierId }) => tierId === member.tierId),
  )
}

function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
}
