import type { CommandOutput } from '../../../contract/command.ts'
import type { Basket } from '../../../domain/basket.ts'
import { heldBasketsMax } from '../../../domain/limits.ts'
import type { Money } from '../../../domain/money.ts'
import { priceBasket } from '../../../domain/price.ts'
import { refuse } from '../../../domain/refusal.ts'
import { ok, type Result } from '../../../domain/result.ts'
import type { Counter } from '../counter.ts'
import { requireSelling } from '../gate.ts'
import type { Rules } from '../kept-rules.ts'

/** Puts the basket aside for a customer who comes back. */
export function holdBasket(counter: Counter): Result<CommandOutput<'holdBasket'>> {
  const selling = requireSelling(counter)
  if (!selling.ok) return selling
  const basket = counter.basket.open()
  if (!basket || basket.lines.length === 0) return refuse('basket_empty')
  if (counter.basket.held().length >= heldBasketsMax) return refuse('held_too_many', { max: heldBasketsMax })
  counter.basket.hold(labelOf(counter, basket, selling.value.rules))
  return ok({})
}

/** What the list of held baskets shows of one. */
export function labelOf(
  counter: Counter,
  basket: Basket,
  rules: Rules,
): { readonly heldAt: number; readonly payable: Money; readonly memberName: string | null } {
  const heldAt = counter.clock.now()
  const input = counter.chain.priceInput(basket, rules, heldAt)
  return {
    heldAt,
    payable: priceBasket(input).payable,
    memberName: input.standing?.member.maskedName ?? null,
  }
}
