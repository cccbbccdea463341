import type { Basket, BasketLine } from '../../domain/basket.ts'
import type { Coupon, CouponAtHand } from '../../domain/coupon.ts'
import type { CouponTemplate } from '../../domain/coupon-template.ts'
import { type Uuid, uuid } from '../../domain/ids.ts'
import type { Lot } from '../../domain/lot.ts'
import type { Member } from '../../domain/member.ts'
import { bps, money, noMoney } from '../../domain/money.ts'
import { noPoints, points } from '../../domain/points.ts'
import type { PriceInput } from '../../domain/price.ts'
import type { Product } from '../../domain/product.ts'
import type { Programme } from '../../domain/programme.ts'
import type { Store } from '../../domain/store.ts'

/* One small shop for the tests of the rules: what a case does not name has the plainest value. */

/** An id made from a small number, so that cases read well and sort as they read. */
export function id(number: number): Uuid {
  return uuid(`01900000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`)
}

/** Saturday, 10 October 2026, 12:00 in Shanghai. */
export const noon = Date.UTC(2026, 9, 10, 4)

export const store: Store = {
  storeId: id(1),
  number: 'S01',
  name: { zh: '长宁店', en: 'Changning' },
  address: { zh: '长宁路 1 号', en: '1 Changning Road' },
  timeZone: 'Asia/Shanghai',
}

export const programme: Programme = {
  version: 7,
  tiers: [
    tier('bronze', 0, 10_000, 10_000),
    tier('silver', 2_000, 9_000, 12_000),
    tier('gold', 8_000, 8_500, 15_000),
  ],
  earn: {
    rateBps: bps(10_000),
    excludedCategoryIds: ['tobacco'],
    categoryBps: { infant: bps(15_000) },
    bonus: { per: money(10_000), points: points(10) },
    capPerSale: null,
    lotMonths: 12,
  },
  burn: { step: points(100), stepValue: money(100), shareBps: bps(5_000) },
  undiscountedCategoryIds: ['tobacco'],
  labelPrefixes: [
    { prefix: '21', figure: 'price_fen' },
    { prefix: '22', figure: 'weight_gram' },
  ],
}

function tier(tierId: 'bronze' | 'silver' | 'gold', fromGrowth: number, payBps: number, earnBps: number) {
  return {
    tierId,
    name: { zh: tierId, en: tierId },
    fromGrowth,
    payBps: bps(payBps),
    earnBps: bps(earnBps),
    tone: tierId,
  }
}

export function product(changes: Partial<Product> = {}): Product {
  return {
    sku: 'rice',
    name: { zh: '大米', en: 'Rice' },
    gtin: '06901234567892',
    plu: null,
    categoryId: 'grain',
    brandId: null,
    unit: 'piece',
    unitPrice: money(1_000),
    favourite: null,
    ...changes,
  }
}

export function member(changes: Partial<Member> = {}): Member {
  return {
    memberId: id(100),
    code: 'M0000000000017',
    maskedName: '王*',
    maskedPhone: null,
    tierId: 'silver',
    growth: 2_500,
    status: 'active',
    mergedInto: null,
    birthday: null,
    joinedAt: 0,
    ...changes,
  }
}

export function lot(number: number, left: number, changes: Partial<Lot> = {}): Lot {
  return {
    lotId: id(number),
    memberId: id(100),
    earnedAt: noon - 1_000,
    expiresAt: noon + 1_000_000,
    points: points(left),
    ...changes,
  }
}

/** A coupon of ¥5 off anything, for anybody, at any time; `changes` name what differs. */
export function coupon(
  number: number,
  changes: {
    readonly coupon?: Partial<Coupon>
    readonly template?: Partial<CouponTemplate>
    readonly usedToday?: number
  } = {},
): CouponAtHand {
  const none = { skus: [], categoryIds: [], brandIds: [] }
  return {
    coupon: {
      couponId: id(number),
      code: 'C0000000000017',
      templateId: id(number + 1_000),
      memberId: null,
      status: 'issued',
      validFrom: noon - 1_000_000,
      validTo: noon + 1_000_000,
      usesMax: 1,
      usesDone: 0,
      ...changes.coupon,
    },
    template: {
      templateId: id(number + 1_000),
      name: { zh: '券', en: 'Coupon' },
      benefit: { kind: 'amount_off', amount: money(500) },
      scope: { include: none, exclude: none },
      minimumSpend: noMoney,
      storeIds: [],
      tierIds: [],
      weekdays: [],
      hours: null,
      dayLimit: null,
      stackingGroup: null,
      exclusive: false,
      priority: 0,
      ...changes.template,
    },
    usedToday: changes.usedToday ?? 0,
  }
}

/** A line of `amount` pieces or grams, as its product counts. */
export function line(lineId: number, of: Product, amount = 1): BasketLine {
  return { lineId, product: of, quantity: { unit: of.unit, amount }, labelPrice: null }
}

export function basket(lines: readonly BasketLine[], changes: Partial<Basket> = {}): Basket {
  return {
    saleId: id(500),
    startedAt: noon - 60_000,
    lines,
    nextLineId: lines.length + 1,
    memberId: null,
    couponIds: [],
    pointsToBurn: noPoints,
    ...changes,
  }
}

/** What pricing needs, with the basket naming the member and coupons given. */
export function priceInput(
  lines: readonly BasketLine[],
  given: {
    readonly member?: Member
    readonly lots?: readonly Lot[]
    readonly coupons?: readonly CouponAtHand[]
    readonly burn?: number
    readonly programme?: Programme
  } = {},
): PriceInput {
  const coupons = given.coupons ?? []
  return {
    basket: basket(lines, {
      memberId: given.member?.memberId ?? null,
      couponIds: coupons.map((at) => at.coupon.couponId),
      pointsToBurn: points(given.burn ?? 0),
    }),
    standing: given.member ? { member: given.member, lots: given.lots ?? [] } : null,
    coupons,
    programme: given.programme ?? programme,
    store,
    now: noon,
  }
}
