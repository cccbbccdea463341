import type { Uuid } from './ids.ts'
import type { Money } from './money.ts'
import type { Points } from './points.ts'
import type { Product, Unit } from './product.ts'
import type { Result } from './result.ts'

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

/** A basket with nothing in it. `saleId` was minted by the caller for this sale. */
export function newBasket(saleId: Uuid, startedAt: number): Basket {
  throw new Error('pending')
}

/** Pieces times price, or grams of a price per 1 000 g rounded half up to the fen. */
export function priceOfQuantity(unitPrice: Money, quantity: Quantity): Money {
  throw new Error('pending')
}

/** What a line costs before any discount: its label's price, else price times quantity. */
export function lineGross(line: BasketLine): Money {
  throw new Error('pending')
}

/** What comes with a product: how much of it, or the price its label carries. */
export interface Addition {
  /** Missing: one piece. Weighed goods must say their grams. */
  readonly quantity?: Quantity
  /** The label's price: the package then counts as one piece, whatever the product's unit. */
  readonly labelPrice?: Money
}

export interface Added {
  readonly basket: Basket
  /** The line the product went to: a new one, or the one it merged into. */
  readonly lineId: number
}

/**
 * Adds a product. A plain piece product joins its line when that has the same price; weighed and labelled goods
 * always begin a new line. Refuses `quantity_invalid` {max} and `basket_full` {max}.
 */
export function withProduct(basket: Basket, product: Product, addition: Addition): Result<Added> {
  throw new Error('pending')
}

/** Sets pieces or grams of a line. Refuses `line_unknown`, and `quantity_invalid` {max} also where a label fixes it. */
export function withAmount(basket: Basket, lineId: number, amount: number): Result<Basket> {
  throw new Error('pending')
}

/** Takes a line out. Refuses `line_unknown`. */
export function withoutLine(basket: Basket, lineId: number): Result<Basket> {
  throw new Error('pending')
}

/** Attaches a member (judge with `judgeMember` first). The wish to pay with points of another member is dropped. */
export function withMember(basket: Basket, memberId: Uuid): Basket {
  throw new Error('pending')
}

/**
 * Detaches the member and the points wish. Coupons stay: those bound to the member become idle
 * (`coupon_not_yours`) and count again when the member comes back.
 */
export function withoutMember(basket: Basket): Basket {
  throw new Error('pending')
}

/** Puts a coupon in. Refuses `coupon_already_in_basket` and `coupons_too_many` {max}; whether it fits is judged by pricing. */
export function withCoupon(basket: Basket, couponId: Uuid): Result<Basket> {
  throw new Error('pending')
}

/** Takes a coupon out. Refuses `coupon_unknown`. */
export function withoutCoupon(basket: Basket, couponId: Uuid): Result<Basket> {
  throw new Error('pending')
}

/** Sets the wish to pay with points (judge with `judgeBurn` first). */
export function withPoints(basket: Basket, pointsToBurn: Points): Basket {
  throw new Error('pending')
}

/** Pieces, each weighed line counting as one. */
export function itemCount(basket: { readonly lines: readonly { readonly quantity: Quantity }[] }): number {
  throw new Error('pending')
}
