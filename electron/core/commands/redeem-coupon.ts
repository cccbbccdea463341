import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { withCoupon } from '../../../domain/basket.ts'
import type { CouponAtHand } from '../../../domain/coupon.ts'
import { tryCoupon } from '../../../domain/price.ts'
import { ok, type Result } from '../../../domain/result.ts'
import type { Rules } from '../chain.ts'
import type { Counter } from '../counter.ts'
import { notFound, requireSelling } from '../gate.ts'

/** Puts a coupon of the strip into the basket. */
export function redeemCoupon(
  counter: Counter,
  { couponId }: CommandInput<'redeemCoupon'>,
): Result<CommandOutput<'redeemCoupon'>> {
  const selling = requireSelling(counter)
  if (!selling.ok) return selling
  const at = counter.chain.coupon(couponId, counter.clock.now(), counter.basket.open()?.memberId ?? null)
  if (!at) return notFound(counter, 'coupon_unknown')
  return addCouponToBasket(counter, at, selling.value.rules)
}

/** Refused with the reason unless the coupon takes something off this basket now; it is used up by the sale, not here. */
export function addCouponToBasket(
  counter: Counter,
  at: CouponAtHand,
  rules: Rules,
): Result<CommandOutput<'redeemCoupon'>> {
  const now = counter.clock.now()
  const basket = counter.basket.openOrNew(now)
  const put = withCoupon(basket, at.coupon.couponId)
  if (!put.ok) return put
  const tried = tryCoupon(counter.chain.priceInput(basket, rules, now), at)
  if (!tried.ok) return tried
  counter.basket.put(put.value)
  return ok({})
}
