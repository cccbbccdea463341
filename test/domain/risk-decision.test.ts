import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Money, money, noMoney } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import type { Refusal } from '../../domain/refusal.ts'
import type { RiskPolicy } from '../../domain/risk.ts'
import { standardPolicy } from '../../domain/risk.ts'
import {
  decideRisk,
  denyListAge,
  type LeaseAtHand,
  markOf,
  type RiskDecision,
  type RiskFacts,
} from '../../domain/risk-decision.ts'
import { noSpend, nullifierOf, riskClassOf, type Spend, worthOfSpend } from '../../domain/spend.ts'
import { hourMs } from '../../domain/time.ts'
import { id, noon } from './act-shop.ts'

const member = id(70)
const coupon = id(50)
const account = id(60)

function couponOf(worth: number, changes: Partial<Spend['coupons'][number]> = {}): Spend['coupons'][number] {
  return { couponId: coupon, useNumbers: [1], worth: money(worth), onlineOnly: false, ...changes }
}

function spend(changes: Partial<Spend> = {}): Spend {
  return { ...noSpend(member), ...changes }
}

const ofCoupon = (worth: number, changes: Partial<Spend['coupons'][number]> = {}) =>
  spend({ coupons: [couponOf(worth, changes)] })
const ofPoints = (worth: number) =>
  spend({ points: [{ memberId: member, points: points(worth), worth: money(worth) }] })
const ofValue = (amount: number) => spend({ value: [{ accountId: account, amount: money(amount) }] })

function facts(changes: Partial<RiskFacts> = {}): RiskFacts {
  return {
    spend: ofCoupon(1_000),
    policy: standardPolicy,
    central: { kind: 'none' },
    now: noon,
    restricted: false,
    denied: null,
    denyAgeMs: 0,
    leases: [],
    exposure: noMoney,
    exposureOfOthers: noMoney,
    usedToday: { uses: 0, amount: noMoney },
    approved: false,
    ...changes,
  }
}

function lease(changes: Partial<LeaseAtHand> = {}): LeaseAtHand {
  return {
    leaseId: id(80),
    kind: 'coupon',
    subjectId: coupon,
    fence: 1,
    expiresAt: noon + hourMs,
    left: 1,
    isOwn: true,
    ...changes,
  }
}

const isolated = (unsecured: number, uses = 1): RiskDecision => ({
  mode: 'isolated',
  unsecured: money(unsecured),
  uses,
  leases: [],
})
const leased = (leaseId: string, amount: number) => ({
  mode: 'leased',
  unsecured: 0,
  uses: 0,
  leases: [{ leaseId, amount }],
})
const online = { mode: 'online', unsecured: 0, uses: 0, leases: [] }

test.each<[string, Spend, string]>([
  ['nothing', spend(), 'free'],
  ['an ordinary coupon', ofCoupon(5_000), 'bounded'],
  ['a coupon of no worth', ofCoupon(0), 'bounded'],
  ['a coupon above the bound', ofCoupon(5_001), 'strict'],
  ['a coupon the central alone decides about', ofCoupon(1, { onlineOnly: true }), 'strict'],
  ['points', ofPoints(5_000), 'bounded'],
  ['many points', ofPoints(5_001), 'strict'],
  [
    'coupon and points above the bound together',
    { ...ofPoints(3_000), coupons: [couponOf(2_001)] },
    'strict',
  ],
  ['stored value, one fen of it', ofValue(1), 'strict'],
])('[RK1] class of %s', (_, spent, expected) => {
  expect(riskClassOf(spent, standardPolicy)).toBe(expected)
})

test.each<[string, Partial<RiskFacts>, object]>([
  [
    'a sale that spends nothing, whatever the facts',
    { spend: spend(), restricted: true, denied: 'member', denyAgeMs: null },
    { mode: 'isolated', unsecured: 0, uses: 0, leases: [] },
  ],
  ['confirmed by the central', { central: { kind: 'approved' } }, online],
  ['strict and confirmed', { spend: ofValue(90_000), central: { kind: 'approved' } }, online],
  [
    'confirmed after the limits were reached',
    { central: { kind: 'approved' }, exposure: money(200_000), denyAgeMs: null },
    online,
  ],
  ['within all limits', {}, isolated(1_000)],
  ['to the last fen of the bound', { spend: ofCoupon(5_000) }, isolated(5_000)],
  ['to the last fen of the till', { exposure: money(199_000) }, isolated(1_000)],
  [
    'to the last use and fen of the member',
    { usedToday: { uses: 1, amount: money(9_000) } },
    isolated(1_000),
  ],
  [
    'beyond the uses of the day, with a second person',
    { usedToday: { uses: 2, amount: noMoney }, approved: true },
    isolated(1_000),
  ],
  [
    'beyond the amount of the day, with a second person',
    { usedToday: { uses: 0, amount: money(10_000) }, approved: true },
    isolated(1_000),
  ],
  [
    'a bearer coupon has no member to count',
    { spend: { ...ofCoupon(1_000), memberId: null }, usedToday: { uses: 9, amount: money(90_000) } },
    isolated(1_000),
  ],
  [
    'coupon and points count two uses',
    { spend: { ...ofPoints(100), coupons: [couponOf(200)] } },
    isolated(300, 2),
  ],
  ['an old list of denials', { denyAgeMs: 24 * hourMs, spend: ofCoupon(2_500) }, isolated(2_500)],
  ['strict, inside a lease held here', { spend: ofCoupon(9_000), leases: [lease()] }, leased(id(80), 1)],
  [
    'value inside a lease',
    { spend: ofValue(700), leases: [lease({ kind: 'value', subjectId: account, left: 700 })] },
    leased(id(80), 700),
  ],
  [
    'points inside a lease, with nothing left of the limits',
    {
      spend: ofPoints(700),
      exposure: money(200_000),
      leases: [lease({ kind: 'points', subjectId: member, left: 900 })],
    },
    leased(id(80), 700),
  ],
  [
    'a dear coupon inside a lease beside points within limits',
    { spend: { ...ofPoints(700), coupons: [couponOf(9_000)] }, leases: [lease()] },
    { ...isolated(700), leases: [{ leaseId: id(80), amount: 1 }] },
  ],
])('[RK2] allowed: %s', (_, changes, expected) => {
  expect(decideRisk(facts(changes))).toEqual({ ok: true, value: expected })
})

test.each<[string, Partial<RiskFacts>, Refusal]>([
  [
    'a restricted till, also with the central',
    { restricted: true, central: { kind: 'approved' } },
    { code: 'till_restricted' },
  ],
  [
    'denied, also with the central',
    { denied: 'coupon', central: { kind: 'approved' } },
    { code: 'denied', figures: { kind: 'coupon' } },
  ],
  [
    'declined by the central',
    { central: { kind: 'declined', refusal: { code: 'coupon_used' } }, leases: [lease()] },
    { code: 'coupon_used' },
  ],
  ['a coupon that another till holds', { leases: [lease({ isOwn: false })] }, { code: 'leased_elsewhere' }],
  [
    'a lease of ours that a newer one of another till ended',
    { leases: [lease(), lease({ leaseId: id(81), fence: 2, isOwn: false })] },
    { code: 'leased_elsewhere' },
  ],
  ['no list of denials at all', { denyAgeMs: null }, { code: 'deny_list_old', figures: { hours: 0 } }],
  [
    'bounded, three days without one',
    { denyAgeMs: 72 * hourMs },
    { code: 'deny_list_old', figures: { hours: 72 } },
  ],
  [
    'strict, a day without one, lease or not',
    { denyAgeMs: 24 * hourMs, spend: ofCoupon(9_000), leases: [lease()] },
    { code: 'deny_list_old', figures: { hours: 24 } },
  ],
  [
    'half the bound after a day',
    { denyAgeMs: 24 * hourMs, spend: ofCoupon(2_501) },
    { code: 'offline_over_bound', figures: { max: 2_500 } },
  ],
  [
    'half the uses after a day',
    { denyAgeMs: 24 * hourMs, usedToday: { uses: 1, amount: noMoney } },
    { code: 'offline_member_uses', figures: { max: 1 } },
  ],
  ['stored value alone', { spend: ofValue(1) }, { code: 'offline_value' }],
  [
    'stored value beyond its lease',
    { spend: ofValue(701), leases: [lease({ kind: 'value', subjectId: account, left: 700 })] },
    { code: 'offline_value' },
  ],
  ['stored value with a second person', { spend: ofValue(1), approved: true }, { code: 'offline_value' }],
  [
    'an expired lease',
    { spend: ofCoupon(9_000), leases: [lease({ expiresAt: noon })] },
    { code: 'offline_over_bound', figures: { max: 5_000 } },
  ],
  [
    'a lease used up',
    { spend: ofCoupon(9_000), leases: [lease({ left: 0 })] },
    { code: 'offline_over_bound', figures: { max: 5_000 } },
  ],
  [
    'strict with a second person',
    { spend: ofCoupon(9_000), approved: true },
    { code: 'offline_over_bound', figures: { max: 5_000 } },
  ],
  ['the central alone decides', { spend: ofCoupon(1, { onlineOnly: true }) }, { code: 'coupon_online_only' }],
  [
    'the third use of the day',
    { usedToday: { uses: 2, amount: noMoney } },
    { code: 'offline_member_uses', figures: { max: 2 } },
  ],
  [
    'beyond the amount of the day',
    { usedToday: { uses: 1, amount: money(9_500) } },
    { code: 'offline_member_amount', figures: { left: 500 } },
  ],
  ['beyond the till', { exposure: money(199_500) }, { code: 'offline_till_limit', figures: { left: 500 } }],
  [
    'beyond the till, with a second person',
    { exposure: money(200_000), approved: true },
    { code: 'offline_till_limit', figures: { left: 0 } },
  ],
  [
    'beyond the store',
    { exposure: money(100), exposureOfOthers: money(499_000) },
    { code: 'offline_store_limit', figures: { left: 900 } },
  ],
  [
    'points of a strict act beyond the day, with a second person',
    {
      spend: { ...ofPoints(700), coupons: [couponOf(9_000)] },
      leases: [lease()],
      usedToday: { uses: 2, amount: noMoney },
      approved: true,
    },
    { code: 'offline_member_uses', figures: { max: 2 } },
  ],
])('[RK3] refused: %s', (_, changes, refusal) => {
  expect(decideRisk(facts(changes))).toEqual({ ok: false, refusal })
})

test.each([
  [null, 'too_old'],
  [0, 'fresh'],
  [24 * hourMs - 1, 'fresh'],
  [24 * hourMs, 'old'],
  [72 * hourMs - 1, 'old'],
  [72 * hourMs, 'too_old'],
] as const)('[RK4] a list of denials %s ms old is %s', (ageMs, expected) => {
  expect(denyListAge(ageMs, standardPolicy)).toBe(expected)
})

test.each([
  ['online', 'none', 'H'],
  ['online', 'supervisor', 'H'],
  ['store', 'none', 'S'],
  ['leased', 'supervisor', 'L'],
  ['isolated', 'member_pin', 'O'],
  ['isolated', 'supervisor', 'O*'],
] as const)('[RK5] %s with proof %s is marked %s', (mode, proof, mark) => {
  expect(markOf({ mode, proof })).toBe(mark)
})

test('[RK6] a use has one name, other than any other use', () => {
  const text = (value: string) => value
  expect(nullifierOf(coupon, 2, text)).toBe(`use${coupon}2`)
  expect(
    new Set([nullifierOf(coupon, 1, text), nullifierOf(coupon, 11, text), nullifierOf(id(51), 1, text)]).size,
  ).toBe(3)
})

const amounts = fc.integer({ min: 0, max: 20_000 })
const spends: fc.Arbitrary<Spend> = fc.record({
  memberId: fc.constantFrom(member, null),
  coupons: fc.array(
    amounts.map((worth) => couponOf(worth)),
    { maxLength: 1 },
  ),
  points: fc.array(
    amounts.map((worth) => ({ memberId: member, points: points(worth), worth: money(worth) })),
    { maxLength: 1 },
  ),
  value: fc.array(
    fc.integer({ min: 1, max: 9_000 }).map((amount) => ({ accountId: account, amount: money(amount) })),
    { maxLength: 1 },
  ),
})
const policies: fc.Arbitrary<RiskPolicy> = fc
  .record({
    boundedMax: amounts,
    memberUsesMax: fc.integer({ min: 0, max: 4 }),
    memberAmountMax: amounts,
    tillExposureMax: amounts,
    storeExposureMax: amounts,
  })
  .map((limits) => ({ ...standardPolicy, ...(limits as unknown as Partial<RiskPolicy>) }))
const allFacts: fc.Arbitrary<RiskFacts> = fc.record({
  spend: spends,
  policy: policies,
  central: fc.constantFrom({ kind: 'none' } as const, { kind: 'approved' } as const),
  now: fc.constant(noon),
  restricted: fc.boolean(),
  denied: fc.constantFrom(null, 'member' as const),
  denyAgeMs: fc.constantFrom(null, 0, 30 * hourMs, 80 * hourMs),
  leases: fc.array(
    fc.record({
      leaseId: fc.constantFrom(id(80), id(81)),
      kind: fc.constantFrom('coupon' as const, 'points' as const, 'value' as const),
      subjectId: fc.constantFrom(coupon, member, account),
      fence: fc.integer({ min: 1, max: 3 }),
      expiresAt: fc.constantFrom(noon, noon + hourMs),
      left: fc.integer({ min: 0, max: 20_000 }),
      isOwn: fc.boolean(),
    }),
    { maxLength: 3 },
  ),
  exposure: amounts as unknown as fc.Arbitrary<Money>,
  exposureOfOthers: amounts as unknown as fc.Arbitrary<Money>,
  usedToday: fc.record({
    uses: fc.integer({ min: 0, max: 3 }),
    amount: amounts as unknown as fc.Arbitrary<Money>,
  }),
  approved: fc.boolean(),
})

test('[RK7] whatever is decided here alone stays within every limit, and nothing but a lease lets stored value through', () => {
  fc.assert(
    fc.property(allFacts, (given) => {
      const decided = decideRisk(given)
      if (!decided.ok) return
      const { mode, unsecured, leases } = decided.value
      const { policy, spend: spent } = given
      if (unsecured > 0) {
        expect(mode).toBe('isolated')
        expect(given.exposure + unsecured).toBeLessThanOrEqual(policy.tillExposureMax)
        expect(given.exposure + given.exposureOfOthers + unsecured).toBeLessThanOrEqual(
          policy.storeExposureMax,
        )
        expect(unsecured).toBeLessThanOrEqual(policy.boundedMax)
      }
      const isFree = riskClassOf(spent, policy) === 'free'
      if (given.restricted || given.denied) expect(isFree).toBe(true)
      if (given.central.kind === 'none' && !isFree) {
        expect(given.denyAgeMs).not.toBeNull()
        expect(leases.length > 0 || unsecured === worthOfSpend(spent)).toBe(true)
        if (spent.value.length > 0) expect(leases.length).toBeGreaterThan(0)
      }
      if (mode === 'leased') expect(unsecured).toBe(0)
    }),
    { numRuns: 3_000 },
  )
})

test('[RK8] a second person lifts what a member may use a day, and nothing else', () => {
  fc.assert(
    fc.property(allFacts, (given) => {
      const alone = decideRisk({ ...given, approved: false })
      const approved = decideRisk({ ...given, approved: true })
      if (alone.ok) {
        expect(approved).toEqual(alone)
        return
      }
      if (!approved.ok) return
      expect(alone.refusal.code).toMatch(/^offline_member_/)
      expect(riskClassOf(given.spend, given.policy)).toBe('bounded')
    }),
    { numRuns: 3_000 },
  )
})
