import { assert } from '../../domain/assert.ts'
import type { Database, Statements, Transaction } from '../database.ts'
import { newFeedName } from '../ids.ts'
import { beginFeed, feedLives } from './feed.ts'

const lockSql = 'SELECT "value" FROM change_counter FOR UPDATE'
const nextSql =
  'UPDATE change_counter SET "value" = "value" + 1, "changedAt" = $1 RETURNING "value" AS "number"'
const readSql = 'SELECT "value", "horizon" FROM change_counter'
const raiseHorizonSql = 'UPDATE change_counter SET "horizon" = greatest("horizon", $1)'

/**
 * Makes this transaction the only writer until it ends. First of all statements, so that what is read after it is
 * the state the transaction builds on. The first writer of a database that was started anew or put back begins a new
 * run of change numbers, before it is given one.
 */
export async function lockChanges(tx: Transaction): Promise<void> {
  await tx.query(lockSql)
  if (!(await feedLives(tx))) await beginFeed(tx, newFeedName())
}

/** Begins a new run of change numbers when the database was started anew or put back: before anything is read of one. */
export async function keepFeed(database: Database): Promise<void> {
  if (!(await feedLives(database))) await database.transaction(lockChanges)
}

/** The number all rows of this transaction get. After `lockChanges`. */
export async function nextChangeNumber(tx: Transaction, now: number): Promise<number> {
  const [row] = await tx.query<{ number: number }>(nextSql, [now])
  assert(row, 'the counter has one row')
  return row.number
}

/** The last number given out, and the number from which former versions of rows are kept whole. */
export async function readChangeCounter(
  from: Statements,
): Promise<{ readonly value: number; readonly horizon: number }> {
  const [row] = await from.query<{ value: number; horizon: number }>(readSql)
  assert(row, 'the counter has one row')
  return row
}

export async function raiseHorizon(tx: Transaction, horizon: number): Promise<void> {
  await tx.query(raiseHorizonSql, [horizon])
}
