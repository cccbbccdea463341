import { expect, test } from 'vitest'
import { type Effect, effectsOf } from '../../domain/effect.ts'
import type { EventData, EventType } from '../../domain/event.ts'
import { issueCoupon } from '../../domain/issue-coupon.ts'
import { fullBps, money } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import type { SaleReturned } from '../../domain/refund.ts'
import type { SaleCompleted } from '../../domain/sale.ts'
import { id, member, noon, sale, template, timeZone } from './act-shop.ts'

function effects<T extends EventType>(type: T, data: EventData[T]): Effect[] {
  return effectsOf({ type, time: noon, data })
}

const memberId = id(100)
const name = { zh: '名', en: 'Name' }
const buyer = { memberId, tierId: 'silver', status: 'active' } as NonNullable<SaleCompleted['member']>
const earned = {
  lotId: id(60),
  points: points(20),
  gross: points(24),
  debtPaid: points(4),
  earnedAt: noon,
  spendableFrom: noon + 5,
  expiresAt: noon + 9,
}
const burnedOfFamily = {
  points: points(300),
  amount: money(300),
  valueBps: fullBps,
  campaignId: null,
  inflated: points(0),
  ofFamily: points(200),
  lots: [
    { lotId: id(51), memberId, points: points(100) },
    { lotId: id(53), memberId: id(101), points: points(200) },
  ],
}
const issued = issueCoupon(template(2_001), {
  couponId: id(31),
  code: 'C0000000000314',
  member: member(),
  now: noon,
  timeZone,
})
const burned = { points: points(200), lots: [{ lotId: id(51), memberId, points: points(200) }] }
const ofBurn = { kind: 'points_burned', memberId, lotId: id(51), points: 200 }

test('[EF4] a sale pays off debt, spends of the family, sells a membership and may be the first', () => {
  const told = effects(
    'sale.completed',
    sale({
      member: buyer,
      burned: burnedOfFamily,
      earned,
      growth: 7,
      firstPurchase: true,
      plan: { planId: 'plus', until: noon + 365 },
    }),
  )
  expect(told).toEqual([
    { kind: 'points_burned', memberId, lotId: id(51), points: 100 },
    { kind: 'points_burned', memberId: id(101), lotId: id(53), points: 200 },
    { kind: 'family_spent', memberId, ownerId: id(101), spentAt: noon, points: 200 },
    {
      kind: 'points_earned',
      memberId,
      lotId: id(60),
      points: 20,
      earnedAt: noon,
      spendableFrom: noon + 5,
      expiresAt: noon + 9,
    },
    { kind: 'debt_changed', memberId, change: -4 },
    { kind: 'growth_added', memberId, growth: 7 },
    { kind: 'subscription_started', memberId, planId: 'plus', until: noon + 365 },
    { kind: 'member_bought', memberId, boughtAt: noon },
  ])
})

test('[EF4] own lots that still bear an id merged since are no family’s; a lot all eaten by debt is none', () => {
  const told = effects(
    'sale.completed',
    sale({
      member: buyer,
      burned: { ...burnedOfFamily, ofFamily: points(0) },
      earned: { ...earned, points: points(0), debtPaid: points(24) },
    }),
  )
  expect(told.map(({ kind }) => kind)).toEqual(['points_burned', 'points_burned', 'debt_changed'])
})

test('[EF5] stored value leaves its account by its parts; a card of nobody is nobody’s', () => {
  const tender = {
    kind: 'stored_value',
    amount: money(500),
    principal: money(400),
    gift: money(100),
  } as const
  const told = effects(
    'sale.completed',
    sale({
      member: buyer,
      tenders: [
        { ...tender, accountId: memberId },
        { ...tender, accountId: id(950) },
        { kind: 'cash', amount: money(1) },
      ],
    }),
  )
  expect(told).toEqual([
    { kind: 'value_changed', accountId: memberId, memberId, principal: -400, gift: -100 },
    { kind: 'value_changed', accountId: id(950), memberId: null, principal: -400, gift: -100 },
  ])
})

const returned: SaleReturned = {
  returnId: id(700),
  receiptNumber: 'R',
  storeId: id(1),
  saleId: id(500),
  saleReceiptNumber: 'S',
  lines: [],
  refund: money(900),
  refunds: [
    { kind: 'card', amount: money(400) },
    {
      kind: 'stored_value',
      amount: money(500),
      accountId: memberId,
      principal: money(400),
      gift: money(100),
    },
  ],
  memberId,
  takenBack: { points: points(24), lots: [{ lotId: id(60), points: points(20) }], debt: points(4) },
  givenBack: {
    points: points(300),
    ofFamily: { points: points(200), spentAt: noon - 5 },
    lots: [
      { lotId: id(51), memberId, points: points(100), expiresAt: null },
      { lotId: id(53), memberId: id(101), points: points(200), expiresAt: noon + 30 },
    ],
  },
  growth: 7,
  couponsRestored: [{ couponId: id(11), templateId: id(2_001), useNumber: 3 }],
  reason: 'damaged',
}

test('[EF6] a return undoes what its sale did: lots, debt, growth, coupons and stored value', () => {
  expect(effects('sale.returned', returned)).toEqual([
    { kind: 'points_given_back', memberId, lotId: id(51), points: 100, expiresAt: null },
    { kind: 'points_given_back', memberId: id(101), lotId: id(53), points: 200, expiresAt: noon + 30 },
    { kind: 'points_taken_back', memberId, lotId: id(60), points: 20 },
    { kind: 'debt_changed', memberId, change: 4 },
    { kind: 'growth_added', memberId, growth: -7 },
    { kind: 'family_given_back', memberId, ownerId: id(101), spentAt: noon - 5, points: 200 },
    { kind: 'coupon_restored', couponId: id(11), templateId: id(2_001), memberId, useNumber: 3 },
    { kind: 'value_changed', accountId: memberId, memberId, principal: 400, gift: 100 },
  ])
})

test('[EF6] a return of nobody gives money alone', () => {
  const nobody = {
    ...returned,
    memberId: null,
    takenBack: null,
    givenBack: null,
    growth: 0,
    couponsRestored: [],
  }
  expect(effects('sale.returned', { ...nobody, refunds: [] })).toEqual([])
})

const redeemed = {
  redemptionId: id(800),
  couponId: id(11),
  templateId: id(2_001),
  memberId,
  useNumbers: [4, 5],
} as const

test('[EF7] each use redeemed alone counts under its number, and each taken back comes back', () => {
  const use = { couponId: id(11), templateId: id(2_001), memberId }
  const told = effects('coupon.redeemed', {
    ...redeemed,
    slipNumber: 'S',
    storeId: id(1),
    name,
    faceValue: money(800),
    signed: { code: 'EC1:', face: null },
  })
  expect(told).toEqual([
    { kind: 'coupon_used', ...use, useNumber: 4, usedAt: noon, amount: 800 },
    { kind: 'coupon_used', ...use, useNumber: 5, usedAt: noon, amount: 800 },
  ])
  expect(effects('coupon.restored', { ...redeemed, reason: 'undo' })).toEqual([
    { kind: 'coupon_restored', ...use, useNumber: 4 },
    { kind: 'coupon_restored', ...use, useNumber: 5 },
  ])
})

test('[EF8] a gift burns points, takes a piece of a counted stock and issues its coupon', () => {
  const gift = {
    exchangeId: id(801),
    slipNumber: 'S',
    storeId: id(1),
    memberId,
    giftId: 'bowl',
    name,
    burned,
  }
  expect(effects('gift.exchanged', { ...gift, stocked: true, issued: null })).toEqual([
    ofBurn,
    { kind: 'stock_taken', storeId: id(1), giftId: 'bowl', amount: 1 },
  ])
  expect(effects('gift.exchanged', { ...gift, stocked: false, issued })).toEqual([
    ofBurn,
    { kind: 'coupon_issued', coupon: issued },
  ])
})

test('[EF8] a draw burns points, uses up its ticket and issues its prize', () => {
  const drawn = {
    drawId: id(810),
    slipNumber: 'S',
    storeId: id(1),
    memberId,
    lotteryId: 'lucky',
    poolId: id(900),
    index: 3,
    prizeId: 'coupon',
    name,
    nonce: 'ab',
    burned,
  }
  const ticket = { kind: 'ticket_drawn', poolId: id(900), memberId, index: 3 }
  expect(effects('lottery.drawn', { ...drawn, issued })).toEqual([
    ofBurn,
    ticket,
    { kind: 'coupon_issued', coupon: issued },
  ])
  expect(effects('lottery.drawn', { ...drawn, issued: null })).toEqual([ofBurn, ticket])
})

test('[EF8] a donation burns points', () => {
  const donated = {
    donationId: id(820),
    storeId: id(1),
    memberId,
    projectId: 'trees',
    name,
    burned,
    amount: money(20),
    certificateNumber: 'D',
  }
  expect(effects('points.donated', donated)).toEqual([ofBurn])
})

test('[EF9] a top-up adds to both parts', () => {
  const toppedUp = {
    topUpId: id(830),
    receiptNumber: 'R',
    storeId: id(1),
    accountId: memberId,
    memberId,
    principal: money(20_000),
    gift: money(1_000),
    tenders: [],
    change: money(0),
    principalAfter: money(20_000),
    giftAfter: money(1_000),
  }
  expect(effects('value.topped_up', toppedUp)).toEqual([
    { kind: 'value_changed', accountId: memberId, memberId, principal: 20_000, gift: 1_000 },
  ])
})

test('[EF10] an enrolment brings the whole member and their welcome pack; consents replace those before', () => {
  const identifiers = [{ kind: 'member_code', value: 'M0000000000017', memberId }] as const
  const enrolled = (personal: EventData['member.enrolled']['personal']) =>
    effects('member.enrolled', { storeId: id(1), memberId, personal, issued: [issued] })
  expect(enrolled({ salt: '00'.repeat(16), member: member(), identifiers })).toEqual([
    { kind: 'member_enrolled', member: member(), identifiers },
    { kind: 'coupon_issued', coupon: issued },
  ])
  // Erased, nobody is enrolled by it any more.
  expect(enrolled('ab'.repeat(32))).toEqual([{ kind: 'coupon_issued', coupon: issued }])
  const consents = [{ purpose: 'service', given: true, version: 'v2', at: noon }] as const
  expect(effects('consent.changed', { memberId, consents })).toEqual([
    { kind: 'consents_changed', memberId, consents },
  ])
})

test('[EF3] what is only told has no effect', () => {
  const flagged = { kind: 'two_tills', action: 'warn', count: 2, memberId, actId: null } as const
  expect(effects('member.revealed', { memberId })).toEqual([])
  expect(
    effects('approval.given', { approverId: id(8), actId: id(600), amount: money(1), reason: 'known' }),
  ).toEqual([])
  expect(effects('anomaly.flagged', flagged)).toEqual([])
  expect(effects('report.exported', { day: '2026-10-10', kind: 'day' })).toEqual([])
})
