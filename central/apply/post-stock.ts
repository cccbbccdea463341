import type { Effect } from '../../domain/effect.ts'
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
