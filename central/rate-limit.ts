import type { Statements } from './database.ts'
import { wrongCodesMax, wrongCodesWindowMs } from './limits.ts'

/* Wrong codes by address in windows of `wrongCodesWindowMs`, counted in the database: any node sees those of all. */

const waitSql = 'SELECT "endsAt" FROM wrong_codes WHERE "address" = $1 AND "endsAt" > $2 AND "failures" >= $3'
const countSql = `INSERT INTO wrong_codes AS w ("address", "endsAt", "failures") VALUES ($1, $3, 1)
  ON CONFLICT ("address") DO UPDATE SET
    "failures" = CASE WHEN w."endsAt" > $2 THEN w."failures" + 1 ELSE 1 END,
    "endsAt" = CASE WHEN w."endsAt" > $2 THEN w."endsAt" ELSE $3 END`
const dropOldSql = 'DELETE FROM wrong_codes WHERE "endsAt" <= $1'

/** Seconds to wait, or null when the address may try. */
export async function waitSeconds(from: Statements, address: string, now: number): Promise<number | null> {
  const [window] = await from.query<{ endsAt: number }>(waitSql, [address, now, wrongCodesMax])
  return window ? Math.ceil((window.endsAt - now) / 1_000) : null
}

/** Counts a wrong code of this address, and forgets windows that ended. */
export async function countFailure(on: Statements, address: string, now: number): Promise<void> {
  await on.query(countSql, [address, now, now + wrongCodesWindowMs])
  await on.query(dropOldSql, [now])
}
