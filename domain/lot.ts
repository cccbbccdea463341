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
