import { ballastBytes, roomLowPercent, roomScarcePercent, saleRoomBytes } from './disk-limits.ts'

/*
 * How much room the disk of a till has, and what may still be begun on it (quality.md 3). A ballast file holds room back:
 * when a commit finds the disk full, the ballast is freed and the sale at hand finishes in its place.
 */

/** The disk the till's folder is on, in bytes. */
export interface DiskFigures {
  readonly total: number
  /** What a program without privileges may still write. */
  readonly free: number
  /** The ballast lies there, whole. */
  readonly hasBallast: boolean
}

/**
 * - `ample`: nothing to say.
 * - `low`, `scarce`: below the shares at which people are told; all goes on.
 * - `last_sale`: the ballast is spent and there is no room for another: what is at hand is finished, nothing is begun.
 * - `full`: not even one more sale is sure to fit, so that none is taken money for.
 */
export const roomLevels = ['ample', 'low', 'scarce', 'last_sale', 'full'] as const
export type RoomLevel = (typeof roomLevels)[number]

export function roomLevel(figures: DiskFigures): RoomLevel {
  const { free, total, hasBallast } = figures
  if (!hasBallast && !fitsBallast(figures)) return free < saleRoomBytes ? 'full' : 'last_sale'
  if (free * 100 < total * roomScarcePercent) return 'scarce'
  return free * 100 < total * roomLowPercent ? 'low' : 'ample'
}

/** Whether a ballast may be made: its own making must not fill the disk, so that as much again stays free. */
export function fitsBallast({ free }: Pick<DiskFigures, 'free'>): boolean {
  return free >= 2 * ballastBytes
}

/** Whether a sale or another act may be begun. */
export function mayBegin(level: RoomLevel): boolean {
  return level !== 'last_sale' && level !== 'full'
}

/** Whether what is at hand may be written. */
export function mayFinish(level: RoomLevel): boolean {
  return level !== 'full'
}
