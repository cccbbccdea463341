import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { withProduct } from '../../../domain/basket.ts'
import { ok, type Result } from '../../../domain/result.ts'
import type { Counter } from '../counter.ts'
import { notFound, requireSelling } from '../gate.ts'

/** A product chosen on the screen, with its pieces or grams; one piece when the screen asked for none. */
export function addProduct(
  counter: Counter,
  { sku, amount }: CommandInput<'addProduct'>,
): Result<CommandOutput<'addProduct'>> {
  const selling = requireSelling(counter)
  if (!selling.ok) return selling
  const product = counter.chain.productBySku(sku)
  if (!product) return notFound(counter, 'product_unknown')
  const addition = amount === null ? {} : { quantity: { unit: product.unit, amount } }
  const added = withProduct(counter.basket.openOrNew(counter.clock.now()), product, addition)
  if (!added.ok) return added
  counter.basket.put(added.value.basket, added.value.lineId)
  return ok({ lineId: added.value.lineId })
}
