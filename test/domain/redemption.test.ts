import { expect, test } from 'vitest'
import type { CouponContext } from '../../domain/coupon.ts'
import type { CouponBenefit } from '../../domain/coupon-template.ts'
import { bps, money } from '../../domain/money.ts'
import {
  couponState,
  faceValueOf,
  judgeAlone,
  judgeReach,
  judgeUndo,
  settleRedemption,
  settleUndo,
} from '../../domain/redemption.ts'
import { minuteMs } from '../../domain/time.ts'
import { codeOf, coupon, granted, id, member, noon, programme, store, template } from './act-shop.ts'

const context: CouponContext = { member: null, store, programme, now: noon }

test.each<[CouponBenefit['kind'], CouponBenefit, string | null]>([
  ['amount_off', { kind: 'amount_off', amount: money(500) }, 'coupon_only_for_goods'],
  ['percent_off', { kind: 'percent_off', payBps: bps(8_000), cap: null }, 'coupon_only_for_goods'],
  ['buy_get', { kind: 'buy_get', buy: 1, get: 1, payBps: bps(0), timesMax: null }, 'coupon_only_for_goods'],
  ['fixed_price', { kind: 'fixed_price', price: money(100), pieces: null }, 'coupon_only_for_goods'],
  ['cash_voucher', { kind: 'cash_voucher', amount: money(500) }, null],
  ['exchange', { kind: 'exchange', pieces: 1 }, null],
  ['service', { kind: 'service' }, null],
  ['parking', { kind: 'parking', minutes: 120 }, null],
])('[RD1] %s without a sale', (_, benefit, code) => {
  expect(codeOf(judgeAlone(coupon(11, { template: { benefit } }), context, 1))).toBe(code)
})

test('[RD1] a minimum spend needs goods', () => {
  const at = coupon(11, { template: { minimumSpend: money(1) } })
  expect(codeOf(judgeAlone(at, context, 1))).toBe('coupon_only_for_goods')
})

test.each<[string, Parameters<typeof coupon>[1], number, object]>([
  [
    'more than are left',
    { coupon: { usesMax: 5, usesDone: 3 } },
    3,
    { code: 'uses_not_left', figures: { left: 2 } },
  ],
  ['none', {}, 0, { code: 'uses_not_left', figures: { left: 1 } }],
  ['a part of one', { coupon: { usesMax: 5 } }, 1.5, { code: 'uses_not_left', figures: { left: 5 } }],
  ['no number', { coupon: { usesMax: 5 } }, Number.NaN, { code: 'uses_not_left', figures: { left: 5 } }],
  [
    'beyond the day',
    { coupon: { usesMax: 5 }, template: { dayLimit: 3 }, at: { usedToday: 2 } },
    2,
    { code: 'coupon_day_limit', figures: { limit: 3 } },
  ],
  [
    'beyond the member',
    { coupon: { usesMax: 5 }, template: { memberLimit: 4 }, at: { usedByMember: 3 } },
    2,
    { code: 'coupon_member_limit', figures: { limit: 4 } },
  ],
  ['of a revoked one', { coupon: { status: 'revoked', usesDone: 9 } }, 1, { code: 'coupon_revoked' }],
  ['of one used up', { coupon: { usesDone: 1 } }, 1, { code: 'coupon_used', figures: { usedMax: 1 } }],
])('[RD2] uses refused: %s', (_, changes, uses, refusal) => {
  expect(judgeAlone(coupon(11, changes), context, uses)).toEqual({ ok: false, refusal })
})

test('[RD3] uses go on under the numbers after the last one, also after some came back', () => {
  const at = coupon(11, {
    coupon: { usesMax: 5, usesDone: 4, usesRestored: 2, memberId: id(100) },
    template: { benefit: { kind: 'service' }, faceValue: money(8_000) },
  })
  const redeemed = granted(
    settleRedemption({
      at,
      context: { ...context, member: member() },
      uses: 3,
      redemptionId: id(800),
      slipNumber: 'S01-T1-1-000007',
    }),
  )
  expect(redeemed).toEqual({
    redemptionId: id(800),
    slipNumber: 'S01-T1-1-000007',
    storeId: id(1),
    couponId: id(11),
    templateId: id(2_001),
    name: { zh: '券2001', en: 'Coupon 2001' },
    memberId: id(100),
    useNumbers: [5, 6, 7],
    faceValue: 8_000,
    signed: null,
  })
  expect(settleUndo(redeemed)).toEqual({
    redemptionId: id(800),
    couponId: id(11),
    templateId: id(2_001),
    memberId: id(100),
    useNumbers: [5, 6, 7],
    reason: 'undo',
  })
})

test('[RD3] what may not be redeemed leaves nothing', () => {
  const asked = { context, redemptionId: id(800), slipNumber: 'S01-T1-1-000007' }
  expect(settleRedemption({ ...asked, at: coupon(11), uses: 2 }).ok).toBe(false)
})

test.each<[string, number, boolean, object | null]>([
  ['at once', 0, false, null],
  ['at the fifth minute', 5 * minuteMs, false, null],
  ['a moment later', 5 * minuteMs + 1, false, { code: 'undo_too_late', figures: { minutes: 5 } }],
  ['twice', 0, true, { code: 'already_undone' }],
  ['twice and late', 9 * minuteMs, true, { code: 'already_undone' }],
  ['with the clock set back', -minuteMs, false, null],
])('[RD4] undone %s', (_, after, already, refusal) => {
  const judged = judgeUndo(noon, noon + after, 5, already)
  expect(judged).toEqual(refusal ? { ok: false, refusal } : { ok: true, value: true })
})

test.each<[string, Parameters<typeof coupon>[1], string]>([
  ['fresh', {}, 'issued'],
  ['held elsewhere', { coupon: { status: 'reserved' } }, 'reserved'],
  ['used up', { coupon: { usesDone: 1 } }, 'redeemed'],
  ['used up and past its end', { coupon: { usesDone: 1, validTo: noon } }, 'redeemed'],
  ['partly used', { coupon: { usesMax: 3, usesDone: 1 } }, 'issued'],
  ['a use came back', { coupon: { usesDone: 1, usesRestored: 1 } }, 'restored'],
  ['came back and used again', { coupon: { usesDone: 2, usesRestored: 1 } }, 'redeemed'],
  ['at its end', { coupon: { validTo: noon } }, 'expired'],
  ['withdrawn', { coupon: { status: 'revoked', usesDone: 1 } }, 'revoked'],
  ['used twice', { coupon: { status: 'disputed', usesDone: 1 } }, 'disputed'],
])('[RD5] a coupon %s', (_, changes, state) => {
  expect(couponState(coupon(11, changes).coupon, noon)).toBe(state)
})

test('[RD6] a use is worth the amount the benefit names, else the face value', () => {
  const faceValue = money(8_000)
  expect(faceValueOf(template(1, { benefit: { kind: 'cash_voucher', amount: money(500) }, faceValue }))).toBe(
    500,
  )
  expect(faceValueOf(template(1, { benefit: { kind: 'amount_off', amount: money(700) }, faceValue }))).toBe(
    700,
  )
  expect(faceValueOf(template(1, { benefit: { kind: 'parking', minutes: 60 }, faceValue }))).toBe(8_000)
})

test.each([
  ['bounded', false, null],
  ['bounded', true, null],
  ['online_only', false, 'coupon_online_only'],
  ['online_only', true, null],
] as const)('[RD7] a template that is %s, central answering: %s', (offlinePolicy, online, code) => {
  expect(codeOf(judgeReach(template(1, { offlinePolicy }), online))).toBe(code)
})
