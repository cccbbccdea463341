import type { Uuid } from '../../domain/ids.ts'
import type { Transaction } from '../database.ts'
import { endLeases } from './leases.ts'

/*
 * Leases and what is set aside never come to more than there is (sync.md 10, invariant 11), whoever moves points and
 * value: who takes of a balance asks here, and what was promised of a member goes with them.
 */

/** What was promised of members' points and of accounts (`$1`) at `$2`, with how much of it there is. */
const promisedSql = `SELECT p."subjectId", p."amount", CASE p."kind"
    WHEN 'points' THEN (SELECT coalesce(sum(l."points"), 0) FROM lot l
      WHERE l."memberId" = p."subjectId" AND l."spendableFrom" <= $2 AND l."expiresAt" > $2)
    ELSE (SELECT coalesce(sum(a."principal" + a."gift"), 0) FROM account a WHERE a."accountId" = p."subjectId")
  END AS "balance"
  FROM (SELECT x."subjectId", x."kind", sum(x."amount") AS "amount" FROM (
      SELECT l."subjectId", l."kind", greatest(0, l."granted" - l."used") AS "amount" FROM lease l
        WHERE l."subjectId" = ANY($1::uuid[])
      UNION ALL SELECT r."subjectId", r."kind", r."amount" FROM reservation r
        WHERE r."subjectId" = ANY($1::uuid[]) AND r."expiresAt" > $2
    ) x WHERE x."kind" <> 'coupon' GROUP BY x."subjectId", x."kind") p`
/** Fences of a subject count up for ever: those that come follow those that are there. */
const fencesSql = 'SELECT coalesce(max("fence"), 0) AS "highest" FROM lease_grant WHERE "subjectId" = $1'
const moveGrantsSql = 'UPDATE lease_grant SET "subjectId" = $2, "fence" = "fence" + $3 WHERE "subjectId" = $1'
const moveLeasesSql = `UPDATE lease SET "subjectId" = $2, "fence" = "fence" + $3, "changeNumber" = $4
  WHERE "subjectId" = $1`
const copyReservationsSql = `INSERT INTO reservation ("eventId", "kind", "subjectId", "part", "amount", "expiresAt")
  SELECT "eventId", "kind", $2, "part", "amount", "expiresAt" FROM reservation WHERE "subjectId" = $1
  ON CONFLICT ("eventId", "kind", "subjectId", "part") DO UPDATE SET "amount" = reservation."amount" + excluded."amount"`
const dropReservationsSql = 'DELETE FROM reservation WHERE "subjectId" = ANY($1::uuid[])'
const leasesOfSql = 'SELECT "leaseId" FROM lease WHERE "subjectId" = ANY($1::uuid[])'

/** The first of these members and accounts of which more is promised than there is. After `lockSubjects`. */
export async function overPromised(
  tx: Transaction,
  subjects: readonly (Uuid | string)[],
  now: number,
): Promise<string | null> {
  if (subjects.length === 0) return null
  const rows = await tx.query<{ subjectId: string; amount: number; balance: number }>(promisedSql, [
    subjects,
    now,
  ])
  return rows.find(({ amount, balance }) => amount > balance)?.subjectId ?? null
}

/** What was promised of a member who is merged is promised of the survivor. After `lockSubjects` of both. */
export async function movePromises(
  tx: Transaction,
  { from, into }: { readonly from: Uuid; readonly into: Uuid },
  changeNumber: number,
): Promise<void> {
  const [fences] = await tx.query<{ highest: number }>(fencesSql, [into])
  const highest = fences?.highest ?? 0
  await tx.query(moveGrantsSql, [from, into, highest])
  await tx.query(moveLeasesSql, [from, into, highest, changeNumber])
  await tx.query(copyReservationsSql, [from, into])
  await tx.query(dropReservationsSql, [[from]])
}

/** What is erased can be promised to nobody: leases of it end unheard, and nothing stays set aside. */
export async function dropPromises(
  tx: Transaction,
  subjects: readonly (Uuid | string)[],
  at: { readonly now: number; readonly changeNumber: number },
): Promise<void> {
  if (subjects.length === 0) return
  const leases = await tx.query<{ leaseId: Uuid }>(leasesOfSql, [subjects])
  await endLeases(
    tx,
    leases.map(({ leaseId }) => leaseId),
    'revoked',
    at,
  )
  await tx.query(dropReservationsSql, [subjects])
}
