import { assert } from '../../domain/assert.ts'
import { DatabaseFault, type Statements, type Transaction } from '../database.ts'

/**
 * What tells one life of a database from the next, as SQL: when its server started, which database it is and which
 * file the counter lies in. A restart, a failover to a standby, a backup put back in whatever way: each makes another
 * one, and several centrals on one database see the same.
 */
const lifeSql = `concat_ws(' ', extract(epoch FROM pg_postmaster_start_time()),
  (SELECT d.oid FROM pg_database d WHERE d.datname = current_database()),
  pg_relation_filenode('change_counter'))`

const beginSql = `INSERT INTO feed ("name", "startedAt", "life") SELECT $1, "value", ${lifeSql} FROM change_counter`
const currentSql = `SELECT "name", "life" = ${lifeSql} AS "lives" FROM feed ORDER BY "number" DESC LIMIT 1`
const endSql = `SELECT coalesce(
    (SELECT later."startedAt" FROM feed later WHERE later."number" > f."number" ORDER BY later."number" LIMIT 1),
    (SELECT "value" FROM change_counter)) AS "end"
  FROM feed f WHERE f."name" = $1`

/** Begins a new run of change numbers. The caller holds the counter's lock: nobody is given a number meanwhile. */
export async function beginFeed(tx: Transaction, name: string): Promise<void> {
  await tx.query(beginSql, [name])
}

/** Whether the last run that began is of this life of the database. */
export async function feedLives(from: Statements): Promise<boolean> {
  const [row] = await from.query<{ lives: boolean }>(currentSql)
  return row?.lives ?? false
}

/** The run under way. Fault `DatabaseFault` when the database was started anew and none has begun yet. */
export async function currentFeed(from: Statements): Promise<string> {
  const [row] = await from.query<{ name: string; lives: boolean }>(currentSql)
  assert(row, 'a started central has a feed')
  if (!row.lives) throw new DatabaseFault('the database was started anew under a request')
  return row.name
}

/** The last change number of a run as this database knows it, or null for a run it never had. */
export async function feedEnd(from: Statements, name: string): Promise<number | null> {
  const [row] = await from.query<{ end: number }>(endSql, [name])
  return row?.end ?? null
}
