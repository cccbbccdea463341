import type { Uuid } from './ids.ts'
import type { Money } from './money.ts'
import type { Points } from './points.ts'
import type { Product, Unit } from './product.ts'

/** Pieces or grams, always whole and above zero. */
export interface Quantity {
  readonly unit: Unit
  readonly amount: number
}

export interface BasketLine {
  /** Counts up from 1 in a basket and is never reused. */
  readonly lineId: number
  /** The product as it was when scanned: a price change in the middle of a sale does not move this basket. */
  readonly product: Product
  readonly quantity: Quantity
  /** The price a label carried (price-embedded code), which then stands for the whole line; else null. */
  readonly labelPrice: Money | null
}

/** What the customer has so far. Saved at every change, so a power cut costs nothing. */
export interface Basket {
  /** Becomes the id of the sale and of its event: minted when the basket begins. */
  readonly saleId: Uuid
  /** Epoch ms. */
  readonly startedAt: number
  readonly lines: readonly BasketLine[]
  readonly nextLineId: number
  readonly memberId: Uuid | null
  /** In the order they were put in. */
  readonly couponIds: readonly Uuid[]
  /** Points to pay with, a wish: settling judges it. */
  readonly pointsToBurn: Points
}
