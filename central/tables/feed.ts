import { assert } from '../../domain/assert.ts'
import type { Statements } from '../database.ts'

const beginSql = 'INSERT INTO feed ("name", "startedAt") SELECT $1, "value" FROM change_counter'
const currentSql = 'SELECT "name" FROM feed ORDER BY "number" DESC LIMIT 1'
const endSql = `SELECT coalesce(
    (SELECT later."startedAt" FROM feed later WHERE later."number" > f."number" ORDER BY later."number" LIMIT 1),
    (SELECT "value" FROM change_counter)) AS "end"
  FROM feed f WHERE f."name" = $1`

/** Begins a new run of change numbers: once at every start. */
export async function beginFeed(on: Statements, name: string): Promise<void> {
  await on.query(beginSql, [name])
}

export async function currentFeed(from: Statements): Promise<string> {
  const [row] = await from.query<{ name: string }>(currentSql)
  assert(row, 'a started central has a feed')
  return row.name
}

/** The last change number of a run as this database knows it, or null for a run it never had. */
export async function feedEnd(from: Statements, name: string): Promise<number | null> {
  const [row] = await from.query<{ end: number }>(endSql, [name])
  return row?.end ?? null
}
