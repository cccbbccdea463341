import type { Effect } from '../../domain/effect.ts'
import type { Uuid } from '../../domain/ids.ts'
import { points as asPoints } from '../../domain/points.ts'
import type { SaleCompleted } from '../../domain/sale.ts'
import {
  addLoss,
  type Cause,
  cancelLoss,
  changeFact,
  type Dispute,
  dispute,
  type Facts,
  keyOfLoss,
  type PointsAccount,
  survivorId,
  survivorOf,
  unknownMember,
} from './facts.ts'

type Of<K extends Effect['kind']> = Extract<Effect, { readonly kind: K }>

/** Takes what the lot still has; the rest was given away twice: the ledger books it as a loss. */
export function burnPoints(
  facts: Facts,
  effect: Of<'points_burned'>,
  cause: Cause,
  into: PointsAccount = 'redemption',
): readonly Dispute[] {
  const { lotId, points } = effect
  const { eventId } = cause
  const memberId = survivorId(facts, effect.memberId)
  const before = facts.lots.get(lotId)?.lastEvent ?? eventId
  const missing = points - takeFromLot(facts, lotId, points, { memberId, cause, into })
  if (missing === 0) return []
  facts.entries.push({ eventId, memberId, lotId, debit: 'loss', credit: into, points: missing })
  addLoss(facts, keyOfLoss(eventId, lotId, 'points'), missing)
  return [dispute('points_overdraft', lotId, eventId, { other: before, points: missing })]
}

/** What a return takes back from a lot; what the lot has no more becomes debt, as the till itself would have it. */
export function takeBackPoints(
  facts: Facts,
  effect: Of<'points_taken_back'>,
  cause: Cause,
): readonly Dispute[] {
  const { lotId, points } = effect
  const { eventId } = cause
  const memberId = survivorId(facts, effect.memberId)
  const missing = points - takeFromLot(facts, lotId, points, { memberId, cause, into: 'taken_back' })
  return missing === 0
    ? []
    : changeDebt(facts, { kind: 'debt_changed', memberId, change: missing }, { ...cause, eventId })
}

/** Takes up to `wanted` from a lot and books it. Answers what it had. */
export function takeFromLot(
  facts: Facts,
  lotId: Uuid,
  wanted: number,
  { memberId, cause, into }: { memberId: Uuid; cause: Cause; into: PointsAccount },
): number {
  const lot = facts.lots.get(lotId)
  const taken = Math.min(wanted, lot?.row.points ?? 0)
  if (!lot || taken <= 0) return 0
  changeFact(lot, { points: asPoints(lot.row.points - taken) })
  lot.lastEvent = cause.eventId
  facts.entries.push({
    eventId: cause.eventId,
    memberId,
    lotId,
    debit: 'points',
    credit: into,
    points: taken,
  })
  return taken
}

export function earnPoints(facts: Facts, effect: Of<'points_earned'>, cause: Cause): readonly Dispute[] {
  const { lotId, points, earnedAt, spendableFrom, expiresAt } = effect
  const { eventId } = cause
  const taken = facts.lots.get(lotId)
  if (taken) return [dispute('lot_taken', lotId, eventId, { other: taken.lastEvent })]
  // An erased or never heard-of member earns nothing here; the event keeps what happened.
  const member = survivorOf(facts, effect.memberId)
  if (!member) return [unknownMember(effect.memberId, eventId)]
  const { memberId } = member.row
  const row = { lotId, memberId, earnedAt, spendableFrom, expiresAt, points }
  facts.lots.set(lotId, { row, changed: true, lastEvent: eventId })
  if (points > 0) {
    facts.entries.push({ eventId, memberId, lotId, debit: 'liability', credit: 'points', points })
  }
  return []
}

/**
 * Puts burned points back. What the sale took from nobody comes back to nobody: its loss is cancelled first. A lot that
 * had expired begins anew with them: what was left in it when it expired stays expired.
 */
export function giveBackPoints(
  facts: Facts,
  effect: Of<'points_given_back'>,
  cause: Cause,
  usedBy: Uuid | null,
): readonly Dispute[] {
  const { lotId, expiresAt } = effect
  const { eventId, time } = cause
  const lot = facts.lots.get(lotId)
  if (!lot) return [unknownMember(effect.memberId, eventId)]
  const { memberId } = lot.row
  const lost = usedBy === null ? 0 : cancelLoss(facts, keyOfLoss(usedBy, lotId, 'points'), effect.points)
  if (lost > 0)
    facts.entries.push({ eventId, memberId, lotId, debit: 'given_back', credit: 'loss', points: lost })
  const points = effect.points - lost
  if (points === 0) return []
  const hadExpired = expiresAt !== null && lot.row.expiresAt <= time
  if (hadExpired && lot.row.points > 0) {
    facts.entries.push({
      eventId,
      memberId,
      lotId,
      debit: 'points',
      credit: 'expiry',
      points: lot.row.points,
    })
  }
  changeFact(lot, {
    points: asPoints((hadExpired ? 0 : lot.row.points) + points),
    expiresAt: Math.max(lot.row.expiresAt, expiresAt ?? 0),
  })
  lot.lastEvent = eventId
  facts.entries.push({ eventId, memberId, lotId, debit: 'given_back', credit: 'points', points })
  return []
}

/**
 * More points owed, or owed ones paid off by what was just earned; never below nothing. What another till paid off
 * before was earned all the same: it goes to the sale's lot.
 */
export function changeDebt(
  facts: Facts,
  effect: Of<'debt_changed'>,
  cause: Cause,
  earned: SaleCompleted['earned'] = null,
): readonly Dispute[] {
  const member = survivorOf(facts, effect.memberId)
  if (!member) return [unknownMember(effect.memberId, cause.eventId)]
  const { memberId, debt } = member.row
  const change = Math.max(effect.change, -debt)
  const rest = change - effect.change
  const disputes = rest > 0 && earned ? earnMore(facts, { ...earned, memberId, points: rest }, cause) : []
  if (change === 0) return disputes
  changeFact(member, { debt: asPoints(debt + change) })
  const entry = { eventId: cause.eventId, memberId, lotId: null, points: Math.abs(change) }
  if (change > 0) facts.entries.push({ ...entry, debit: 'debt', credit: 'taken_back' })
  else facts.entries.push({ ...entry, debit: 'liability', credit: 'debt' })
  return disputes
}

/** More points for the lot a sale has just earned, or the lot if all it earned was to pay a debt. */
function earnMore(
  facts: Facts,
  more: Omit<Of<'points_earned'>, 'kind' | 'points'> & { readonly points: number },
  cause: Cause,
): readonly Dispute[] {
  const { memberId, lotId, points } = more
  const { eventId } = cause
  const lot = facts.lots.get(lotId)
  if (!lot || lot.lastEvent !== eventId) {
    return earnPoints(facts, { ...more, kind: 'points_earned', points: asPoints(points) }, cause)
  }
  changeFact(lot, { points: asPoints(lot.row.points + points) })
  facts.entries.push({ eventId, memberId, lotId, debit: 'liability', credit: 'points', points })
  return []
}
