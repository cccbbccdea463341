import type { Database } from '../database.ts'
import { expiredLotsAtOnce, expiryBookedAfterMs } from '../limits.ts'
import { lockChanges, nextChangeNumber } from '../tables/change-counter.ts'

/** Not of members of whose points any is promised: a till that was away may yet tell what it spent of them in time. */
const endedSql = `SELECT "lotId", "memberId", "points" FROM lot WHERE "points" > 0 AND "expiresAt" <= $1
    AND NOT EXISTS (SELECT FROM lease s WHERE s."subjectId" = lot."memberId" AND s."kind" = 'points'
      AND s."used" < s."granted")
    AND NOT EXISTS (SELECT FROM reservation r WHERE r."subjectId" = lot."memberId" AND r."kind" = 'points'
      AND r."expiresAt" > $2)
  ORDER BY "lotId" LIMIT ${expiredLotsAtOnce}`
const bookSql = `INSERT INTO points_entry ("memberId", "lotId", "debit", "credit", "points")
  SELECT r."memberId", r."lotId", 'points', 'expiry', r."points"
  FROM jsonb_populate_recordset(NULL::points_entry, $1::jsonb) r`
const emptySql = `UPDATE lot SET "points" = 0, "changeNumber" = $2 WHERE "lotId" = ANY($1::uuid[])`

/** Empties lots that ended long enough ago and books what was left in them; those of whom points are promised wait. Answers how many, and the points. */
export async function expireLots(
  database: Database,
  now: number,
): Promise<{ readonly lots: number; readonly points: number }> {
  const sum = { lots: 0, points: 0 }
  for (;;) {
    const ended = await database.transaction(async (tx) => {
      await lockChanges(tx)
      const rows = await tx.query<{ lotId: string; points: number }>(endedSql, [
        now - expiryBookedAfterMs,
        now,
      ])
      if (rows.length === 0) return rows
      const changeNumber = await nextChangeNumber(tx, now)
      await tx.query(bookSql, [JSON.stringify(rows)])
      await tx.query(emptySql, [rows.map(({ lotId }) => lotId), changeNumber])
      return rows
    })
    sum.lots += ended.length
    sum.points += ended.reduce((points, row) => points + row.points, 0)
    if (ended.length < expiredLotsAtOnce) return sum
  }
}
