import type { Uuid } from '../../domain/ids.ts'
import { hourMs } from '../../domain/time.ts'
import type { Statements, Transaction } from '../database.ts'

const addSql =
  'INSERT INTO enrolment_code ("codeHash", "proofKey", "storeId", "expiresAt") VALUES ($1, $2, $3, $4)'
const dropOldSql = 'DELETE FROM enrolment_code WHERE "expiresAt" < $1'
const findSql = `SELECT "storeId", "terminalId" FROM enrolment_code
  WHERE "codeHash" = $1 AND "expiresAt" > $2 FOR UPDATE`
const proofKeySql = 'SELECT "proofKey" FROM enrolment_code WHERE "codeHash" = $1 AND "expiresAt" > $2'
const useSql = 'UPDATE enrolment_code SET "terminalId" = $2 WHERE "codeHash" = $1'

/** Keeps a new code and forgets those that ended more than an hour ago. */
export async function addEnrolmentCode(
  on: Statements,
  code: {
    readonly codeHash: string
    readonly proofKey: string
    readonly storeId: Uuid
    readonly expiresAt: number
  },
  now: number,
): Promise<void> {
  await on.query(dropOldSql, [now - hourMs])
  await on.query(addSql, [code.codeHash, code.proofKey, code.storeId, code.expiresAt])
}

/** A code that is still in its time: its store, and the terminal that used it already or null. */
export async function findEnrolmentCode(
  tx: Transaction,
  codeHash: string,
  now: number,
): Promise<{ readonly storeId: Uuid; readonly terminalId: Uuid | null } | null> {
  const [row] = await tx.query<{ storeId: Uuid; terminalId: Uuid | null }>(findSql, [codeHash, now])
  return row ?? null
}

/** The key of proofs of a code that is still in its time, or null. */
export async function findProofKey(from: Statements, codeHash: string, now: number): Promise<string | null> {
  const [row] = await from.query<{ proofKey: string }>(proofKeySql, [codeHash, now])
  return row?.proofKey ?? null
}

export async function spendEnrolmentCode(tx: Transaction, codeHash: string, terminalId: Uuid): Promise<void> {
  await tx.query(useSql, [codeHash, terminalId])
}
