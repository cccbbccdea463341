import type { Money } from './money.ts'
import type { Points } from './points.ts'
import type { Programme, Tier } from './programme.ts'

/** Points of one line: eligible fen × rate × category × tier, floored once at the end (loyalty.md 3.2 and 3.3). */
export function lineEarns(eligible: Money, categoryId: string, tier: Tier, programme: Programme): Points {
  throw new Error('pending')
}

/** The threshold bonus of a sale: `points` for each full `per` of its eligible amount. */
export function bonusEarns(eligible: Money, programme: Programme): Points {
  throw new Error('pending')
}

/** Growth a sale adds: whole yuan of what was paid, rounded down. */
export function growthOf(paid: Money): number {
  throw new Error('pending')
}
