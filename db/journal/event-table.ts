import { assert } from '../../domain/assert.ts'
import { canonicalJson } from '../../domain/canonical-json.ts'
import { type ChainHead, noHash, type TillEvent } from '../../domain/event.ts'
import { type Uuid, uuidToBytes } from '../../domain/ids.ts'
import type { ReadDb, Tx } from '../handle.ts'
import { type Place, placeFrom, placeNumber } from './place.ts'

const appendSql = `INSERT INTO event (place, id, type, time, hash, body) VALUES (?, ?, ?, ?, ?, ?)`
const salvageSql = `
INSERT INTO event (place, id, type, time, hash, body) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`
const headSql = `SELECT place, hash FROM event WHERE place > ? AND place < ? ORDER BY place DESC LIMIT 1`
const lastTimeSql = `SELECT time FROM event WHERE place > ? ORDER BY place DESC LIMIT 1`
const lastWithHashSql = `SELECT place, hash FROM event ORDER BY place DESC LIMIT 1`
const lastSql = `SELECT max(place) AS place FROM event`
const afterSql = `SELECT body FROM event WHERE place > ? ORDER BY place LIMIT ?`
const findSql = `SELECT body FROM event WHERE id = ?`
const placeSql = `SELECT place FROM event WHERE id = ?`
const lastBeforeSql = `SELECT max(place) AS place FROM event WHERE place < ?`
const nextSql = `SELECT min(place) AS place FROM event WHERE place > ?`

/** The first number of an epoch and of the one after: its places lie between. */
function boundsOf(epoch: number): readonly [number, number] {
  return [placeNumber({ epoch, seq: 0 }), placeNumber({ epoch: epoch + 1, seq: 0 })]
}

/**
 * Appends to the chain. Asserts that the event follows the head of its epoch. `text` is its canonical JSON, when
 * whoever sealed it has that at hand.
 */
export function appendEvent(tx: Tx, event: TillEvent, text: string = canonicalJson(event)): void {
  const head = chainHead(tx, event.source, event.epoch)
  assert(event.seq === head.seq + 1 && event.prev === head.hash, `event ${event.id} follows the head`)
  tx.prepare(appendSql).run(
    placeNumber(event),
    uuidToBytes(event.id),
    event.type,
    event.time,
    Buffer.from(event.hash, 'hex'),
    text,
  )
}

/** Puts an event read back from a broken journal at its own place; false when it stands there already. */
export function putSalvaged(tx: Tx, event: TillEvent, text: string): boolean {
  const values = [placeNumber(event), uuidToBytes(event.id), event.type, event.time] as const
  return tx.prepare(salvageSql).run(...values, Buffer.from(event.hash, 'hex'), text).changes === 1
}

/** The head of an epoch of this till's chain; seq 0 and `noHash` before its first event. */
export function chainHead(db: ReadDb, source: Uuid, epoch: number): ChainHead {
  const row = db.prepare(headSql).get<{ place: number; hash: Buffer }>(...boundsOf(epoch))
  return row
    ? { source, epoch, seq: placeFrom(row.place).seq, hash: row.hash.toString('hex') }
    : { source, epoch, seq: 0, hash: noHash }
}

/** When the last event after a place (as `lastPlace` tells it) happened; 0 when there is none. */
export function lastEventTime(db: ReadDb, after: number): number {
  return db.prepare(lastTimeSql).get<{ time: number }>(after)?.time ?? 0
}

/** The last event's place as one number; 0 in an empty journal. */
export function lastPlace(db: ReadDb): number {
  return db.prepare(lastSql).get<{ place: number | null }>()?.place ?? 0
}

/** The last event of the newest epoch, or null in an empty journal. */
export function lastPlaceAndHead(db: ReadDb): (Place & { readonly head: string }) | null {
  const row = db.prepare(lastWithHashSql).get<{ place: number; hash: Buffer }>()
  return row ? { ...placeFrom(row.place), head: row.hash.toString('hex') } : null
}

/** The highest epoch that has an event; 0 in an empty journal. */
export function lastEpoch(db: ReadDb): number {
  return placeFrom(lastPlace(db)).epoch
}

/**
 * The events after a place in chain order, at most `limit` and at most `bytesMax` of canonical JSON, but always one
 * if there is one: an oversized event must not block the queue.
 */
export function eventsAfter(db: ReadDb, place: Place, limit: number, bytesMax: number): TillEvent[] {
  const events: TillEvent[] = []
  let bytes = 0
  for (const { body } of db.prepare(afterSql).all<{ body: string }>(placeNumber(place), limit)) {
    bytes += Buffer.byteLength(body)
    if (bytes > bytesMax && events.length > 0) break
    events.push(JSON.parse(body) as TillEvent)
  }
  return events
}

export function findEvent(db: ReadDb, id: Uuid): TillEvent | null {
  const row = db.prepare(findSql).get<{ body: string }>(uuidToBytes(id))
  return row ? (JSON.parse(row.body) as TillEvent) : null
}

/** Where an event stands, or null when it never happened: the question after an unknown outcome. */
export function placeOfEvent(db: ReadDb, id: Uuid): Place | null {
  const row = db.prepare(placeSql).get<{ place: number }>(uuidToBytes(id))
  return row ? placeFrom(row.place) : null
}

/** How many events stand after a place. Counts by the ends of each epoch, so a long queue costs nothing. */
export function countEventsAfter(db: ReadDb, place: Place): number {
  let count = 0
  let from: Place = place
  for (;;) {
    const last = lastPlaceOf(db, from.epoch)
    count += Math.max(0, last.seq - from.seq)
    const next = db.prepare(nextSql).get<{ place: number | null }>(boundsOf(from.epoch)[1])?.place ?? null
    if (next === null) return count
    from = { epoch: placeFrom(next).epoch, seq: 0 }
  }
}

function lastPlaceOf(db: ReadDb, epoch: number): Place {
  const [first, after] = boundsOf(epoch)
  const last = db.prepare(lastBeforeSql).get<{ place: number | null }>(after)?.place ?? null
  return last === null || last <= first ? { epoch, seq: 0 } : placeFrom(last)
}
