import { type Uuid, uuidFromBytes } from '../../domain/ids.ts'
import type { ReadDb } from '../handle.ts'
import type { Place } from './event-table.ts'

/* The journal read as the outbox it is: a cursor over the events, never a second copy (sync.md 1). */

/** An event as it is sent: its text untouched, so that the hash stays its own. */
export interface OutgoingEvent {
  readonly id: Uuid
  readonly epoch: number
  readonly seq: number
  /** 64 hex digits. */
  readonly hash: string
  /** Canonical JSON. */
  readonly body: string
}

const nextSql = `
SELECT id, epoch, seq, hash, body FROM event
WHERE epoch = ? AND seq > ? ORDER BY seq LIMIT 1`
const nextEpochSql = `SELECT min(epoch) AS epoch FROM event WHERE epoch > ?`
const hashSql = `SELECT hash FROM event WHERE epoch = ? AND seq = ?`

/**
 * The events after a place in chain order, of one epoch, at most `limit` and at most `bytesMax` of canonical JSON,
 * but always one if there is one: a large event must not block the queue.
 */
export function outgoingEvents(db: ReadDb, place: Place, limit: number, bytesMax: number): OutgoingEvent[] {
  const rest = eventsOf(db, place, limit, bytesMax)
  if (rest.length > 0) return rest
  const next = db.prepare(nextEpochSql).get<{ epoch: number | null }>(place.epoch)?.epoch ?? null
  return next === null ? [] : eventsOf(db, { epoch: next, seq: 0 }, limit, bytesMax)
}

function eventsOf(db: ReadDb, place: Place, limit: number, bytesMax: number): OutgoingEvent[] {
  const events: OutgoingEvent[] = []
  let bytes = 0
  // One event a query: a row is up to half a megabyte, and only as many as fit are read.
  for (let seq = place.seq; events.length < limit; ) {
    const row = db
      .prepare(nextSql)
      .get<{ id: Buffer; epoch: number; seq: number; hash: Buffer; body: string }>(place.epoch, seq)
    if (!row) break
    bytes += Buffer.byteLength(row.body)
    if (bytes > bytesMax && events.length > 0) break
    events.push({ ...row, id: uuidFromBytes(row.id), hash: row.hash.toString('hex') })
    seq = row.seq
  }
  return events
}

/** The hash of the event at a place, 64 hex digits, or null when there is none. */
export function eventHashAt(db: ReadDb, place: Place): string | null {
  return db.prepare(hashSql).get<{ hash: Buffer }>(place.epoch, place.seq)?.hash.toString('hex') ?? null
}
