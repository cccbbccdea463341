import { type Uuid, uuid, uuidToBytes } from '../../domain/ids.ts'
import type { Denial, DenialKind } from '../../domain/risk.ts'
import type { ReadDb, Tx } from '../handle.ts'

const putSql = `
INSERT INTO denial (kind, subject, since, reason) VALUES (?, ?, ?, ?)
ON CONFLICT (kind, subject) DO UPDATE SET since = excluded.since, reason = excluded.reason`
const removeSql = `DELETE FROM denial WHERE kind = ? AND subject = ?`
const findSql = `SELECT since, reason FROM denial WHERE kind = ? AND subject = ?`

export function putDenial(tx: Tx, { kind, subject, since, reason }: Denial): void {
  tx.prepare(putSql).run(kind, uuidToBytes(subject), since, reason)
}

/** `key` is `kind:subject`. */
export function removeDenial(tx: Tx, key: string): void {
  const [kind = '', subject = ''] = key.split(':')
  tx.prepare(removeSql).run(kind, uuidToBytes(uuid(subject)))
}

/** Why and since when nobody honours it; null when it is not denied. */
export function findDenial(db: ReadDb, kind: DenialKind, subject: Uuid): Denial | null {
  const row = db.prepare(findSql).get<Pick<Denial, 'since' | 'reason'>>(kind, uuidToBytes(subject))
  return row ? { kind, subject, ...row } : null
}
