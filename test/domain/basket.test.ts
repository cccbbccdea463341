import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Bug } from '../../domain/assert.ts'
import {
  itemCount,
  lineGross,
  newBasket,
  priceOfQuantity,
  withAmount,
  withCoupon,
  withMember,
  withoutCoupon,
  withoutLine,
  withoutMember,
  withPoints,
  withProduct,
} from '../../domain/basket.ts'
import { basketLinesMax, couponsPerBasketMax, gramsMax, moneyMax, piecesMax } from '../../domain/limits.ts'
import { money } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import type { Result } from '../../domain/result.ts'
import { basket, id, line, noon, product } from './shop.ts'

const rice = product()
const apples = product({ sku: 'apples', unit: 'gram', unitPrice: money(1_299) })
const empty = newBasket(id(1), noon)
const piece = (amount: number) => ({ unit: 'piece', amount }) as const
const grams = (amount: number) => ({ unit: 'gram', amount }) as const

function done<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`refused with ${result.refusal.code}`)
  return result.value
}

function refused(result: Result<unknown>) {
  return result.ok ? null : result.refusal
}

test('[BK1] a new basket is empty and knows its sale', () => {
  expect(empty).toEqual({
    saleId: id(1),
    startedAt: noon,
    lines: [],
    nextLineId: 1,
    memberId: null,
    couponIds: [],
    couponChoice: 'own',
    pointsToBurn: 0,
    memberProof: 'none',
    suggestionsShown: [],
    suggestionsTaken: [],
  })
})

test.each([
  [1_299, grams(1_000), 1_299],
  [1_299, grams(345), 448],
  [1_000, grams(1), 1],
  [499, grams(1), 0],
  [500, grams(1), 1],
  [1_299, piece(3), 3_897],
  [moneyMax, grams(gramsMax), 999_000_000_000],
])('[BK2] %i for %o is %i, grams half up', (unitPrice, quantity, price) => {
  expect(priceOfQuantity(money(unitPrice), quantity)).toBe(price)
})

test('[BK2] the price of grams is the exact one rounded half up', () => {
  fc.assert(
    fc.property(fc.nat(moneyMax), fc.integer({ min: 1, max: gramsMax }), (unitPrice, amount) => {
      const exact = (BigInt(unitPrice) * BigInt(amount) + 500n) / 1_000n
      expect(BigInt(priceOfQuantity(money(unitPrice), grams(amount)))).toBe(exact)
    }),
  )
})

test('[BK3] the same piece product joins its line', () => {
  const one = done(withProduct(empty, rice, {}))
  const two = done(withProduct(one.basket, rice, { quantity: piece(2) }))
  expect([one.lineId, two.lineId]).toEqual([1, 1])
  expect(two.basket.lines).toEqual([line(1, rice, 3)])
})

test('[BK3] weighed and labelled goods, and a price that changed since, begin a line of their own', () => {
  let now = done(withProduct(empty, apples, { quantity: grams(300) })).basket
  now = done(withProduct(now, apples, { quantity: grams(300) })).basket
  now = done(withProduct(now, apples, { labelPrice: money(888) })).basket
  now = done(withProduct(now, rice, { labelPrice: money(777) })).basket
  now = done(withProduct(now, rice, {})).basket
  now = done(withProduct(now, { ...rice, unitPrice: money(1_100) }, {})).basket
  now = done(withProduct(now, rice, {})).basket
  expect(
    now.lines.map(({ lineId, quantity, labelPrice }) => [lineId, quantity.unit, quantity.amount, labelPrice]),
  ).toEqual([
    [1, 'gram', 300, null],
    [2, 'gram', 300, null],
    [3, 'piece', 1, 888],
    [4, 'piece', 1, 777],
    [5, 'piece', 2, null],
    [6, 'piece', 1, null],
  ])
  expect(now.lines.map(lineGross)).toEqual([390, 390, 888, 777, 2_000, 1_100])
})

test.each([
  ['half a piece', rice, { quantity: piece(0.5) }, piecesMax],
  ['no piece', rice, { quantity: piece(0) }, piecesMax],
  ['a code as a quantity', rice, { quantity: piece(6_901_234_567_892) }, piecesMax],
  ['grams of a piece product', rice, { quantity: grams(100) }, piecesMax],
  ['pieces of weighed goods', apples, { quantity: piece(1) }, gramsMax],
  ['weighed goods without a weight', apples, {}, gramsMax],
  ['more than the heaviest line', apples, { quantity: grams(gramsMax + 1) }, gramsMax],
  ['a label without a price', rice, { labelPrice: money(0) }, piecesMax],
  ['a label over the limit', rice, { labelPrice: money(moneyMax + 1) }, piecesMax],
  ['a label with a weight', apples, { labelPrice: money(100), quantity: grams(100) }, gramsMax],
  ['a line over moneyMax', product({ unitPrice: money(moneyMax) }), { quantity: piece(2) }, piecesMax],
])('[BK4] %s is refused', (_, goods, addition, max) => {
  expect(refused(withProduct(empty, goods, addition))).toEqual({ code: 'quantity_invalid', figures: { max } })
})

test('[BK4] a line that grows over the limit is refused', () => {
  const full = done(withProduct(empty, rice, { quantity: piece(piecesMax) })).basket
  expect(refused(withProduct(full, rice, {}))).toEqual({
    code: 'quantity_invalid',
    figures: { max: piecesMax },
  })
})

test('[BK5] a basket takes so many lines and so much money', () => {
  const full = basket(
    Array.from({ length: basketLinesMax }, (_, i) => line(i + 1, product({ sku: `p${i}` }))),
  )
  expect(refused(withProduct(full, rice, {}))).toEqual({
    code: 'basket_full',
    figures: { max: basketLinesMax },
  })
  const joined = done(withProduct(full, product({ sku: 'p7' }), {}))
  expect(joined.lineId).toBe(8)
  const gold = product({ sku: 'gold', unitPrice: money(moneyMax) })
  const rich = done(withProduct(empty, gold, {})).basket
  expect(refused(withProduct(rich, rice, {}))?.code).toBe('basket_full')
})

test('[BK6] withAmount sets pieces and grams', () => {
  const now = basket([line(1, rice), line(2, apples, 100)])
  expect(done(withAmount(now, 2, 250)).lines).toEqual([line(1, rice), line(2, apples, 250)])
  expect(done(withAmount(now, 1, piecesMax)).lines[0]).toEqual(line(1, rice, piecesMax))
})

test.each([
  ['an unknown line', 9, 1, { code: 'line_unknown' }],
  ['zero', 1, 0, { code: 'quantity_invalid', figures: { max: piecesMax } }],
  ['a fraction', 1, 1.5, { code: 'quantity_invalid', figures: { max: piecesMax } }],
  ['too many', 1, piecesMax + 1, { code: 'quantity_invalid', figures: { max: piecesMax } }],
  ['two of a labelled package', 2, 2, { code: 'quantity_invalid', figures: { max: 1 } }],
])('[BK6] withAmount refuses %s', (_, lineId, amount, refusal) => {
  const now = basket([line(1, rice), { ...line(2, rice), labelPrice: money(5) }])
  expect(refused(withAmount(now, lineId, amount))).toEqual(refusal)
})

test('[BK7] a line taken out leaves the others, and its number is never given again', () => {
  const now = basket([line(1, rice), line(2, apples, 100)])
  const without = done(withoutLine(now, 2))
  expect(without.lines).toEqual([line(1, rice)])
  expect(done(withProduct(without, apples, { quantity: grams(5) })).lineId).toBe(3)
  expect(refused(withoutLine(without, 2))).toEqual({ code: 'line_unknown' })
})

test('[BK8] points belong to the member: another one or none drops the wish, coupons stay', () => {
  const now = withPoints(done(withCoupon(withMember(empty, id(100), 'scanned'), id(7))), points(200))
  expect(withMember(now, id(100), 'dynamic_code').pointsToBurn).toBe(200)
  expect(withMember(now, id(100), 'scanned')).toBe(now)
  expect(withMember(now, id(100), 'dynamic_code').memberProof).toBe('dynamic_code')
  expect(withMember(now, id(101), 'searched')).toEqual({
    ...now,
    memberId: id(101),
    memberProof: 'searched',
    pointsToBurn: 0,
  })
  expect(withoutMember(now)).toEqual({ ...now, memberId: null, memberProof: 'none', pointsToBurn: 0 })
  expect(() => withPoints(now, points(-1))).toThrow(Bug)
})

test('[BK9] a coupon is in once, and so many are', () => {
  const one = done(withCoupon(empty, id(1)))
  expect(one.couponIds).toEqual([id(1)])
  expect(refused(withCoupon(one, id(1)))).toEqual({ code: 'coupon_already_in_basket' })
  const full = { ...empty, couponIds: Array.from({ length: couponsPerBasketMax }, (_, i) => id(i + 1)) }
  expect(refused(withCoupon(full, id(99)))).toEqual({
    code: 'coupons_too_many',
    figures: { max: couponsPerBasketMax },
  })
  expect(done(withoutCoupon(one, id(1))).couponIds).toEqual([])
  expect(refused(withoutCoupon(one, id(2)))).toEqual({ code: 'coupon_unknown' })
})

test('[BK10] itemCount counts pieces, and each weighed line once', () => {
  expect(itemCount(empty)).toBe(0)
  expect(itemCount(basket([line(1, rice, 3), line(2, apples, 800), line(3, apples, 5)]))).toBe(5)
})
