import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { maxMoney, noMoney, subtractMoney } from '../../../domain/money.ts'
import { priceBasket } from '../../../domain/price.ts'
import { refuse } from '../../../domain/refusal.ts'
import { ok, type Result } from '../../../domain/result.ts'
import type { Counter } from '../counter.ts'
import { requireSelling, requireSpending } from '../gate.ts'

/**
 * Keeps the cheapest legal combination of coupons from now on, or what the cashier puts in. Answers what the change
 * saves; the coupons that were chosen stay in when the cashier takes over.
 */
export function chooseCoupons(
  counter: Counter,
  { choice }: CommandInput<'chooseCoupons'>,
): Result<CommandOutput<'chooseCoupons'>> {
  const selling = choice === 'best' ? requireSpending(counter) : requireSelling(counter)
  if (!selling.ok) return selling
  const basket = counter.basket.open()
  if (!basket || basket.lines.length === 0) return refuse('basket_empty')
  const { rules } = selling.value
  const now = counter.clock.now()
  const payableOf = (priced: typeof basket) =>
    priceBasket(counter.chain.priceInput(priced, rules, now)).payable
  const before = payableOf(basket)
  if (basket.couponChoice !== choice) counter.basket.put({ ...basket, couponChoice: choice })
  const after = payableOf(counter.basket.open() ?? basket)
  return ok({ saved: maxMoney(noMoney, subtractMoney(before, after)) })
}
