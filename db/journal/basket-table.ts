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

const clearSql = `DELETE FROM open_basket`
const saveSql = `
INSERT INTO open_basket (one, saleId, body) VALUES (1, ?, ?)
ON CONFLICT (one) DO UPDATE SET saleId = excluded.saleId, body = excluded.body`
const openSql = `SELECT body FROM open_basket`
const holdSql = `
INSERT INTO held_basket (saleId, heldAt, payable, memberName, body)
SELECT saleId, ?, ?, ?, body FROM open_basket WHERE saleId = ?`
const heldSql = `SELECT body, heldAt, payable, memberName FROM held_basket ORDER BY heldAt, saleId`
const recallSql = `
INSERT INTO open_basket (one, saleId, body) SELECT 1, saleId, body FROM held_basket WHERE saleId = ?`
const dropHeldSql = `DELETE FROM held_basket WHERE saleId = ?`

/** Saves the open basket; an open one with another id goes. */
export function saveBasket(tx: Tx, basket: Basket): void {
  tx.prepare(saveSql).run(uuidToBytes(basket.saleId), JSON.stringify(basket))
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
  clearBasket(tx)
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
  const key = uuidToBytes(saleId)
  if (tx.prepare(recallSql).run(key).changes === 0) return null
  tx.prepare(dropHeldSql).run(key)
  return openBasket(tx)
}
