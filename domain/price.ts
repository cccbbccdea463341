import type { Basket, BasketLine } from './basket.ts'
import type { CouponAtHand } from './coupon.ts'
import type { Uuid } from './ids.ts'
import type { Lot } from './lot.ts'
import type { Member } from './member.ts'
import type { Money } from './money.ts'
import type { Points } from './points.ts'
import type { Programme } from './programme.ts'
import type { Refusal } from './refusal.ts'
import type { Result } from './result.ts'
import type { Store } from './store.ts'

/** A member with the lots that count now: effective state, the till's own unheard effects included. */
export interface Standing {
  readonly member: Member
  readonly lots: readonly Lot[]
}

/** All that pricing a basket depends on. Same input, same output, on every till and in the central. */
export interface PriceInput {
  readonly basket: Basket
  /** The basket's member, or null. */
  readonly standing: Standing | null
  /** The coupons named by the basket, any order. */
  readonly coupons: readonly CouponAtHand[]
  readonly programme: Programme
  readonly store: Store
  /** Epoch ms. */
  readonly now: number
}

export interface PricedLine {
  readonly line: BasketLine
  /** Before any discount. */
  readonly gross: Money
  /** What the tier takes off, ≥ 0. */
  readonly tierDiscount: Money
  /** What each coupon takes off this line, ≥ 0, zero shares left out. */
  readonly couponShares: readonly { readonly couponId: Uuid; readonly amount: Money }[]
  /** This line's share of what is paid with points, ≥ 0. */
  readonly pointsShare: Money
  /** gross − tierDiscount − Σ couponShares; never negative. Points are a tender and are not taken off here. */
  readonly net: Money
  /** Points this line earns (tier and category counted, floored at the line's end). */
  readonly earns: Points
}

export interface AppliedCoupon {
  readonly couponId: Uuid
  readonly amount: Money
}

export interface PricedBasket {
  readonly lines: readonly PricedLine[]
  /** Σ gross. */
  readonly subtotal: Money
  readonly tierDiscount: Money
  /** The coupons that count, in the order applied. */
  readonly coupons: readonly AppliedCoupon[]
  /** Coupons in the basket that give nothing as it stands, with the reason. */
  readonly idleCoupons: readonly { readonly couponId: Uuid; readonly refusal: Refusal }[]
  /** Σ net: what is to be paid before points. */
  readonly payable: Money
  readonly burn: {
    /** What will be burned: the wish, lowered to `max` when the basket shrank. */
    readonly points: Points
    readonly amount: Money
    /** The most this member may burn on this basket. */
    readonly max: Points
  }
  /** payable − burn.amount: what tenders must cover. */
  readonly toPay: Money
  /** subtotal − payable. */
  readonly savings: Money
  /** Points the sale earns: lines plus threshold bonus, capped; 0 without an active member. */
  readonly earns: Points
}

/** Prices a basket: gross → tier discount → coupons → payable → points → to pay. */
export function priceBasket(input: PriceInput): PricedBasket {
  throw new Error('pending')
}

/** What a coupon would take off were it put into this basket, or why it would not. */
export function tryCoupon(input: PriceInput, at: CouponAtHand): Result<Money> {
  throw new Error('pending')
}
