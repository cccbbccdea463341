import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { withoutCoupon } from '../../../domain/basket.ts'
import { ok, type Result } from '../../../domain/result.ts'
import type { Counter } from '../counter.ts'
import { requireSelling } from '../gate.ts'

/** Takes a coupon out of the basket: it stays the customer's, unused. */
export function removeCoupon(
  counter: Counter,
  { couponId }: CommandInput<'removeCoupon'>,
): Result<CommandOutput<'removeCoupon'>> {
  const selling = requireSelling(counter)
  if (!selling.ok) return selling
  const removed = withoutCoupon(counter.basket.openOrNew(counter.clock.now()), couponId)
  if (!removed.ok) return removed
  counter.basket.put(removed.value)
  return ok({})
}
