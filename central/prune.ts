import type { Database } from './database.ts'
import { oneTimeCodesKeptMs, supersededKeptMs } from './limits.ts'
import { sweepReservations } from './risk/authorize.ts'
import { raiseHorizon } from './tables/change-counter.ts'

const pruneSql = `WITH gone AS (DELETE FROM superseded WHERE "replacedAt" < $1 RETURNING "replacedBy")
  SELECT coalesce(max("replacedBy"), 0) AS "horizon" FROM gone`

const pruneMovedSql = 'DELETE FROM row_moved WHERE "changeNumber" <= $1'
const pruneCodesSql = 'DELETE FROM one_time_code WHERE "sentAt" < $1'

/**
 * Drops former versions of rows that are older than any till may be. A till whose cursor is before the last one
 * dropped could not be led through all versions and is sent to a snapshot instead. One-time codes of the day before
 * go too, and reservations that lapsed.
 * Writers wait for the counter alone, at the end, not for what is dropped.
 */
export async function pruneSuperseded(database: Database, now: number): Promise<void> {
  await database.transaction(async (tx) => {
    const [row] = await tx.query<{ horizon: number }>(pruneSql, [now - supersededKeptMs])
    await raiseHorizon(tx, row?.horizon ?? 0)
    await tx.query(pruneMovedSql, [row?.horizon ?? 0])
    await tx.query(pruneCodesSql, [now - oneTimeCodesKeptMs])
  })
  await sweepReservations(database, now)
}
