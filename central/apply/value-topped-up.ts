import { effectsOf } from '../../domain/effect.ts'
import type { TillEvent } from '../../domain/event.ts'
import { causeOf, type Dispute, type Facts } from './facts.ts'
import { postEffects } from './post-effect.ts'

/** Posts what was paid in and what was given on top, each part for itself. */
export function applyValueToppedUp(facts: Facts, event: TillEvent<'value.topped_up'>): readonly Dispute[] {
  return postEffects(facts, effectsOf(event), { cause: causeOf(event), valueSource: 'top_up' })
}
