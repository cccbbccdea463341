import type { Pair } from './chain-figures.ts'
import { fullBps } from './money.ts'

export interface Suggestion {
  readonly sku: string
  /** What in the basket it goes with. */
  readonly because: string
  readonly liftBps: number
}

/**
 * Goods that are bought together with those in the basket and are not in it yet (loyalty.md 9): the strongest pair
 * first, ties by sku. Pairs bought together no oftener than by chance say nothing.
 */
export function suggest(basketSkus: readonly string[], pairs: readonly Pair[], max: number): Suggestion[] {
  const inBasket = new Set(basketSkus)
  const best = new Map<string, Suggestion>()
  for (const { sku, suggest: other, liftBps } of pairs) {
    if (!inBasket.has(sku) || inBasket.has(other) || liftBps <= fullBps) continue
    const known = best.get(other)
    if (!known || liftBps > known.liftBps || (liftBps === known.liftBps && sku < known.because)) {
      best.set(other, { sku: other, because: sku, liftBps })
    }
  }
  return [...best.values()]
    .sort((a, b) => b.liftBps - a.liftBps || (a.sku < b.sku ? -1 : 1))
    .slice(0, Math.max(0, max))
}
