import { type Uuid, uuidFromBytes, uuidToBytes } from '../../domain/ids.ts'
import type { ReadDb, Tx } from '../handle.ts'

/** An event the central disputes or parked, for people to look at. */
export interface VerdictRecord {
  readonly eventId: Uuid
  readonly outcome: 'disputed' | 'parked'
  /** Why parked, or null. */
  readonly code: string | null
  readonly disputes: readonly { readonly kind: string; readonly subject: string; readonly other: Uuid }[]
  /** Epoch ms. */
  readonly heardAt: number
}

const saveSql = `
INSERT INTO verdict (eventId, outcome, code, disputes, heardAt) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (eventId) DO UPDATE SET outcome = excluded.outcome, code = excluded.code, disputes = excluded.disputes`
const removeSql = `DELETE FROM verdict WHERE eventId = ?`
const countSql = `SELECT outcome, count(*) AS events FROM verdict GROUP BY outcome`
const listSql = `SELECT eventId, outcome, code, disputes, heardAt FROM verdict ORDER BY heardAt DESC, eventId LIMIT ?`

export function saveVerdict(tx: Tx, verdict: VerdictRecord): void {
  const { eventId, outcome, code, disputes, heardAt } = verdict
  tx.prepare(saveSql).run(uuidToBytes(eventId), outcome, code, JSON.stringify(disputes), heardAt)
}

/** The central took the event after all (a parked one put right). */
export function removeVerdict(tx: Tx, eventId: Uuid): void {
  tx.prepare(removeSql).run(uuidToBytes(eventId))
}

export function countVerdicts(db: ReadDb): { readonly disputed: number; readonly parked: number } {
  const counts = { disputed: 0, parked: 0 }
  for (const { outcome, events } of db
    .prepare(countSql)
    .all<{ outcome: VerdictRecord['outcome']; events: number }>())
    counts[outcome] = events
  return counts
}

/** Newest first. */
export function listVerdicts(db: ReadDb, limit: number): VerdictRecord[] {
  return db
    .prepare(listSql)
    .all<Omit<VerdictRecord, 'eventId' | 'disputes'> & { eventId: Buffer; disputes: string }>(limit)
    .map(({ eventId, disputes, ...rest }) => ({
      ...rest,
      eventId: uuidFromBytes(eventId),
      disputes: JSON.parse(disputes) as VerdictRecord['disputes'],
    }))
}
