import { assert } from '../../domain/assert.ts'
import type { Statements, Transaction } from '../database.ts'

const lockSql = 'SELECT "value" FROM change_counter FOR UPDATE'
const nextSql =
  'UPDATE change_counter SET "value" = "value" + 1, "changedAt" = $1 RETURNING "value" AS "number"'
const readSql = 'SELECT "value", "horizon" FROM change_counter'
const raiseHorizonSql = 'UPDATE change_counter SET "horizon" = greatest("horizon", $1)'

/**
 * Makes this transaction the only writer until it ends. First of all statements, so that what is read after it is
 * the state the transaction builds on.
 */
export async function lockChanges(tx: Transaction): Promise<void> {
  await tx.query(lockSql)
}

/** The number all rows of this transaction get. Locks as `lockChanges`. */
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
