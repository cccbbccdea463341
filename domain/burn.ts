import type { Uuid } from './ids.ts'
import type { Lot } from './lot.ts'
import type { Money } from './money.ts'
import type { Points } from './points.ts'
import type { Standing } from './price.ts'
import type { Programme } from './programme.ts'
import type { Result } from './result.ts'

/** Points taken from one lot. */
export interface LotBurn {
  readonly lotId: Uuid
  readonly points: Points
}

/** What `burned` points pay: whole steps only. */
export function burnValue(burned: Points, programme: Programme): Money {
  throw new Error('pending')
}

/** The most that may be burned on `payable` by this member: 0 without an active one. */
export function burnMax(
  standing: Standing | null,
  payable: Money,
  programme: Programme,
  now: number,
): Points {
  throw new Error('pending')
}

/** Judges a wish. Refuses `member_missing`, `member_frozen`, `points_not_multiple` {step}, `points_not_enough` {points}, `points_over_share` {max}. */
export function judgeBurn(
  wish: Points,
  at: {
    readonly standing: Standing | null
    readonly payable: Money
    readonly programme: Programme
    readonly now: number
  },
): Result<true> {
  throw new Error('pending')
}

/** Takes `wanted` points from the lots first to expire. Refuses `points_not_enough` {points: what there is}. */
export function planBurn(lots: readonly Lot[], wanted: Points, now: number): Result<readonly LotBurn[]> {
  throw new Error('pending')
}
