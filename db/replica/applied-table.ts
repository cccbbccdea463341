import { type Uuid, uuid, uuidToBytes } from '../../domain/ids.ts'
import type { ReadDb, Tx } from '../handle.ts'

/** For one till of the store: the last event whose effects the rows here contain. */
export interface AppliedMark {
  readonly terminalId: Uuid
  readonly epoch: number
  readonly seq: number
}

const putSql = `
INSERT INTO applied (terminalId, epoch, seq) VALUES (?, ?, ?)
ON CONFLICT (terminalId) DO UPDATE SET epoch = excluded.epoch, seq = excluded.seq`
const removeSql = `DELETE FROM applied WHERE terminalId = ?`
const findSql = `SELECT epoch, seq FROM applied WHERE terminalId = ?`

/** In the same transaction as the rows it speaks of. */
export function putApplied(tx: Tx, mark: AppliedMark): void {
  tx.prepare(putSql).run(uuidToBytes(mark.terminalId), mark.epoch, mark.seq)
}

/** `key` is the terminal's id. */
export function removeApplied(tx: Tx, key: string): void {
  tx.prepare(removeSql).run(uuidToBytes(uuid(key)))
}

/** How far the rows here contain a till's own events; before all when it was never named. */
export function appliedMark(db: ReadDb, terminalId: Uuid): { readonly epoch: number; readonly seq: number } {
  return (
    db.prepare(findSql).get<{ epoch: number; seq: number }>(uuidToBytes(terminalId)) ?? {
      epoch: 0,
      seq: 0,
    }
  )
}
