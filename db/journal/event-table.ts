import { assert } from '../../domain/assert.ts'
import { canonicalJson } from '../../domain/canonical-json.ts'
import { type ChainHead, noHash, type TillEvent } from '../../domain/event.ts'
import { type Uuid, uuidToBytes } from '../../domain/ids.ts'
import type { ReadDb, Tx } from '../handle.ts'

/** Where an event stands in its till's chain. Ordered by epoch, then seq; `{epoch: 0, seq: 0}` is before all. */
export interface Place {
  readonly epoch: number
  readonly seq: number
}

export const beforeAll: Place = { epoch: 0, seq: 0 }

const appendSql = `INSERT INTO event (epoch, seq, id, type, time, hash, body) VALUES (?, ?, ?, ?, ?, ?, ?)`
const headSql = `SELECT seq, hash FROM event WHERE epoch = ? ORDER BY seq DESC LIMIT 1`
const lastEpochSql = `SELECT max(epoch) AS epoch FROM event`
const afterSql = `SELECT body FROM event WHERE (epoch, seq) > (?, ?) ORDER BY epoch, seq LIMIT ?`
const findSql = `SELECT body FROM event WHERE id = ?`
const placeSql = `SELECT epoch, seq FROM event WHERE id = ?`
const lastSeqSql = `SELECT max(seq) AS seq FROM event WHERE epoch = ?`
const nextEpochSql = `SELECT min(epoch) AS epoch FROM event WHERE epoch > ?`

/**
 * Appends to the chain. Asserts that the event follows the head of its epoch. `text` is its canonical JSON, when
 * whoever sealed it has that at hand.
 */
export function appendEvent(tx: Tx, event: TillEvent, text: string = canonicalJson(event)): void {
  const head = chainHead(tx, event.source, event.epoch)
  assert(event.seq === head.seq + 1 && event.prev === head.hash, `event ${event.id} follows the head`)
  tx.prepare(appendSql).run(
    event.epoch,
    event.seq,
    uuidToBytes(event.id),
    event.type,
    event.time,
    Buffer.from(event.hash, 'hex'),
    text,
  )
}

/** The head of an epoch of this till's chain; seq 0 and `noHash` before its first event. */
export function chainHead(db: ReadDb, source: Uuid, epoch: number): ChainHead {
  const row = db.prepare(headSql).get<{ seq: number; hash: Buffer }>(epoch)
  return row
    ? { source, epoch, seq: row.seq, hash: row.hash.toString('hex') }
    : { source, epoch, seq: 0, hash: noHash }
}

/** The highest epoch that has an event; 0 in an empty journal. */
export function lastEpoch(db: ReadDb): number {
  return db.prepare(lastEpochSql).get<{ epoch: number | null }>()?.epoch ?? 0
}

/**
 * The events after a place in chain order, at most `limit` and at most `bytesMax` of canonical JSON, but always one
 * if there is one: an oversized event must not block the queue.
 */
export function eventsAfter(db: ReadDb, place: Place, limit: number, bytesMax: number): TillEvent[] {
  const events: TillEvent[] = []
  let bytes = 0
  for (const { body } of db.prepare(afterSql).all<{ body: string }>(place.epoch, place.seq, limit)) {
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
  return db.prepare(placeSql).get<Place>(uuidToBytes(id)) ?? null
}

/** How many events stand after a place. Counts by the ends of each epoch, so a long queue costs nothing. */
export function countEventsAfter(db: ReadDb, place: Place): number {
  const lastSeq = (epoch: number) => db.prepare(lastSeqSql).get<{ seq: number | null }>(epoch)?.seq ?? 0
  const nextEpoch = (epoch: number) =>
    db.prepare(nextEpochSql).get<{ epoch: number | null }>(epoch)?.epoch ?? null
  let count = Math.max(0, lastSeq(place.epoch) - place.seq)
  for (let epoch = nextEpoch(place.epoch); epoch !== null; epoch = nextEpoch(epoch)) count += lastSeq(epoch)
  return count
}
