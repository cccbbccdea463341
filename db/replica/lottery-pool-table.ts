import { type Uuid, uuid, uuidFromBytes, uuidToBytes } from '../../domain/ids.ts'
import type { LotteryPool } from '../../domain/lottery.ts'
import type { ReadDb, Tx } from '../handle.ts'

const columns = `poolId, terminalId, storeId, lotteryId, root, seed, drawn, tickets`
// A pool's tickets never change and fill pages: a draw heard of moves one figure.
const drawnSql = `UPDATE lottery_pool SET drawn = ? WHERE poolId = ? AND root = ?`
const putSql = `
INSERT INTO lottery_pool (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (poolId) DO UPDATE SET terminalId = excluded.terminalId, storeId = excluded.storeId,
  lotteryId = excluded.lotteryId, root = excluded.root, seed = excluded.seed, drawn = excluded.drawn,
  tickets = excluded.tickets`
const removeSql = `DELETE FROM lottery_pool WHERE poolId = ?`
const ofTerminalSql = `
SELECT ${columns} FROM lottery_pool WHERE terminalId = ? AND lotteryId = ? ORDER BY poolId LIMIT ?`

type Row = Omit<LotteryPool, 'poolId' | 'terminalId' | 'storeId' | 'tickets'> & {
  readonly poolId: Buffer
  readonly terminalId: Buffer
  readonly storeId: Buffer
  readonly tickets: string
}

export function putLotteryPool(tx: Tx, pool: LotteryPool): void {
  const { lotteryId, root, seed, drawn, tickets } = pool
  const poolId = uuidToBytes(pool.poolId)
  if (tx.prepare(drawnSql).run(drawn, poolId, root).changes > 0) return
  const terminalId = uuidToBytes(pool.terminalId)
  const storeId = uuidToBytes(pool.storeId)
  tx.prepare(putSql).run(poolId, terminalId, storeId, lotteryId, root, seed, drawn, JSON.stringify(tickets))
}

/** `key` is the pool's id. */
export function removeLotteryPool(tx: Tx, key: string): void {
  tx.prepare(removeSql).run(uuidToBytes(uuid(key)))
}

/** A till's pools of a lottery in the order they are drawn, without what it drew since. */
export function poolRowsOf(db: ReadDb, terminalId: Uuid, lotteryId: string, limit: number): LotteryPool[] {
  return db
    .prepare(ofTerminalSql)
    .all<Row>(uuidToBytes(terminalId), lotteryId, limit)
    .map(({ poolId, storeId, tickets, ...row }) => ({
      ...row,
      poolId: uuidFromBytes(poolId),
      terminalId,
      storeId: uuidFromBytes(storeId),
      tickets: JSON.parse(tickets) as string[],
    }))
}
