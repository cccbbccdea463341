import { promisify } from 'node:util'
import { zstdCompress, zstdDecompress } from 'node:zlib'
import { assert } from '../../domain/assert.ts'
import type { Uuid } from '../../domain/ids.ts'
import type { Statements, Transaction } from '../database.ts'

const compress = promisify(zstdCompress)
const decompress = promisify(zstdDecompress)

const oldestSql = `SELECT "terminalId", "epoch", "seq" FROM event
  WHERE "body" IS NOT NULL AND "receivedAt" < $1 ORDER BY "receivedAt", "terminalId", "epoch", "seq" LIMIT 1`
const nextSql = `SELECT "seq", "body" FROM event
  WHERE "terminalId" = $1 AND "epoch" = $2 AND "seq" >= $3 AND "seq" < $3 + $4::bigint AND "receivedAt" < $5
    AND "body" IS NOT NULL
  ORDER BY "seq" FOR UPDATE`
const addSql = `INSERT INTO archive_segment ("terminalId", "epoch", "fromSeq", "toSeq", "archivedAt", "bytes")
  VALUES ($1, $2, $3, $4, $5, $6)`
const emptySql = `UPDATE event SET "body" = NULL
  WHERE "terminalId" = $1 AND "epoch" = $2 AND "seq" BETWEEN $3 AND $4`
const rewriteSql = `UPDATE archive_segment SET "bytes" = $4
  WHERE "terminalId" = $1 AND "epoch" = $2 AND "fromSeq" = $3`
const holdingSql = `SELECT s."terminalId", s."epoch", s."fromSeq", s."bytes" FROM archive_segment s
  WHERE EXISTS (SELECT FROM unnest($1::uuid[], $2::bigint[], $3::bigint[]) AS p("terminalId", "epoch", "seq")
    WHERE s."terminalId" = p."terminalId" AND s."epoch" = p."epoch" AND p."seq" BETWEEN s."fromSeq" AND s."toSeq")`

/** Where an event stands, and what it said unless that is archived. */
export interface MaybeArchived {
  readonly terminalId: Uuid
  readonly epoch: number
  readonly seq: number
  readonly body: string | null
}

/** The same rows, each with what it said, from the archive where need be. */
export async function withBodies<Row extends MaybeArchived>(
  from: Statements,
  rows: readonly Row[],
): Promise<readonly (Row & { readonly body: string })[]> {
  const archived = rows.filter(({ body }) => body === null)
  const found = archived.length === 0 ? new Map<string, string>() : await archivedBodies(from, archived)
  return rows.map((row) => {
    const body = row.body ?? found.get(keyOf(row))
    assert(body !== undefined, 'an event is at hand or in the archive')
    return { ...row, body }
  })
}

async function archivedBodies(
  from: Statements,
  places: readonly MaybeArchived[],
): Promise<ReadonlyMap<string, string>> {
  const bodies = new Map<string, string>()
  for (const { terminalId, epoch, fromSeq, bytes } of await segmentsOf(from, places)) {
    const lines = (await decompress(bytes)).toString().split('\n')
    for (const [offset, line] of lines.entries()) {
      bodies.set(keyOf({ terminalId, epoch, seq: fromSeq + offset }), line)
    }
  }
  return bodies
}

interface Segment {
  readonly terminalId: Uuid
  readonly epoch: number
  readonly fromSeq: number
  readonly bytes: Uint8Array
}

/** The segments that hold these events. */
function segmentsOf(
  from: Statements,
  places: readonly Omit<MaybeArchived, 'body'>[],
): Promise<readonly Segment[]> {
  return from.query<Segment>(holdingSql, [
    places.map(({ terminalId }) => terminalId),
    places.map(({ epoch }) => epoch),
    places.map(({ seq }) => seq),
  ])
}

/**
 * Moves the events of one terminal, the oldest of all from before `before` and those after it, at most `limit`, into a
 * segment. Answers how many; 0 when nothing is that old.
 */
export async function archiveSegment(
  tx: Transaction,
  { before, now, limit }: { readonly before: number; readonly now: number; readonly limit: number },
): Promise<number> {
  const [oldest] = await tx.query<Omit<MaybeArchived, 'body'>>(oldestSql, [before])
  if (!oldest) return 0
  const { terminalId, epoch, seq } = oldest
  const rows = await tx.query<{ seq: number; body: string }>(nextSql, [terminalId, epoch, seq, limit, before])
  const inRow = rows.filter((row, offset) => row.seq === seq + offset)
  const last = inRow.at(-1)
  // Another run was faster with these: the next look finds others.
  if (!last) return 0
  const bytes = await compress(inRow.map(({ body }) => body).join('\n'))
  await tx.query(addSql, [terminalId, epoch, seq, last.seq, now, bytes])
  await tx.query(emptySql, [terminalId, epoch, seq, last.seq])
  return inRow.length
}

/** Changes what archived events say, in their segments. `change` answers the text as it is, or another one. */
export async function rewriteArchived(
  tx: Transaction,
  places: readonly Omit<MaybeArchived, 'body'>[],
  change: (body: string) => string,
): Promise<void> {
  if (places.length === 0) return
  const asked = new Set(places.map(keyOf))
  for (const { terminalId, epoch, fromSeq, bytes } of await segmentsOf(tx, places)) {
    const before = (await decompress(bytes)).toString()
    const after = before
      .split('\n')
      .map((line, offset) =>
        asked.has(keyOf({ terminalId, epoch, seq: fromSeq + offset })) ? change(line) : line,
      )
      .join('\n')
    if (after !== before) await tx.query(rewriteSql, [terminalId, epoch, fromSeq, await compress(after)])
  }
}

function keyOf({ terminalId, epoch, seq }: Omit<MaybeArchived, 'body'>): string {
  return `${terminalId}:${epoch}:${seq}`
}
