import type { Uuid } from '../../domain/ids.ts'
import type { Dispute } from '../apply/facts.ts'
import type { Who } from '../apply/promises.ts'
import type { Transaction } from '../database.ts'
import type { Examined, ParkCode } from '../push/examine.ts'

/* What people must look at: disputes, parked events and forks. Nothing of it is ever deleted by the central. */

const addDisputesSql = `INSERT INTO dispute
    ("kind", "subject", "eventId", "other", "terminalId", "points", "amount", "storeId", "actor", "memberId", "approver",
     "mode", "recordedAt")
  SELECT r."kind", r."subject", r."eventId", r."other", r."terminalId", r."points", r."amount", r."storeId", r."actor",
    r."memberId", r."approver", r."mode", $2
  FROM jsonb_populate_recordset(NULL::dispute, $1::jsonb) WITH ORDINALITY r ORDER BY r."ordinality"`
const addParkedSql = `INSERT INTO parked ("terminalId", "recordedAt", "eventId", "epoch", "seq", "code", "body")
  SELECT $1, $2, r.* FROM unnest($3::uuid[], $4::bigint[], $5::bigint[], $6::text[], $7::text[]) r`
const hasParkedSql = 'SELECT 1 FROM parked WHERE "terminalId" = $1 AND "code" = $2 LIMIT 1'
const addForksSql = `INSERT INTO fork ("terminalId", "recordedAt", "epoch", "seq", "hash", "body")
  SELECT $1, $2, r.* FROM unnest($3::bigint[], $4::bigint[], $5::text[], $6::text[]) r ON CONFLICT DO NOTHING`

interface At {
  readonly terminalId: Uuid
  readonly now: number
}

/** Keeps disputes with who did what they are about: of the pushing till's events, and of those that lost to them. */
export async function addDisputes(
  tx: Transaction,
  { terminalId, now }: At,
  disputes: readonly Dispute[],
  who: ReadonlyMap<Uuid, Who>,
): Promise<void> {
  if (disputes.length === 0) return
  const rows = disputes.map((dispute) => ({ terminalId, ...who.get(dispute.eventId), ...dispute }))
  await tx.query(addDisputesSql, [JSON.stringify(rows), now])
}

export async function addParked(
  tx: Transaction,
  at: At,
  parked: readonly { readonly examined: Examined; readonly code: ParkCode }[],
): Promise<void> {
  if (parked.length === 0) return
  const places = parked.map(({ examined }) => examined.place)
  await tx.query(addParkedSql, [
    at.terminalId,
    at.now,
    places.map(({ id }) => id),
    places.map(({ epoch }) => epoch),
    places.map(({ seq }) => seq),
    parked.map(({ code }) => code),
    parked.map(({ examined }) => examined.body),
  ])
}

/** Whether an event of the terminal was parked for this reason. */
export async function hasParked(tx: Transaction, terminalId: Uuid, code: ParkCode): Promise<boolean> {
  return (await tx.query(hasParkedSql, [terminalId, code])).length > 0
}

/** Keeps the other branch; the same event pushed again adds nothing. */
export async function addForks(tx: Transaction, at: At, others: readonly Examined[]): Promise<void> {
  const places = others.map(({ place }) => place)
  await tx.query(addForksSql, [
    at.terminalId,
    at.now,
    places.map(({ epoch }) => epoch),
    places.map(({ seq }) => seq),
    places.map(({ hash }) => hash),
    others.map(({ body }) => body),
  ])
}
