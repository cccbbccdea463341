import type { CommandOutput } from '../../../contract/command.ts'
import type { CouponAtHand } from '../../../domain/coupon.ts'
import { explainPrice as explain, type PriceStep } from '../../../domain/explain.ts'
import { couponsShownMax } from '../../../domain/limits.ts'
import { type PriceInput, priceBasket, tryCoupon } from '../../../domain/price.ts'
import { ok, type Result } from '../../../domain/result.ts'
import type { Counter } from '../counter.ts'
import { requireSelling } from '../gate.ts'

type Explained = CommandOutput<'explainPrice'>
type Step = Explained['lines'][number]['steps'][number]

/** Line by line why the basket costs what it costs, and which coupons at hand are not in it, for a cashier to read out. */
export function explainPrice(counter: Counter): Result<Explained> {
  const selling = requireSelling(counter)
  if (!selling.ok) return selling
  const basket = counter.basket.open()
  if (!basket) return ok({ lines: [], leftOut: [] })
  const input = counter.chain.priceInput(basket, selling.value.rules, counter.clock.now())
  const priced = priceBasket(input)
  const lines = explain(priced, input).map(({ lineId, name, steps }) => ({
    lineId,
    name,
    steps: steps.map(stepView),
  }))
  const applied = new Set(priced.coupons.map(({ couponId }) => couponId))
  const leftOut = counter.chooser
    .candidates(input)
    .filter(({ coupon }) => !applied.has(coupon.couponId))
    .slice(0, couponsShownMax)
    .map((at) => ({ name: at.template.name, reason: reasonOf(at, input) }))
  return ok({ lines, leftOut })
}

function stepView(step: PriceStep): Step {
  const { kind, amount } = step
  return {
    kind,
    name: 'name' in step ? step.name : null,
    rateBps: 'rateBps' in step ? step.rateBps : null,
    amount,
  }
}

/** Refused: it would not even count alone. Less: others take more off, and they may not stand together. */
function reasonOf(at: CouponAtHand, input: PriceInput): 'less' | 'refused' {
  const alone = tryCoupon({ ...input, basket: { ...input.basket, couponIds: [] }, coupons: [] }, at)
  return alone.ok ? 'less' : 'refused'
}
