import { expect, test } from 'vitest'
import { money } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import {
  type CouponTried,
  orderedCoupons,
  profileOf,
  suggestedAction,
  wayAhead,
} from '../../domain/profile.ts'
import type { Tier } from '../../domain/programme.ts'
import type { Role } from '../../domain/staff.ts'
import { dayMs } from '../../domain/time.ts'
import { coupon, id, lot, member, noon, programme, standing, timeZone } from './act-shop.ts'

function card(given: Parameters<typeof standing>[0] = {}, role: Role = 'cashier') {
  return profileOf({ standing: standing(given), coupons: [], programme, role, now: noon, timeZone })
}

test('[PF10] the card says how long goods come back and how much earlier prices begin, where it is more than for all', () => {
  const granting = (...benefits: Tier['benefits']) => {
    const tiers = programme.tiers.map((tier) => ({ ...tier, benefits }))
    const rules = { ...programme, tiers }
    const { returnDays, presaleHours } = profileOf({
      standing: standing({}),
      coupons: [],
      programme: rules,
      role: 'cashier',
      now: noon,
      timeZone,
    })
    return [returnDays, presaleHours]
  }
  expect(granting()).toEqual([null, null])
  expect(granting({ kind: 'free_returns', days: 90 }, { kind: 'presale', hours: 48 })).toEqual([90, 48])
  const { returnDays } = programme
  expect(granting({ kind: 'free_returns', days: returnDays }, { kind: 'presale', hours: 0 })).toEqual([
    null,
    null,
  ])
})

test('[PF1] the card names tier, honorific and what the tier gives', () => {
  expect(card({ member: { tierId: 'gold' } })).toMatchObject({
    tier: { tierId: 'gold', tone: 'gold', honorific: { zh: 'gold会员', en: 'gold member' } },
    payBps: 8_500,
    earnBps: 15_000,
    plan: null,
    lifetime: false,
  })
  expect(card({ member: { tierId: 'black' } }).lifetime).toBe(true)
  expect(card({ member: { tierId: 'gone' } }).tier.tierId).toBe('bronze')
})

test('[PF1] of a running paid membership the better counts; one that is over is not shown', () => {
  const running = { planId: 'plus', until: noon + 1 }
  expect(card({ member: { tierId: 'silver', subscription: running } })).toMatchObject({
    payBps: 9_000,
    earnBps: 20_000,
    plan: { name: { zh: '付费会员', en: 'Plus' }, until: noon + 1 },
  })
  expect(card({ member: { subscription: { planId: 'plus', until: noon } } }).plan).toBeNull()
  expect(card({ member: { subscription: { planId: 'gone', until: noon + 1 } } }).plan).toBeNull()
})

test('[PF2] points: spendable, pending, ending soon and the next three ends', () => {
  const lots = [
    lot(50, 100, { expiresAt: noon + dayMs }),
    lot(51, 50, { expiresAt: noon + dayMs }),
    lot(52, 200, { expiresAt: noon + 30 * dayMs }),
    lot(53, 400, { expiresAt: noon + 31 * dayMs }),
    lot(54, 800, { expiresAt: noon + 32 * dayMs }),
    lot(55, 1_600, { spendableFrom: noon + 1 }),
    lot(56, 3_200, { expiresAt: noon }),
  ]
  const family = { ownerId: id(101), lots: [], left: points(77) }
  expect(card({ lots, family, member: { debt: points(9) } }).points).toEqual({
    spendable: 1_550,
    pending: 1_600,
    expiringSoon: 350,
    expiringSoonDays: 30,
    ends: [
      { at: noon + dayMs, points: 150 },
      { at: noon + 30 * dayMs, points: 200 },
      { at: noon + 31 * dayMs, points: 400 },
    ],
    debt: 9,
    family: 77,
  })
})

test.each([
  ['silver', 6_399, { missing: 1_601, doneBps: 7_998, sprint: false }],
  ['silver', 6_400, { missing: 1_600, doneBps: 8_000, sprint: true }],
  ['silver', 7_999, { missing: 1, doneBps: 9_998, sprint: true }],
  ['silver', 8_000, { missing: 0, doneBps: 10_000, sprint: false }],
])('[PF3] from %s with growth %i: %o', (tierId, growth, way) => {
  expect(wayAhead(member({ tierId, growth }), programme)).toMatchObject({ name: { en: 'gold' }, ...way })
})

test('[PF3] the highest tier by growth has no way ahead', () => {
  expect(wayAhead(member({ tierId: 'platinum', growth: 20_000 }), programme)).toBeNull()
})

test.each<[Role, boolean, string | null]>([
  ['cashier', false, null],
  ['supervisor', true, 'top'],
  ['store_it', false, null],
])('[PF4] a %s may reveal: %s, and sees the value class %s', (role, canReveal, valueClass) => {
  const shown = card({ member: { valueClass: 'top', sealed: 'c2VhbGVk' } }, role)
  expect([shown.canReveal, shown.valueClass]).toEqual([canReveal, valueClass])
})

test('[PF4] where nothing is kept there is nothing to reveal', () => {
  expect(card({ member: { sealed: null } }, 'supervisor').canReveal).toBe(false)
})

test.each([
  ['10-10', 'today'],
  ['10-13', 'week'],
  ['10-07', 'week'],
  ['10-14', 'no'],
  ['10-06', 'no'],
  [null, 'no'],
] as const)('[PF5] a birthday on %s is %s', (birthday, flag) => {
  expect(card({ member: { birthday } }).birthday).toBe(flag)
})

test('[PF6] badges and challenges are shown while they last', () => {
  const name = { zh: '冲刺王', en: 'Sprinter' }
  const challenge = {
    challengeId: 'to_gold',
    tierId: 'gold',
    spend: money(300_000),
    spent: money(100),
    until: noon + 1,
  }
  const shown = card({
    member: {
      badges: [
        { badgeId: null, name, until: noon },
        { badgeId: 'sprinter', name, until: noon + 1 },
      ],
      challenge,
    },
  })
  expect(shown.badges).toEqual([{ badgeId: 'sprinter', name, until: noon + 1 }])
  expect(shown.challenge).toEqual({
    name: { zh: '直升金卡', en: 'Straight to gold' },
    spend: 300_000,
    spent: 100,
    until: noon + 1,
  })
  expect(card({ member: { challenge: { ...challenge, until: noon } } }).challenge).toBeNull()
  expect(card({ member: { challenge: { ...challenge, challengeId: 'gone' } } }).challenge).toBeNull()
})

test.each([
  ['new', 'welcome'],
  ['active', 'thank'],
  ['dormant', 'invite_back'],
  ['churn_risk', 'win_back'],
] as const)('[PF7] a member who is %s: %s', (lifecycle, action) => {
  expect(suggestedAction(lifecycle)).toBe(action)
})

test('[PF8] coupons: those that fit first, of them the dearest, then by end; dead ones are left out', () => {
  const tried = (
    number: number,
    amount: number | null,
    changes: Parameters<typeof coupon>[1] = {},
  ): CouponTried => ({
    at: coupon(number, changes),
    amount: amount === null ? null : money(amount),
  })
  const ordered = orderedCoupons(
    [
      tried(11, null, { coupon: { validTo: noon + 9 } }),
      tried(12, 500),
      tried(13, null, { coupon: { validTo: noon + 5 } }),
      tried(14, 900),
      tried(15, 900, { coupon: { validTo: noon + 1 } }),
      tried(16, 100, { coupon: { usesDone: 1 } }),
      tried(17, 100, { coupon: { validTo: noon } }),
      tried(18, 100, { coupon: { status: 'revoked' } }),
      tried(19, null, { coupon: { validTo: noon + 5, usesMax: 4, usesDone: 1 } }),
    ],
    noon,
  )
  expect(ordered.map(({ couponId, fits, amount }) => [couponId, fits, amount])).toEqual([
    [id(15), true, 900],
    [id(14), true, 900],
    [id(12), true, 500],
    [id(13), false, 0],
    [id(19), false, 0],
    [id(11), false, 0],
  ])
  expect(ordered.find(({ couponId }) => couponId === id(19))?.usesLeft).toBe(3)
})

test('[PF9] stored value is shown by its parts, and none where there is none', () => {
  const account = {
    accountId: id(100),
    code: null,
    memberId: id(100),
    status: 'active',
    principal: money(5),
    gift: money(6),
  } as const
  expect(card({ account }).value).toEqual({ principal: 5, gift: 6 })
  expect(card().value).toBeNull()
})
