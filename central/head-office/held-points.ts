import type { Uuid } from '../../domain/ids.ts'
import { countsFrom, type Lot } from '../../domain/lot.ts'
import type { Transaction } from '../database.ts'
import { newestProgramme } from '../programmes.ts'

/** What is held for members whose freeze is over. `$1`: member ids; `$2`: now. */
const toReleaseSql = `SELECT l."lotId", l."earnedAt",
    (SELECT s."timeZone" FROM store s ORDER BY s."number" LIMIT 1) AS "timeZone"
  FROM lot l JOIN member m ON m."memberId" = l."memberId" AND m."status" = 'active'
  WHERE l."memberId" = ANY($1::uuid[]) AND l."spendableFrom" >= l."expiresAt" AND l."expiresAt" > $2`
const releaseSql = `UPDATE lot l SET "spendableFrom" = r."spendableFrom", "changeNumber" = $2
  FROM jsonb_populate_recordset(NULL::lot, $1::jsonb) r WHERE l."lotId" = r."lotId"`
/** Ends where it stands: what is left is booked as expired like that of any lot. `$2`: now. */
const lapseSql = `UPDATE lot l SET "expiresAt" = $2, "changeNumber" = $3 FROM member m
  WHERE l."memberId" = ANY($1::uuid[]) AND l."spendableFrom" >= l."expiresAt" AND l."expiresAt" > $2
    AND m."memberId" = l."memberId" AND m."status" = 'blacklisted'`

/**
 * Settles what was held for these members while they were frozen, by the status they have now: an active one may spend it
 * from now on, or from when it would have counted all the same; of a blacklisted one it lapses (docs/RULES.md 9).
 */
export async function settleHeldPoints(
  tx: Transaction,
  memberIds: readonly string[],
  { now, changeNumber }: { readonly now: number; readonly changeNumber: number },
): Promise<void> {
  await tx.query(lapseSql, [memberIds, now, changeNumber])
  const held = await tx.query<{ lotId: Uuid; earnedAt: number; timeZone: string }>(toReleaseSql, [
    memberIds,
    now,
  ])
  if (held.length === 0) return
  const programme = await newestProgramme(tx)
  const released = held.map(({ lotId, earnedAt, timeZone }): Pick<Lot, 'lotId' | 'spendableFrom'> => {
    const counts = programme ? countsFrom(earnedAt, programme, timeZone) : earnedAt
    return { lotId, spendableFrom: Math.max(now, counts) }
  })
  await tx.query(releaseSql, [JSON.stringify(released), changeNumber])
}
