import { assert } from './assert.ts'
import type { Uuid } from './ids.ts'
import { type Lot, openLots, spendablePoints } from './lot.ts'
import { bps, fullBps, type Money, noMoney, roundedShare, timesMoney } from './money.ts'
import { noPoints, type Points, points } from './points.ts'
import type { Standing } from './price.ts'
import type { Programme } from './programme.ts'
import { refuse } from './refusal.ts'
import { ok, type Result } from './result.ts'

/** Points taken from one lot. */
export interface LotBurn {
  readonly lotId: Uuid
  readonly points: Points
}

/** What `burned` points pay: whole steps only. */
export function burnValue(burned: Points, programme: Programme): Money {
  const { step, stepValue } = programme.burn
  if (step <= 0) return noMoney
  return timesMoney(stepValue, Math.floor(burned / step))
}

/** The most that may be burned on `payable` by this member: 0 without an active one. */
export function burnMax(
  standing: Standing | null,
  payable: Money,
  programme: Programme,
  now: number,
): Points {
  if (standing?.member.status !== 'active') return noPoints
  const { step, stepValue } = programme.burn
  if (step <= 0 || stepValue <= 0) return noPoints
  const bySteps = Math.floor(spendablePoints(standing.lots, now) / step)
  const byShare = Math.floor(shareOf(payable, programme) / stepValue)
  return points(Math.min(bySteps, byShare) * step)
}

/** Judges a wish. Refuses `member_missing`, `member_frozen`, `points_not_multiple` {step}, `points_not_enough` {points}, `points_over_share` {max}. */
export function judgeBurn(
  wish: Points,
  {
    standing,
    payable,
    programme,
    now,
  }: {
    readonly standing: Standing | null
    readonly payable: Money
    readonly programme: Programme
    readonly now: number
  },
): Result<true> {
  if (!standing) return refuse('member_missing')
  if (standing.member.status !== 'active') return refuse('member_frozen')
  const { step } = programme.burn
  if (wish < 0 || (step > 0 && wish % step !== 0)) return refuse('points_not_multiple', { step })
  const spendable = spendablePoints(standing.lots, now)
  if (wish > spendable) return refuse('points_not_enough', { points: spendable })
  const max = burnMax(standing, payable, programme, now)
  if (wish > max) return refuse('points_over_share', { max })
  return ok(true)
}

/** Takes `wanted` points from the lots first to expire. Refuses `points_not_enough` {points: what there is}. */
export function planBurn(lots: readonly Lot[], wanted: Points, now: number): Result<readonly LotBurn[]> {
  const spendable = spendablePoints(lots, now)
  if (wanted > spendable) return refuse('points_not_enough', { points: spendable })
  const burns: LotBurn[] = []
  let left: number = wanted
  for (const lot of openLots(lots, now)) {
    if (left === 0) break
    const taken = Math.min(left, lot.points)
    burns.push({ lotId: lot.lotId, points: points(taken) })
    left -= taken
  }
  assert(left === 0, 'the spendable points lie in the open lots')
  return ok(burns)
}

/** What may be paid with points, rounded down; a share above the whole counts as the whole. */
function shareOf(payable: Money, programme: Programme): Money {
  return roundedShare(payable, bps(Math.min(programme.burn.shareBps, fullBps)), 'down')
}
