import { assert, unreachable } from './assert.ts'
import type { Uuid } from './ids.ts'
import type { Member, TierChallenge } from './member.ts'
import { monthsBefore } from './member-months.ts'
import { noMoney } from './money.ts'
import type { Challenge, Programme, Tier, TierPath } from './programme.ts'
import { dayMs, monthsAfter } from './time.ts'

/** What a member did in one store-local month. */
export interface MonthFigures {
  /** Paid, less what came back, in fen. */
  readonly spent: number
  /** Growth that came in this month and has not decayed. */
  readonly growth: number
  readonly purchases: number
  readonly interactions: number
}

/** What the nightly review goes by, beside the member as tills know them. Kept by the central alone. */
export interface MemberHistory {
  /** By `YYYY-MM`, store-local. */
  readonly months: Readonly<Record<string, MonthFigures>>
  /** Since when they are in their tier, and when it was last reviewed, epoch ms. */
  readonly tierSince: number
  readonly reviewedAt: number
  /** Ever, in fen. */
  readonly spentTotal: number
  /** Members they brought who have bought. */
  readonly referrals: number
}

/** The part of a member a review reads and writes. */
export type ReviewedMember = Pick<Member, 'tierId' | 'graceUntil' | 'protectionCards' | 'challenge'>

export type TierChange =
  | {
      readonly kind: 'promoted'
      readonly from: string
      readonly to: string
      readonly by: 'growth' | 'challenge' | TierPath['kind']
    }
  /** Reviewed and still earned. */
  | { readonly kind: 'kept' }
  | { readonly kind: 'grace_began'; readonly until: number }
  /** Earned again before the grace ran out. */
  | { readonly kind: 'grace_ended' }
  /** A protection card took the place of a demotion. */
  | { readonly kind: 'protected' }
  | {
      readonly kind: 'demoted'
      readonly from: string
      readonly to: string
      readonly winBackTemplateId: Uuid | null
    }
  | { readonly kind: 'challenge_ended'; readonly challengeId: string; readonly met: boolean }

export interface Reviewed extends ReviewedMember {
  /** Growth as it stands: what the till shows the way to the next tier by. */
  readonly growth: number
  readonly tierSince: number
  readonly reviewedAt: number
  /** The tier is theirs for life. */
  readonly lifetime: boolean
  /** In the order they happened; empty = nothing changed. */
  readonly changes: readonly TierChange[]
}

/**
 * A night's review of one member (loyalty.md 2). Up: to the highest tier whose growth and activity are reached, or one of
 * whose paths is, or that a challenge was met for; several tiers at once. Down: after `reviewMonths` a tier no longer
 * earned has a grace of `graceMonths`; then a protection card is used up or the member goes down one tier, with the
 * win-back coupon. Tiers for life are never reviewed. Asked twice at one instant it changes nothing the second time.
 */
export function reviewMember(
  member: ReviewedMember,
  history: MemberHistory,
  programme: Programme,
  now: number,
  timeZone: string,
): Reviewed {
  const review: Review = { member, history, programme, now, timeZone }
  const place = tierPlace(member.tierId, programme)
  const changes: TierChange[] = []
  const won = wonPlace(review)
  const rise = riseFrom(place, review, won)
  const to = rise?.place ?? place
  const challenge = challengeAfter(review, to, won, changes)
  const start: Kept = {
    tierId: tierAt(place, programme).tierId,
    graceUntil: member.graceUntil,
    protectionCards: member.protectionCards,
    tierSince: history.tierSince,
    reviewedAt: history.reviewedAt,
  }
  let after = start
  if (rise) {
    const { tierId } = tierAt(rise.place, programme)
    changes.push({ kind: 'promoted', from: start.tierId, to: tierId, by: rise.by })
    after = { ...start, tierId, graceUntil: null, tierSince: now, reviewedAt: now }
  } else if (place > 0 && !tierAt(place, programme).lifetime) {
    after = keepOrLose(start, place, review, changes)
  }
  return {
    ...after,
    growth: growthIn(history),
    lifetime: tierAt(tierPlace(after.tierId, programme), programme).lifetime,
    challenge,
    changes,
  }
}

/** Growth of all months, never below zero: returns may have taken more off a month than it had. */
export function growthIn({ months }: Pick<MemberHistory, 'months'>): number {
  const sum = Object.values(months).reduce((growth, month) => growth + month.growth, 0)
  return Math.max(0, sum)
}

/** A challenge taken up now. */
export function beginChallenge({ challengeId, tierId, spend, days }: Challenge, now: number): TierChallenge {
  return { challengeId, tierId, spend, spent: noMoney, until: now + days * dayMs }
}

/** The first challenge of the programme that would let a member of this tier skip one, or null. */
export function challengeFor(tierId: string, programme: Programme): Challenge | null {
  const place = tierPlace(tierId, programme)
  return (
    programme.growth.challenges.find((challenge) => tierPlace(challenge.tierId, programme) > place + 1) ??
    null
  )
}

interface Review {
  readonly member: ReviewedMember
  readonly history: MemberHistory
  readonly programme: Programme
  readonly now: number
  readonly timeZone: string
}

interface Kept {
  readonly tierId: string
  readonly graceUntil: number | null
  readonly protectionCards: number
  readonly tierSince: number
  readonly reviewedAt: number
}

interface Rise {
  readonly place: number
  readonly by: 'growth' | 'challenge' | TierPath['kind']
}

/** The highest tier above `from` the member has a right to now. */
function riseFrom(from: number, review: Review, won: number): Rise | null {
  const { tiers } = review.programme
  for (let place = tiers.length - 1; place > from; place--) {
    const tier = tierAt(place, review.programme)
    if (hasGrowth(tier, review) && isActive(tier, review)) return { place, by: 'growth' }
    const path = tier.paths.find((one) => isOnPath(one, review))
    if (path) return { place, by: path.kind }
    if (place === won) return { place, by: 'challenge' }
  }
  return null
}

/** The review of a tier that can be lost. */
function keepOrLose(kept: Kept, place: number, review: Review, changes: TierChange[]): Kept {
  const { programme, now, timeZone } = review
  const tier = tierAt(place, programme)
  const { reviewMonths, graceMonths, winBackTemplateId } = programme.growth
  const earned = hasGrowth(tier, review) || tier.paths.some((path) => isOnPath(path, review))
  let { graceUntil } = kept
  if (graceUntil === null) {
    if (now < monthsAfter(kept.reviewedAt, reviewMonths, timeZone)) return kept
    if (earned) {
      changes.push({ kind: 'kept' })
      return { ...kept, reviewedAt: now }
    }
    graceUntil = monthsAfter(now, graceMonths, timeZone)
    changes.push({ kind: 'grace_began', until: graceUntil })
  } else if (earned) {
    changes.push({ kind: 'grace_ended' })
    return { ...kept, graceUntil: null, reviewedAt: now }
  }
  if (now < graceUntil) return { ...kept, graceUntil }
  if (kept.protectionCards > 0) {
    changes.push({ kind: 'protected' })
    return { ...kept, graceUntil: null, protectionCards: kept.protectionCards - 1, reviewedAt: now }
  }
  const { tierId } = tierAt(place - 1, programme)
  changes.push({ kind: 'demoted', from: kept.tierId, to: tierId, winBackTemplateId })
  return { ...kept, tierId, graceUntil: null, tierSince: now, reviewedAt: now }
}

/** Place of the tier a met challenge gives, or −1. */
function wonPlace({ member, programme }: Review): number {
  const { challenge } = member
  return challenge && challenge.spent >= challenge.spend ? tierPlace(challenge.tierId, programme) : -1
}

/** The challenge goes on until it is met, its time is over, or its tier was reached otherwise. */
function challengeAfter(
  { member, programme, now }: Review,
  place: number,
  won: number,
  changes: TierChange[],
): TierChallenge | null {
  const { challenge } = member
  if (!challenge) return null
  const isMet = won >= 0
  const isReached = tierPlace(challenge.tierId, programme) <= place
  if (!isMet && !isReached && now < challenge.until) return challenge
  changes.push({ kind: 'challenge_ended', challengeId: challenge.challengeId, met: isMet })
  return null
}

function hasGrowth(tier: Tier, { history }: Review): boolean {
  return tier.fromGrowth !== null && growthIn(history) >= tier.fromGrowth
}

/** Interactions in each of the last whole months; the month under way may still be empty. */
function isActive({ activity }: Tier, { history, now, timeZone }: Review): boolean {
  if (!activity) return true
  return monthsBefore(now, activity.months, timeZone).every(
    (month) => (history.months[month]?.interactions ?? 0) >= activity.each,
  )
}

function isOnPath(path: TierPath, { member, history, now, timeZone }: Review): boolean {
  switch (path.kind) {
    case 'steady_months':
      return monthsBefore(now, path.months, timeZone).every(
        (month) => (history.months[month]?.spent ?? 0) >= path.each,
      )
    case 'referrals':
      return history.referrals >= path.count
    case 'years_in_tier':
      return (
        member.tierId === path.tierId &&
        now >= monthsAfter(history.tierSince, path.years * 12, timeZone) &&
        history.spentTotal >= path.total
      )
    default:
      return unreachable(path)
  }
}

/** Place of a tier, the lowest when the programme does not know its id. */
function tierPlace(tierId: string, { tiers }: Programme): number {
  return Math.max(
    0,
    tiers.findIndex((tier) => tier.tierId === tierId),
  )
}

function tierAt(place: number, { tiers }: Programme): Tier {
  const tier = tiers[place]
  assert(tier, `tier ${place} of the programme`)
  return tier
}
