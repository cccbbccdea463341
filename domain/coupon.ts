import { allDay, isAtTime } from './calendar.ts'
import { benefitShares, isForGoods, worthOf } from './coupon-benefit.ts'
import type { CouponTemplate } from './coupon-template.ts'
import { isInScope } from './goods-scope.ts'
import type { Uuid } from './ids.ts'
import type { Member } from './member.ts'
import { bps, type Money, money, roundedShare, subtractMoney, sumMoney } from './money.ts'
import type { Product } from './product.ts'
import type { Programme } from './programme.ts'
import { type Refusal, refuse } from './refusal.ts'
import { ok, type Result } from './result.ts'
import type { SignedUse } from './signed-code.ts'
import type { Store } from './store.ts'

export interface Coupon {
  readonly couponId: Uuid
  /** `C` + 12 digits + check digit. */
  readonly code: string
  readonly templateId: Uuid
  /** Whose it is; null = bearer. */
  readonly memberId: Uuid | null
  /** `reserved`: another channel holds it. `disputed`: used twice, people are looking at it. */
  readonly status: 'issued' | 'reserved' | 'disputed' | 'revoked'
  /** Epoch ms. */
  readonly validFrom: number
  /** First instant at which it is expired, epoch ms. */
  readonly validTo: number
  readonly usesMax: number
  /** The highest number a use had; the next use has number `usesDone + 1`. */
  readonly usesDone: number
  /** Uses given back: each lets another use be made, under a number of its own. */
  readonly usesRestored: number
  /** Epoch ms. */
  readonly issuedAt: number
}

/** Uses that are left. */
export function usesLeft({ usesMax, usesDone, usesRestored }: Coupon): number {
  return Math.max(0, usesMax + usesRestored - usesDone)
}

/** A coupon with the template it was issued from: what a rule needs to judge it. */
export interface CouponAtHand {
  readonly coupon: Coupon
  readonly template: CouponTemplate
  /** Uses of this template by this member on the store's local day so far. */
  readonly usedToday: number
  /** Uses of this template by this member ever, as far as this till knows. */
  readonly usedByMember: number
  /** Set when its code proved it, whatever the copy here knows. */
  readonly signed?: SignedUse
  /** What the chain has given with this template so far, as far as this till knows. */
  readonly spentOfBudget: Money
}

/** Where and for whom a coupon is judged. */
export interface CouponContext {
  /** The basket's member, or null. */
  readonly member: Member | null
  readonly store: Store
  /** How far a budget goes before it stops by itself. */
  readonly programme: Pick<Programme, 'budgetStopBps'>
  /** Epoch ms. */
  readonly now: number
}

/**
 * What does not depend on the goods or on other coupons. Refuses, in this order: `coupon_revoked`, `coupon_reserved`,
 * `coupon_used` {usedMax}, `coupon_expired` {expiredAt}, `coupon_not_yet_valid` {validFrom}, `coupon_not_yours`,
 * `member_frozen`, `coupon_wrong_store`, `coupon_wrong_channel`, `coupon_wrong_tier` {tierIds}, `coupon_wrong_member`,
 * `coupon_wrong_time` {weekdays, from, to}, `coupon_day_limit` {limit}, `coupon_member_limit` {limit} and
 * `coupon_budget_spent`.
 */
export function judgeCoupon(at: CouponAtHand, context: CouponContext): Result<true> {
  const { coupon, template } = at
  const { now } = context
  if (coupon.status === 'revoked') return refuse('coupon_revoked')
  if (coupon.status === 'reserved') return refuse('coupon_reserved')
  if (usesLeft(coupon) === 0) return refuse('coupon_used', { usedMax: coupon.usesMax })
  if (now >= coupon.validTo) return refuse('coupon_expired', { expiredAt: coupon.validTo })
  if (now < coupon.validFrom) return refuse('coupon_not_yet_valid', { validFrom: coupon.validFrom })
  const customer = judgeCustomer(at, context)
  if (!customer.ok) return customer
  if (!isAtTime(template, now, context.store.timeZone)) {
    const { from, to } = template.hours ?? allDay
    return refuse('coupon_wrong_time', { weekdays: template.weekdays.join(','), from, to })
  }
  const limited = judgeLimits(at, 0)
  if (!limited.ok) return limited
  if (isBudgetSpent(at, context)) return refuse('coupon_budget_spent')
  return ok(true)
}

/** Whether it is this customer's, in this store and channel. */
function judgeCustomer({ coupon, template }: CouponAtHand, { member, store }: CouponContext): Result<true> {
  if (coupon.memberId !== null && coupon.memberId !== member?.memberId) return refuse('coupon_not_yours')
  if (member && member.status !== 'active') return refuse('member_frozen')
  if (template.storeIds.length > 0 && !template.storeIds.includes(store.storeId)) {
    return refuse('coupon_wrong_store')
  }
  if (template.channels.length > 0 && !template.channels.includes('store')) {
    return refuse('coupon_wrong_channel')
  }
  if (template.tierIds.length > 0 && !(member && template.tierIds.includes(member.tierId))) {
    return refuse('coupon_wrong_tier', { tierIds: template.tierIds.join(',') })
  }
  const { memberTags } = template
  if (memberTags.length > 0 && !member?.tags.some((tag) => memberTags.includes(tag))) {
    return refuse('coupon_wrong_member')
  }
  return ok(true)
}

/** The limits of a template, `alike` coupons of it counting already in this very basket. */
function judgeLimits({ template, usedToday, usedByMember }: CouponAtHand, alike: number): Result<true> {
  const { dayLimit, memberLimit } = template
  if (dayLimit !== null && usedToday + alike >= dayLimit) {
    return refuse('coupon_day_limit', { limit: dayLimit })
  }
  if (memberLimit !== null && usedByMember + alike >= memberLimit) {
    return refuse('coupon_member_limit', { limit: memberLimit })
  }
  return ok(true)
}

/** A budget stops once the chain has given `budgetStopBps` of it, rounded down to the fen (loyalty.md 5). */
function isBudgetSpent({ template, spentOfBudget }: CouponAtHand, { programme }: CouponContext): boolean {
  if (template.budget === null) return false
  return spentOfBudget >= roundedShare(money(template.budget), bps(programme.budgetStopBps), 'down')
}

/** A line as coupons see it: its product and what it costs after tier, plan or campaign. */
export interface CouponLine {
  readonly product: Product
  readonly net: Money
  /** How many pieces it counts as: 0 for weighed goods, 1 for a labelled package. */
  readonly pieces: number
}

export interface CouponOutcome {
  /** The coupons that count, in the order applied, with each line's share (same places as the lines). */
  readonly applied: readonly {
    readonly couponId: Uuid
    readonly amount: Money
    readonly shares: readonly Money[]
  }[]
  readonly idle: readonly { readonly couponId: Uuid; readonly refusal: Refusal }[]
}

/**
 * Applies coupons in their turn (`byTurn`), each on the goods in its scope at their net so far. One that does not count
 * is idle: with a refusal of `judgeCoupon`, or `coupon_not_for_goods`, `coupon_no_goods`, `coupon_spend_more` {missing,
 * minimum}, `coupon_day_limit` and `coupon_member_limit` {limit} (others of its template in this very basket counted) or
 * `coupon_not_combinable`.
 */
export function applyCoupons(
  coupons: readonly CouponAtHand[],
  lines: readonly CouponLine[],
  context: CouponContext,
): CouponOutcome {
  const applied: Applied[] = []
  const idle: { couponId: Uuid; refusal: Refusal }[] = []
  const nets = lines.map(({ net }) => net)
  for (const at of [...coupons].sort(byTurn)) {
    const shares = sharesOf(at, lines, nets, applied, context)
    if (!shares.ok) {
      idle.push({ couponId: at.coupon.couponId, refusal: shares.refusal })
      continue
    }
    shares.value.forEach((share, place) => {
      nets[place] = subtractMoney(nets[place] as Money, share)
    })
    applied.push({ at, shares: shares.value })
  }
  return {
    applied: applied.map(({ at, shares }) => ({
      couponId: at.coupon.couponId,
      amount: sumMoney(shares),
      shares,
    })),
    idle,
  }
}

/** The goods a coupon acts on, judged with everything but the other coupons of the basket. */
export interface FittingCoupon {
  readonly at: CouponAtHand
  /** Places of the lines in its scope, ascending. */
  readonly places: readonly number[]
}

/** Judges a coupon with the goods, as if it were the only one. Refuses as `applyCoupons`, but never for other coupons. */
export function fitCoupon(
  at: CouponAtHand,
  lines: readonly CouponLine[],
  context: CouponContext,
): Result<FittingCoupon> {
  const judged = judgeCoupon(at, context)
  if (!judged.ok) return judged
  const { template } = at
  if (!isForGoods(template.benefit)) return refuse('coupon_not_for_goods')
  const places: number[] = []
  let before = 0
  lines.forEach(({ product, net }, place) => {
    if (!isInScope(product, template.scope)) return
    places.push(place)
    before += net
  })
  if (before === 0) return refuse('coupon_no_goods')
  if (before < template.minimumSpend) {
    const missing = subtractMoney(template.minimumSpend, money(before))
    return refuse('coupon_spend_more', { missing, minimum: template.minimumSpend })
  }
  return ok({ at, places })
}

/** Whether a fitting coupon may stand beside those applied before it. Refuses `coupon_day_limit`, `coupon_member_limit` and `coupon_not_combinable`. */
export function judgeBeside(at: CouponAtHand, applied: readonly CouponAtHand[]): Result<true> {
  const { template } = at
  const alike = applied.filter((other) => other.template.templateId === template.templateId).length
  const limited = judgeLimits(at, alike)
  if (!limited.ok) return limited
  if (applied.some((other) => !mayStand(template, other.template))) return refuse('coupon_not_combinable')
  return ok(true)
}

interface Applied {
  readonly at: CouponAtHand
  readonly shares: readonly Money[]
}

/** What a coupon takes off each line as things stand, or why nothing. */
function sharesOf(
  at: CouponAtHand,
  lines: readonly CouponLine[],
  nets: readonly Money[],
  applied: readonly Applied[],
  context: CouponContext,
): Result<Money[]> {
  const fitting = fitCoupon(at, lines, context)
  if (!fitting.ok) return fitting
  const beside = judgeBeside(
    at,
    applied.map((other) => other.at),
  )
  if (!beside.ok) return beside
  const { places } = fitting.value
  // The coupons before it have taken all there was.
  if (places.every((place) => nets[place] === 0)) return refuse('coupon_not_combinable')
  const pieces = lines.map((line) => line.pieces)
  const taken = benefitShares(at.template.benefit, places, { nets, pieces })
  if (sumMoney(taken) === 0) return refuse('coupon_no_goods')
  const shares = lines.map(() => money(0))
  places.forEach((place, index) => {
    shares[place] = taken[index] as Money
  })
  return ok(shares)
}

/** Whether two coupons may stand in one basket. */
export function mayStand(one: CouponTemplate, other: CouponTemplate): boolean {
  if (one.exclusive || other.exclusive) return false
  return one.stackingGroup === null || one.stackingGroup !== other.stackingGroup
}

/**
 * Whose turn comes first: by priority, then template, then worth (a signed coupon may have its own), then coupon. Coupons
 * that are alike thus stand together, and it makes no difference which of them is used.
 */
export function byTurn(a: CouponAtHand, b: CouponAtHand): number {
  return (
    a.template.priority - b.template.priority ||
    byText(a.template.templateId, b.template.templateId) ||
    worthOf(a.template.benefit) - worthOf(b.template.benefit) ||
    byText(a.coupon.couponId, b.coupon.couponId)
  )
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
