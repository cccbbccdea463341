import { unreachable } from '../../domain/assert.ts'
import { type Effect, effectsOf } from '../../domain/effect.ts'
import type { TillEvent } from '../../domain/event.ts'
import type { Uuid } from '../../domain/ids.ts'
import { type Dispute, type Facts, keyOfUse } from './facts.ts'

interface Cause {
  readonly eventId: Uuid
  readonly terminalId: Uuid
}

/**
 * Posts the effects of a sale. The sale itself stands whatever comes of them: what cannot be posted is a dispute
 * that names the event that was first, never a refusal (sync.md 1 and 7).
 */
export function applySaleCompleted(facts: Facts, event: TillEvent<'sale.completed'>): readonly Dispute[] {
  const cause = { eventId: event.id, terminalId: event.source }
  return effectsOf(event).flatMap((effect) => applyEffect(facts, effect, cause))
}

function applyEffect(facts: Facts, effect: Effect, cause: Cause): readonly Dispute[] {
  switch (effect.kind) {
    case 'points_burned':
      return burnPoints(facts, effect, cause)
    case 'points_earned':
      return earnPoints(facts, effect, cause)
    case 'growth_added':
      return addGrowth(facts, effect, cause)
    case 'coupon_used':
      return redeemCoupon(facts, effect, cause)
    default:
      return unreachable(effect)
  }
}

/** Takes what the lot still has; the rest was given away twice: the ledger books it as a loss. */
function burnPoints(
  facts: Facts,
  effect: Extract<Effect, { kind: 'points_burned' }>,
  cause: Cause,
): readonly Dispute[] {
  const { memberId, lotId, points } = effect
  const { eventId } = cause
  const lot = facts.lots.get(lotId)
  const taken = Math.min(points, lot?.points ?? 0)
  const missing = points - taken
  const before = lot?.lastEvent ?? eventId
  if (lot && taken > 0) {
    lot.points -= taken
    lot.changed = true
    lot.lastEvent = eventId
    facts.entries.push({ eventId, memberId, lotId, debit: 'points', credit: 'redemption', points: taken })
  }
  if (missing === 0) return []
  facts.entries.push({ eventId, memberId, lotId, debit: 'loss', credit: 'redemption', points: missing })
  return [{ kind: 'points_overdraft', subject: lotId, eventId, other: before, points: missing }]
}

function earnPoints(
  facts: Facts,
  effect: Extract<Effect, { kind: 'points_earned' }>,
  cause: Cause,
): readonly Dispute[] {
  const { memberId, lotId, points, earnedAt, expiresAt } = effect
  const { eventId } = cause
  const taken = facts.lots.get(lotId)
  if (taken) {
    return [{ kind: 'lot_taken', subject: lotId, eventId, other: taken.lastEvent ?? eventId, points: 0 }]
  }
  // An erased or never heard-of member earns nothing here; the event keeps what happened.
  if (!facts.members.has(memberId)) return [unknownMember(memberId, eventId)]
  facts.lots.set(lotId, {
    lotId,
    memberId,
    earnedAt,
    expiresAt,
    points,
    isNew: true,
    changed: true,
    lastEvent: eventId,
  })
  if (points > 0) {
    facts.entries.push({ eventId, memberId, lotId, debit: 'liability', credit: 'points', points })
  }
  return []
}

function addGrowth(
  facts: Facts,
  effect: Extract<Effect, { kind: 'growth_added' }>,
  cause: Cause,
): readonly Dispute[] {
  const member = facts.members.get(effect.memberId)
  if (!member) return [unknownMember(effect.memberId, cause.eventId)]
  member.growth = Math.min(member.growth + effect.growth, Number.MAX_SAFE_INTEGER)
  member.changed = true
  return []
}

function redeemCoupon(
  facts: Facts,
  effect: Extract<Effect, { kind: 'coupon_used' }>,
  cause: Cause,
): readonly Dispute[] {
  const { couponId, useNumber, memberId, usedAt } = effect
  const { eventId, terminalId } = cause
  const subject = keyOfUse(couponId, useNumber)
  const coupon = facts.coupons.get(couponId)
  if (!coupon) return [{ kind: 'coupon_unknown', subject, eventId, other: eventId, points: 0 }]
  const first = facts.uses.get(subject)
  if (first) return [{ kind: 'coupon_use', subject, eventId, other: first.eventId, points: 0 }]
  if (useNumber > coupon.usesMax) {
    const last = facts.uses.get(keyOfUse(couponId, coupon.usesMax))
    return [{ kind: 'coupon_overused', subject, eventId, other: last?.eventId ?? eventId, points: 0 }]
  }
  const use = { couponId, useNumber, eventId, terminalId, memberId, usedAt }
  facts.uses.set(subject, use)
  facts.newUses.push(use)
  coupon.usesDone = Math.max(coupon.usesDone, useNumber)
  coupon.changed = true
  if (coupon.status !== 'revoked') return []
  return [{ kind: 'coupon_revoked', subject, eventId, other: eventId, points: 0 }]
}

function unknownMember(memberId: Uuid, eventId: Uuid): Dispute {
  return { kind: 'member_unknown', subject: memberId, eventId, other: eventId, points: 0 }
}
