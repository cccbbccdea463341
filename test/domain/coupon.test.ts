import { expect, test } from 'vitest'
import { applyCoupons, type CouponAtHand, judgeCoupon } from '../../domain/coupon.ts'
import type { CouponTemplate } from '../../domain/coupon-template.ts'
import type { Member } from '../../domain/member.ts'
import { bps, money } from '../../domain/money.ts'
import { coupon, id, member, noon, product, programme, scope, store } from './shop.ts'

const silver = member()
const day = 86_400_000

function judge(at: CouponAtHand, who: Member | null = silver, now = noon) {
  const judged = judgeCoupon(at, { member: who, store, programme, now })
  return judged.ok ? null : judged.refusal
}

const mine = { memberId: silver.memberId }

/** One row per refusal; each coupon would pass but for what the row names. */
test.each<[string, CouponAtHand, Member | null, object | null]>([
  ['a bearer coupon', coupon(1), null, null],
  ['a coupon of one’s own', coupon(1, { coupon: mine }), silver, null],
  ['revoked', coupon(1, { coupon: { status: 'revoked' } }), silver, { code: 'coupon_revoked' }],
  [
    'all uses made',
    coupon(1, { coupon: { usesMax: 3, usesDone: 3 } }),
    silver,
    { code: 'coupon_used', figures: { usedMax: 3 } },
  ],
  ['a use left', coupon(1, { coupon: { usesMax: 3, usesDone: 2 } }), silver, null],
  [
    'expired at this very instant',
    coupon(1, { coupon: { validTo: noon } }),
    silver,
    { code: 'coupon_expired', figures: { expiredAt: noon } },
  ],
  ['valid for one more ms', coupon(1, { coupon: { validTo: noon + 1 } }), silver, null],
  [
    'valid from the next ms',
    coupon(1, { coupon: { validFrom: noon + 1 } }),
    silver,
    { code: 'coupon_not_yet_valid', figures: { validFrom: noon + 1 } },
  ],
  ['valid from now', coupon(1, { coupon: { validFrom: noon } }), silver, null],
  ['of somebody else', coupon(1, { coupon: { memberId: id(7) } }), silver, { code: 'coupon_not_yours' }],
  ['bound, without a member', coupon(1, { coupon: mine }), null, { code: 'coupon_not_yours' }],
  [
    'of a frozen member',
    coupon(1, { coupon: mine }),
    member({ status: 'frozen' }),
    { code: 'member_frozen' },
  ],
  ['bearer, with a frozen member', coupon(1), member({ status: 'frozen' }), { code: 'member_frozen' }],
  [
    'of another store',
    coupon(1, { template: { storeIds: [id(2)] } }),
    silver,
    { code: 'coupon_wrong_store' },
  ],
  ['of this store among others', coupon(1, { template: { storeIds: [id(2), id(1)] } }), silver, null],
  [
    'of a higher tier',
    coupon(1, { template: { tierIds: ['gold', 'platinum'] } }),
    silver,
    { code: 'coupon_wrong_tier', figures: { tierIds: 'gold,platinum' } },
  ],
  [
    'of a tier, without a member',
    coupon(1, { template: { tierIds: ['silver'] } }),
    null,
    { code: 'coupon_wrong_tier', figures: { tierIds: 'silver' } },
  ],
  ['of this tier', coupon(1, { template: { tierIds: ['silver'] } }), silver, null],
  [
    'of other weekdays',
    coupon(1, { template: { weekdays: [1, 7] } }),
    silver,
    { code: 'coupon_wrong_time', figures: { weekdays: '1,7', from: 0, to: 1_440 } },
  ],
  ['of this weekday', coupon(1, { template: { weekdays: [6] } }), silver, null],
  [
    'its day’s uses made',
    coupon(1, { template: { dayLimit: 2 }, usedToday: 2 }),
    silver,
    { code: 'coupon_day_limit', figures: { limit: 2 } },
  ],
  [
    'held by another channel',
    coupon(1, { coupon: { status: 'reserved' } }),
    silver,
    { code: 'coupon_reserved' },
  ],
  [
    'disputed, with a use left',
    coupon(1, { coupon: { status: 'disputed', usesMax: 2, usesDone: 1 } }),
    silver,
    null,
  ],
  ['a use given back', coupon(1, { coupon: { usesMax: 3, usesDone: 3, usesRestored: 1 } }), silver, null],
  [
    'a use given back and made again',
    coupon(1, { coupon: { usesMax: 3, usesDone: 4, usesRestored: 1 } }),
    silver,
    { code: 'coupon_used', figures: { usedMax: 3 } },
  ],
  [
    'for the app alone',
    coupon(1, { template: { channels: ['app', 'online'] } }),
    silver,
    { code: 'coupon_wrong_channel' },
  ],
  ['for stores and the app', coupon(1, { template: { channels: ['app', 'store'] } }), silver, null],
  [
    'for other members',
    coupon(1, { template: { memberTags: ['vip'] } }),
    member({ tags: ['new'] }),
    { code: 'coupon_wrong_member' },
  ],
  [
    'for some members, without one',
    coupon(1, { template: { memberTags: ['vip'] } }),
    null,
    { code: 'coupon_wrong_member' },
  ],
  [
    'for members like this one',
    coupon(1, { template: { memberTags: ['vip', 'new'] } }),
    member({ tags: ['new'] }),
    null,
  ],
  [
    'a member’s uses made',
    coupon(1, { template: { memberLimit: 2 }, usedByMember: 2 }),
    silver,
    { code: 'coupon_member_limit', figures: { limit: 2 } },
  ],
  ['a member’s use left', coupon(1, { template: { memberLimit: 2 }, usedByMember: 1 }), silver, null],
  [
    'its budget given, 120 % of it rounded down',
    coupon(1, { template: { budget: money(999) }, spentOfBudget: 1_198 }),
    silver,
    { code: 'coupon_budget_spent' },
  ],
  [
    'a fen of budget left',
    coupon(1, { template: { budget: money(999) }, spentOfBudget: 1_197 }),
    silver,
    null,
  ],
  [
    'without any budget',
    coupon(1, { template: { budget: money(0) } }),
    silver,
    { code: 'coupon_budget_spent' },
  ],
  [
    'never used, of no uses',
    coupon(1, { coupon: { usesMax: 0 } }),
    silver,
    { code: 'coupon_used', figures: { usedMax: 0 } },
  ],
  ['a use left today', coupon(1, { template: { dayLimit: 2 }, usedToday: 1 }), silver, null],
])('[CP1] judgeCoupon: %s', (_, at, who, refusal) => {
  expect(judge(at, who)).toEqual(refusal)
})

/** Everything is wrong with the first coupon; each step puts one thing right. */
test('[CP2] refusals come in the order a cashier would say them', () => {
  const said: (string | undefined)[] = []
  let at = coupon(1, {
    coupon: { status: 'revoked', usesDone: 1, validTo: noon, validFrom: noon + 1, memberId: id(7) },
    template: {
      storeIds: [id(2)],
      channels: ['app'],
      tierIds: ['gold'],
      memberTags: ['vip'],
      weekdays: [1],
      dayLimit: 1,
      memberLimit: 1,
      budget: money(100),
    },
    usedToday: 1,
    usedByMember: 1,
    spentOfBudget: 120,
  })
  let who = member({ status: 'frozen' })
  const right = (changes: Partial<CouponAtHand['coupon']>, template: Partial<CouponTemplate> = {}) => {
    said.push(judge(at, who)?.code)
    at = { ...at, coupon: { ...at.coupon, ...changes }, template: { ...at.template, ...template } }
  }
  right({ status: 'reserved' })
  right({ status: 'issued' })
  right({ usesDone: 0 })
  right({ validTo: noon + 10 })
  right({ validFrom: noon })
  right(mine)
  right({})
  who = silver
  right({}, { storeIds: [] })
  right({}, { channels: [] })
  right({}, { tierIds: [] })
  right({}, { memberTags: [] })
  right({}, { weekdays: [] })
  right({}, { dayLimit: null })
  right({}, { memberLimit: null })
  right({}, { budget: null })
  expect(said).toEqual([
    'coupon_revoked',
    'coupon_reserved',
    'coupon_used',
    'coupon_expired',
    'coupon_not_yet_valid',
    'coupon_not_yours',
    'member_frozen',
    'coupon_wrong_store',
    'coupon_wrong_channel',
    'coupon_wrong_tier',
    'coupon_wrong_member',
    'coupon_wrong_time',
    'coupon_day_limit',
    'coupon_member_limit',
    'coupon_budget_spent',
  ])
  expect(judge(at, who)).toBeNull()
})

/** `noon` is Saturday 12:00 in Shanghai. */
test.each([
  ['from noon', { from: 720, to: 721 }, [], 0, true],
  ['until noon', { from: 0, to: 720 }, [], 0, false],
  ['from a minute later', { from: 721, to: 1_440 }, [], 0, false],
  ['past midnight, before it', { from: 1_320, to: 120 }, [6], 11 * 3_600_000, true],
  ['past midnight, after it: still Saturday’s', { from: 1_320, to: 120 }, [6], 13 * 3_600_000, true],
  ['past midnight, at its end', { from: 1_320, to: 120 }, [6], 14 * 3_600_000, false],
  ['past midnight, of Sunday', { from: 1_320, to: 120 }, [7], 13 * 3_600_000, false],
  [
    'past midnight, of Monday at its early hours of Monday',
    { from: 1_320, to: 120 },
    [7],
    day + 13 * 3_600_000,
    true,
  ],
  ['at noon with hours past midnight', { from: 1_320, to: 120 }, [], 0, false],
] as const)('[CP3] hours %s', (_, hours, weekdays, later, fits) => {
  const at = coupon(1, {
    coupon: { validTo: noon + 9 * day },
    template: { hours, weekdays: [...weekdays] },
  })
  expect(judge(at, null, noon + later)?.code).toBe(fits ? undefined : 'coupon_wrong_time')
})

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
