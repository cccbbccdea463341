import { effectsOf } from '../../domain/effect.ts'
import type { TillEvent } from '../../domain/event.ts'
import { causeOf, type Dispute, type Facts } from './facts.ts'
import { postEffects } from './post-effect.ts'
import { noteRedemption } from './post-members.ts'

/** Posts points given to a project: the ledger keeps them apart from what was redeemed. */
export function applyPointsDonated(facts: Facts, event: TillEvent<'points.donated'>): readonly Dispute[] {
  const cause = causeOf(event)
  noteRedemption(facts, event.data.memberId, cause)
  return postEffects(facts, effectsOf(event), { cause, burnedInto: 'donation' })
}
