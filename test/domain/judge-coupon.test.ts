import { expect, test } from 'vitest'
import { type CouponAtHand, judgeCoupon } from '../../domain/coupon.ts'
import type { CouponTemplate } from '../../domain/coupon-template.ts'
import type { Member } from '../../domain/member.ts'
import { money } from '../../domain/money.ts'
import { coupon, id, member, noon, programme, store } from './shop.ts'

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
