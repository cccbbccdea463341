import { assert } from './assert.ts'
import { type LotBurn, planBurn } from './burn.ts'
import type { Uuid } from './ids.ts'
import { type Lot, spendablePoints } from './lot.ts'
import type { Member } from './member.ts'
import { money, roundedShare } from './money.ts'
import { type Points, points, splitPoints, subtractPoints } from './points.ts'
import type { TransferRules } from './programme.ts'
import { refuse } from './refusal.ts'
import { ok, type Result } from './result.ts'

/** What is sent, what the chain keeps of it and what arrives: points = fee + received. */
export interface TransferFigures {
  readonly points: Points
  readonly fee: Points
  readonly received: Points
}

export interface TransferWish {
  readonly from: Party
  readonly fromLots: readonly Lot[]
  readonly to: Party
  readonly wish: Points
  /** What the sender sent this store-local month already. */
  readonly sentThisMonth: Points
  /** Of the sender's points those promised to tills, in leases or set aside: they stay where they are. */
  readonly promised: Points
  /** Null = the programme has none. */
  readonly rules: TransferRules | null
  readonly now: number
}

/** The fee of so many points, rounded down in the member's favour. */
export function transferFee(wish: Points, rules: Pick<TransferRules, 'feeBps'>): Points {
  return points(roundedShare(money(wish), rules.feeBps, 'down'))
}

/** The most that may be sent now: the share of what can be spent (rounded down) within the month's limit. */
export function transferMax(
  spendable: Points,
  sentThisMonth: Points,
  rules: TransferRules,
): { readonly byShare: Points; readonly byMonth: Points } {
  const byShare = points(roundedShare(money(spendable), rules.shareBps, 'down'))
  return { byShare, byMonth: points(Math.max(0, rules.monthMax - sentThisMonth)) }
}

type Party = Pick<Member, 'memberId' | 'status'>

/**
 * Whether one member may give the other anything. Refuses, in this order: `transfer_to_self`, `member_unknown` (a receiver
 * who is gone), `member_frozen` (either).
 */
export function judgeParties(from: Party, to: Party): Result<true> {
  if (from.memberId === to.memberId) return refuse('transfer_to_self')
  if (to.status === 'merged' || to.status === 'erased') return refuse('member_unknown')
  if (from.status !== 'active' || to.status !== 'active') return refuse('member_frozen')
  return ok(true)
}

/**
 * Judges points from member to member, online only (loyalty.md 4). Refuses, in this order: `transfer_closed`,
 * `transfer_to_self`, `member_unknown` (a receiver who is gone), `member_frozen` (either), `points_invalid` (also when the
 * fee would take all), `points_not_enough` {points}, `transfer_over_share` {max}, `transfer_over_month` {left}.
 */
export function judgeTransfer(wished: TransferWish): Result<TransferFigures> {
  const { from, fromLots, to, wish, sentThisMonth, promised, rules, now } = wished
  if (!rules) return refuse('transfer_closed')
  const parties = judgeParties(from, to)
  if (!parties.ok) return parties
  if (!Number.isSafeInteger(wish) || wish <= 0) return refuse('points_invalid')
  const spendable = spendablePoints(fromLots, now)
  const free = points(Math.max(0, spendable - promised))
  if (wish > free) return refuse('points_not_enough', { points: free })
  const { byShare, byMonth } = transferMax(spendable, sentThisMonth, rules)
  if (wish > byShare) return refuse('transfer_over_share', { max: byShare })
  if (wish > byMonth) return refuse('transfer_over_month', { left: byMonth })
  const fee = transferFee(wish, rules)
  if (fee >= wish) return refuse('points_invalid')
  return ok({ points: wish, fee, received: subtractPoints(wish, fee) })
}

export interface Transferred extends TransferFigures {
  readonly burned: readonly LotBurn[]
  /** Lots of the receiver: each keeps the end of the lot it came from, so that a transfer never makes points last longer. */
  readonly lots: readonly Lot[]
}

/**
 * Moves the points lot by lot; the fee is spread over the lots by largest remainder. `lotIds`: ids for the receiver's
 * lots, at least as many as the sender has lots. Refuses as `judgeTransfer`.
 */
export function settleTransfer(wished: TransferWish, lotIds: readonly Uuid[]): Result<Transferred> {
  const judged = judgeTransfer(wished)
  if (!judged.ok) return judged
  const { fromLots, to, wish, now } = wished
  const planned = planBurn(fromLots, wish, now)
  if (!planned.ok) return planned
  const burned = planned.value
  assert(lotIds.length >= burned.length, 'an id for each lot received')
  const received = splitPoints(
    judged.value.received,
    burned.map((lot) => lot.points),
  )
  const lots = burned.flatMap((taken, place): Lot[] => {
    const source = fromLots.find((lot) => lot.lotId === taken.lotId)
    assert(source, `lot ${taken.lotId} was taken from those at hand`)
    const part = received[place] as Points
    if (part === 0) return []
    const lotId = lotIds[place] as Uuid
    return [
      {
        lotId,
        memberId: to.memberId,
        earnedAt: now,
        spendableFrom: now,
        expiresAt: source.expiresAt,
        points: part,
      },
    ]
  })
  return ok({ ...judged.value, burned, lots })
}
