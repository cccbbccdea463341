import { assert, unreachable } from './assert.ts'
import { daysFromBirthday } from './calendar.ts'
import type { Uuid } from './ids.ts'
import { fullBps, type Money } from './money.ts'
import { noPoints, type Points } from './points.ts'
import type { ConsentPurpose, Programme, Tier } from './programme.ts'
import { refuse } from './refusal.ts'
import { ok, type Result } from './result.ts'
import type { LocalText } from './text.ts'

export type MemberStatus = 'active' | 'frozen' | 'blacklisted' | 'merged' | 'erased'

/** Where a member stands between their first and their last purchase, as the central's nightly job sees it. */
export type Lifecycle = 'new' | 'active' | 'dormant' | 'churn_risk'

/** Recency, frequency and value of purchases in one word, by the central (loyalty.md 1). */
export type ValueClass = 'top' | 'loyal' | 'promising' | 'at_risk' | 'low'

/** A purpose a member agreed to, or no longer does (loyalty.md 7). */
export interface Consent {
  readonly purpose: ConsentPurpose
  readonly given: boolean
  /** Version of the text that was shown. */
  readonly version: string
  /** Epoch ms. */
  readonly at: number
}

/** A running paid membership. */
export interface Subscription {
  readonly planId: string
  /** First instant at which it is over, epoch ms. */
  readonly until: number
}

/** Family sharing: members of one family spend from the owner's points within a monthly cap (loyalty.md 1). */
export interface FamilyShare {
  readonly ownerId: Uuid
  readonly monthCap: Points
  /** The month `spent` speaks of, store-local `YYYY-MM`; another month counts from nothing. */
  readonly month: string
  readonly spent: Points
}

/** A short-lived honour (loyalty.md 2). */
export interface MemberBadge {
  /** The rule of the programme it was given by; null = given at head office. */
  readonly badgeId: string | null
  readonly name: LocalText
  /** Epoch ms. */
  readonly until: number
}

export interface TierChallenge {
  readonly challengeId: string
  readonly tierId: string
  readonly spend: Money
  readonly spent: Money
  /** Epoch ms. */
  readonly until: number
}

/** A member as a till may know one: only what the counter needs, already masked (loyalty.md 1 and 7). */
export interface Member {
  readonly memberId: Uuid
  /** `M` + 12 digits + check digit. */
  readonly code: string
  /** Such as 王*. */
  readonly maskedName: string
  /** Such as 138****5678, or null. */
  readonly maskedPhone: string | null
  /** Initials of the name for the search, lower-case Latin letters, such as `wxm`; empty when unknown. */
  readonly initials: string
  /** Name and phone, sealed for those whose role may see them (`codes/personal`); null when not kept here. */
  readonly sealed: string | null
  readonly tierId: string
  /** Growth: whole yuan spent in the rolling 12 months. */
  readonly growth: number
  readonly status: MemberStatus
  /** Why frozen or blacklisted, for staff; null else. */
  readonly statusReason: LocalText | null
  /** The surviving member when status is `merged`. */
  readonly mergedInto: Uuid | null
  /** `MM-DD`, or null. */
  readonly birthday: string | null
  /** Epoch ms. */
  readonly joinedAt: number
  /** Points owed from returns: the next earn pays them off. */
  readonly debt: Points
  readonly subscription: Subscription | null
  readonly family: FamilyShare | null
  readonly tags: readonly string[]
  readonly lifecycle: Lifecycle
  readonly valueClass: ValueClass | null
  /** The latest visits, newest first. */
  readonly visits: readonly { readonly at: number; readonly storeNumber: string }[]
  /** When a tier that is no longer earned is lost, epoch ms; null = it is earned. */
  readonly graceUntil: number | null
  readonly protectionCards: number
  readonly badges: readonly MemberBadge[]
  readonly challenge: TierChallenge | null
  /** Categories with a repeat coefficient the central knows them to have bought from. */
  readonly repeatCategoryIds: readonly string[]
  /** The staff member this is, or null. */
  readonly staffId: Uuid | null
  /** The last redemption the central heard of, for `two_tills`; null = none. */
  readonly lastRedemption: { readonly at: number; readonly terminalId: Uuid } | null
  readonly referrerId: Uuid | null
  /** Whether they ever bought: the first purchase pays referral points. */
  readonly hasBought: boolean
  readonly consents: readonly Consent[]
}

/** What a member is before the chain knows more: all that enrolment does not say. */
export const newMemberDefaults = {
  growth: 0,
  status: 'active',
  statusReason: null,
  mergedInto: null,
  debt: noPoints,
  subscription: null,
  family: null,
  tags: [],
  lifecycle: 'new',
  valueClass: null,
  visits: [],
  graceUntil: null,
  protectionCards: 0,
  badges: [],
  challenge: null,
  repeatCategoryIds: [],
  staffId: null,
  lastRedemption: null,
  hasBought: false,
} as const satisfies Partial<Member>

export type IdentifierKind = 'member_code' | 'phone_hash' | 'card_number' | 'nfc_uid'

/** One way to recognise a member. */
export interface Identifier {
  readonly kind: IdentifierKind
  readonly value: string
  readonly memberId: Uuid
}

/**
 * Whether a member may be attached to a basket. Refuses `member_unknown` (merged, erased) and `member_blacklisted`
 * {reasonZh, reasonEn: why, for staff, where head office said so}; a frozen one may.
 */
export function judgeMember(member: Member): Result<true> {
  switch (member.status) {
    case 'active':
    case 'frozen':
      return ok(true)
    case 'blacklisted': {
      const reason = member.statusReason
      if (!reason) return refuse('member_blacklisted')
      return refuse('member_blacklisted', { reasonZh: reason.zh, reasonEn: reason.en })
    }
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

/** The next tier above the member's that growth reaches, or null when there is none. */
export function nextTier(member: Member, programme: Programme): TierAhead | null {
  const above = programme.tiers.slice(tierPlace(member, programme) + 1)
  const tier = above.find(({ fromGrowth }) => fromGrowth !== null)
  if (!tier || tier.fromGrowth === null) return null
  const missing = Math.max(0, tier.fromGrowth - member.growth)
  const doneBps = missing === 0 ? fullBps : Math.floor((member.growth * fullBps) / tier.fromGrowth)
  return { tier, missing, doneBps }
}

/** True on the member's birthday in the store's zone; 29 February is kept on the 28th when there is none. */
export function isBirthday(member: Member, now: number, timeZone: string): boolean {
  return member.birthday !== null && daysFromBirthday(member.birthday, now, timeZone) === 0
}

/** Place of the member's tier in the programme, 0 when its id is not known there. */
function tierPlace(member: Member, programme: Programme): number {
  return Math.max(
    0,
    programme.tiers.findIndex(({ tierId }) => tierId === member.tierId),
  )
}
