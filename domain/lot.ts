import type { Uuid } from './ids.ts'
import { type Points, sumPoints } from './points.ts'
import type { Programme } from './programme.ts'
import { dayStartAfter } from './time.ts'

/** Points earned at one time, with what is left of them (loyalty.md 3.5). */
export interface Lot {
  readonly lotId: Uuid
  readonly memberId: Uuid
  /** Epoch ms. */
  readonly earnedAt: number
  /**
   * First instant at which its points can be spent, epoch ms: `earnedAt` unless the programme holds points back; its own
   * end while they are held for a frozen member.
   */
  readonly spendableFrom: number
  /** First instant at which the lot no longer counts, epoch ms. */
  readonly expiresAt: number
  /** What is left, never negative. */
  readonly points: Points
}

/** Lots that can be spent at `now`, in the order they are burned: by expiry, then earn time, then id. */
export function openLots(lots: readonly Lot[], now: number): Lot[] {
  return lots.filter((lot) => lot.points > 0 && isSpendable(lot, now)).sort(byBurnOrder)
}

/** Points that can be burned at `now`. */
export function spendablePoints(lots: readonly Lot[], now: number): Points {
  return sumPoints(lots.filter((lot) => isSpendable(lot, now)).map((lot) => lot.points))
}

/** Points that were earned and cannot be spent yet. */
export function pendingPoints(lots: readonly Lot[], now: number): Points {
  return sumPoints(
    lots.filter((lot) => now < lot.spendableFrom && now < lot.expiresAt).map((lot) => lot.points),
  )
}

/** Held for a frozen member: it would end before it could be spent, until the freeze does (loyalty.md 1). */
export function isHeld(lot: Pick<Lot, 'spendableFrom' | 'expiresAt'>): boolean {
  return lot.spendableFrom >= lot.expiresAt
}

/** From when points of an active member count: at once, or from the start of the day the programme holds them to. */
export function countsFrom(earnedAt: number, { earn }: Pick<Programme, 'earn'>, timeZone: string): number {
  const { pendingDays } = earn
  return pendingDays === null ? earnedAt : Math.max(earnedAt, dayStartAfter(earnedAt, pendingDays, timeZone))
}

function isSpendable(lot: Lot, now: number): boolean {
  return lot.spendableFrom <= now && now < lot.expiresAt
}

/** Points that count at `from` and no longer at `until`. */
export function expiringPoints(lots: readonly Lot[], from: number, until: number): Points {
  const expiring = lots.filter((lot) => from < lot.expiresAt && lot.expiresAt <= until)
  return sumPoints(expiring.map((lot) => lot.points))
}

function byBurnOrder(a: Lot, b: Lot): number {
  if (a.expiresAt !== b.expiresAt) return a.expiresAt - b.expiresAt
  if (a.earnedAt !== b.earnedAt) return a.earnedAt - b.earnedAt
  return a.lotId < b.lotId ? -1 : a.lotId > b.lotId ? 1 : 0
}
