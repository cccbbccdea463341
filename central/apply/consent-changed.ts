import { effectsOf } from '../../domain/effect.ts'
import type { TillEvent } from '../../domain/event.ts'
import { causeOf, type Dispute, type Facts } from './facts.ts'
import { postEffects } from './post-effect.ts'

/** Posts what a member agreed to, or no longer does. */
export function applyConsentChanged(facts: Facts, event: TillEvent<'consent.changed'>): readonly Dispute[] {
  return postEffects(facts, effectsOf(event), { cause: causeOf(event) })
}
