import { type Coupon, usesLeft } from './coupon.ts'
import type { CouponTemplate } from './coupon-template.ts'
import type { Uuid } from './ids.ts'
import { refuse } from './refusal.ts'
import { ok, type Result } from './result.ts'

/** A coupon as its owner would give it away. */
export interface CouponToGive {
  readonly coupon: Coupon
  readonly template: Pick<CouponTemplate, 'transferable'>
  readonly ownerId: Uuid
  readonly now: number
}

/**
 * Whether a coupon may be given to another member by its owner, with the uses that are left (loyalty.md 5). When it begins
 * to be valid makes no difference. Refuses, in this order: `coupon_bearer`, `coupon_not_yours`, `coupon_not_transferable`,
 * `coupon_revoked`, `coupon_disputed`, `coupon_reserved`, `coupon_used` {usedMax}, `coupon_expired` {expiredAt}.
 */
export function judgeCouponTransfer({ coupon, template, ownerId, now }: CouponToGive): Result<true> {
  if (coupon.memberId === null) return refuse('coupon_bearer')
  if (coupon.memberId !== ownerId) return refuse('coupon_not_yours')
  if (!template.transferable) return refuse('coupon_not_transferable')
  if (coupon.status !== 'issued') return refuse(`coupon_${coupon.status}`)
  if (usesLeft(coupon) === 0) return refuse('coupon_used', { usedMax: coupon.usesMax })
  if (now >= coupon.validTo) return refuse('coupon_expired', { expiredAt: coupon.validTo })
  return ok(true)
}
