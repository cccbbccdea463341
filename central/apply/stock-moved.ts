import { effectsOf } from '../../domain/effect.ts'
import type { TillEvent } from '../../domain/event.ts'
import { causeOf, type Dispute, type Facts } from './facts.ts'
import { postEffects } from './post-effect.ts'

/** Posts gifts that came to the store, were written off there, or were counted. */
export function applyStockMoved(facts: Facts, event: TillEvent<'gift.stock_moved'>): readonly Dispute[] {
  return postEffects(facts, effectsOf(event), { cause: causeOf(event) })
}
