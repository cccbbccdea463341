import { assert } from './assert.ts'
import type { Uuid } from './ids.ts'
import { basketLinesMax, couponsPerBasketMax, gramsMax, moneyMax, piecesMax } from './limits.ts'
import { type Money, money, timesMoney } from './money.ts'
import { noPoints, type Points } from './points.ts'
import type { Product, Unit } from './product.ts'
import type { Proof } from './proof.ts'
import { refuse } from './refusal.ts'
import { ok, type Result } from './result.ts'

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
  /** `best`: the till keeps the cheapest legal combination; `own`: the coupons the cashier put in. */
  readonly couponChoice: 'own' | 'best'
  /** Points to pay with, a wish: settling judges it. */
  readonly pointsToBurn: Points
  /** How the member was recognised. */
  readonly memberProof: Proof
  /** Suggested products that were shown for this basket and those of them that were taken, by sku. */
  readonly suggestionsShown: readonly string[]
  readonly suggestionsTaken: readonly string[]
}

/** A basket with nothing in it. `saleId` was minted by the caller for this sale. */
export function newBasket(saleId: Uuid, startedAt: number): Basket {
  return {
    saleId,
    startedAt,
    lines: [],
    nextLineId: 1,
    memberId: null,
    couponIds: [],
    couponChoice: 'own',
    pointsToBurn: noPoints,
    memberProof: 'none',
    suggestionsShown: [],
    suggestionsTaken: [],
  }
}

/** The basket without anything that takes of what a member or bearer owns: class F alone (sync.md 7). */
export function spendingNothing(basket: Basket): Basket {
  return { ...basket, couponIds: [], couponChoice: 'own', pointsToBurn: noPoints }
}

/** Pieces times price, or grams of a price per 1 000 g rounded half up to the fen. */
export function priceOfQuantity(unitPrice: Money, quantity: Quantity): Money {
  if (quantity.unit === 'piece') return timesMoney(unitPrice, quantity.amount)
  // At most 1e9 fen × 999 000 g: within 2^53.
  const product = timesMoney(unitPrice, quantity.amount) + 500
  return money((product - (product % 1_000)) / 1_000)
}

/** What a line costs before any discount: its label's price, else price times quantity. */
export function lineGross(line: BasketLine): Money {
  return line.labelPrice ?? priceOfQuantity(line.product.unitPrice, line.quantity)
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
 * always begin a new line. Refuses `quantity_invalid` {max} and `basket_full` {max}, also when a line or the whole
 * would come to more than `moneyMax`.
 */
export function withProduct(basket: Basket, product: Product, addition: Addition): Result<Added> {
  const quantity = quantityOf(product, addition)
  if (!quantity) return refuse('quantity_invalid', { max: amountMax(product.unit) })
  const labelPrice = addition.labelPrice ?? null
  const plain = labelPrice === null && product.unit === 'piece'
  const twin = plain ? basket.lines.find((line) => isTwin(line, product)) : undefined
  if (twin) {
    const changed = withAmount(basket, twin.lineId, twin.quantity.amount + quantity.amount)
    return changed.ok ? ok({ basket: changed.value, lineId: twin.lineId }) : changed
  }
  if (basket.lines.length >= basketLinesMax) return refuse('basket_full', { max: basketLinesMax })
  const line: BasketLine = { lineId: basket.nextLineId, product, quantity, labelPrice }
  const judged = judgeLine(line, basket.lines)
  if (!judged.ok) return judged
  return ok({
    basket: { ...basket, lines: [...basket.lines, line], nextLineId: basket.nextLineId + 1 },
    lineId: line.lineId,
  })
}

/** Sets pieces or grams of a line. Refuses `line_unknown`, and `quantity_invalid` {max} (also where a label fixes it) and `basket_full`. */
export function withAmount(basket: Basket, lineId: number, amount: number): Result<Basket> {
  const line = basket.lines.find((one) => one.lineId === lineId)
  if (!line) return refuse('line_unknown')
  const max = line.labelPrice === null ? amountMax(line.quantity.unit) : 1
  if (!isAmount(amount, max)) return refuse('quantity_invalid', { max })
  const changed: BasketLine = { ...line, quantity: { unit: line.quantity.unit, amount } }
  const judged = judgeLine(
    changed,
    basket.lines.filter((one) => one !== line),
  )
  if (!judged.ok) return judged
  return ok({ ...basket, lines: basket.lines.map((one) => (one === line ? changed : one)) })
}

/** Takes a line out. Refuses `line_unknown`. */
export function withoutLine(basket: Basket, lineId: number): Result<Basket> {
  const lines = basket.lines.filter((line) => line.lineId !== lineId)
  if (lines.length === basket.lines.length) return refuse('line_unknown')
  return ok({ ...basket, lines })
}

/** Attaches a member (judge with `judgeMember` first). The wish to pay with points of another member is dropped. */
export function withMember(basket: Basket, memberId: Uuid, memberProof: Proof): Basket {
  if (basket.memberId === memberId)
    return basket.memberProof === memberProof ? basket : { ...basket, memberProof }
  return { ...basket, memberId, memberProof, pointsToBurn: noPoints }
}

/**
 * Detaches the member and the points wish. Coupons stay: those bound to the member become idle
 * (`coupon_not_yours`) and count again when the member comes back.
 */
export function withoutMember(basket: Basket): Basket {
  return { ...basket, memberId: null, memberProof: 'none', pointsToBurn: noPoints }
}

/** Puts a coupon in. Refuses `coupon_already_in_basket` and `coupons_too_many` {max}; whether it fits is judged by pricing. */
export function withCoupon(basket: Basket, couponId: Uuid): Result<Basket> {
  if (basket.couponIds.includes(couponId)) return refuse('coupon_already_in_basket')
  if (basket.couponIds.length >= couponsPerBasketMax) {
    return refuse('coupons_too_many', { max: couponsPerBasketMax })
  }
  return ok({ ...basket, couponChoice: 'own', couponIds: [...basket.couponIds, couponId] })
}

/** Takes a coupon out. Refuses `coupon_unknown`. */
export function withoutCoupon(basket: Basket, couponId: Uuid): Result<Basket> {
  if (!basket.couponIds.includes(couponId)) return refuse('coupon_unknown')
  return ok({ ...basket, couponChoice: 'own', couponIds: basket.couponIds.filter((one) => one !== couponId) })
}

/** Sets the wish to pay with points (judge with `judgeBurn` first). */
export function withPoints(basket: Basket, pointsToBurn: Points): Basket {
  assert(pointsToBurn >= 0, 'points to pay with are not below zero')
  return { ...basket, pointsToBurn }
}

/** Pieces, each weighed line counting as one. */
export function itemCount(basket: { readonly lines: readonly { readonly quantity: Quantity }[] }): number {
  return basket.lines.reduce(
    (count, { quantity }) => count + (quantity.unit === 'piece' ? quantity.amount : 1),
    0,
  )
}

function amountMax(unit: Unit): number {
  return unit === 'piece' ? piecesMax : gramsMax
}

function isAmount(amount: number, max: number): boolean {
  return Number.isSafeInteger(amount) && amount >= 1 && amount <= max
}

/** What an addition comes to, or null when it cannot be counted. */
function quantityOf(product: Product, { quantity, labelPrice }: Addition): Quantity | null {
  const onePiece: Quantity = { unit: 'piece', amount: 1 }
  if (labelPrice !== undefined) {
    const fits = quantity === undefined || (quantity.unit === 'piece' && quantity.amount === 1)
    return fits && isAmount(labelPrice, moneyMax) ? onePiece : null
  }
  const wanted = quantity ?? (product.unit === 'piece' ? onePiece : null)
  return wanted?.unit === product.unit && isAmount(wanted.amount, amountMax(product.unit)) ? wanted : null
}

/** A line that another piece of the product joins: a price that changed since begins a line of its own. */
function isTwin(line: BasketLine, product: Product): boolean {
  return (
    line.labelPrice === null &&
    line.product.sku === product.sku &&
    line.product.unit === product.unit &&
    line.product.unitPrice === product.unitPrice
  )
}

/** Keeps every figure of a sale within `moneyMax`, which each crossing checks. */
function judgeLine(line: BasketLine, others: readonly BasketLine[]): Result<true> {
  const gross = lineGross(line)
  if (gross > moneyMax) return refuse('quantity_invalid', { max: amountMax(line.quantity.unit) })
  const total = others.reduce((sum, other) => sum + lineGross(other), gross as number)
  if (total > moneyMax) return refuse('basket_full', { max: basketLinesMax })
  return ok(true)
}
