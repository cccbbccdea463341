import { birthdayWeekDays, daysFromBirthday } from './calendar.ts'
import type { CouponAtHand } from './coupon.ts'
import { usesLeft } from './coupon.ts'
import type { Uuid } from './ids.ts'
import { couponsShownMax } from './limits.ts'
import { expiringPoints, type Lot, openLots, pendingPoints, spendablePoints } from './lot.ts'
import { type Lifecycle, type Member, nextTier, tierOf } from './member.ts'
import { type Bps, type Money, noMoney } from './money.ts'
import { addPoints, type Points } from './points.ts'
import type { Standing } from './price.ts'
import { advantagesOf, type Programme, type Tier } from './programme.ts'
import { mayDo, type Role } from './staff.ts'
import type { LocalText } from './text.ts'
import { dayMs } from './time.ts'

/** What a cashier does for a member in this part of their life with us (loyalty.md 1). */
export type SuggestedAction = 'welcome' | 'thank' | 'invite_back' | 'win_back'

/** A coupon as the card lists it. */
export interface ProfileCoupon {
  readonly couponId: Uuid
  readonly name: LocalText
  readonly terms: LocalText
  /** It would count in the basket at hand. */
  readonly fits: boolean
  /** What it would take off there; 0 when it does not fit. */
  readonly amount: Money
  readonly expiresAt: number
  readonly usesLeft: number
}

/** All of the profile card; what the role does not allow is null. */
export interface Profile {
  readonly memberId: Uuid
  readonly code: string
  readonly maskedName: string
  readonly maskedPhone: string | null
  /** This role may see name and phone whole, and they are kept here. */
  readonly canReveal: boolean
  readonly canCorrect: boolean
  readonly status: Member['status']
  readonly statusReason: LocalText | null
  readonly tier: Pick<Tier, 'tierId' | 'name' | 'honorific' | 'tone'>
  /** The better of the tier's and a running paid membership's. */
  readonly payBps: Bps
  readonly earnBps: Bps
  readonly plan: { readonly name: LocalText; readonly until: number } | null
  /** Days goods come back where that is more than for all, and hours by which prices of campaigns begin earlier; null = as for all. */
  readonly returnDays: number | null
  readonly presaleHours: number | null
  readonly points: {
    readonly spendable: Points
    readonly pending: Points
    /** Ends within so many days, by the programme. */
    readonly expiringSoon: Points
    readonly expiringSoonDays: number
    /** The first three ends to come. */
    readonly ends: readonly { readonly at: number; readonly points: Points }[]
    readonly debt: Points
    /** Of the family owner's that may be spent this month; null without a family. */
    readonly family: Points | null
  }
  readonly value: { readonly principal: Money; readonly gift: Money } | null
  readonly growth: number
  readonly nextTier: {
    readonly name: LocalText
    readonly missing: number
    readonly doneBps: number
    /** Near enough to say so. */
    readonly sprint: boolean
  } | null
  readonly graceUntil: number | null
  readonly protectionCards: number
  readonly lifetime: boolean
  readonly badges: Member['badges']
  readonly challenge: {
    readonly name: LocalText
    readonly spend: Money
    readonly spent: Money
    readonly until: number
  } | null
  readonly birthday: 'today' | 'week' | 'no'
  readonly lifecycle: Lifecycle
  /** For supervisors alone. */
  readonly valueClass: Member['valueClass']
  readonly tags: readonly string[]
  readonly visits: Member['visits']
  readonly memberSince: number
  readonly consents: Member['consents']
  readonly coupons: readonly ProfileCoupon[]
}

/** A coupon of the member with what it would take off the basket at hand; null = it would not count there. */
export interface CouponTried {
  readonly at: CouponAtHand
  readonly amount: Money | null
}

export interface ProfileInput {
  readonly standing: Standing
  readonly coupons: readonly CouponTried[]
  readonly programme: Programme
  readonly role: Role
  readonly now: number
  readonly timeZone: string
}

/** The profile card of a member (loyalty.md 1), the till's own unheard effects counted as `standing` counts them. */
export function profileOf(input: ProfileInput): Profile {
  const { standing, programme, role, now, timeZone } = input
  const { member, account } = standing
  const tier = tierOf(member, programme)
  const plan = runningPlan(member, programme, now)
  const { returnDays, presaleHours } = advantagesOf(tier)
  return {
    memberId: member.memberId,
    code: member.code,
    maskedName: member.maskedName,
    maskedPhone: member.maskedPhone,
    canReveal: mayDo(role, 'reveal') && member.sealed !== null,
    canCorrect: mayDo(role, 'change_profile'),
    status: member.status,
    statusReason: member.statusReason,
    tier: { tierId: tier.tierId, name: tier.name, honorific: tier.honorific, tone: tier.tone },
    payBps: plan && plan.payBps < tier.payBps ? plan.payBps : tier.payBps,
    earnBps: plan && plan.earnBps > tier.earnBps ? plan.earnBps : tier.earnBps,
    plan: plan && { name: plan.name, until: plan.until },
    returnDays: returnDays > programme.returnDays ? returnDays : null,
    presaleHours: presaleHours > 0 ? presaleHours : null,
    points: pointsOf(standing, programme, now),
    value: account && { principal: account.principal, gift: account.gift },
    growth: member.growth,
    nextTier: wayAhead(member, programme),
    graceUntil: member.graceUntil,
    protectionCards: member.protectionCards,
    lifetime: tier.lifetime,
    badges: member.badges.filter(({ until }) => now < until),
    challenge: challengeOf(member, programme, now),
    birthday: birthdayOf(member, now, timeZone),
    lifecycle: member.lifecycle,
    valueClass: mayDo(role, 'see_value_class') ? member.valueClass : null,
    tags: member.tags,
    visits: member.visits,
    memberSince: member.joinedAt,
    consents: member.consents,
    coupons: orderedCoupons(input.coupons, now),
  }
}

/** What to do for a member, by lifecycle. */
export function suggestedAction(lifecycle: Lifecycle): SuggestedAction {
  return actions[lifecycle]
}

const actions: Readonly<Record<Lifecycle, SuggestedAction>> = {
  new: 'welcome',
  active: 'thank',
  dormant: 'invite_back',
  churn_risk: 'win_back',
}

/** The way to the next tier; `sprint` from the programme's share of it on, as long as anything is missing. */
export function wayAhead(member: Member, programme: Programme): Profile['nextTier'] {
  const ahead = nextTier(member, programme)
  if (!ahead) return null
  const { tier, missing, doneBps } = ahead
  const sprint = missing > 0 && doneBps >= programme.growth.sprintBps
  return { name: tier.name, missing, doneBps, sprint }
}

/** Live coupons, those that fit first and of them the ones worth most; then by end, so that none is forgotten. */
export function orderedCoupons(coupons: readonly CouponTried[], now: number): ProfileCoupon[] {
  return coupons
    .filter(
      ({ at: { coupon } }) => now < coupon.validTo && usesLeft(coupon) > 0 && coupon.status !== 'revoked',
    )
    .map(
      ({ at: { coupon, template }, amount }): ProfileCoupon => ({
        couponId: coupon.couponId,
        name: template.name,
        terms: template.terms,
        fits: amount !== null,
        amount: amount ?? noMoney,
        expiresAt: coupon.validTo,
        usesLeft: usesLeft(coupon),
      }),
    )
    .sort(
      (a, b) =>
        Number(b.fits) - Number(a.fits) ||
        b.amount - a.amount ||
        a.expiresAt - b.expiresAt ||
        (a.couponId < b.couponId ? -1 : 1),
    )
    .slice(0, couponsShownMax)
}

const endsShown = 3

/** What of the member's points ends within the days the programme tells of. */
export function endingSoon(
  { lots }: Pick<Standing, 'lots'>,
  { earn }: Programme,
  now: number,
): Pick<Profile['points'], 'expiringSoon' | 'expiringSoonDays'> {
  const { expiringSoonDays } = earn
  return { expiringSoon: expiringPoints(lots, now, now + expiringSoonDays * dayMs), expiringSoonDays }
}

function pointsOf(standing: Standing, programme: Programme, now: number): Profile['points'] {
  const { member, lots, family } = standing
  return {
    spendable: spendablePoints(lots, now),
    pending: pendingPoints(lots, now),
    ...endingSoon(standing, programme, now),
    ends: endsOf(lots, now),
    debt: member.debt,
    family: family?.left ?? null,
  }
}

/** The next ends of points, lots of one end together. */
function endsOf(lots: readonly Lot[], now: number): Profile['points']['ends'] {
  const ends: { at: number; points: Points }[] = []
  for (const { expiresAt, points } of openLots(lots, now)) {
    const last = ends.at(-1)
    if (last?.at === expiresAt) last.points = addPoints(last.points, points)
    else if (ends.length === endsShown) break
    else ends.push({ at: expiresAt, points })
  }
  return ends
}

function runningPlan({ subscription }: Member, programme: Programme, now: number) {
  if (!subscription || now >= subscription.until) return null
  const plan = programme.plans.find(({ planId }) => planId === subscription.planId)
  return plan ? { ...plan, until: subscription.until } : null
}

/** A challenge still under way, with the programme's name for it. */
function challengeOf({ challenge }: Member, programme: Programme, now: number): Profile['challenge'] {
  if (!challenge || now >= challenge.until) return null
  const rules = programme.growth.challenges.find((one) => one.challengeId === challenge.challengeId)
  const { spend, spent, until } = challenge
  return rules ? { name: rules.name, spend, spent, until } : null
}

function birthdayOf({ birthday }: Member, now: number, timeZone: string): Profile['birthday'] {
  const days = birthday === null ? null : daysFromBirthday(birthday, now, timeZone)
  if (days === null || days > birthdayWeekDays) return 'no'
  return days === 0 ? 'today' : 'week'
}
