import { effectsOf } from '../../domain/effect.ts'
import type { TillEvent } from '../../domain/event.ts'
import { causeOf, type Dispute, type Facts } from './facts.ts'
import { postEffects } from './post-effect.ts'

/** Gives back the uses a redemption took. */
export function applyCouponRestored(facts: Facts, event: TillEvent<'coupon.restored'>): readonly Dispute[] {
  return postEffects(facts, effectsOf(event), { cause: causeOf(event), usedBy: event.data.redemptionId })
}
