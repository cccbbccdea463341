import { expect, test } from 'vitest'
import { applyCoupons, type CouponAtHand } from '../../domain/coupon.ts'
import type { CouponTemplate } from '../../domain/coupon-template.ts'
import { bps, money } from '../../domain/money.ts'
import { coupon, id, member, noon, product, programme, scope, store } from './shop.ts'

const silver = member()

const rice = product({ sku: 'rice', categoryId: 'grain', brandId: 'golden' })
const milk = product({ sku: 'milk', categoryId: 'dairy', brandId: null })
const wine = product({ sku: 'wine', categoryId: 'drinks', brandId: 'golden' })
const lines = [
  { product: rice, net: money(1_000), pieces: 1 },
  { product: milk, net: money(3_000), pieces: 3 },
  { product: wine, net: money(6_000), pieces: 2 },
]
const nobody = { member: null, store, programme, now: noon }

function apply(...coupons: CouponAtHand[]) {
  const { applied, idle } = applyCoupons(coupons, lines, { ...nobody, member: silver })
  return {
    applied: applied.map(({ couponId, shares }) => [couponId, [...shares]]),
    idle: idle.map(({ couponId, refusal }) => [couponId, refusal]),
  }
}

test.each<[string, CouponTemplate['scope'], number[]]>([
  ['all goods', scope(), [50, 150, 300]],
  ['a product', scope({ skus: ['milk'] }), [0, 500, 0]],
  ['a category', scope({ categoryIds: ['grain'] }), [500, 0, 0]],
  ['a brand', scope({ brandIds: ['golden'] }), [71, 0, 429]],
  ['a product or a category', scope({ skus: ['rice'], categoryIds: ['dairy'] }), [125, 375, 0]],
  ['all but a category', scope({}, { categoryIds: ['drinks'] }), [125, 375, 0]],
  ['exclusion wins', scope({ brandIds: ['golden'] }, { skus: ['wine'] }), [500, 0, 0]],
])('[CP4] a coupon on %s is spread over them alone', (_, goods, shares) => {
  expect(apply(coupon(1, { template: { scope: goods } })).applied).toEqual([[id(1), shares]])
})

test('[CP4] goods out of scope, or given away already, are no goods', () => {
  const onBread = scope({ skus: ['bread'] })
  expect(apply(coupon(1, { template: { scope: onBread } })).idle).toEqual([
    [id(1), { code: 'coupon_no_goods' }],
  ])
  const free = applyCoupons([coupon(1)], [{ product: rice, net: money(0), pieces: 1 }], nobody)
  expect(free.idle).toEqual([{ couponId: id(1), refusal: { code: 'coupon_no_goods' } }])
  const nothing = applyCoupons([coupon(1)], [], nobody)
  expect(nothing.idle).toEqual([{ couponId: id(1), refusal: { code: 'coupon_no_goods' } }])
})

test.each<[string, CouponTemplate['benefit'], number]>([
  ['¥12.34 off', { kind: 'amount_off', amount: money(1_234) }, 1_234],
  ['more off than there is', { kind: 'amount_off', amount: money(99_999) }, 10_000],
  ['a voucher', { kind: 'cash_voucher', amount: money(2_000) }, 2_000],
  ['a voucher over the sum', { kind: 'cash_voucher', amount: money(20_000) }, 10_000],
  ['8折', { kind: 'percent_off', payBps: bps(8_000), cap: null }, 2_000],
  ['8折 with a cap', { kind: 'percent_off', payBps: bps(8_000), cap: money(1_500) }, 1_500],
  ['free', { kind: 'percent_off', payBps: bps(0), cap: null }, 10_000],
])('[CP5] %s', (_, benefit, amount) => {
  const { applied } = applyCoupons([coupon(1, { template: { benefit } })], lines, nobody)
  expect(applied.map((one) => one.amount)).toEqual([amount])
})

test.each([
  ['half a fen goes to the customer', 1_010, 51],
  ['below half goes down', 1_009, 50],
  ['above half goes up', 1_011, 51],
])('[CP5] 5 % off: %s', (_, net, off) => {
  const at = coupon(1, { template: { benefit: { kind: 'percent_off', payBps: bps(9_500), cap: null } } })
  const { applied } = applyCoupons([at], [{ product: rice, net: money(net), pieces: 1 }], nobody)
  expect(applied.map(({ amount }) => amount)).toEqual([off])
})

test.each<[string, CouponTemplate['benefit']]>([
  ['nothing off', { kind: 'percent_off', payBps: bps(10_000), cap: null }],
  ['a rate above the whole', { kind: 'percent_off', payBps: bps(12_000), cap: null }],
  ['an amount of zero', { kind: 'amount_off', amount: money(0) }],
])('[CP5] a benefit of %s is not used up', (_, benefit) => {
  expect(apply(coupon(1, { template: { benefit } }))).toEqual({
    applied: [],
    idle: [[id(1), { code: 'coupon_no_goods' }]],
  })
})

test('[CP6] the minimum spend is judged on the goods in scope, before other coupons', () => {
  const onDairy = scope({ categoryIds: ['dairy'] })
  expect(apply(coupon(1, { template: { scope: onDairy, minimumSpend: money(3_001) } })).idle).toEqual([
    [id(1), { code: 'coupon_spend_more', figures: { missing: 1, minimum: 3_001 } }],
  ])
  const first = coupon(1, { template: { benefit: { kind: 'amount_off', amount: money(4_000) } } })
  const second = coupon(2, { template: { minimumSpend: money(10_000), priority: 1 } })
  expect(apply(first, second).idle).toEqual([])
})

test('[CP7] coupons go by priority, then id, each on what the ones before left', () => {
  const percent = coupon(1, {
    template: { benefit: { kind: 'percent_off', payBps: bps(5_000), cap: null }, priority: 5 },
  })
  const amount = coupon(2, {
    template: { benefit: { kind: 'amount_off', amount: money(2_000) }, priority: 1 },
  })
  const same = coupon(3, { template: { priority: 1 } })
  const expected = [
    [id(2), [200, 600, 1_200]],
    [id(3), [50, 150, 300]],
    [id(1), [375, 1_125, 2_250]],
  ]
  expect(apply(percent, amount, same).applied).toEqual(expected)
  expect(apply(same, amount, percent).applied).toEqual(expected)
})

test('[CP7] what is left for a later coupon may be nothing', () => {
  const all = coupon(1, { template: { benefit: { kind: 'cash_voucher', amount: money(10_000) } } })
  expect(apply(all, coupon(2)).idle).toEqual([[id(2), { code: 'coupon_not_combinable' }]])
})

test('[CP8] at most one of a stacking group', () => {
  const inGroup = (number: number, stackingGroup: string | null) =>
    coupon(number, { template: { stackingGroup } })
  const { applied, idle } = apply(
    inGroup(1, 'a'),
    inGroup(2, 'a'),
    inGroup(3, 'b'),
    inGroup(4, null),
    inGroup(5, null),
  )
  expect(applied.map(([couponId]) => couponId)).toEqual([id(1), id(3), id(4), id(5)])
  expect(idle).toEqual([[id(2), { code: 'coupon_not_combinable' }]])
})

test('[CP8] an exclusive coupon stands alone, whether it comes first or last', () => {
  const exclusive = (priority: number) => coupon(1, { template: { exclusive: true, priority } })
  const other = coupon(2, { template: { priority: 5 } })
  expect(apply(exclusive(1), other).applied.map(([couponId]) => couponId)).toEqual([id(1)])
  expect(apply(exclusive(9), other).applied.map(([couponId]) => couponId)).toEqual([id(2)])
  expect(apply(exclusive(9)).idle).toEqual([])
})

test('[CP8] a coupon that is idle itself keeps no other out', () => {
  const exclusive = coupon(1, { coupon: { status: 'revoked' }, template: { exclusive: true } })
  expect(apply(exclusive, coupon(2))).toMatchObject({
    applied: [[id(2), [50, 150, 300]]],
    idle: [[id(1), { code: 'coupon_revoked' }]],
  })
})

test('[CP9] the day’s limit counts the coupons of its template in this very basket', () => {
  const twin = (number: number) => {
    const at = coupon(number, { template: { templateId: id(77), dayLimit: 3 }, usedToday: 1 })
    return at
  }
  const { applied, idle } = apply(twin(1), twin(2), twin(3))
  expect(applied).toHaveLength(2)
  expect(idle).toEqual([[id(3), { code: 'coupon_day_limit', figures: { limit: 3 } }]])
})

test('[CP9] the limit per member counts them too', () => {
  const twin = (number: number) =>
    coupon(number, { template: { templateId: id(77), memberLimit: 3 }, usedByMember: 1 })
  const { applied, idle } = apply(twin(1), twin(2), twin(3))
  expect(applied).toHaveLength(2)
  expect(idle).toEqual([[id(3), { code: 'coupon_member_limit', figures: { limit: 3 } }]])
})

test.each<CouponTemplate['benefit']>([{ kind: 'service' }, { kind: 'parking', minutes: 60 }])(
  '[CP13] $kind is redeemed at the verification screen, not on goods',
  (benefit) => {
    expect(apply(coupon(1, { template: { benefit } })).idle).toEqual([
      [id(1), { code: 'coupon_not_for_goods' }],
    ])
    const elsewhere = coupon(1, { template: { benefit, storeIds: [id(2)] } })
    expect(apply(elsewhere).idle).toEqual([[id(1), { code: 'coupon_wrong_store' }]])
  },
)

test('[CP14] coupons of one template stand together, whichever ids they have', () => {
  const half = { kind: 'percent_off', payBps: bps(5_000), cap: null } as const
  const first = (number: number) => coupon(number, { template: { templateId: id(70), benefit: half } })
  const second = (number: number) => coupon(number, { template: { templateId: id(71) } })
  const order = (...coupons: CouponAtHand[]) => apply(...coupons).applied.map(([couponId]) => couponId)
  expect(order(first(1), second(2), first(3))).toEqual([id(1), id(3), id(2)])
  expect(order(second(1), first(2), first(3))).toEqual([id(2), id(3), id(1)])
})
