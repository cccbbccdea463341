import { type Uuid, uuid, uuidFromBytes, uuidToBytes } from '../../domain/ids.ts'
import type { ReadDb, Tx } from '../handle.ts'

/** The means to check a member's own PIN. */
export interface SealedMemberPin {
  readonly memberId: Uuid
  readonly pinSalt: Uint8Array
  /** As with staff: sealed by the till's pepper; in a snapshot the hash itself. */
  readonly pinSeal: Uint8Array
}

const putSql = `
INSERT INTO member_pin (memberId, pinSalt, pinSeal) VALUES (?, ?, ?)
ON CONFLICT (memberId) DO UPDATE SET pinSalt = excluded.pinSalt, pinSeal = excluded.pinSeal`
const removeSql = `DELETE FROM member_pin WHERE memberId = ?`
const findSql = `SELECT pinSalt, pinSeal FROM member_pin WHERE memberId = ?`
const pageSql = `SELECT memberId, pinSalt, pinSeal FROM member_pin WHERE memberId > ? ORDER BY memberId LIMIT ?`

export function putMemberPin(tx: Tx, { memberId, pinSalt, pinSeal }: SealedMemberPin): void {
  tx.prepare(putSql).run(uuidToBytes(memberId), pinSalt, pinSeal)
}

/** `key` is the member's id. */
export function removeMemberPin(tx: Tx, key: string): void {
  tx.prepare(removeSql).run(uuidToBytes(uuid(key)))
}

/** Null when the member has no PIN. */
export function findMemberPin(db: ReadDb, memberId: Uuid): SealedMemberPin | null {
  const row = db.prepare(findSql).get<Omit<SealedMemberPin, 'memberId'>>(uuidToBytes(memberId))
  return row ? { memberId, ...row } : null
}

/** PINs in the order of their members, from the one after `after` on; null for the first. */
export function memberPinsAfter(db: ReadDb, after: Uuid | null, limit: number): SealedMemberPin[] {
  return db
    .prepare(pageSql)
    .all<Omit<SealedMemberPin, 'memberId'> & { readonly memberId: Buffer }>(
      after ? uuidToBytes(after) : new Uint8Array(0),
      limit,
    )
    .map((row) => ({ ...row, memberId: uuidFromBytes(row.memberId) }))
}
