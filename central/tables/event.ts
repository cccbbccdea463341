import type { Uuid } from '../../domain/ids.ts'
import type { Transaction } from '../database.ts'
import type { KnownEvent, KnownHead } from '../push/chain-walk.ts'

const atPlacesSql = `SELECT e."terminalId", e."epoch", e."seq", e."id", e."hash", e."verdict"
  FROM unnest($2::bigint[], $3::bigint[]) AS p("epoch", "seq")
  JOIN event e ON e."terminalId" = $1 AND e."epoch" = p."epoch" AND e."seq" = p."seq"`
const takenIdsSql = `SELECT e."id" FROM unnest($1::uuid[]) AS wanted(id)
  JOIN event e ON e."id" = wanted.id AND NOT e."idTaken"
  UNION SELECT f."id" FROM unnest($1::uuid[]) AS wanted(id) JOIN fork f ON f."id" = wanted.id`
const headsSql = `SELECT h."epoch", h."seq", h."hash" FROM unnest($2::bigint[]) AS wanted("epoch")
  JOIN LATERAL (SELECT e."epoch", e."seq", e."hash" FROM event e
    WHERE e."terminalId" = $1 AND e."epoch" = wanted."epoch" ORDER BY e."seq" DESC LIMIT 1) h ON true`
const headBeforeSql = `SELECT "epoch", "seq", "hash" FROM event WHERE "terminalId" = $1 AND "epoch" < $2
  ORDER BY "epoch" DESC, "seq" DESC LIMIT 1`
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

/** The last event of each of these epochs that is known at all. */
export function branchHeads(
  tx: Transaction,
  terminalId: Uuid,
  epochs: readonly number[],
): Promise<readonly KnownHead[]> {
  return tx.query<KnownHead>(headsSql, [terminalId, epochs])
}

/** The last event of the newest epoch before another one; null when there is none. */
export async function headBefore(
  tx: Transaction,
  terminalId: Uuid,
  epoch: number,
): Promise<KnownHead | null> {
  const [row] = await tx.query<KnownHead>(headBeforeSql, [terminalId, epoch])
  return row ?? null
}

/** Those of the ids that an event of any terminal has already, in its chain or beside it. */
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
