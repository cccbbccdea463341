import type { Uuid } from '../../domain/ids.ts'
import { mergesFollowedMax } from '../../domain/limits.ts'
import type { Statements, Transaction } from '../database.ts'

/**
 * `$1`: ids. Locks of the database's own, by the hash of an id, in one order: there is something to lock for a coupon
 * nobody has heard of, too. They end with the transaction.
 */
const lockSql = `SELECT count(pg_advisory_xact_lock(wanted."key")) AS "locked" FROM (
    SELECT DISTINCT hashtextextended(id::text, 0) AS "key" FROM unnest($1::uuid[]) AS ids(id) ORDER BY "key"
  ) wanted`
const survivorsSql = `WITH RECURSIVE who(asked, id, depth) AS (
    SELECT id, id, 0 FROM unnest($1::uuid[]) AS wanted(id)
    UNION SELECT who.asked, m."mergedInto", who.depth + 1 FROM who JOIN member m ON m."memberId" = who.id
      WHERE m."mergedInto" IS NOT NULL AND who.depth < ${mergesFollowedMax}
  ) SELECT DISTINCT ON (asked) asked, id FROM who ORDER BY asked, depth DESC`

const mergedSql = `SELECT "mergedInto" AS "into", jsonb_agg("memberId") AS "ids" FROM member
  WHERE "mergedInto" = ANY($1::uuid[]) GROUP BY "mergedInto"`

/**
 * Makes this transaction the only one that decides about these coupons, members and accounts until it ends. Whoever
 * writes rows of the feed locks the change counter before; a till that asks (`authorizeEvent`) locks only this, and so
 * waits for nobody who pushes about something else.
 */
export async function lockSubjects(tx: Transaction, ids: readonly Uuid[]): Promise<void> {
  if (ids.length > 0) await tx.query(lockSql, [[...new Set(ids)]])
}

/** Ids that were merged into members', by the survivor's: a code may still name them. */
export async function idsMergedInto(
  from: Statements,
  survivors: readonly Uuid[],
): Promise<Map<Uuid, readonly Uuid[]>> {
  const rows =
    survivors.length === 0 ? [] : await from.query<{ into: Uuid; ids: Uuid[] }>(mergedSql, [survivors])
  return new Map(rows.map(({ into, ids }) => [into, ids]))
}

/** Whom ids of members (and of their accounts) stand for now; any other id stands for itself. */
export async function survivorsOf(from: Statements, ids: readonly Uuid[]): Promise<(id: Uuid) => Uuid> {
  if (ids.length === 0) return (id) => id
  const rows = await from.query<{ asked: Uuid; id: Uuid }>(survivorsSql, [[...new Set(ids)]])
  const survivors = new Map(rows.map(({ asked, id }) => [asked, id]))
  return (id) => survivors.get(id) ?? id
}
