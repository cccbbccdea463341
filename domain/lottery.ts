import { assert } from './assert.ts'
import { planBurn } from './burn.ts'
import type { Coupon } from './coupon.ts'
import type { Sealer } from './event.ts'
import type { Uuid } from './ids.ts'
import { type CouponIdentity, issueCoupon } from './issue-coupon.ts'
import { spendablePoints } from './lot.ts'
import { money, splitMoney } from './money.ts'
import type { Standing } from './price.ts'
import { type LotteryRules, type Prize, type Programme, templateOf } from './programme.ts'
import { refuse } from './refusal.ts'
import { ok, type Result } from './result.ts'
import type { PointsBurned } from './sale.ts'
import type { Store } from './store.ts'
import type { LocalText } from './text.ts'

/**
 * A till's sealed pool of prize tickets (loyalty.md 4). The central shuffled it and published `root` before any
 * draw; tickets are drawn strictly in order, so that neither till nor central can choose.
 */
export interface LotteryPool {
  readonly poolId: Uuid
  readonly terminalId: Uuid
  readonly storeId: Uuid
  readonly lotteryId: string
  /** SHA-256 over the tickets' leaves joined as hex; a leaf is SHA-256 of `poolId:index:prizeId:nonce`. 64 hex digits. */
  readonly root: string
  /** What the nonces are made of: nonce of ticket i = SHA-256 of `seed:i`. 64 hex digits; published when the pool is opened. */
  readonly seed: string
  /** Prize of each ticket, by id, in the order drawn. */
  readonly tickets: readonly string[]
  /** Draws the central has heard of. */
  readonly drawn: number
}

/** The data of `lottery.drawn`. */
export interface LotteryDrawn {
  readonly drawId: Uuid
  readonly slipNumber: string
  readonly storeId: Uuid
  readonly memberId: Uuid
  readonly lotteryId: string
  readonly poolId: Uuid
  readonly index: number
  readonly prizeId: string
  readonly name: LocalText
  /** With it anybody can check the ticket against the pool's root once that is opened. */
  readonly nonce: string
  readonly burned: PointsBurned
  readonly issued: Coupon | null
}

type Sha256 = Sealer['sha256']

/** Nonce of a ticket: SHA-256 of `seed:index`, 64 hex digits. */
export function ticketNonce(seed: string, index: number, sha256: Sha256): string {
  return sha256(`${seed}:${index}`)
}

/** Leaf of a ticket: SHA-256 of `poolId:index:prizeId:nonce`, 64 hex digits. */
export function ticketLeaf(
  ticket: {
    readonly poolId: Uuid
    readonly index: number
    readonly prizeId: string
    readonly nonce: string
  },
  sha256: Sha256,
): string {
  return sha256(`${ticket.poolId}:${ticket.index}:${ticket.prizeId}:${ticket.nonce}`)
}

/** What is published before the first draw: SHA-256 over all leaves joined, 64 hex digits. */
export function poolRoot(pool: Pick<LotteryPool, 'poolId' | 'seed' | 'tickets'>, sha256: Sha256): string {
  const { poolId, seed, tickets } = pool
  const leaves = tickets.map((prizeId, index) =>
    ticketLeaf({ poolId, index, prizeId, nonce: ticketNonce(seed, index, sha256) }, sha256),
  )
  return sha256(leaves.join(''))
}

/** How many tickets of each prize a pool of `size` has: the published odds by largest remainder, in the prizes' order. */
export function ticketCounts(prizes: readonly Prize[], size: number): number[] {
  return splitMoney(
    money(size),
    prizes.map(({ oddsPpm }) => oddsPpm),
  )
}

/**
 * The tickets of a pool, shuffled (Fisher and Yates). `below(n)` is an even chance of 0 to n − 1: the caller's, and must be
 * cryptographic where a prize hangs on it.
 */
export function shuffledTickets(
  prizes: readonly Prize[],
  size: number,
  below: (limit: number) => number,
): string[] {
  const counts = ticketCounts(prizes, size)
  const tickets = prizes.flatMap(({ prizeId }, place) =>
    Array.from({ length: counts[place] as number }, () => prizeId),
  )
  for (let last = tickets.length - 1; last > 0; last--) {
    const other = below(last + 1)
    assert(Number.isSafeInteger(other) && other >= 0 && other <= last, 'a place among those left')
    const kept = tickets[last] as string
    tickets[last] = tickets[other] as string
    tickets[other] = kept
  }
  return tickets
}

/** The ticket to be drawn next: after what the chain heard of and after this till's own draws of the pool. */
export function nextIndex(pool: LotteryPool, ownDrawn: readonly number[]): number {
  return ownDrawn.reduce((next, index) => Math.max(next, index + 1), pool.drawn)
}

export interface DrawInput {
  /** This till's pool of the lottery; null = none has come. */
  readonly pool: LotteryPool | null
  /** Indexes of this pool this till drew and the chain has not heard of. */
  readonly ownDrawn: readonly number[]
  readonly standing: Standing | null
  readonly programme: Programme
  readonly now: number
}

/**
 * Whether a member may draw now. Refuses, in this order: `lottery_closed` (none in the programme, or the pool is another
 * one's), `member_missing`, `member_frozen`, `lottery_day_limit` {limit}, `pool_empty`, `points_not_enough` {points}.
 */
export function judgeDraw(input: DrawInput): Result<true> {
  const drawing = drawingOf(input)
  return drawing.ok ? ok(true) : drawing
}

/** Draws the next ticket and issues what it gives. Refuses as `judgeDraw`, and `coupon_template_unknown`. */
export function drawTicket(
  input: DrawInput & {
    readonly drawId: Uuid
    readonly slipNumber: string
    /** Made before, used when the prize is a coupon. */
    readonly coupon: CouponIdentity
    readonly store: Store
    readonly sha256: Sha256
  },
): Result<LotteryDrawn> {
  const { programme, now, drawId, slipNumber, coupon, store, sha256 } = input
  const drawing = drawingOf(input)
  if (!drawing.ok) return drawing
  const { lottery, pool, index, standing } = drawing.value
  const prizeId = pool.tickets[index]
  const prize = lottery.prizes.find((one) => one.prizeId === prizeId)
  // A pool of an older programme whose prize is gone: the draw must not lose a prize.
  if (!prize) return refuse('lottery_closed')
  const template = prize.gives.kind === 'coupon' ? templateOf(programme, prize.gives.templateId) : null
  if (prize.gives.kind === 'coupon' && !template) return refuse('coupon_template_unknown')
  const { member, lots } = standing
  const burned = planBurn(lots, lottery.points, now)
  if (!burned.ok) return burned
  return ok({
    drawId,
    slipNumber,
    storeId: store.storeId,
    memberId: member.memberId,
    lotteryId: lottery.lotteryId,
    poolId: pool.poolId,
    index,
    prizeId: prize.prizeId,
    name: prize.name,
    nonce: ticketNonce(pool.seed, index, sha256),
    burned: { points: lottery.points, lots: burned.value },
    issued: template && issueCoupon(template, { ...coupon, member, now, timeZone: store.timeZone }),
  })
}

function drawingOf({ pool, ownDrawn, standing, programme, now }: DrawInput): Result<{
  readonly lottery: LotteryRules
  readonly pool: LotteryPool
  readonly index: number
  readonly standing: Standing
}> {
  const { lottery } = programme
  if (!lottery || (pool && pool.lotteryId !== lottery.lotteryId)) return refuse('lottery_closed')
  if (!standing) return refuse('member_missing')
  if (standing.member.status !== 'active') return refuse('member_frozen')
  if (standing.day.draws >= lottery.dayLimit) return refuse('lottery_day_limit', { limit: lottery.dayLimit })
  const index = pool ? nextIndex(pool, ownDrawn) : 0
  if (!pool || index >= pool.tickets.length) return refuse('pool_empty')
  const spendable = spendablePoints(standing.lots, now)
  if (spendable < lottery.points) return refuse('points_not_enough', { points: spendable })
  return ok({ lottery, pool, index, standing })
}
