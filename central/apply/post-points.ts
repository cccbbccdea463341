import type { Effect } from '../../domain/effect.ts'
import type { Uuid } from '../../domain/ids.ts'
import { countsFrom, isHeld, type Lot } from '../../domain/lot.ts'
import type { Member } from '../../domain/member.ts'
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
import { allowedOf } from './promises.ts'

type Of<K extends Effect['kind']> = Extract<Effect, { readonly kind: K }>

/**
 * Takes what the lot still has, and nothing of what was promised to others; what was promised to this event is there,
 * in whichever lot. The rest was given away twice: the member owes it as far as the limits let an account be overdrawn,
 * beyond that it is a loss (sync.md 7).
 */
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
  const wish = { kind: 'points', subjectId: memberId, amount: points } as const
  const { covered, allowed } = allowedOf(facts, eventId, wish, () => balanceOf(facts, memberId, cause.time))
  const named = takeFromLot(facts, lotId, allowed, { memberId, cause, into })
  const elsewhere = takeFromAnyLot(facts, Math.max(0, covered - named), { memberId, cause, into })
  const missing = points - named - elsewhere
  if (missing === 0) return []
  const owed = overdraw(facts, lotId, missing, { memberId, cause, into })
  if (missing > owed) {
    facts.entries.push({ eventId, memberId, lotId, debit: 'loss', credit: into, points: missing - owed })
    addLoss(facts, keyOfLoss(eventId, lotId, 'points'), missing - owed)
  }
  return [dispute('points_overdraft', lotId, eventId, { other: before, points: missing })]
}

/** Points of a member that count at an instant, of the lots at hand: all of them where anything was promised. */
function balanceOf(facts: Facts, memberId: Uuid, time: number): number {
  let sum = 0
  for (const { row } of facts.lots.values()) {
    if (row.memberId === memberId && row.expiresAt > time) sum += row.points
  }
  return sum
}

/** Takes from a member's lots, those that end first before others. */
function takeFromAnyLot(facts: Facts, wanted: number, taking: Taking): number {
  if (wanted === 0) return 0
  const lots = [...facts.lots.values()]
    .filter(({ row }) => row.memberId === taking.memberId && row.expiresAt > taking.cause.time)
    .toSorted((a, b) => a.row.expiresAt - b.row.expiresAt || (a.row.lotId < b.row.lotId ? -1 : 1))
  let taken = 0
  for (const { row } of lots) taken += takeFromLot(facts, row.lotId, wanted - taken, taking)
  return taken
}

/** Lets the member owe points a lot did not have, down to the limit. Answers how many. */
function overdraw(facts: Facts, lotId: Uuid, missing: number, { memberId, cause, into }: Taking): number {
  const member = facts.members.get(memberId)
  const owed = member ? Math.min(missing, Math.max(0, facts.promises.overdraftMax - member.row.debt)) : 0
  if (!member || owed === 0) return 0
  const { eventId } = cause
  changeFact(member, { debt: asPoints(member.row.debt + owed) })
  facts.entries.push({ eventId, memberId, lotId, debit: 'debt', credit: into, points: owed })
  addLoss(facts, keyOfLoss(eventId, lotId, 'owed'), owed)
  return owed
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
  const wish = { kind: 'points', subjectId: memberId, amount: points } as const
  const { allowed } = allowedOf(facts, eventId, wish, () => balanceOf(facts, memberId, cause.time))
  const missing = points - takeFromLot(facts, lotId, allowed, { memberId, cause, into: 'taken_back' })
  return missing === 0
    ? []
    : changeDebt(facts, { kind: 'debt_changed', memberId, change: missing }, { ...cause, eventId })
}

interface Taking {
  readonly memberId: Uuid
  readonly cause: Cause
  readonly into: PointsAccount
}

/** Takes up to `wanted` from a lot and books it. Answers what it had. */
export function takeFromLot(
  facts: Facts,
  lotId: Uuid,
  wanted: number,
  { memberId, cause, into }: Taking,
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
  const { lotId, points } = effect
  const { eventId } = cause
  const taken = facts.lots.get(lotId)
  if (taken) return [dispute('lot_taken', lotId, eventId, { other: taken.lastEvent })]
  // An erased or never heard-of member earns nothing here; the event keeps what happened.
  const member = survivorOf(facts, effect.memberId)
  if (!member) return [unknownMember(effect.memberId, eventId)]
  const { memberId } = member.row
  const row = { lotId, memberId, points, ...termsOf(facts, member.row, effect) }
  facts.lots.set(lotId, { row, changed: true, lastEvent: eventId })
  if (points > 0) {
    facts.entries.push({ eventId, memberId, lotId, debit: 'liability', credit: 'points', points })
  }
  return []
}

/**
 * When a member's points count. Whether they are held goes by the status head office gave the member, which the till may
 * not have heard: nothing is held for who is free again, and what was held for who is blacklisted by now lapses.
 */
function termsOf(
  { programmes, store }: Facts,
  { status }: Member,
  { earnedAt, spendableFrom, expiresAt }: Pick<Lot, 'earnedAt' | 'spendableFrom' | 'expiresAt'>,
): Pick<Lot, 'earnedAt' | 'spendableFrom' | 'expiresAt'> {
  if (status === 'frozen') return { earnedAt, spendableFrom: expiresAt, expiresAt }
  if (!isHeld({ spendableFrom, expiresAt })) return { earnedAt, spendableFrom, expiresAt }
  if (status === 'blacklisted') return { earnedAt, spendableFrom, expiresAt: earnedAt }
  const { newest } = programmes
  return {
    earnedAt,
    spendableFrom: newest ? countsFrom(earnedAt, newest, store.timeZone) : earnedAt,
    expiresAt,
  }
}

/**
 * Puts burned points back. What the sale took from nobody comes back to nobody: its loss is cancelled first, then what the
 * member owes of it. A lot that
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
  const repaid =
    usedBy === null ? 0 : repay(facts, keyOfLoss(usedBy, lotId, 'owed'), effect.points - lost, lot.row, cause)
  const points = effect.points - lost - repaid
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

/** What comes back pays off what the sale left owing, as far as it still is. */
function repay(
  facts: Facts,
  key: string,
  comesBack: number,
  { lotId, memberId }: Pick<Lot, 'lotId' | 'memberId'>,
  { eventId }: Cause,
): number {
  const member = survivorOf(facts, memberId)
  const repaid = member ? cancelLoss(facts, key, Math.min(comesBack, member.row.debt)) : 0
  if (!member || repaid === 0) return 0
  changeFact(member, { debt: asPoints(member.row.debt - repaid) })
  facts.entries.push({ eventId, memberId, lotId, debit: 'given_back', credit: 'debt', points: repaid })
  return repaid
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
