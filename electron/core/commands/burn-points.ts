import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { withPoints } from '../../../domain/basket.ts'
import { burnValue, judgeBurn } from '../../../domain/burn.ts'
import { priceBasket } from '../../../domain/price.ts'
import { ok, type Result } from '../../../domain/result.ts'
import { noSpend } from '../../../domain/spend.ts'
import type { Counter } from '../counter.ts'
import { requireSelling, requireSpending } from '../gate.ts'
import { judgeAtAdd } from '../risk.ts'

/**
 * Sets how many points the customer pays with, their own and the family owner's; none takes the wish back. They are burned
 * by the sale.
 */
export function burnPoints(
  counter: Counter,
  { points }: CommandInput<'burnPoints'>,
): Result<CommandOutput<'burnPoints'>> {
  const selling = points > 0 ? requireSpending(counter) : requireSelling(counter)
  if (!selling.ok) return selling
  const { rules } = selling.value
  const now = counter.clock.now()
  const basket = counter.basket.openOrNew(now)
  const input = counter.chain.priceInput(basket, rules, now)
  const { burn, payable } = priceBasket(input)
  const judged = judgeBurn(points, {
    standing: input.standing,
    payable,
    programme: rules.programme,
    terms: burn,
    now,
  })
  if (!judged.ok) return judged
  const { memberId } = basket
  if (points > 0 && memberId !== null) {
    const worth = burnValue(points, rules.programme, burn)
    const mayBe = judgeAtAdd(counter, { ...noSpend(memberId), points: [{ memberId, points, worth }] })
    if (!mayBe.ok) return mayBe
  }
  counter.basket.put(withPoints(basket, points))
  return ok({})
}
