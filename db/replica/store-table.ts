import { type Uuid, uuid, uuidToBytes } from '../../domain/ids.ts'
import type { Store } from '../../domain/store.ts'
import type { ReadDb, Tx } from '../handle.ts'

const putSql = `INSERT INTO store (storeId, body) VALUES (?, ?) ON CONFLICT (storeId) DO UPDATE SET body = excluded.body`
const removeSql = `DELETE FROM store WHERE storeId = ?`
const findSql = `SELECT body FROM store WHERE storeId = ?`

export function putStore(tx: Tx, store: Store): void {
  tx.prepare(putSql).run(uuidToBytes(store.storeId), JSON.stringify(store))
}

/** `key` is the store's id. */
export function removeStore(tx: Tx, key: string): void {
  tx.prepare(removeSql).run(uuidToBytes(uuid(key)))
}

export function findStore(db: ReadDb, storeId: Uuid): Store | null {
  const row = db.prepare(findSql).get<{ body: string }>(uuidToBytes(storeId))
  return row ? (JSON.parse(row.body) as Store) : null
}
