import { type Uuid, uuidFromBytes } from '../../domain/ids.ts'
import type { ReadDb } from '../handle.ts'
import { type Place, placeFrom, placeNumber } from './place.ts'

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
SELECT place, id, hash, body FROM event
WHERE place > ? AND NOT EXISTS (SELECT 1 FROM stray WHERE stray.place = event.place) ORDER BY place LIMIT 1`
const lastInChainSql = `
SELECT place FROM event
WHERE place <= ? AND NOT EXISTS (SELECT 1 FROM stray WHERE stray.place = event.place) ORDER BY place DESC LIMIT 1`
const hashSql = `SELECT hash FROM event WHERE place = ?`

/**
 * The events after a place in chain order, of one epoch and without a hole, strays left out, at most `limit` and at most `bytesMax` of canonical JSON,
 * but always one if there is one: a large event must not block the queue.
 */
export function outgoingEvents(db: ReadDb, place: Place, limit: number, bytesMax: number): OutgoingEvent[] {
  const events: OutgoingEvent[] = []
  let bytes = 0
  // One event a query: a row is up to half a megabyte, and only as many as fit are read.
  for (let from = placeNumber(place); events.length < limit; ) {
    const row = db.prepare(nextSql).get<{ place: number; id: Buffer; hash: Buffer; body: string }>(from)
    if (!row) break
    const { epoch, seq } = placeFrom(row.place)
    const before = events.at(-1)
    if (before && (before.epoch !== epoch || before.seq + 1 !== seq)) break
    bytes += Buffer.byteLength(row.body)
    if (bytes > bytesMax && events.length > 0) break
    const { body } = row
    events.push({ id: uuidFromBytes(row.id), epoch, seq, hash: row.hash.toString('hex'), body })
    from = row.place
  }
  return events
}

/** The last event up to a place that is no stray, or null. */
export function lastInChain(db: ReadDb, place: Place): Place | null {
  const row = db.prepare(lastInChainSql).get<{ place: number }>(placeNumber(place))
  return row ? placeFrom(row.place) : null
}

/** The hash of the event at a place, 64 hex digits, or null when there is none. */
export function eventHashAt(db: ReadDb, place: Place): string | null {
  return db.prepare(hashSql).get<{ hash: Buffer }>(placeNumber(place))?.hash.toString('hex') ?? null
}
