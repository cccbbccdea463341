import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  burnMax,
  burnTermsOf,
  burnValue,
  judgeBurn,
  planBurn,
  planTenderBurn,
  pointsAtHand,
} from '../../domain/burn.ts'
import type { Lot } from '../../domain/lot.ts'
import { expiringPoints, openLots, spendablePoints } from '../../domain/lot.ts'
import { bps, money } from '../../domain/money.ts'
import { points, sumPoints } from '../../domain/points.ts'
import { quietDay } from '../../domain/price.ts'
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

const family = (left: number, of: number) => ({
  ownerId: id(101),
  lots: [
    lot(70, of, { memberId: id(101), expiresAt: noon + 1 }),
    lot(71, 500, { memberId: id(101), expiresAt: noon }),
  ],
  left: points(left),
})

test.each([
  ['no family', null, 300, 0],
  ['within the month’s share', family(200, 900), 300, 200],
  ['within what the owner has', family(2_000, 900), 300, 900],
  ['a share that is used up', family(0, 900), 300, 0],
])('[BU8] points at hand with %s', (_, shared, own, ofFamily) => {
  const of = standing({ lots: [lot(1, own)], family: shared })
  expect(pointsAtHand(of, noon)).toEqual({ own, ofFamily, all: own + ofFamily })
})

test('[BU8] the family owner’s points come after the last of one’s own, whenever they expire', () => {
  const of = standing({ lots: [lot(1, 150)], family: family(600, 900) })
  expect(planTenderBurn(of, points(100), noon)).toEqual({
    ok: true,
    value: { lots: [{ lotId: id(1), memberId: id(100), points: 100 }], ofFamily: 0 },
  })
  expect(planTenderBurn(of, points(400), noon)).toEqual({
    ok: true,
    value: {
      lots: [
        { lotId: id(1), memberId: id(100), points: 150 },
        { lotId: id(70), memberId: id(101), points: 250 },
      ],
      ofFamily: 250,
    },
  })
  expect(planTenderBurn(of, points(751), noon)).toEqual({
    ok: false,
    refusal: { code: 'points_not_enough', figures: { points: 750 } },
  })
})

const capped = { ...programme, burn: { ...programme.burn, capPerDay: points(1_050) } }

test.each([
  ['within the day’s cap', 0, 1_000, null],
  ['over the day’s cap', 0, 1_100, { code: 'points_day_cap', figures: { max: 1_000 } }],
  ['with some burned before', 450, 700, { code: 'points_day_cap', figures: { max: 600 } }],
  ['with more burned than the cap', 2_000, 100, { code: 'points_day_cap', figures: { max: 0 } }],
  [
    'over cap and share: the cap is said first',
    0,
    5_100,
    { code: 'points_day_cap', figures: { max: 1_000 } },
  ],
] as const)('[BU9] judgeBurn: %s', (_, burned, wish, refusal) => {
  const of = standing({ lots: [lot(1, 9_000)], day: { ...quietDay, burned: points(burned) } })
  const judged = judgeBurn(points(wish), {
    standing: of,
    payable: money(10_000),
    programme: capped,
    now: noon,
  })
  expect(judged.ok ? null : judged.refusal).toEqual(refusal)
})

test.each([
  ['a broken fen of a step is dropped', 10_150, null, 0, 300, 303],
  ['the first steps count for more', 15_000, 250, 0, 500, 600],
  ['what the day had of it counts', 15_000, 250, 100, 500, 550],
  ['a cap below a step is none', 15_000, 99, 0, 500, 500],
  ['a cap that is used up is none', 15_000, 250, 250, 500, 500],
])('[BU10] in a burn campaign %s', (_, valueBps, dayCap, inflated, burned, worth) => {
  const terms = burnTermsOf(
    { campaignId: 'c', valueBps: bps(valueBps), dayCap: dayCap === null ? null : points(dayCap) },
    { ...quietDay, inflated: points(inflated) },
    programme,
  )
  expect(burnValue(points(burned), programme, terms)).toBe(worth)
})

test('[BU10] the most that may be burned is the most whose worth stays within the share', () => {
  fc.assert(
    fc.property(
      fc.record({
        payable: fc.nat(30_000),
        valueBps: fc.integer({ min: 10_001, max: 40_000 }),
        dayCap: fc.option(fc.nat(2_000), { nil: null }),
        stepValue: fc.integer({ min: 1, max: 200 }),
        left: fc.nat(9_000),
      }),
      ({ payable, valueBps, dayCap, stepValue, left }) => {
        const rules = { ...programme, burn: { ...programme.burn, stepValue: money(stepValue) } }
        const campaign = {
          campaignId: 'c',
          valueBps: bps(valueBps),
          dayCap: dayCap === null ? null : points(dayCap),
        }
        const terms = burnTermsOf(campaign, quietDay, rules)
        const of = standing({ lots: [lot(1, left)] })
        const max = burnMax({ standing: of, payable: money(payable), programme: rules, terms, now: noon })
        const fits = (burned: number) =>
          burned <= left && burnValue(points(burned), rules, terms) <= Math.floor(payable / 2)
        expect(fits(max)).toBe(true)
        expect(fits(max + 100)).toBe(false)
      },
    ),
    { numRuns: 500 },
  )
})
