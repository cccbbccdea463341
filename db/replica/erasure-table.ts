import { type Uuid, uuid, uuidFromBytes, uuidToBytes } from '../../domain/ids.ts'
import type { ReadDb, Tx } from '../handle.ts'

const putSql = `
INSERT INTO erasure (memberId, erasedAt) VALUES (?, ?) ON CONFLICT (memberId) DO UPDATE SET erasedAt = excluded.erasedAt`
const removeSql = `DELETE FROM erasure WHERE memberId = ?`
const countSql = `SELECT count(*) AS members FROM erasure`
const afterSql = `SELECT memberId FROM erasure WHERE memberId > ? ORDER BY memberId LIMIT ?`

/** A member head office erased: whoever has anything of them forgets it and says so (loyalty.md 7). */
export interface Erasure {
  readonly memberId: Uuid
  readonly erasedAt: number
}

export function putErasure(tx: Tx, { memberId, erasedAt }: Erasure): void {
  tx.prepare(putSql).run(uuidToBytes(memberId), erasedAt)
}

/** `key` is the member's id. */
export function removeErasure(tx: Tx, key: string): void {
  tx.prepare(removeSql).run(uuidToBytes(uuid(key)))
}

/** How many members the chain erased. */
export function countErasures(db: ReadDb): number {
  return db.prepare(countSql).get<{ members: number }>()?.members ?? 0
}

/** Erased members in the order of their ids, from the one after `after`. */
export function erasuresAfter(db: ReadDb, after: Uuid | null, limit: number): Uuid[] {
  return db
    .prepare(afterSql)
    .all<{ memberId: Buffer }>(after ? uuidToBytes(after) : new Uint8Array(), limit)
    .map(({ memberId }) => uuidFromBytes(memberId))
}
