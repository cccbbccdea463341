import { assert } from '../../domain/assert.ts'
import type { Uuid } from '../../domain/ids.ts'
import { type LotteryPool, poolRoot, shuffledTickets } from '../../domain/lottery.ts'
import type { Programme } from '../../domain/programme.ts'
import type { Database, Transaction } from '../database.ts'
import { newId, newPoolSeed, randomBelow } from '../ids.ts'
import { poolRefillTickets, poolTickets } from '../limits.ts'
import { newestProgramme } from '../programmes.ts'
import { sha256Hex } from '../signing.ts'
import { chainTable, upsertSql } from '../tables/chain-rows.ts'
import { lockChanges, nextChangeNumber } from '../tables/change-counter.ts'

const publishRootSql = `INSERT INTO pool_root
    ("poolId", "terminalId", "lotteryId", "root", "tickets", "programmeVersion", "publishedAt")
  VALUES ($1, $2, $3, $4, $5, $6, $7)`
/** Of these terminals (null = all) those whose pools of a lottery have too few tickets left. */
const needySql = `SELECT t."terminalId", t."storeId" FROM terminal t
  WHERE ($1::uuid[] IS NULL OR t."terminalId" = ANY($1::uuid[])) AND $3 > (
    SELECT coalesce(sum(jsonb_array_length(p."tickets") - p."drawn"), 0) FROM lottery_pool p
    WHERE p."terminalId" = t."terminalId" AND p."lotteryId" = $2)
  ORDER BY t."enrolledAt", t."terminalId"`

interface Place {
  readonly terminalId: Uuid
  readonly storeId: Uuid
}

/**
 * Deals a sealed pool to each of these terminals (null = all) that has few tickets left: shuffled by the machine's
 * cryptographic chance, its root published before the tickets are written. Nothing without a lottery in the rules.
 */
export async function dealPools(
  tx: Transaction,
  terminalIds: readonly Uuid[] | null,
  { now, changeNumber }: { readonly now: number; readonly changeNumber: number },
): Promise<LotteryPool[]> {
  const programme = await newestProgramme(tx)
  if (!programme?.lottery) return []
  const needy = await tx.query<Place>(needySql, [terminalIds, programme.lottery.lotteryId, poolRefillTickets])
  const pools = needy.map((place) => newPool(programme, place, now))
  for (const { poolId, terminalId, lotteryId, root, tickets } of pools) {
    const values = [poolId, terminalId, lotteryId, root, tickets.length, programme.version, now]
    await tx.query(publishRootSql, values)
  }
  const table = chainTable('lottery_pool')
  assert(table, 'a collection of the feed')
  if (pools.length > 0) await tx.query(upsertSql(table), [JSON.stringify(pools), changeNumber])
  return pools
}

function newPool({ lottery }: Programme, place: Place, now: number): LotteryPool {
  assert(lottery, 'rules with a lottery')
  const poolId = newId(now)
  const seed = newPoolSeed()
  const tickets = shuffledTickets(lottery.prizes, poolTickets, randomBelow)
  const root = poolRoot({ poolId, seed, tickets }, sha256Hex)
  return { poolId, ...place, lotteryId: lottery.lotteryId, root, seed, tickets, drawn: 0 }
}

/** The command `pools`: deals to all terminals that need one. Answers how many got one. */
export function dealAllPools(database: Database, now: number): Promise<number> {
  return database.transaction(async (tx) => {
    await lockChanges(tx)
    const changeNumber = await nextChangeNumber(tx, now)
    return (await dealPools(tx, null, { now, changeNumber })).length
  })
}
