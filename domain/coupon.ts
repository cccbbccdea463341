import type { CouponTemplate } from './coupon-template.ts'
import type { Uuid } from './ids.ts'
import type { Member } from './member.ts'
import type { Money } from './money.ts'
import type { Product } from './product.ts'
import type { Refusal } from './refusal.ts'
import type { Result } from './result.ts'
import type { Store } from './store.ts'

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
  throw new Error('pending')
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
 * Applies coupons in (priority, couponId) order, each on the goods in its scope at their net so far. Idle with
 * `coupon_not_combinable`, `coupon_day_limit`, `coupon_no_goods` or `coupon_spend_more` {missing, minimum} beside
 * the refusals of `judgeCoupon`.
 */
export function applyCoupons(
  coupons: readonly CouponAtHand[],
  lines: readonly CouponLine[],
  context: CouponContext,
): CouponOutcome {
  throw new Error('pending')
}
