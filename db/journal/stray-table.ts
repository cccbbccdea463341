import { type Uuid, uuidFromBytes } from '../../domain/ids.ts'
import type { ReadDb, Tx } from '../handle.ts'
import type { OutgoingEvent } from './outbox.ts'
import { type Place, placeFrom, placeNumber } from './place.ts'

/* Events of this till beside the chain: the own branch of a fork, and what was salvaged behind a hole (sync.md 3). */

const markSql = `
INSERT INTO stray (place, told) SELECT place, 0 FROM event WHERE place > ? AND place < ?
ON CONFLICT (place) DO NOTHING`
const lastSql = `SELECT place, hash FROM event WHERE place > ? AND place < ? ORDER BY place DESC LIMIT 1`
const untoldSql = `
SELECT event.place AS place, id, hash, body FROM stray JOIN event USING (place)
WHERE told = 0 AND event.place > ? ORDER BY event.place LIMIT 1`
const toldSql = `UPDATE stray SET told = 1 WHERE place = ?`
const againSql = `UPDATE stray SET told = 0 WHERE told = 1`
const countUntoldSql = `SELECT count(*) AS events FROM stray WHERE told = 0`
const countAfterSql = `SELECT count(*) AS events FROM stray WHERE place > ?`

/**
 * Makes every event of an epoch behind `after` a stray. Answers the last event of the epoch: what is sent next comes
 * after it. Null when the epoch has no event.
 */
export function markStrays(tx: Tx, after: Place): (Place & { readonly head: string }) | null {
  const end = placeNumber({ epoch: after.epoch + 1, seq: 0 })
  tx.prepare(markSql).run(placeNumber(after), end)
  const begin = placeNumber({ epoch: after.epoch, seq: 0 })
  const last = tx.prepare(lastSql).get<{ place: number; hash: Buffer }>(begin, end)
  return last ? { ...placeFrom(last.place), head: last.hash.toString('hex') } : null
}

/** Those the central has not answered to, in order, within the limits of a push but always one if there is one. */
export function untoldStrays(db: ReadDb, limit: number, bytesMax: number): OutgoingEvent[] {
  const events: OutgoingEvent[] = []
  let bytes = 0
  for (let from = 0; events.length < limit; ) {
    const row = db.prepare(untoldSql).get<{ place: number; id: Buffer; hash: Buffer; body: string }>(from)
    if (!row) break
    bytes += Buffer.byteLength(row.body)
    if (bytes > bytesMax && events.length > 0) break
    const id: Uuid = uuidFromBytes(row.id)
    events.push({ id, ...placeFrom(row.place), hash: row.hash.toString('hex'), body: row.body })
    from = row.place
  }
  return events
}

export function toldStray(tx: Tx, place: Place): void {
  tx.prepare(toldSql).run(placeNumber(place))
}

/** The central was put back and may have lost them: all are told again, and what it has is a duplicate. */
export function tellStraysAgain(tx: Tx): void {
  tx.prepare(againSql).run()
}

export function countUntold(db: ReadDb): number {
  return db.prepare(countUntoldSql).get<{ events: number }>()?.events ?? 0
}

export function countStraysAfter(db: ReadDb, place: Place): number {
  return db.prepare(countAfterSql).get<{ events: number }>(placeNumber(place))?.events ?? 0
}
