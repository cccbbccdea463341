import { effectsOf } from '../../domain/effect.ts'
import type { TillEvent } from '../../domain/event.ts'
import { causeOf, type Dispute, type Facts } from './facts.ts'
import { postEffects } from './post-effect.ts'
import { noteRedemption } from './post-members.ts'

/** Posts a gift: points, the store's stock, and the coupon where the gift is one. */
export function applyGiftExchanged(facts: Facts, event: TillEvent<'gift.exchanged'>): readonly Dispute[] {
  const cause = causeOf(event)
  noteRedemption(facts, event.data.memberId, cause)
  return postEffects(facts, effectsOf(event), { cause })
}
