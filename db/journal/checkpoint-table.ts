import type { ReadDb, Tx } from '../handle.ts'
import { countEventsAfter } from './event-table.ts'
import { beforeAll } from './place.ts'
import { countStraysAfter, countUntold } from './stray-table.ts'

/** How far the central said it has this till's chain. */
export interface Acknowledged {
  readonly epoch: number
  readonly seq: number
  /** Hash of that event, 64 hex digits. */
  readonly head: string
  /** Epoch ms. */
  readonly serverTime: number
}

const saveSql = `
INSERT INTO checkpoint (one, epoch, seq, head, serverTime) VALUES (1, ?, ?, ?, ?)
ON CONFLICT (one) DO UPDATE SET epoch = excluded.epoch, seq = excluded.seq, head = excluded.head, serverTime = excluded.serverTime`
const lastSql = `SELECT epoch, seq, head, serverTime FROM checkpoint`

/** Keeps the latest checkpoint, also one that went back: a central restored from a backup is sent what it lost. */
export function saveCheckpoint(tx: Tx, acknowledged: Acknowledged): void {
  const { epoch, seq, head, serverTime } = acknowledged
  tx.prepare(saveSql).run(epoch, seq, Buffer.from(head, 'hex'), serverTime)
}

export function lastCheckpoint(db: ReadDb): Acknowledged | null {
  const row = db.prepare(lastSql).get<{ epoch: number; seq: number; head: Buffer; serverTime: number }>()
  return row ? { ...row, head: row.head.toString('hex') } : null
}

/** Events the central has not acknowledged. */
export function countWaiting(db: ReadDb): number {
  const place = lastCheckpoint(db) ?? beforeAll
  return countEventsAfter(db, place) - countStraysAfter(db, place) + countUntold(db)
}
