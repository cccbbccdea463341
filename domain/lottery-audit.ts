import type { Sealer } from './event.ts'
import type { Uuid } from './ids.ts'
import { type LotteryDrawn, type LotteryPool, poolRoot, ticketCounts, ticketNonce } from './lottery.ts'
import type { LotteryRules } from './programme.ts'

/** Something that does not hold in an opened pool; `index` and `drawId` name the draw where it is one. */
export interface PoolFinding {
  readonly what: /** The tickets are not those the published root commits to. */
    | 'root_wrong'
    | 'lottery_wrong'
    /** The tickets of a prize are not as many as the published odds ask for. */
    | 'odds_wrong'
    | 'prize_unknown'
    /** A draw of another pool, or of a ticket the pool does not have. */
    | 'draw_elsewhere'
    | 'drawn_twice'
    /** A ticket was passed over. */
    | 'draw_missing'
    | 'order_wrong'
    | 'prize_wrong'
    | 'nonce_wrong'
  readonly index: number | null
  readonly drawId: Uuid | null
  /** The prize meant, for findings about tickets. */
  readonly prizeId: string | null
}

/** A draw as the chain heard of it, with its place in its till's chain of events. */
export interface HeardDraw {
  readonly drawn: LotteryDrawn
  readonly epoch: number
  readonly seq: number
}

/**
 * Opens a pool and proves every draw (loyalty.md 4): the tickets give the root published before, their composition meets
 * the odds, and the draws took the tickets from the first on, each once, in order, with the ticket's own prize and nonce.
 * `lottery` and `prizes` are those of the programme the pool was made under. Empty = all is as promised.
 */
export function auditPool(
  pool: LotteryPool,
  draws: readonly HeardDraw[],
  lottery: LotteryRules,
  sha256: Sealer['sha256'],
): PoolFinding[] {
  return [...auditTickets(pool, lottery, sha256), ...auditDraws(pool, draws, sha256)]
}

function finding(what: PoolFinding['what'], at: Partial<Omit<PoolFinding, 'what'>> = {}): PoolFinding {
  return { what, index: null, drawId: null, prizeId: null, ...at }
}

function auditTickets(pool: LotteryPool, lottery: LotteryRules, sha256: Sealer['sha256']): PoolFinding[] {
  const findings: PoolFinding[] = []
  if (pool.lotteryId !== lottery.lotteryId) findings.push(finding('lottery_wrong'))
  if (poolRoot(pool, sha256) !== pool.root) findings.push(finding('root_wrong'))
  const wanted = ticketCounts(lottery.prizes, pool.tickets.length)
  lottery.prizes.forEach(({ prizeId }, place) => {
    const found = pool.tickets.filter((ticket) => ticket === prizeId).length
    if (found !== wanted[place]) findings.push(finding('odds_wrong', { prizeId }))
  })
  const known = new Set(lottery.prizes.map(({ prizeId }) => prizeId))
  pool.tickets.forEach((prizeId, index) => {
    if (!known.has(prizeId)) findings.push(finding('prize_unknown', { index, prizeId }))
  })
  return findings
}

function auditDraws(pool: LotteryPool, draws: readonly HeardDraw[], sha256: Sealer['sha256']): PoolFinding[] {
  const findings: PoolFinding[] = []
  const seen = new Set<number>()
  let highest = -1
  const inChain = [...draws].sort((a, b) => a.epoch - b.epoch || a.seq - b.seq)
  for (const { drawn } of inChain) {
    const { index, drawId, prizeId, nonce, poolId, lotteryId } = drawn
    const at = { index, drawId, prizeId }
    const ticket = pool.tickets[index]
    if (poolId !== pool.poolId || lotteryId !== pool.lotteryId || ticket === undefined) {
      findings.push(finding('draw_elsewhere', at))
      continue
    }
    if (seen.has(index)) findings.push(finding('drawn_twice', at))
    else if (index < highest) findings.push(finding('order_wrong', at))
    seen.add(index)
    highest = Math.max(highest, index)
    if (prizeId !== ticket) findings.push(finding('prize_wrong', at))
    if (nonce !== ticketNonce(pool.seed, index, sha256)) findings.push(finding('nonce_wrong', at))
  }
  for (let index = 0; index < highest; index++) {
    if (!seen.has(index)) findings.push(finding('draw_missing', { index }))
  }
  return findings
}
