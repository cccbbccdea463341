import { assert } from '../../domain/assert.ts'
import { type Uuid, uuidFromBytes, uuidToBytes } from '../../domain/ids.ts'
import type { Identifier, IdentifierKind } from '../../domain/member.ts'
import type { ReadDb, Tx } from '../handle.ts'

const putSql = `
INSERT INTO identifier (kind, value, memberId) VALUES (?, ?, ?)
ON CONFLICT (kind, value) DO UPDATE SET memberId = excluded.memberId`
const removeSql = `DELETE FROM identifier WHERE kind = ? AND value = ?`
const findSql = `SELECT memberId FROM identifier WHERE kind = ? AND value = ?`

export function putIdentifier(tx: Tx, identifier: Identifier): void {
  tx.prepare(putSql).run(identifier.kind, identifier.value, uuidToBytes(identifier.memberId))
}

/** `key` is `kind:value`. */
export function removeIdentifier(tx: Tx, key: string): void {
  const colon = key.indexOf(':')
  assert(colon > 0, 'the key of an identifier is kind:value')
  tx.prepare(removeSql).run(key.slice(0, colon), key.slice(colon + 1))
}

/** Whom an identifier names, or null. */
export function memberIdOf(db: ReadDb, kind: IdentifierKind, value: string): Uuid | null {
  const row = db.prepare(findSql).get<{ memberId: Buffer }>(kind, value)
  return row ? uuidFromBytes(row.memberId) : null
}
