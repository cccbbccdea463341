import { expect, test } from 'vitest'
import { moneyMax, tendersMax } from '../../domain/limits.ts'
import { bps, money } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import type { MembershipPlan } from '../../domain/programme.ts'
import { receiptNumberOf, settleSale } from '../../domain/sale.ts'
import type { TenderWish } from '../../domain/tender.ts'
import {
  campaign,
  coupon,
  id,
  line,
  lot,
  member,
  noon,
  priceInput,
  product,
  programme,
  settleInput,
  store,
  wish as tender,
} from './shop.ts'

const rice = product({ unitPrice: money(2_000) })

function settle(tenders: readonly TenderWish[], price = priceInput([line(1, rice)])) {
  return settleSale(settleInput(price, tenders))
}

test('[SA1] receipt numbers name store, till, epoch and place', () => {
  const place = { storeNumber: 'S01', terminalNumber: 'T1', epoch: 2, seq: 42 }
  expect(receiptNumberOf(place)).toBe('S01-T1-2-000042')
  expect(receiptNumberOf({ ...place, seq: 12_345_678 })).toBe('S01-T1-2-12345678')
})

test('[SA2] the whole record of a sale with member, coupon, points and change', () => {
  const labelled = {
    ...line(2, product({ sku: 'fish', unit: 'gram' })),
    quantity: { unit: 'piece', amount: 1 } as const,
    labelPrice: money(1_250),
  }
  const price = priceInput([line(1, rice, 5), labelled], {
    member: member(),
    lots: [lot(50, 150), lot(51, 5_000, { expiresAt: noon + 2_000_000 })],
    coupons: [coupon(11, { coupon: { usesMax: 3, usesDone: 1 } })],
    burn: 1_000,
  })
  const settled = settle([tender('card', 3_000), tender('cash', 10_000)], price)
  if (!settled.ok) throw new Error(settled.refusal.code)
  const common = {
    categoryId: 'grain',
    brandId: null,
    tags: [],
    name: { zh: '大米', en: 'Rice' },
    campaignDiscount: 0,
    priceCampaignId: null,
    earnCampaignId: null,
    unearningShare: 0,
  }
  expect(settled.value.sale).toEqual({
    saleId: id(500),
    receiptNumber: 'S01-T1-1-000042',
    storeId: store.storeId,
    lines: [
      {
        ...common,
        sku: 'rice',
        quantity: { unit: 'piece', amount: 5 },
        unitPrice: 2_000,
        labelPrice: null,
        gross: 10_000,
        tierDiscount: 1_000,
        couponDiscount: 444,
        pointsShare: 889,
        net: 8_556,
        earned: 92,
        growth: 76,
      },
      {
        ...common,
        sku: 'fish',
        quantity: { unit: 'piece', amount: 1 },
        unitPrice: 1_250,
        labelPrice: 1_250,
        gross: 1_250,
        tierDiscount: 125,
        couponDiscount: 56,
        pointsShare: 111,
        net: 1_069,
        earned: 11,
        growth: 10,
      },
    ],
    subtotal: 11_250,
    tierDiscount: 1_125,
    campaignDiscount: 0,
    payable: 9_625,
    toPay: 8_625,
    tenders: [
      { kind: 'card', amount: 3_000 },
      { kind: 'cash', amount: 10_000 },
    ],
    change: 4_375,
    member: {
      memberId: id(100),
      tierId: 'silver',
      status: 'active',
      pointsAfter: 4_253,
      subscription: null,
      birthday: null,
      tags: [],
      repeatCategoryIds: [],
      debt: 0,
      earnedToday: 0,
      burnedToday: 0,
      inflatedToday: 0,
    },
    burned: {
      points: 1_000,
      amount: 1_000,
      valueBps: 10_000,
      campaignId: null,
      inflated: 0,
      ofFamily: 0,
      lots: [
        { lotId: id(50), memberId: id(100), points: 150 },
        { lotId: id(51), memberId: id(100), points: 850 },
      ],
    },
    earned: {
      lotId: id(900),
      points: 103,
      gross: 103,
      debtPaid: 0,
      earnedAt: noon,
      spendableFrom: noon,
      expiresAt: Date.UTC(2027, 9, 31, 16),
    },
    growth: 86,
    coupons: [
      {
        couponId: id(11),
        templateId: id(1_011),
        name: { zh: '券', en: 'Coupon' },
        useNumber: 2,
        amount: 500,
      },
    ],
    firstPurchase: false,
    plan: null,
    suggestions: { shown: [], taken: [] },
    campaigns: { shown: [], used: [] },
  })
})

test('[SA2] a sale without a member earns, burns and grows nothing', () => {
  const settled = settle([tender('mobile', 2_000)])
  expect(settled).toMatchObject({
    ok: true,
    value: { sale: { member: null, burned: null, earned: null, growth: 0, coupons: [], change: 0 } },
  })
})

test.each<[string, TenderWish[], string | null, object?]>([
  ['exact cash', [tender('cash', 2_000)], null],
  ['cash with change', [tender('cash', 10_000)], null],
  ['three tenders', [tender('card', 500), tender('mobile', 500), tender('cash', 1_000)], null],
  ['exact by card', [tender('card', 2_000)], null],
  ['nothing', [], 'tender_short', { missing: 2_000 }],
  ['a fen short', [tender('cash', 1_999)], 'tender_short', { missing: 1 }],
  ['card over', [tender('card', 2_001)], 'tender_over', { over: 1 }],
  ['card and mobile over', [tender('card', 1_500), tender('mobile', 600)], 'tender_over', { over: 100 }],
  [
    'card over though cash is there',
    [tender('cash', 50), tender('card', 2_050)],
    'tender_over',
    { over: 50 },
  ],
  ['zero', [tender('cash', 0), tender('card', 2_000)], 'tender_invalid'],
  ['below zero', [tender('cash', -1), tender('card', 2_000)], 'tender_invalid'],
  ['a fraction', [tender('cash', 2_000.5)], 'tender_invalid'],
  ['not a number', [tender('cash', Number.NaN)], 'tender_invalid'],
  ['over the limit', [tender('cash', moneyMax + 1)], 'tender_invalid'],
  ['over the limit together', [tender('cash', moneyMax), tender('cash', moneyMax)], 'tender_invalid'],
  ['too many', Array.from({ length: tendersMax + 1 }, () => tender('cash', 500)), 'tender_invalid'],
])('[SA3] tenders: %s', (_, tenders, code, figures) => {
  const settled = settle(tenders)
  if (settled.ok) {
    expect(code).toBeNull()
    const paid = tenders.reduce((sum, { amount }) => sum + amount, 0)
    expect(settled.value.sale.change).toBe(paid - 2_000)
  } else {
    expect(settled.refusal).toEqual(figures ? { code, figures } : { code })
  }
})

test('[SA4] an empty basket is not sold, whatever is handed over', () => {
  expect(settle([tender('cash', 100)], priceInput([]))).toEqual({
    ok: false,
    refusal: { code: 'basket_empty' },
  })
})

test('[SA4] a sale whose coupon left nothing to pay takes no tender', () => {
  const price = priceInput([line(1, rice)], {
    coupons: [coupon(11, { template: { benefit: { kind: 'cash_voucher', amount: money(9_999) } } })],
  })
  expect(settle([], price)).toMatchObject({ ok: true, value: { sale: { toPay: 0, tenders: [], change: 0 } } })
})

test('[SA5] points that are gone since they were promised are refused before any tender', () => {
  const price = priceInput([line(1, rice)], { member: member(), lots: [lot(50, 300)], burn: 400 })
  expect(settle([tender('card', 9_999)], price)).toEqual({
    ok: false,
    refusal: { code: 'points_not_enough', figures: { points: 300 } },
  })
})

/** The end of the lot of a sale at noon: a year and the rest of the month on, in Shanghai. */
const lotEnd = Date.UTC(2027, 9, 31, 16)

test('[SA7] a frozen member is named in the sale, with nothing burned or grown and what is earned held', () => {
  const price = priceInput([line(1, rice)], {
    member: member({ status: 'frozen' }),
    lots: [lot(50, 300)],
    coupons: [coupon(11)],
    burn: 400,
  })
  expect(settle([tender('cash', 1_800)], price)).toMatchObject({
    ok: true,
    value: {
      sale: {
        member: { memberId: id(100), tierId: 'silver', pointsAfter: 300 },
        burned: null,
        earned: { points: 21, gross: 21, earnedAt: noon, spendableFrom: lotEnd, expiresAt: lotEnd },
        growth: 0,
        coupons: [],
      },
    },
  })
})

test('[SA7] what a frozen member earns is held longer than the programme holds points back, and pays what is owed', () => {
  const rules = { ...programme, earn: { ...programme.earn, pendingDays: 7 } }
  const frozen = member({ status: 'frozen', debt: points(6) })
  const settled = settle(
    [tender('cash', 1_800)],
    priceInput([line(1, rice)], { member: frozen, programme: rules }),
  )
  expect(settled).toMatchObject({
    ok: true,
    value: { sale: { earned: { points: 15, gross: 21, debtPaid: 6, spendableFrom: lotEnd } } },
  })
})

test('[SA8] an idle coupon is not redeemed by the sale', () => {
  const price = priceInput([line(1, rice)], {
    coupons: [coupon(11, { template: { minimumSpend: money(2_001) } }), coupon(12)],
  })
  const settled = settle([tender('cash', 1_500)], price)
  expect(settled.ok && settled.value.sale.coupons.map(({ couponId }) => couponId)).toEqual([id(12)])
})

const gold = member({ tierId: 'bronze' })

test.each([
  ['nothing owed', 0, { gross: 20, debtPaid: 0, points: 20 }, 20],
  ['some owed', 7, { gross: 20, debtPaid: 7, points: 13 }, 13],
  ['all of it owed', 20, { gross: 20, debtPaid: 20, points: 0 }, 0],
  ['more owed', 500, { gross: 20, debtPaid: 20, points: 0 }, 0],
])('[SA12] what is owed is paid off first: %s', (_, debt, earned, after) => {
  const price = priceInput([line(1, rice)], { member: { ...gold, debt: points(debt) } })
  expect(settle([tender('cash', 2_000)], price)).toMatchObject({
    ok: true,
    value: { sale: { earned, member: { pointsAfter: after, debt } } },
  })
})

test('[SA13] points the programme holds back can be spent from the start of their day', () => {
  const rules = { ...programme, earn: { ...programme.earn, pendingDays: 7 } }
  const settled = settle(
    [tender('cash', 2_000)],
    priceInput([line(1, rice)], { member: gold, programme: rules }),
  )
  expect(settled).toMatchObject({
    ok: true,
    value: {
      sale: {
        // 17 October, 0:00 in Shanghai.
        earned: {
          points: 20,
          spendableFrom: Date.UTC(2026, 9, 16, 16),
          expiresAt: Date.UTC(2027, 9, 31, 16),
        },
        member: { pointsAfter: 0 },
      },
    },
  })
})

test.each([
  ['29 February', Date.UTC(2028, 1, 29, 4), Date.UTC(2029, 1, 28, 16)],
  ['the last instant of a year', Date.UTC(2026, 11, 31, 15, 59, 59), Date.UTC(2027, 11, 31, 16)],
  ['the first instant of a year', Date.UTC(2026, 11, 31, 16), Date.UTC(2028, 0, 31, 16)],
])('[SA13] points earned on %s expire at the end of the month twelve months on', (_, now, expiresAt) => {
  const settled = settle([tender('cash', 2_000)], priceInput([line(1, rice)], { member: gold, now }))
  expect(settled.ok && settled.value.sale.earned?.expiresAt).toBe(expiresAt)
})

const plus: MembershipPlan = {
  planId: 'plus',
  sku: 'card',
  name: { zh: '付费会员', en: 'Plus' },
  days: 30,
  payBps: bps(8_000),
  earnBps: bps(10_000),
}
const card = product({ sku: 'card', unitPrice: money(9_900) })
const withPlan = { ...programme, plans: [plus] }

test.each([
  ['from now', null, 1, Date.UTC(2026, 10, 9, 16)],
  ['after what is over', noon - 1, 1, Date.UTC(2026, 10, 9, 16)],
  ['after what is running', Date.UTC(2026, 9, 19, 16), 1, Date.UTC(2026, 10, 19, 16)],
  ['two of them', null, 2, Date.UTC(2026, 11, 9, 16)],
  ['a century at most', null, 9_999, Date.UTC(2126, 8, 16, 16)],
])('[SA14] a paid membership runs to the end of its last day: %s', (_, until, pieces, end) => {
  const who = { ...gold, subscription: until === null ? null : { planId: 'plus', until } }
  const price = priceInput([line(1, card, pieces)], { member: who, programme: withPlan })
  expect(settle([tender('card', 9_900 * pieces)], price)).toMatchObject({
    ok: true,
    value: { sale: { plan: { planId: 'plus', until: end } } },
  })
})

test('[SA14] a paid membership needs somebody to run for', () => {
  const paid = [tender('cash', 20_000)]
  expect(settle(paid, priceInput([line(1, card)], { programme: withPlan }))).toMatchObject({
    refusal: { code: 'member_missing' },
  })
  const frozen = member({ status: 'frozen' })
  expect(settle(paid, priceInput([line(1, card)], { member: frozen, programme: withPlan }))).toMatchObject({
    refusal: { code: 'member_frozen' },
  })
})

test.each([
  ['who never bought', { hasBought: false }, true],
  ['who bought before', { hasBought: true }, false],
  ['frozen before the first', { hasBought: false, status: 'frozen' as const }, false],
])('[SA15] the first purchase is told: of one %s', (_, changes, first) => {
  const settled = settle(
    [tender('cash', 2_000)],
    priceInput([line(1, rice)], { member: { ...gold, ...changes } }),
  )
  expect(settled.ok && settled.value.sale.firstPurchase).toBe(first)
})

test('[SA15] campaigns that ran and those that changed a figure are told, and what was suggested', () => {
  const campaigns = [
    campaign('dear', { kind: 'price', payBps: bps(9_900) }),
    campaign('cheap', { kind: 'price', payBps: bps(8_000) }),
    campaign('double', { kind: 'earn', earnBps: bps(20_000) }),
    campaign('inflate', { kind: 'burn', valueBps: bps(20_000), dayCap: null }),
    campaign('over', { kind: 'earn', earnBps: bps(90_000) }, { time: { until: noon } }),
  ]
  const price = priceInput([line(1, rice)], { member: gold, programme: { ...programme, campaigns } })
  const suggested = { ...price.basket, suggestionsShown: ['milk', 'eggs'], suggestionsTaken: ['milk'] }
  expect(settle([tender('cash', 1_600)], { ...price, basket: suggested })).toMatchObject({
    ok: true,
    value: {
      sale: {
        campaigns: { shown: ['cheap', 'dear', 'double', 'inflate'], used: ['cheap', 'double'] },
        suggestions: { shown: ['milk', 'eggs'], taken: ['milk'] },
        lines: [{ priceCampaignId: 'cheap', earnCampaignId: 'double' }],
      },
    },
  })
})

test('[SA16] settled again from the same basket a sale is the same', () => {
  const price = priceInput([line(1, rice)], {
    member: gold,
    lots: [lot(50, 900)],
    coupons: [coupon(11)],
    burn: 500,
  })
  expect(settle([tender('cash', 1_000)], price)).toEqual(settle([tender('cash', 1_000)], price))
})
