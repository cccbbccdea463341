import { assert } from './assert.ts'
import { type Basket, type BasketLine, lineGross } from './basket.ts'
import { burnMax, burnValue } from './burn.ts'
import { applyCoupons, type CouponAtHand } from './coupon.ts'
import { bonusEarns, lineEarns } from './earn.ts'
import type { Uuid } from './ids.ts'
import type { Lot } from './lot.ts'
import { type Member, tierOf } from './member.ts'
import {
  bps,
  fullBps,
  type Money,
  noMoney,
  roundedShare,
  splitMoney,
  subtractMoney,
  sumMoney,
} from './money.ts'
import { addPoints, noPoints, type Points, points, sumPoints } from './points.ts'
import type { Programme, Tier } from './programme.ts'
import type { Refusal } from './refusal.ts'
import { ok, type Result } from './result.ts'
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
  const { basket, standing, programme, store, now } = input
  const tier = standing ? tierOf(standing.member, programme) : null
  const discounted = basket.lines.map((line) => {
    const gross = lineGross(line)
    const tierDiscount = hasTierPrice(standing) && tier ? tierOff(gross, line, tier, programme) : noMoney
    return { line, product: line.product, gross, tierDiscount, net: subtractMoney(gross, tierDiscount) }
  })
  const { applied, idle } = applyCoupons(couponsOf(input), discounted, {
    member: standing?.member ?? null,
    store,
    now,
  })
  const nets = discounted.map(({ net }, place) =>
    subtractMoney(net, sumMoney(applied.map(({ shares }) => shares[place] as Money))),
  )
  const payable = sumMoney(nets)
  const burn = burnOf(input, payable)
  const pointsShares = splitMoney(burn.amount, nets)
  const earner = standing?.member.status === 'active' ? tier : null
  const lines = discounted.map(({ line, gross, tierDiscount }, place): PricedLine => {
    const net = nets[place] as Money
    const pointsShare = pointsShares[place] as Money
    const { categoryId } = line.product
    return {
      line,
      gross,
      tierDiscount,
      couponShares: applied
        .map(({ couponId, shares }) => ({ couponId, amount: shares[place] as Money }))
        .filter(({ amount }) => amount > 0),
      pointsShare,
      net,
      earns: earner ? lineEarns(subtractMoney(net, pointsShare), categoryId, earner, programme) : noPoints,
    }
  })
  const subtotal = sumMoney(discounted.map(({ gross }) => gross))
  return {
    lines,
    subtotal,
    tierDiscount: sumMoney(discounted.map(({ tierDiscount }) => tierDiscount)),
    coupons: applied.map(({ couponId, amount }) => ({ couponId, amount })),
    idleCoupons: [...idle, ...vanished(input)],
    payable,
    burn,
    toPay: subtractMoney(payable, burn.amount),
    savings: subtractMoney(subtotal, payable),
    earns: earner ? saleEarns(lines, programme) : noPoints,
  }
}

/** What a coupon would take off were it put into this basket, or why it would not. */
export function tryCoupon(input: PriceInput, at: CouponAtHand): Result<Money> {
  const { couponId } = at.coupon
  const others = input.coupons.filter(({ coupon }) => coupon.couponId !== couponId)
  const couponIds = [...input.basket.couponIds.filter((one) => one !== couponId), couponId]
  const priced = priceBasket({ ...input, basket: { ...input.basket, couponIds }, coupons: [...others, at] })
  const idle = priced.idleCoupons.find((one) => one.couponId === couponId)
  if (idle) return { ok: false, refusal: idle.refusal }
  const applied = priced.coupons.find((one) => one.couponId === couponId)
  assert(applied, 'a coupon in the basket is applied or idle')
  return ok(applied.amount)
}

/** A frozen member keeps the price of the tier; earning, burning and coupons wait (loyalty.md 1). */
function hasTierPrice(standing: Standing | null): boolean {
  return standing?.member.status === 'active' || standing?.member.status === 'frozen'
}

/** What the tier takes off a line: half a fen goes to the customer. */
function tierOff(gross: Money, line: BasketLine, tier: Tier, programme: Programme): Money {
  if (programme.undiscountedCategoryIds.includes(line.product.categoryId)) return noMoney
  return roundedShare(gross, bps(Math.max(0, fullBps - tier.payBps)), 'half_up')
}

/** The coupons the basket names, of those at hand. */
function couponsOf({ basket, coupons }: PriceInput): CouponAtHand[] {
  return coupons.filter(({ coupon }) => basket.couponIds.includes(coupon.couponId))
}

/** Coupons the basket names that nobody knows any more: withdrawn by the chain since. */
function vanished({ basket, coupons }: PriceInput): PricedBasket['idleCoupons'] {
  return basket.couponIds
    .filter((couponId) => !coupons.some(({ coupon }) => coupon.couponId === couponId))
    .map((couponId) => ({ couponId, refusal: { code: 'coupon_unknown' } as const }))
}

/** The wish, brought down to whole steps within what may be burned. */
function burnOf({ basket, standing, programme, now }: PriceInput, payable: Money): PricedBasket['burn'] {
  const max = burnMax(standing, payable, programme, now)
  const { step } = programme.burn
  const wish = step > 0 ? basket.pointsToBurn - (basket.pointsToBurn % step) : 0
  const burned = points(Math.min(wish, max))
  return { points: burned, amount: burnValue(burned, programme), max }
}

/** What the lines earn and the threshold bonus of their eligible amount, within the sale's cap. */
function saleEarns(lines: readonly PricedLine[], programme: Programme): Points {
  const eligible = sumMoney(
    lines
      .filter(({ line }) => !programme.earn.excludedCategoryIds.includes(line.product.categoryId))
      .map(({ net, pointsShare }) => subtractMoney(net, pointsShare)),
  )
  const earned = addPoints(sumPoints(lines.map(({ earns }) => earns)), bonusEarns(eligible, programme))
  const { capPerSale } = programme.earn
  return capPerSale !== null && earned > capPerSale ? capPerSale : earned
}
