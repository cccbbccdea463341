import type { Uuid } from './ids.ts'
import type { Points } from './points.ts'

/** Points earned at one time, with what is left of them (loyalty.md 3.5). */
export interface Lot {
  readonly lotId: Uuid
  readonly memberId: Uuid
  /** Epoch ms. */
  readonly earnedAt: number
  /** First instant at which the lot no longer counts, epoch ms. */
  readonly expiresAt: number
  /** What is left, never negative. */
  readonly points: Points
}

/** Lots that count at `now`, in the order they are burned: by expiry, then earn time, then id. */
export function openLots(lots: readonly Lot[], now: number): Lot[] {
  throw new Error('pending')
}

/** Points that can be burned at `now`. */
export function spendablePoints(lots: readonly Lot[], now: number): Points {
  throw new Error('pending')
}

/** Points that count at `from` and no longer at `until`. */
export function expiringPoints(lots: readonly Lot[], from: number, until: number): Points {
  throw new Error('pending')
}
