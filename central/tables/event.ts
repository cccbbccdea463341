import type { Uuid } from '../../domain/ids.ts'
import type { Transaction } from '../database.ts'
import type { KnownEvent } from '../push/chain-walk.ts'

const atPlacesSql = `SELECT e."terminalId", e."epoch", e."seq", e."id", e."hash", e."verdict"
  FROM unnest($2::bigint[], $3::bigint[]) AS p("epoch", "seq")
  JOIN event e ON e."terminalId" = $1 AND e."epoch" = p."epoch" AND e."seq" = p."seq"`
const takenIdsSql = `SELECT e."id" FROM unnest($1::uuid[]) AS wanted(id)
  JOIN event e ON e."id" = wanted.id AND NOT e."idTaken"`
const addSql = `INSERT INTO event
    ("terminalId", "epoch", "seq", "id", "idTaken", "type", "hash", "body", "verdict", "receivedAt")
  SELECT $1, r.*, $10 FROM unnest($2::bigint[], $3::bigint[], $4::uuid[], $5::boolean[], $6::text[], $7::text[],
    $8::text[], $9::text[]) r`

/** An event as it is kept. */
export interface EventRow {
  readonly epoch: number
  readonly seq: number
  readonly id: Uuid
  readonly idTaken: boolean
  readonly type: string
  readonly hash: string
  readonly body: string
  readonly verdict: string
}

/** The terminal's events at these places. */
export function eventsAt(
  tx: Transaction,
  terminalId: Uuid,
  places: readonly { readonly epoch: number; readonly seq: number }[],
): Promise<readonly KnownEvent[]> {
  return tx.query<KnownEvent>(atPlacesSql, [
    terminalId,
    places.map(({ epoch }) => epoch),
    places.map(({ seq }) => seq),
  ])
}

/** Those of the ids that an event of any terminal has already. */
export async function takenIds(tx: Transaction, ids: readonly Uuid[]): Promise<Set<Uuid>> {
  const rows = await tx.query<{ id: Uuid }>(takenIdsSql, [ids])
  return new Set(rows.map(({ id }) => id))
}

export async function addEvents(
  tx: Transaction,
  terminalId: Uuid,
  events: readonly EventRow[],
  receivedAt: number,
): Promise<void> {
  await tx.query(addSql, [
    terminalId,
    events.map(({ epoch }) => epoch),
    events.map(({ seq }) => seq),
    events.map(({ id }) => id),
    events.map(({ idTaken }) => idTaken),
    events.map(({ type }) => type),
    events.map(({ hash }) => hash),
    events.map(({ body }) => body),
    events.map(({ verdict }) => verdict),
    receivedAt,
  ])
}
