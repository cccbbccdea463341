import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { withCoupon } from '../../../domain/basket.ts'
import type { CouponAtHand } from '../../../domain/coupon.ts'
import { tryCoupon } from '../../../domain/price.ts'
import { faceValueOf } from '../../../domain/redemption.ts'
import { ok, type Result } from '../../../domain/result.ts'
import { type CouponSpend, noSpend } from '../../../domain/spend.ts'
import type { Counter } from '../counter.ts'
import { inReach } from '../find-coupon.ts'
import { notFound, requireSpending } from '../gate.ts'
import type { Rules } from '../kept-rules.ts'
import { judgeAtAdd } from '../risk.ts'

/** Puts a coupon of the strip into the basket. */
export function redeemCoupon(
  counter: Counter,
  { couponId }: CommandInput<'redeemCoupon'>,
): Result<CommandOutput<'redeemCoupon'>> | Promise<Result<CommandOutput<'redeemCoupon'>>> {
  const selling = requireSpending(counter)
  if (!selling.ok) return selling
  const at = counter.chain.coupon(couponId, counter.clock.now(), counter.basket.open()?.memberId ?? null)
  if (!at) return notFound(counter, 'coupon_unknown')
  return addCouponInReach(counter, at)
}

/** The same for a coupon that may ask for the central first: what was waited for is judged as it stands then. */
export function addCouponInReach(
  counter: Counter,
  at: CouponAtHand,
): Result<CommandOutput<'redeemCoupon'>> | Promise<Result<CommandOutput<'redeemCoupon'>>> {
  const selling = requireSpending(counter)
  if (!selling.ok) return selling
  const { rules } = selling.value
  if (at.template.offlinePolicy !== 'online_only') return addCouponToBasket(counter, at, rules)
  const buyerId = counter.basket.open()?.memberId ?? null
  return inReach(counter, at, buyerId).then((reached) => {
    const still = requireSpending(counter)
    if (!still.ok) return still
    return reached.ok ? addCouponToBasket(counter, reached.value, still.value.rules) : reached
  })
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
  const judged = judgeAtAdd(counter, { ...noSpend(basket.memberId), coupons: [firstUseOf(at)] })
  if (!judged.ok) return judged
  counter.basket.put(put.value)
  return ok({})
}

/** What one use takes, as far as it is known before there is a price. */
function firstUseOf({ coupon, template }: CouponAtHand): CouponSpend {
  return {
    couponId: coupon.couponId,
    useNumbers: [coupon.usesDone + 1],
    worth: faceValueOf(template),
    onlineOnly: template.offlinePolicy === 'online_only',
  }
}
