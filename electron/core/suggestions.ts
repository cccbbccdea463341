import type { BasketSlice } from '../../contract/notice.ts'
import type { Basket } from '../../domain/basket.ts'
import { suggestionsToldMax } from '../../domain/limits.ts'
import { suggest } from '../../domain/recommend.ts'
import type { Chain } from './chain.ts'

type SuggestionView = BasketSlice['suggestions'][number]

/** What the screen suggests beside a basket (loyalty.md 9): at most as many products as the programme says that this till can sell, the strongest pair first. */
export function suggestionsFor(chain: Chain, basket: Basket): SuggestionView[] {
  const suggestionsMax = chain.rules()?.programme.suggestionsMax ?? 0
  const skus = [...new Set(basket.lines.map(({ product }) => product.sku))]
  const names = new Map(basket.lines.map(({ product }) => [product.sku, product.name]))
  const pairs = chain.pairsFor(skus)
  const views: SuggestionView[] = []
  for (const { sku, because } of suggest(skus, pairs, pairs.length)) {
    if (views.length >= suggestionsMax) break
    const product = chain.productBySku(sku)
    const reason = names.get(because)
    // Weighed goods go over the scale: a tap cannot add them.
    if (product?.unit !== 'piece' || !reason) continue
    const { name, unitPrice, categoryId } = product
    views.push({ sku, name, unitPrice, categoryId, because: reason })
  }
  return views
}

/** The basket that remembers what is suggested beside it from now on: it is told back with the sale. */
export function withSuggestionsShown(chain: Chain, basket: Basket): Basket {
  const shown = suggestionsFor(chain, basket)
    .map(({ sku }) => sku)
    .filter((sku) => !basket.suggestionsShown.includes(sku))
  if (shown.length === 0) return basket
  const suggestionsShown = [...basket.suggestionsShown, ...shown].slice(0, suggestionsToldMax)
  return { ...basket, suggestionsShown }
}
