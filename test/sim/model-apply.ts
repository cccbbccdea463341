import type { EventEnvelope, Verdict } from '../../contract/wire.ts'
import { type Effect, effectsOf } from '../../domain/effect.ts'
import type { TillEvent } from '../../domain/event.ts'
import type { Uuid } from '../../domain/ids.ts'
import { type ModelState, putRow, rowOf } from './model-state.ts'

type Dispute = NonNullable<Verdict['disputes']>[number]

/** Posts an event's effects under the change number at hand; answers what of it cannot stand. */
export function postEvent(state: ModelState, event: EventEnvelope): readonly Dispute[] {
  return effectsOf(event as unknown as TillEvent).flatMap((effect) => post(state, effect, event.id))
}

function post(state: ModelState, effect: Effect, eventId: Uuid): readonly Dispute[] {
  switch (effect.kind) {
    case 'points_burned':
      return burn(state, effect, eventId)
    case 'points_earned':
      return earn(state, effect, eventId)
    case 'growth_added':
      return grow(state, effect, eventId)
    case 'coupon_used':
      return use(state, effect, eventId)
  }
}

function burn(
  state: ModelState,
  effect: Extract<Effect, { kind: 'points_burned' }>,
  eventId: Uuid,
): Dispute[] {
  const lot = rowOf(state, 'lot', effect.lotId)
  const held = Number(lot?.['points'] ?? 0)
  const taken = Math.min(held, effect.points)
  const other = state.lotEvents.get(effect.lotId) ?? eventId
  if (lot && taken > 0) {
    putRow(state, { c: 'lot', k: effect.lotId, d: { ...lot, points: held - taken }, storeId: null })
    state.lotEvents.set(effect.lotId, eventId)
  }
  return taken === effect.points ? [] : [{ kind: 'points_overdraft', subject: effect.lotId, other }]
}

function earn(
  state: ModelState,
  effect: Extract<Effect, { kind: 'points_earned' }>,
  eventId: Uuid,
): Dispute[] {
  const { kind: _, ...lot } = effect
  const other = state.lotEvents.get(lot.lotId) ?? eventId
  if (rowOf(state, 'lot', lot.lotId)) return [{ kind: 'lot_taken', subject: lot.lotId, other }]
  if (!rowOf(state, 'member', lot.memberId)) return [unknownMember(lot.memberId, eventId)]
  putRow(state, { c: 'lot', k: lot.lotId, d: { ...lot }, storeId: null })
  state.lotEvents.set(lot.lotId, eventId)
  return []
}

function grow(
  state: ModelState,
  effect: Extract<Effect, { kind: 'growth_added' }>,
  eventId: Uuid,
): Dispute[] {
  const member = rowOf(state, 'member', effect.memberId)
  if (!member) return [unknownMember(effect.memberId, eventId)]
  const growth = Number(member['growth']) + effect.growth
  putRow(state, { c: 'member', k: effect.memberId, d: { ...member, growth }, storeId: null })
  return []
}

function use(state: ModelState, effect: Extract<Effect, { kind: 'coupon_used' }>, eventId: Uuid): Dispute[] {
  const subject = `${effect.couponId}:${effect.useNumber}`
  const coupon = rowOf(state, 'coupon', effect.couponId)
  if (!coupon) return [{ kind: 'coupon_unknown', subject, other: eventId }]
  const first = state.uses.get(subject)
  if (first) return [{ kind: 'coupon_use', subject, other: first }]
  const usesMax = Number(coupon['usesMax'])
  if (effect.useNumber > usesMax) {
    const last = state.uses.get(`${effect.couponId}:${usesMax}`) ?? eventId
    return [{ kind: 'coupon_overused', subject, other: last }]
  }
  state.uses.set(subject, eventId)
  const usesDone = Math.max(Number(coupon['usesDone']), effect.useNumber)
  putRow(state, { c: 'coupon', k: effect.couponId, d: { ...coupon, usesDone }, storeId: null })
  return coupon['status'] === 'revoked' ? [{ kind: 'coupon_revoked', subject, other: eventId }] : []
}

function unknownMember(memberId: Uuid, eventId: Uuid): Dispute {
  return { kind: 'member_unknown', subject: memberId, other: eventId }
}
