import { expect, test } from 'vitest'
import { apportion, type Laws, smaller, split, trueLaws } from './naive-laws.ts'
import { Differs, playShop } from './play.ts'

/* The comparison can fail: an oracle that is wrong by little is found out, and soon. */

const shopsAtMost = 300

const mutations: Record<string, Partial<Laws>> = {
  'one half goes down': { half: (n, d) => trueLaws.down(2n * n + d - 1n, 2n * d) },
  'rounding down goes up': { down: (n, d) => trueLaws.down(n + d - 1n, d) },
  'equal remainders to the later line': {
    remainderFirst: (a, b) => (a.left === b.left ? b.place - a.place : trueLaws.remainderFirst(a, b)),
  },
  'the first lines get what is left': { remainderFirst: (a, b) => a.place - b.place },
  'a campaign as good as the tier stands': { campaignWins: (byCampaign, byTier) => byCampaign >= byTier },
  'coupons in the order of their ids alone': { couponFirst: (a, b) => smaller(a.couponId, b.couponId) },
  'higher priority first': {
    couponFirst: (a, b) => smaller(b.priority, a.priority) || trueLaws.couponFirst(a, b),
  },
  'the cheapest pieces first': {
    pieceFirst: (a, b) => smaller(a.price, b.price) || smaller(a.place, b.place),
  },
  'equal pieces of the later line first': {
    pieceFirst: (a, b) => smaller(b.price, a.price) || smaller(b.place, a.place),
  },
  'lots by their ids where they end together': {
    lotFirst: (a, b) => smaller(a.expiresAt, b.expiresAt) || smaller(a.lotId, b.lotId),
  },
  'lots earned first burned first': {
    lotFirst: (a, b) => smaller(a.earnedAt, b.earnedAt) || smaller(a.lotId, b.lotId),
  },
  'the greater lot id burned first': {
    lotFirst: (a, b) =>
      smaller(a.expiresAt, b.expiresAt) || smaller(a.earnedAt, b.earnedAt) || smaller(b.lotId, a.lotId),
  },
  'the oldest lot taken back first': { takenFirst: (a, b) => smaller(a.earnedAt, b.earnedAt) },
  'the smaller lot id taken back first': {
    takenFirst: (a, b) => smaller(b.earnedAt, a.earnedAt) || smaller(a.lotId, b.lotId),
  },
  'the minimum judged after other coupons': { minimumOn: 'turn' },
  'refunds by another divisor': { divisorStep: 1 },
  'a share of a little less than the whole': { shareLimit: 9_999 },
  'a share of more than the whole': { shareLimit: 20_000 },
  'a frozen member spends what they earn': { heldUntil: (_, otherwise) => otherwise },
  'lots end a month later': { lotMonths: (months) => months + 1 },
  'given back for a day less': { restoredDays: (days) => days - 1 },
  'the bonus by line': { bonusOn: 'each_line' },
  'caps of the day forget the day': { capOfDay: (cap) => cap },
  'birthdays on 29 February in leap years alone': { leapBirthday: 'never' },
}

for (const [name, law] of Object.entries(mutations)) {
  // Some laws need many shops before they show.
  test(`[PY3] an oracle in which ${name} is found out`, { timeout: 120_000 }, () => {
    const play = () => {
      for (let seed = 1; seed <= shopsAtMost; seed++) playShop(seed, { ...trueLaws, ...law })
    }
    expect(play).toThrow(Differs)
  })
}

test('[PY5] the oracle gives out many units as it does few: one by one', () => {
  for (const weights of [
    [1, 1],
    [3, 0, 7],
    [1, 999],
    [5_000, 4_999, 1],
    [17, 4, 9, 2, 2],
    [600, 1],
  ]) {
    const has = weights.map(() => 0)
    for (let units = 1; units <= 1_000; units++) {
      const worth = weights.map((weight, place) => weight / (2 * (has[place] as number) + 1))
      const best = worth.indexOf(Math.max(...worth))
      has[best] = (has[best] as number) + 1
      expect(apportion(trueLaws, units, weights), `${units} over ${weights}`).toEqual(has)
    }
  }
})

test('[PY5] the parts of a split are the total', () => {
  expect(split(trueLaws, 10, [1, 1, 1])).toEqual([4, 3, 3])
  expect(split(trueLaws, 7, [0, 0])).toEqual([4, 3])
  expect(split(trueLaws, 1_000_000_000, [1_000_000_000, 1, 999_999_999])).toEqual([
    500_000_000, 1, 499_999_999,
  ])
})
