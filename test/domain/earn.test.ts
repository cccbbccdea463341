import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bonusEarns, growthOf, lineEarns } from '../../domain/earn.ts'
import { moneyMax } from '../../domain/limits.ts'
import { bps, money } from '../../domain/money.ts'
import type { Tier } from '../../domain/programme.ts'
import { programme } from './shop.ts'

const [bronze, silver, gold] = programme.tiers as [Tier, Tier, Tier]

test.each([
  ['1 point for ¥1', 100, 'grain', bronze, 1],
  ['nothing for 99 fen', 99, 'grain', bronze, 0],
  ['1.2 for silver, floored once', 999, 'grain', silver, 11],
  ['floor at the end, not in between', 199, 'infant', gold, 4],
  ['nothing for an excluded category', 100_000, 'tobacco', gold, 0],
  ['nothing for nothing', 0, 'grain', gold, 0],
  ['a category named like a property of every object', 100, 'constructor', bronze, 1],
])('[EA1] a line earns %s', (_, eligible, categoryId, tier, earned) => {
  expect(lineEarns(money(eligible), categoryId, tier, programme)).toBe(earned)
})

test('[EA1] what a line earns is the exact product, floored once', () => {
  fc.assert(
    fc.property(
      fc.nat(moneyMax),
      fc.nat(30_000),
      fc.nat(30_000),
      fc.nat(30_000),
      (fen, rate, category, earn) => {
        const rules = {
          ...programme,
          earn: { ...programme.earn, rateBps: bps(rate), categoryBps: { grain: bps(category) } },
        }
        const exact = (BigInt(fen) * BigInt(rate) * BigInt(category) * BigInt(earn)) / 10n ** 14n
        const earned = lineEarns(money(fen), 'grain', { ...bronze, earnBps: bps(earn) }, rules)
        expect(BigInt(earned)).toBe(exact)
      },
    ),
  )
})

test.each([
  [9_999, 0],
  [10_000, 10],
  [19_999, 10],
  [30_000, 30],
])('[EA2] the bonus on %i is %i', (eligible, bonus) => {
  expect(bonusEarns(money(eligible), programme)).toBe(bonus)
})

test('[EA2] no bonus where the programme has none or one without a threshold', () => {
  const without = (bonus: typeof programme.earn.bonus) => ({
    ...programme,
    earn: { ...programme.earn, bonus },
  })
  expect(bonusEarns(money(50_000), without(null))).toBe(0)
  expect(
    bonusEarns(money(50_000), without({ per: money(0), points: bonusEarns(money(10_000), programme) })),
  ).toBe(0)
})

test.each([
  [0, 0],
  [99, 0],
  [100, 1],
  [12_399, 123],
])('[EA3] %i paid is growth %i', (paid, growth) => {
  expect(growthOf(money(paid))).toBe(growth)
})
