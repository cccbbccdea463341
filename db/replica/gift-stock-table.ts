import { assert } from '../../domain/assert.ts'
import type { GiftStock } from '../../domain/gift.ts'
import { type Uuid, uuid, uuidToBytes } from '../../domain/ids.ts'
import type { ReadDb, Tx } from '../handle.ts'

const putSql = `
INSERT INTO gift_stock (storeId, giftId, left) VALUES (?, ?, ?)
ON CONFLICT (storeId, giftId) DO UPDATE SET left = excluded.left`
const removeSql = `DELETE FROM gift_stock WHERE storeId = ? AND giftId = ?`
const ofStoreSql = `SELECT giftId, left FROM gift_stock WHERE storeId = ? ORDER BY giftId`

export function putGiftStock(tx: Tx, { storeId, giftId, left }: GiftStock): void {
  tx.prepare(putSql).run(uuidToBytes(storeId), giftId, left)
}

/** `key` is `storeId:giftId`. */
export function removeGiftStock(tx: Tx, key: string): void {
  const colon = key.indexOf(':')
  assert(colon > 0, 'the key of a stock is storeId:giftId')
  tx.prepare(removeSql).run(uuidToBytes(uuid(key.slice(0, colon))), key.slice(colon + 1))
}

/** The chain's count of a store, without what this till gave out since: the counter reads through the overlay. */
export function stockRowsOf(db: ReadDb, storeId: Uuid): GiftStock[] {
  return db
    .prepare(ofStoreSql)
    .all<{ giftId: string; left: number }>(uuidToBytes(storeId))
    .map((row) => ({ storeId, ...row }))
}
