import type { Effect } from '../../domain/effect.ts'
import { movedStock } from '../../domain/gift-stock.ts'
import { type Cause, changeFact, type Dispute, dispute, type Facts } from './facts.ts'

/** Takes gifts from the store's stock; what was handed over beyond it is a dispute, the shelf was counted wrong. */
export function takeStock(
  facts: Facts,
  { storeId, giftId, amount }: Extract<Effect, { readonly kind: 'stock_taken' }>,
  { eventId }: Cause,
): readonly Dispute[] {
  const stock = facts.stocks.get(giftId)
  const taken = Math.min(amount, stock?.row.left ?? 0)
  const before = stock?.lastEvent ?? null
  if (stock && taken > 0) {
    changeFact(stock, { left: stock.row.left - taken })
    stock.lastEvent = eventId
  }
  if (taken === amount) return []
  return [dispute('stock_overdraft', `${storeId}:${giftId}`, eventId, { other: before })]
}

/** Gifts came, were written off or were counted, in the order told; what was written off beyond the stock is a dispute. */
export function moveStock(
  facts: Facts,
  { giftId, way, amount }: Extract<Effect, { readonly kind: 'stock_moved' }>,
  { eventId }: Cause,
): readonly Dispute[] {
  const { storeId } = facts.store
  const before = facts.stocks.get(giftId)
  const had = before?.row.left ?? 0
  const left = Math.min(movedStock(had, { way, amount }), Number.MAX_SAFE_INTEGER)
  facts.stocks.set(giftId, { row: { storeId, giftId, left }, changed: true, lastEvent: eventId })
  if (way !== 'written_off' || amount <= had) return []
  return [dispute('stock_overdraft', `${storeId}:${giftId}`, eventId, { other: before?.lastEvent ?? null })]
}
