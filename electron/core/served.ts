import type { Uuid } from '../../domain/ids.ts'
import type { Counter } from './counter.ts'

/** Which customer stands here, for what has to wait for the central meanwhile. */
export interface Served {
  readonly saleId: Uuid | null
  readonly memberId: Uuid | null
  readonly lastSaleId: string | null
}

export function servedNow({ basket, lastSale }: Counter): Served {
  const open = basket.open()
  return {
    saleId: open?.saleId ?? null,
    memberId: open?.memberId ?? null,
    lastSaleId: lastSale.slice()?.sale.saleId ?? null,
  }
}

/** Whether the customer of before stands here: nothing was sold since, no other basket is open and nobody else in it. */
export function isStillServed(before: Served, counter: Counter): boolean {
  const now = servedNow(counter)
  const isSameBasket = before.saleId === null || before.saleId === now.saleId
  return isSameBasket && before.lastSaleId === now.lastSaleId && before.memberId === now.memberId
}
