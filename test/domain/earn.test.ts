import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bonusEarns, coefficientOf, type EarnContext, earnPoints, growthOf } from '../../domain/earn.ts'
import { moneyMax, pointsMax } from '../../domain/limits.ts'
import { bps, money } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import type { MembershipPlan, Programme, Tier } from '../../domain/programme.ts'
import { campaign, product, programme, scope } from './shop.ts'

const [bronze, silver, gold] = programme.tiers as [Tier, Tier, Tier]
const plan: MembershipPlan = {
  planId: 'plus',
  sku: 'card',
  name: { zh: '付费会员', en: 'Plus' },
  days: 30,
  payBps: bps(9_500),
  earnBps: bps(18_000),
}

function context(changes: Partial<EarnContext> = {}): EarnContext {
  return {
    member: { repeatCategoryIds: [] },
    tier: bronze,
    plans: [],
    running: [],
    earnedToday: points(0),
    programme,
    ...changes,
  }
}

const goods = (eligible: number, categoryId = 'grain', sku = 'rice') => ({
  product: product({ categoryId, sku }),
  eligible: money(eligible),
})

const earning = (changes: Partial<Programme['earn']>): Programme => ({
  ...programme,
  earn: { ...programme.earn, ...changes },
})

test.each([
  ['1 point for ¥1', 100, 'grain', bronze, 1],
  ['nothing for 99 fen', 99, 'grain', bronze, 0],
  ['1.2 for silver, floored once', 999, 'grain', silver, 11],
  ['floor at the end, not in between', 199, 'infant', gold, 4],
  ['nothing for an excluded category', 100_000, 'tobacco', gold, 0],
  ['nothing for nothing', 0, 'grain', gold, 0],
  ['a category named like a property of every object', 100, 'constructor', bronze, 1],
])('[EA1] a line earns %s', (_, eligible, categoryId, tier, earned) => {
  const without = earning({ bonus: null })
  expect(earnPoints([goods(eligible, categoryId)], context({ tier, programme: without })).total).toBe(earned)
})

test('[EA1] what a line earns is the exact product of all coefficients, floored once', () => {
  fc.assert(
    fc.property(
      fc.nat(moneyMax),
      fc.nat(30_000),
      fc.nat(30_000),
      fc.nat(30_000),
      fc.integer({ min: 10_001, max: 60_000 }),
      (fen, rate, category, earn, double) => {
        const rules = earning({
          rateBps: bps(rate),
          coefficients: [{ categoryId: 'grain', earnBps: bps(category), repeatOnly: false }],
          bonus: null,
        })
        const exact =
          (BigInt(fen) * BigInt(rate) * BigInt(category) * BigInt(earn) * BigInt(double)) / 10n ** 18n
        const { total } = earnPoints(
          [goods(fen)],
          context({
            tier: { ...bronze, earnBps: bps(earn) },
            running: [campaign('double', { kind: 'earn', earnBps: bps(double) })],
            programme: rules,
          }),
        )
        expect(BigInt(total)).toBe(exact > BigInt(pointsMax) ? BigInt(pointsMax) : exact)
      },
    ),
  )
})

test('[EA1] the better of tier and paid memberships counts', () => {
  const without = earning({ bonus: null })
  const total = (tier: Tier, plans: MembershipPlan[]) =>
    earnPoints([goods(1_000)], context({ tier, plans, programme: without })).total
  expect(total(silver, [])).toBe(12)
  expect(total(silver, [plan])).toBe(18)
  expect(total(silver, [{ ...plan, earnBps: bps(5_000) }])).toBe(12)
  expect(total(silver, [{ ...plan, earnBps: bps(5_000) }, plan])).toBe(18)
})

test('[EA4] a repeat coefficient is for those the central knows to have bought there; the best that applies counts', () => {
  const rules = earning({
    coefficients: [
      { categoryId: 'infant', earnBps: bps(15_000), repeatOnly: true },
      { categoryId: 'infant', earnBps: bps(12_000), repeatOnly: false },
      { categoryId: 'dairy', earnBps: bps(5_000), repeatOnly: false },
    ],
  })
  expect(coefficientOf('infant', { repeatCategoryIds: [] }, rules)).toBe(12_000)
  expect(coefficientOf('infant', { repeatCategoryIds: ['infant'] }, rules)).toBe(15_000)
  expect(coefficientOf('infant', { repeatCategoryIds: ['dairy'] }, rules)).toBe(12_000)
  expect(coefficientOf('dairy', { repeatCategoryIds: [] }, rules)).toBe(5_000)
  expect(coefficientOf('grain', { repeatCategoryIds: [] }, rules)).toBe(10_000)
})

test('[EA5] the best campaign counts for the goods in its scope and is named where something was earned', () => {
  const running = [
    campaign('double', { kind: 'earn', earnBps: bps(20_000) }, { scope: scope({ skus: ['rice'] }) }),
  ]
  const earned = earnPoints(
    [goods(1_000), goods(1_000, 'dairy', 'milk'), goods(40), goods(9_000, 'tobacco')],
    context({ running }),
  )
  expect(earned).toEqual({
    lines: [
      { points: 20, campaignId: 'double' },
      { points: 10, campaignId: null },
      { points: 0, campaignId: null },
      { points: 0, campaignId: null },
    ],
    total: 30,
  })
})

test.each([
  [9_999, 0],
  [10_000, 10],
  [19_999, 10],
  [30_000, 30],
])('[EA2] the bonus on %i is %i', (eligible, bonus) => {
  expect(bonusEarns(money(eligible), programme)).toBe(bonus)
})

test('[EA2] no bonus where the programme has none or one without a threshold, and never more than there may be', () => {
  expect(bonusEarns(money(50_000), earning({ bonus: null }))).toBe(0)
  expect(bonusEarns(money(50_000), earning({ bonus: { per: money(0), points: points(10) } }))).toBe(0)
  expect(bonusEarns(money(moneyMax), earning({ bonus: { per: money(1), points: points(pointsMax) } }))).toBe(
    pointsMax,
  )
})

test('[EA6] the bonus goes to the earning lines by what they earn on, ties to the earlier', () => {
  const earned = earnPoints([goods(5_000), goods(5_000), goods(90_000, 'tobacco'), goods(30)], context())
  // 50 + 50 of their own; 10 on 5 000 : 5 000 : 30 are 4.985, 4.985 and 0.03.
  expect(earned.lines.map((one) => one.points)).toEqual([55, 55, 0, 0])
  expect(earned.total).toBe(110)
})

test.each<[string, Partial<Programme['earn']>, number, number[]]>([
  ['no cap', {}, 0, [110, 22, 0]],
  ['the sale’s', { capPerSale: points(65) }, 0, [54, 11, 0]],
  ['the day’s', { capPerDay: points(100) }, 35, [54, 11, 0]],
  ['the smaller of both', { capPerSale: points(13), capPerDay: points(100) }, 0, [11, 2, 0]],
  ['a day that had enough', { capPerDay: points(100) }, 100, [0, 0, 0]],
  ['a day that had more', { capPerDay: points(100) }, 900, [0, 0, 0]],
  ['nothing at all', { capPerSale: points(0) }, 0, [0, 0, 0]],
  ['one that is not reached', { capPerSale: points(132) }, 0, [110, 22, 0]],
])('[EA7] caps: %s', (_, caps, earnedToday, lines) => {
  const earned = earnPoints(
    [goods(10_000), goods(2_000), goods(500, 'tobacco')],
    context({
      programme: earning({ ...caps, bonus: { per: money(10_000), points: points(12) } }),
      earnedToday: points(earnedToday),
    }),
  )
  expect(earned.lines.map((one) => one.points)).toEqual(lines)
  expect(earned.total).toBe(lines.reduce((sum, one) => sum + one, 0))
})

test('[EA7] a programme that multiplies beyond all bounds stops at what a crossing takes', () => {
  const most = bps(1_000_000)
  const earned = earnPoints(
    [goods(moneyMax), goods(moneyMax)],
    context({
      tier: { ...gold, earnBps: most },
      running: [campaign('most', { kind: 'earn', earnBps: most })],
      programme: earning({
        rateBps: most,
        coefficients: [{ categoryId: 'grain', earnBps: most, repeatOnly: false }],
        bonus: { per: money(1), points: points(pointsMax) },
      }),
    }),
  )
  expect(earned.total).toBe(pointsMax)
  expect(earned.lines.map((one) => one.points)).toEqual([pointsMax / 2, pointsMax / 2])
})

test.each([
  [0, 0],
  [99, 0],
  [100, 1],
  [12_399, 123],
])('[EA3] %i paid is growth %i', (paid, growth) => {
  expect(growthOf([{ product: product(), paid: money(paid) }], programme).total).toBe(growth)
})

test.each([
  [15_000, 12_399, 185],
  [5_000, 199, 0],
  [0, 12_399, 0],
  [1_000_000, 1_000_000_000, 1_000_000_000],
])('[EA3] growth at %i basis points for %i paid is %i', (rateBps, paid, growth) => {
  const rules = { ...programme, growth: { ...programme.growth, rateBps: bps(rateBps) } }
  const made = growthOf([{ product: product(), paid: money(paid) }], rules)
  expect(made).toEqual({ lines: [growth], total: growth })
})

test('[EA3] high-value categories count more, the sum is rounded down once, and the lines share it', () => {
  const rules = { ...programme, growth: { ...programme.growth, categoryBps: { dairy: bps(15_000) } } }
  const paid = (categoryId: string, amount: number) => ({
    product: product({ categoryId }),
    paid: money(amount),
  })
  // 99 × 1 + 199 × 1.5 + 51 × 1 = 448.5 fen.
  expect(growthOf([paid('grain', 99), paid('dairy', 199), paid('constructor', 51)], rules)).toEqual({
    lines: [1, 3, 0],
    total: 4,
  })
  expect(growthOf([], rules)).toEqual({ lines: [], total: 0 })
})
