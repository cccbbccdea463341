import type { DisputeOutcome } from '../../contract/risk.ts'
import type { Uuid } from '../../domain/ids.ts'
import type { Database, Row } from '../database.ts'
import { RequestRefused } from '../problem.ts'
import { lockChanges, nextChangeNumber } from '../tables/change-counter.ts'
import { storable } from '../text.ts'

/* Disputes as people see them: who, what, how much, and what was decided (sync.md 7). */

const ofStoreSql = `SELECT * FROM dispute WHERE "storeId" = $3 AND "number" > $1 ORDER BY "number" LIMIT $2`
const newestSql = 'SELECT * FROM dispute WHERE "storeId" = $2 ORDER BY "number" DESC LIMIT $1'
const openSql = 'SELECT count(*) AS "open" FROM dispute WHERE "storeId" = $1 AND "outcome" IS NULL'
const decideSql = `UPDATE dispute SET "outcome" = $2, "decidedBy" = $3, "note" = $4, "decidedAt" = $5
  WHERE "number" = $1 AND "outcome" IS NULL RETURNING "number"`
/** A coupon none of whose uses has to be decided about any more, by a dispute about one of them. `$2`: the change number. */
const settleSql = `UPDATE coupon c SET "status" = 'issued', "changeNumber" = $2 FROM dispute d
  WHERE d."number" = $1 AND d."kind" = 'coupon_use' AND c."couponId"::text = split_part(d."subject", ':', 1)
    AND c."status" = 'disputed' AND NOT EXISTS (SELECT FROM dispute o WHERE o."kind" = 'coupon_use'
      AND o."outcome" IS NULL AND o."subject" LIKE c."couponId"::text || ':%')`
const findSql = 'SELECT "number" FROM dispute WHERE "number" = $1'

/** The disputes of events of a store's tills after a number, the oldest first; or the newest first, whatever the number. */
export async function storeDisputes(
  database: Database,
  storeId: Uuid,
  asked: { readonly after: number; readonly limit: number; readonly newest: boolean },
): Promise<{ readonly disputes: never[]; readonly more: boolean; readonly open: number }> {
  const { after, limit, newest } = asked
  const rows = newest
    ? await database.query<Row>(newestSql, [limit + 1, storeId])
    : await database.query<Row>(ofStoreSql, [after, limit + 1, storeId])
  const [counted] = await database.query<{ open: number }>(openSql, [storeId])
  return {
    disputes: rows.slice(0, limit) as never[],
    more: rows.length > limit,
    open: Number(counted?.open ?? 0),
  }
}

/** Writes down what people decided, once; a coupon all of whose disputes are decided is no longer disputed. Refuses `dispute_unknown` (404), `dispute_decided` (409). */
export async function decideDispute(
  database: Database,
  number: number,
  decided: { readonly outcome: DisputeOutcome; readonly decidedBy: string; readonly note: string },
  now: number,
): Promise<{ readonly number: number; readonly decidedAt: number }> {
  const { outcome, decidedBy, note } = decided
  return database.transaction(async (tx) => {
    await lockChanges(tx)
    const rows = await tx.query(decideSql, [number, outcome, storable(decidedBy), storable(note), now])
    if (rows.length > 0) {
      await tx.query(settleSql, [number, await nextChangeNumber(tx, now)])
      return { number, decidedAt: now }
    }
    const known = await tx.query(findSql, [number])
    if (known.length === 0) throw new RequestRefused(404, 'dispute_unknown', 'no dispute has this number')
    throw new RequestRefused(409, 'dispute_decided', 'somebody decided this before')
  })
}
