import { type Bps, fullBps, type Money } from './money.ts'
import { noPoints, type Points, points } from './points.ts'
import type { Programme, Tier } from './programme.ts'

/** Points of one line: eligible fen × rate × category × tier, floored once at the end (loyalty.md 3.2 and 3.3). */
export function lineEarns(eligible: Money, categoryId: string, tier: Tier, programme: Programme): Points {
  if (eligible <= 0 || programme.earn.excludedCategoryIds.includes(categoryId)) return noPoints
  const category = Object.hasOwn(programme.earn.categoryBps, categoryId)
    ? (programme.earn.categoryBps[categoryId] as Bps)
    : fullBps
  // Fen × three rates: fen per yuan and three times 10 000 are taken off again. Past 2^53 even for small sums.
  const product = BigInt(eligible) * BigInt(programme.earn.rateBps) * BigInt(category) * BigInt(tier.earnBps)
  return points(Number(product / 100_000_000_000_000n))
}

/** The threshold bonus of a sale: `points` for each full `per` of its eligible amount. */
export function bonusEarns(eligible: Money, programme: Programme): Points {
  const { bonus } = programme.earn
  if (!bonus || bonus.per <= 0) return noPoints
  return points(Math.floor(eligible / bonus.per) * bonus.points)
}

/** Growth a sale adds: whole yuan of what was paid, rounded down. */
export function growthOf(paid: Money): number {
  return Math.floor(paid / 100)
}
