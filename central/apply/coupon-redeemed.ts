import { effectsOf } from '../../domain/effect.ts'
import type { TillEvent } from '../../domain/event.ts'
import { templateOf } from '../../domain/programme.ts'
import { causeOf, type Dispute, type Facts, survivorId } from './facts.ts'
import { postEffects } from './post-effect.ts'
import { noteRedemption } from './post-members.ts'

/** Posts uses at the verification screen. A signed coupon nobody here had heard of becomes known with its first use. */
export function applyCouponRedeemed(facts: Facts, event: TillEvent<'coupon.redeemed'>): readonly Dispute[] {
  const cause = causeOf(event)
  const { couponId, templateId, memberId, useNumbers, signed } = event.data
  if (signed && !facts.coupons.has(couponId)) {
    const programme = facts.programmes.byVersion.get(event.rules) ?? facts.programmes.newest
    const template = programme && templateOf(programme, templateId)
    const row = {
      couponId,
      code: '',
      templateId,
      memberId: memberId === null ? null : survivorId(facts, memberId),
      status: 'issued',
      validFrom: event.time,
      validTo: event.time,
      usesMax: Math.max(template?.usesMax ?? 1, ...useNumbers),
      usesDone: 0,
      usesRestored: 0,
      issuedAt: event.time,
    } as const
    facts.coupons.set(couponId, { row, changed: true })
  }
  if (memberId !== null) noteRedemption(facts, memberId, cause)
  return postEffects(facts, effectsOf(event), { cause })
}
