import type { CouponTemplate } from './coupon-template.ts'
import type { Uuid } from './ids.ts'

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
