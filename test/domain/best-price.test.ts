import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bestCoupons } from '../../domain/best-price.ts'
import type { CouponAtHand } from '../../domain/coupon.ts'
import { bestPriceStepsMax, couponsPerBasketMax } from '../../domain/limits.ts'
import { bps, money } from '../../domain/money.ts'
import { type PriceInput, priceBasket } from '../../domain/price.ts'
import { anyInput } from './any-sale.ts'
import { coupon, id, line, member, noon, priceInput, product, scope } from './shop.ts'

const rice = product({ unitPrice: money(2_000) })
const milk = product({ sku: 'milk', categoryId: 'dairy', unitPrice: money(1_000) })

function bestOf(coupons: readonly CouponAtHand[], lines = [line(1, rice, 3), line(2, milk, 4)]) {
  return bestCoupons(priceInput(lines), coupons)
}

function off(
  number: number,
  amount: number,
  template: Partial<CouponAtHand['template']> = {},
  validTo = noon + 9,
) {
  return coupon(number, {
    coupon: { validTo },
    template: { benefit: { kind: 'amount_off', amount: money(amount) }, ...template },
  })
}

/** Every set of coupons in the basket, priced as the basket is, and the best by the words of the rule. */
function bruteForce(input: PriceInput) {
  const { coupons } = input
  const whole = priceBasket({ ...input, coupons: [] }).payable
  let best: { saved: number; ids: string[]; ends: number[] } = { saved: 0, ids: [], ends: [] }
  for (let set = 1; set < 2 ** coupons.length; set++) {
    const chosen = coupons.filter((_, place) => (set >> place) % 2 === 1)
    const couponIds = chosen.map(({ coupon: { couponId } }) => couponId)
    const priced = priceBasket({ ...input, coupons: chosen, basket: { ...input.basket, couponIds } })
    if (priced.idleCoupons.length > 0 || chosen.length > couponsPerBasketMax) continue
    const found = {
      saved: whole - priced.payable,
      ids: [...couponIds].sort(),
      ends: chosen.map(({ coupon: { validTo } }) => validTo).sort((a, b) => a - b),
    }
    if (isBetter(found, best)) best = found
  }
  return best
}

type Found = ReturnType<typeof bruteForce>

function isBetter(one: Found, other: Found): boolean {
  if (one.saved !== other.saved) return one.saved > other.saved
  if (one.ids.length !== other.ids.length) return one.ids.length < other.ids.length
  const end = one.ends.findIndex((ends, place) => ends !== other.ends[place])
  if (end >= 0) return (one.ends[end] as number) < (other.ends[end] as number)
  return one.ids.join() < other.ids.join()
}

test('[BP1] the cheapest legal combination is that of all sets tried one by one, for 6 lines and 6 coupons', () => {
  let several = 0
  let notAll = 0
  const kinds = new Set<string>()
  fc.assert(
    fc.property(anyInput(6, 6), (input) => {
      const best = bestCoupons(input, input.coupons)
      const brute = bruteForce(input)
      expect(best.isProven).toBe(true)
      expect({ saved: best.saved, ids: [...best.couponIds].sort() }).toEqual({
        saved: brute.saved,
        ids: brute.ids,
      })
      several += best.couponIds.length > 1 ? 1 : 0
      notAll += best.couponIds.length > 0 && best.couponIds.length < input.coupons.length ? 1 : 0
      for (const at of input.coupons) {
        if (best.couponIds.includes(at.coupon.couponId)) kinds.add(at.template.benefit.kind)
      }
    }),
    { numRuns: 1_500 },
  )
  expect(several).toBeGreaterThan(100)
  expect(notAll).toBeGreaterThan(100)
  expect([...kinds].sort()).toEqual([
    'amount_off',
    'buy_get',
    'cash_voucher',
    'exchange',
    'fixed_price',
    'percent_off',
  ])
})

test('[BP2] the basket with the best coupons costs what was promised, each of them counting, in their turn', () => {
  fc.assert(
    fc.property(anyInput(12, 12), (input) => {
      const { couponIds, saved } = bestCoupons(input, input.coupons)
      const without = priceBasket({ ...input, coupons: [] })
      const priced = priceBasket({ ...input, basket: { ...input.basket, couponIds } })
      expect(priced.coupons.map(({ couponId }) => couponId)).toEqual(couponIds)
      expect(priced.idleCoupons).toEqual([])
      expect(without.payable - priced.payable).toBe(saved)
      const own = priceBasket(input)
      expect(priced.payable).toBeLessThanOrEqual(own.payable)
    }),
    { numRuns: 200 },
  )
})

test('[BP3] one answer whatever the order of candidates, and a coupon handed over twice is one', () => {
  fc.assert(
    fc.property(anyInput(6, 8), (input) => {
      const best = bestCoupons(input, input.coupons)
      expect(bestCoupons(input, [...input.coupons].reverse())).toEqual(best)
      expect(bestCoupons(input, [...input.coupons, ...input.coupons])).toEqual(best)
      expect(bestCoupons({ ...input, basket: { ...input.basket, couponIds: [] } }, input.coupons)).toEqual(
        best,
      )
    }),
    { numRuns: 200 },
  )
})

test('[BP4] with the same saving the fewest coupons', () => {
  const group = { stackingGroup: 'a' }
  expect(bestOf([off(1, 500), off(2, 500), off(3, 1_000, { exclusive: true })])).toEqual({
    couponIds: [id(3)],
    saved: 1_000,
    isProven: true,
  })
  expect(bestOf([off(1, 900, group), off(2, 900)])).toEqual({
    couponIds: [id(1), id(2)],
    saved: 1_800,
    isProven: true,
  })
})

test('[BP4] then those that expire sooner, then the smaller ids', () => {
  const group = { stackingGroup: 'a' }
  expect(bestOf([off(1, 500, group, noon + 2), off(2, 500, group, noon + 1)]).couponIds).toEqual([id(2)])
  expect(bestOf([off(2, 500, group), off(1, 500, group)]).couponIds).toEqual([id(1)])
  const alike = [
    off(1, 500, { templateId: id(77), dayLimit: 1 }, noon + 3),
    off(2, 500, { templateId: id(77), dayLimit: 1 }, noon + 2),
  ]
  expect(bestOf(alike).couponIds).toEqual([id(2)])
})

test('[BP4] a basket takes so many coupons: of equal ones those that expire first', () => {
  const many = Array.from({ length: 30 }, (_, place) => off(place + 1, 100, {}, noon + 100 - place))
  const { couponIds, saved } = bestOf(many)
  expect(saved).toBe(1_200)
  expect(couponIds).toEqual(Array.from({ length: couponsPerBasketMax }, (_, place) => id(place + 19)))
})

test('[BP4] a coupon of a group that found no room does not make a thirteenth', () => {
  const free = Array.from({ length: couponsPerBasketMax }, (_, place) => off(place + 1, 100))
  const group = { stackingGroup: 'a' }
  const { couponIds, saved } = bestOf([...free, off(20, 90, group), off(21, 80, group)])
  expect([couponIds.length, saved]).toEqual([couponsPerBasketMax, 1_200])
})

test.each<[string, CouponAtHand[], number]>([
  ['none', [], 0],
  ['none that fits', [coupon(1, { coupon: { status: 'revoked' } }), off(2, 0)], 0],
  ['an exclusive one against two', [off(1, 700), off(2, 700), off(3, 1_300, { exclusive: true })], 1_400],
  ['an exclusive one that gives more', [off(1, 700), off(2, 700), off(3, 1_500, { exclusive: true })], 1_500],
  [
    'the dearest of each group',
    [
      off(1, 700, { stackingGroup: 'a' }),
      off(2, 800, { stackingGroup: 'a' }),
      off(3, 100, { stackingGroup: 'b' }),
    ],
    900,
  ],
  [
    // Half of 10 000 and then 3 000 is better than either alone; the other way round it would be 6 500.
    'a percentage before an amount',
    [
      coupon(1, { template: { benefit: { kind: 'percent_off', payBps: bps(5_000), cap: null } } }),
      off(2, 3_000, { priority: 1 }),
    ],
    8_000,
  ],
  [
    // The voucher first would leave the percentage too little: alone it gives more than both could.
    'one left out though it could stand',
    [
      off(1, 3_000, { scope: scope({ skus: ['milk'] }) }),
      coupon(2, {
        template: {
          benefit: { kind: 'exchange', pieces: 4 },
          scope: scope({ skus: ['milk'] }),
          priority: 1,
        },
      }),
    ],
    4_000,
  ],
])('[BP5] %s', (_, coupons, saved) => {
  expect(bestOf(coupons).saved).toBe(saved)
})

test('[BP6] a wallet made to need millions of steps gets a good answer all the same', () => {
  const lines = Array.from({ length: 40 }, (_, place) =>
    line(
      place + 1,
      product({ sku: `p${place}`, categoryId: `c${place % 4}`, unitPrice: money(1_001 + place * 7) }),
    ),
  )
  const wallet = Array.from({ length: 30 }, (_, place) =>
    coupon(place + 1, {
      template: {
        benefit: { kind: 'percent_off', payBps: bps(7_000 + place * 61), cap: null },
        scope: scope({}, { categoryIds: [`c${place % 5}`, `c${place % 3}`] }),
        priority: place % 3,
      },
    }),
  )
  const input = priceInput(lines, { member: member() })
  const best = bestCoupons(input, wallet)
  const inTurn = priceBasket(
    priceInput(lines, { member: member(), coupons: wallet.slice(0, couponsPerBasketMax) }),
  )
  expect(best.isProven).toBe(false)
  expect(best.couponIds).toHaveLength(couponsPerBasketMax)
  expect(best.saved).toBeGreaterThan(inTurn.coupons.reduce((sum, { amount }) => sum + amount, 0))
  expect(bestCoupons(input, [...wallet].reverse())).toEqual(best)
})

test('[BP6] a wallet of eight is always looked at to the end, whatever is in it', () => {
  expect(bestPriceStepsMax).toBeGreaterThanOrEqual(2 ** 8 - 1)
  fc.assert(
    fc.property(anyInput(6, 8), (input) => {
      expect(bestCoupons(input, input.coupons).isProven).toBe(true)
    }),
    { numRuns: 200 },
  )
})
