import { unreachable } from './assert.ts'
import type { CouponTemplate, GoodsSelection } from './coupon-template.ts'
import type { Uuid } from './ids.ts'
import type { Member } from './member.ts'
import {
  bps,
  fullBps,
  type Money,
  minMoney,
  noMoney,
  roundedShare,
  splitMoney,
  subtractMoney,
  sumMoney,
} from './money.ts'
import type { Product } from './product.ts'
import { type Refusal, refuse } from './refusal.ts'
import { ok, type Result } from './result.ts'
import type { Store } from './store.ts'
import { localDate } from './time.ts'

export interface Coupon {
  readonly couponId: Uuid
  /** `C` + 12 digits + check digit. */
  readonly code: string
  readonly templateId: Uuid
  /** Whose it is; null = bearer. */
  readonly memberId: Uuid | null
  readonly status: 'issued' | 'revoked'
  /** Epoch ms. */
  readonly validFrom: number
  /** First instant at which it is expired, epoch ms. */
  readonly validTo: number
  readonly usesMax: number
  /** Uses already made; the next use has number `usesDone + 1`. */
  readonly usesDone: number
}

/** A coupon with the template it was issued from: what a rule needs to judge it. */
export interface CouponAtHand {
  readonly coupon: Coupon
  readonly template: CouponTemplate
  /** Uses of this template by this member on the store's local day so far. */
  readonly usedToday: number
}

/** Where and for whom a coupon is judged. */
export interface CouponContext {
  /** The basket's member, or null. */
  readonly member: Member | null
  readonly store: Store
  /** Epoch ms. */
  readonly now: number
}

/**
 * What does not depend on the goods or on other coupons. Refuses, in this order: `coupon_revoked`, `coupon_used`
 * {usedMax}, `coupon_expired` {expiredAt}, `coupon_not_yet_valid` {validFrom}, `coupon_not_yours`, `member_frozen`,
 * `coupon_wrong_store`, `coupon_wrong_tier` {tierIds}, `coupon_wrong_time` {weekdays, from, to}, `coupon_day_limit` {limit}.
 */
export function judgeCoupon(at: CouponAtHand, context: CouponContext): Result<true> {
  const { coupon, template } = at
  const { member, store, now } = context
  if (coupon.status === 'revoked') return refuse('coupon_revoked')
  if (coupon.usesDone >= coupon.usesMax) return refuse('coupon_used', { usedMax: coupon.usesMax })
  if (now >= coupon.validTo) return refuse('coupon_expired', { expiredAt: coupon.validTo })
  if (now < coupon.validFrom) return refuse('coupon_not_yet_valid', { validFrom: coupon.validFrom })
  if (coupon.memberId !== null && coupon.memberId !== member?.memberId) return refuse('coupon_not_yours')
  if (member && member.status !== 'active') return refuse('member_frozen')
  if (template.storeIds.length > 0 && !template.storeIds.includes(store.storeId)) {
    return refuse('coupon_wrong_store')
  }
  if (template.tierIds.length > 0 && !(member && template.tierIds.includes(member.tierId))) {
    return refuse('coupon_wrong_tier', { tierIds: template.tierIds.join(',') })
  }
  if (!isItsTime(template, now, store.timeZone)) {
    const { from, to } = template.hours ?? allDay
    return refuse('coupon_wrong_time', { weekdays: template.weekdays.join(','), from, to })
  }
  if (template.dayLimit !== null && at.usedToday >= template.dayLimit) {
    return refuse('coupon_day_limit', { limit: template.dayLimit })
  }
  return ok(true)
}

/** A line as coupons see it: its product and what it costs after the tier discount. */
export interface CouponLine {
  readonly product: Product
  readonly net: Money
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
 * Applies coupons in (priority, couponId) order, each on the goods in its scope at their net so far. One that does
 * not count is idle: with a refusal of `judgeCoupon`, or `coupon_no_goods`, `coupon_spend_more` {missing, minimum},
 * `coupon_day_limit` {limit} (others of its template in this very basket counted) or `coupon_not_combinable`.
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

const allDay = { from: 0, to: 1_440 } as const

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
  const judged = judgeCoupon(at, context)
  if (!judged.ok) return judged
  const { template } = at
  const inScope = lines.map(({ product }) => isInScope(product, template))
  const before = sumMoney(lines.filter((_, place) => inScope[place]).map(({ net }) => net))
  if (before === 0) return refuse('coupon_no_goods')
  if (before < template.minimumSpend) {
    const missing = subtractMoney(template.minimumSpend, before)
    return refuse('coupon_spend_more', { missing, minimum: template.minimumSpend })
  }
  const alike = applied.filter((other) => other.at.template.templateId === template.templateId).length
  if (template.dayLimit !== null && at.usedToday + alike >= template.dayLimit) {
    return refuse('coupon_day_limit', { limit: template.dayLimit })
  }
  if (applied.some((other) => !mayStand(template, other.at.template))) return refuse('coupon_not_combinable')
  const weights = nets.map((net, place) => (inScope[place] ? net : noMoney))
  const left = sumMoney(weights)
  // The coupons before it have taken all there was.
  if (left === 0) return refuse('coupon_not_combinable')
  const benefit = benefitOn(left, template)
  if (benefit === 0) return refuse('coupon_no_goods')
  return ok(splitMoney(benefit, weights))
}

/** What the benefit comes to on `amount`; never more than that. A percentage off rounds half up, in the customer's favour. */
function benefitOn(amount: Money, { benefit }: CouponTemplate): Money {
  switch (benefit.kind) {
    case 'amount_off':
    case 'cash_voucher':
      return minMoney(benefit.amount, amount)
    case 'percent_off': {
      const off = roundedShare(amount, bps(Math.max(0, fullBps - benefit.payBps)), 'half_up')
      return benefit.cap === null ? off : minMoney(off, benefit.cap)
    }
    default:
      return unreachable(benefit)
  }
}

function isInScope(product: Product, { scope }: CouponTemplate): boolean {
  if (selects(scope.exclude, product)) return false
  const { skus, categoryIds, brandIds } = scope.include
  const everything = skus.length === 0 && categoryIds.length === 0 && brandIds.length === 0
  return everything || selects(scope.include, product)
}

function selects(selection: GoodsSelection, product: Product): boolean {
  return (
    selection.skus.includes(product.sku) ||
    selection.categoryIds.includes(product.categoryId) ||
    (product.brandId !== null && selection.brandIds.includes(product.brandId))
  )
}

/** Whether two coupons may stand in one basket. */
function mayStand(one: CouponTemplate, other: CouponTemplate): boolean {
  if (one.exclusive || other.exclusive) return false
  return one.stackingGroup === null || one.stackingGroup !== other.stackingGroup
}

/** Whether weekday and hours fit. Hours with `from` after `to` run past midnight and belong to the day they began on. */
function isItsTime({ weekdays, hours }: CouponTemplate, now: number, timeZone: string): boolean {
  if (weekdays.length === 0 && hours === null) return true
  const { weekday, minuteOfDay } = localDate(now, timeZone)
  const { from, to } = hours ?? allDay
  const sinceYesterday = from > to && minuteOfDay < to
  const beganOn = sinceYesterday ? ((weekday + 5) % 7) + 1 : weekday
  if (weekdays.length > 0 && !weekdays.includes(beganOn)) return false
  return from > to ? minuteOfDay >= from || minuteOfDay < to : minuteOfDay >= from && minuteOfDay < to
}

function byTurn(a: CouponAtHand, b: CouponAtHand): number {
  if (a.template.priority !== b.template.priority) return a.template.priority - b.template.priority
  return a.coupon.couponId < b.coupon.couponId ? -1 : a.coupon.couponId > b.coupon.couponId ? 1 : 0
}
