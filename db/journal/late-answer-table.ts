import { type Uuid, uuidFromBytes, uuidToBytes } from '../../domain/ids.ts'
import type { RefusalCode } from '../../domain/refusal.ts'
import type { ReadDb, Tx } from '../handle.ts'

/** What the central said to an act after this till had decided it alone (sync.md 5): the event stays as it is. */
export interface LateAnswer {
  readonly eventId: Uuid
  /** Why not; null = approved after all. */
  readonly code: RefusalCode | null
  /** Epoch ms. */
  readonly heardAt: number
}

const addSql = `INSERT INTO late_answer (eventId, code, heardAt) VALUES (?, ?, ?) ON CONFLICT (eventId) DO NOTHING`
const findSql = `SELECT code, heardAt FROM late_answer WHERE eventId = ?`
const declinedSql = `
SELECT eventId, code, heardAt FROM late_answer WHERE code IS NOT NULL ORDER BY heardAt DESC, eventId LIMIT ?`

export function addLateAnswer(tx: Tx, { eventId, code, heardAt }: LateAnswer): void {
  tx.prepare(addSql).run(uuidToBytes(eventId), code, heardAt)
}

export function lateAnswerTo(db: ReadDb, eventId: Uuid): LateAnswer | null {
  const row = db.prepare(findSql).get<Omit<LateAnswer, 'eventId'>>(uuidToBytes(eventId))
  return row ? { eventId, ...row } : null
}

/** Acts the central would not have allowed, the newest first. */
export function lateDeclines(db: ReadDb, limit: number): (LateAnswer & { readonly code: RefusalCode })[] {
  return db
    .prepare(declinedSql)
    .all<{ eventId: Buffer; code: RefusalCode; heardAt: number }>(limit)
    .map(({ eventId, ...rest }) => ({ ...rest, eventId: uuidFromBytes(eventId) }))
}
