import type { ReadDb, Tx } from '../handle.ts'

/** Which state of the chain the replica's rows are. */
export interface Cursor {
  /** The run of change numbers it belongs to. */
  readonly feed: string
  /** The central's change number. */
  readonly change: number
  /** When the central said so, epoch ms. */
  readonly serverTime: number
}

const readSql = `SELECT feed, change, serverTime FROM cursor`
const saveSql = `
INSERT INTO cursor (one, feed, change, serverTime) VALUES (1, ?, ?, ?)
ON CONFLICT (one) DO UPDATE SET feed = excluded.feed, change = excluded.change, serverTime = excluded.serverTime`

/** Null in a replica that was never loaded. */
export function readCursor(db: ReadDb): Cursor | null {
  return db.prepare(readSql).get<Cursor>() ?? null
}

/** In the same transaction as the rows that lead to it. */
export function saveCursor(tx: Tx, cursor: Cursor): void {
  tx.prepare(saveSql).run(cursor.feed, cursor.change, cursor.serverTime)
}
