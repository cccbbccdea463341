import { effectsOf } from '../../domain/effect.ts'
import type { TillEvent } from '../../domain/event.ts'
import { causeOf, type Dispute, type Facts } from './facts.ts'
import { postEffects } from './post-effect.ts'
import { noteRedemption } from './post-members.ts'
import { learnSignedCoupon } from './signed-coupon.ts'

/** Posts uses at the verification screen. */
export function applyCouponRedeemed(facts: Facts, event: TillEvent<'coupon.redeemed'>): readonly Dispute[] {
  const cause = causeOf(event)
  const { signed, ...use } = event.data
  const learned = signed ? learnSignedCoupon(facts, event, { ...use, signed }) : []
  if (use.memberId !== null) noteRedemption(facts, use.memberId, cause)
  return [...learned, ...postEffects(facts, effectsOf(event), { cause })]
}
