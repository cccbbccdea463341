import fc from 'fast-check'
import { expect, test } from 'vitest'
import { burnMax, burnValue, judgeBurn, planBurn } from '../../domain/burn.ts'
import type { Lot } from '../../domain/lot.ts'
import { expiringPoints, openLots, spendablePoints } from '../../domain/lot.ts'
import { bps, money } from '../../domain/money.ts'
import { points, sumPoints } from '../../domain/points.ts'
import { id, lot, member, noon, programme, standing } from './shop.ts'

const anyLots: fc.Arbitrary<Lot[]> = fc
  .array(fc.record({ left: fc.nat(5_000), expires: fc.integer({ min: -3, max: 3 }), earned: fc.nat(3) }), {
    maxLength: 12,
  })
  .map((rows) =>
    rows.map(({ left, expires, earned }, i) =>
      lot(i + 1, left, { expiresAt: noon + expires, earnedAt: noon - earned }),
    ),
  )

test('[BU1] a lot counts until the instant it expires', () => {
  const lots = [lot(1, 10, { expiresAt: noon }), lot(2, 20, { expiresAt: noon + 1 }), lot(3, 0)]
  expect(spendablePoints(lots, noon)).toBe(20)
  expect(spendablePoints(lots, noon - 1)).toBe(30)
  expect(openLots(lots, noon).map(({ lotId }) => lotId)).toEqual([id(2)])
})

test('[BU2] expiringPoints counts what is there now and gone by then', () => {
  const lots = [
    lot(1, 1, { expiresAt: noon }),
    lot(2, 10, { expiresAt: noon + 1 }),
    lot(3, 100, { expiresAt: noon + 50 }),
    lot(4, 1_000, { expiresAt: noon + 51 }),
  ]
  expect(expiringPoints(lots, noon, noon + 50)).toBe(110)
})

test('[BU3] points are burned by expiry, then earn time, then id', () => {
  const lots = [
    lot(4, 100, { expiresAt: noon + 9, earnedAt: 5 }),
    lot(3, 100, { expiresAt: noon + 9, earnedAt: 5 }),
    lot(2, 100, { expiresAt: noon + 9, earnedAt: 4 }),
    lot(1, 100, { expiresAt: noon + 10, earnedAt: 1 }),
    lot(5, 50, { expiresAt: noon + 8, earnedAt: 6 }),
    lot(6, 500, { expiresAt: noon, earnedAt: 0 }),
  ]
  expect(planBurn(lots, points(400), noon)).toEqual({
    ok: true,
    value: [
      { lotId: id(5), memberId: id(100), points: 50 },
      { lotId: id(2), memberId: id(100), points: 100 },
      { lotId: id(3), memberId: id(100), points: 100 },
      { lotId: id(4), memberId: id(100), points: 100 },
      { lotId: id(1), memberId: id(100), points: 50 },
    ],
  })
  expect(planBurn(lots, points(0), noon)).toEqual({ ok: true, value: [] })
  expect(planBurn(lots, points(451), noon)).toEqual({
    ok: false,
    refusal: { code: 'points_not_enough', figures: { points: 450 } },
  })
})

test('[BU4] lots are conserved: what is taken is what was wanted, from lots that count, never more than each has', () => {
  fc.assert(
    fc.property(anyLots, fc.nat(20_000), (lots, wanted) => {
      const plan = planBurn(lots, points(wanted), noon)
      const spendable = spendablePoints(lots, noon)
      expect(plan.ok).toBe(wanted <= spendable)
      if (!plan.ok) return
      expect(sumPoints(plan.value.map((burn) => burn.points))).toBe(wanted)
      for (const burn of plan.value) {
        const from = lots.find(({ lotId }) => lotId === burn.lotId)
        expect(from?.expiresAt).toBeGreaterThan(noon)
        expect(burn.points).toBeGreaterThan(0)
        expect(burn.points).toBeLessThanOrEqual(from?.points ?? 0)
      }
      const shuffled = planBurn([...lots].reverse(), points(wanted), noon)
      expect(shuffled).toEqual(plan)
    }),
    { numRuns: 300 },
  )
})

test.each([
  ['half of what is to be paid', 10_000, 10_000, 5_000],
  ['rounded down to whole steps', 10_399, 10_000, 5_100],
  ['what the member has, in whole steps', 100_000, 1_299, 1_200],
  ['nothing below one step', 199, 10_000, 0],
  ['nothing without points', 10_000, 99, 0],
])('[BU5] burnMax is %s', (_, payable, left, max) => {
  const of = standing({ lots: [lot(1, left)] })
  expect(burnMax({ standing: of, payable: money(payable), programme, now: noon })).toBe(max)
})

test.each(['frozen', 'blacklisted', 'merged', 'erased'] as const)(
  '[BU5] burnMax is 0 for a %s member',
  (status) => {
    const context = { payable: money(10_000), programme, now: noon }
    const of = standing({ member: member({ status }), lots: [lot(1, 10_000)] })
    expect(burnMax({ ...context, standing: of })).toBe(0)
    expect(burnMax({ ...context, standing: null })).toBe(0)
  },
)

test.each([
  ['a step of zero', { step: points(0), stepValue: money(100), shareBps: bps(5_000) }, 0],
  ['a step worth nothing', { step: points(100), stepValue: money(0), shareBps: bps(5_000) }, 0],
  ['a share over the whole', { step: points(100), stepValue: money(100), shareBps: bps(20_000) }, 10_000],
])('[BU6] %s in a programme does no harm', (_, burn, max) => {
  const rules = { ...programme, burn: { ...programme.burn, ...burn } }
  const of = standing({ lots: [lot(1, 90_000)] })
  expect(burnMax({ standing: of, payable: money(10_000), programme: rules, now: noon })).toBe(max)
  expect(burnValue(points(100), rules)).toBeLessThanOrEqual(100)
})

test('[BU6] 100 points pay ¥1', () => {
  expect(burnValue(points(1_200), programme)).toBe(1_200)
  expect(burnValue(points(199), programme)).toBe(100)
})

test.each([
  ['no member', null, 100, { code: 'member_missing' }],
  ['a frozen member', 'frozen', 100, { code: 'member_frozen' }],
  ['half a step', 'active', 150, { code: 'points_not_multiple', figures: { step: 100 } }],
  ['below zero', 'active', -100, { code: 'points_not_multiple', figures: { step: 100 } }],
  ['more than there are', 'active', 6_100, { code: 'points_not_enough', figures: { points: 6_000 } }],
  ['more than half', 'active', 5_100, { code: 'points_over_share', figures: { max: 5_000 } }],
  ['exactly half', 'active', 5_000, null],
  ['none', 'active', 0, null],
] as const)('[BU7] judgeBurn: %s', (_, status, wish, refusal) => {
  const of = status && standing({ member: member({ status }), lots: [lot(1, 6_000)] })
  const judged = judgeBurn(points(wish), { standing: of, payable: money(10_000), programme, now: noon })
  expect(judged.ok ? null : judged.refusal).toEqual(refusal)
})
