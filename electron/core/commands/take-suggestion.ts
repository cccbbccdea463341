import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { withProduct } from '../../../domain/basket.ts'
import { ok, type Result } from '../../../domain/result.ts'
import type { Counter } from '../counter.ts'
import { notFound, requireSelling } from '../gate.ts'

/** One piece of a suggested product; that it was taken is told back with the sale (loyalty.md 9). */
export function takeSuggestion(
  counter: Counter,
  { sku }: CommandInput<'takeSuggestion'>,
): Result<CommandOutput<'takeSuggestion'>> {
  const selling = requireSelling(counter)
  if (!selling.ok) return selling
  const product = counter.chain.productBySku(sku)
  if (!product) return notFound(counter, 'product_unknown')
  const added = withProduct(counter.basket.openOrNew(counter.clock.now()), product, {})
  if (!added.ok) return added
  const { basket, lineId } = added.value
  const isNew = basket.suggestionsShown.includes(sku) && !basket.suggestionsTaken.includes(sku)
  const suggestionsTaken = isNew ? [...basket.suggestionsTaken, sku] : basket.suggestionsTaken
  counter.basket.put({ ...basket, suggestionsTaken }, lineId)
  return ok({ lineId })
}
