import { assert } from '../../domain/assert.ts'
import type { Basket } from '../../domain/basket.ts'
import { type Uuid, uuidToBytes } from '../../domain/ids.ts'
import type { Money } from '../../domain/money.ts'
import type { ReadDb, Tx } from '../handle.ts'

/** A basket put on hold, with what the list of held baskets shows. */
export interface HeldBasket {
  readonly basket: Basket
  /** Epoch ms. */
  readonly heldAt: number
  /** As priced when it was put on hold. */
  readonly payable: Money
  /** Masked; null without a member. */
  readonly memberName: string | null
}

const clearSql = `DELETE FROM basket WHERE heldAt IS NULL`
const clearOtherSql = `DELETE FROM basket WHERE heldAt IS NULL AND saleId <> ?`
const saveSql = `
INSERT INTO basket (saleId, heldAt, payable, memberName, body) VALUES (?, NULL, NULL, NULL, ?)
ON CONFLICT (saleId) DO UPDATE SET body = excluded.body`
const openSql = `SELECT body FROM basket WHERE heldAt IS NULL`
const holdSql = `UPDATE basket SET heldAt = ?, payable = ?, memberName = ? WHERE saleId = ? AND heldAt IS NULL`
const heldSql = `SELECT body, heldAt, payable, memberName FROM basket WHERE heldAt IS NOT NULL ORDER BY heldAt, saleId`
const recallSql = `UPDATE basket SET heldAt = NULL, payable = NULL, memberName = NULL WHERE saleId = ? AND heldAt IS NOT NULL`

/** Saves the open basket; an open one with another id goes. */
export function saveBasket(tx: Tx, basket: Basket): void {
  const saleId = uuidToBytes(basket.saleId)
  tx.prepare(clearOtherSql).run(saleId)
  tx.prepare(saveSql).run(saleId, JSON.stringify(basket))
}

export function openBasket(db: ReadDb): Basket | null {
  const row = db.prepare(openSql).get<{ body: string }>()
  return row ? (JSON.parse(row.body) as Basket) : null
}

/** The open basket became a sale or was emptied. */
export function clearBasket(tx: Tx): void {
  tx.prepare(clearSql).run()
}

/** Puts the open basket on hold. Asserts that it is the one open. */
export function holdBasket(
  tx: Tx,
  saleId: Uuid,
  held: { readonly heldAt: number; readonly payable: Money; readonly memberName: string | null },
): void {
  const { changes } = tx.prepare(holdSql).run(held.heldAt, held.payable, held.memberName, uuidToBytes(saleId))
  assert(changes === 1, `basket ${saleId} is the open one`)
}

/** Oldest first. */
export function heldBaskets(db: ReadDb): HeldBasket[] {
  return db
    .prepare(heldSql)
    .all<{ body: string; heldAt: number; payable: Money; memberName: string | null }>()
    .map(({ body, ...held }) => ({ ...held, basket: JSON.parse(body) as Basket }))
}

/** Opens a held basket again, or answers null when there is none with this id. The open one must be held or cleared before. */
export function recallBasket(tx: Tx, saleId: Uuid): Basket | null {
  assert(openBasket(tx) === null, 'no basket is open')
  return tx.prepare(recallSql).run(uuidToBytes(saleId)).changes === 1 ? openBasket(tx) : null
}
