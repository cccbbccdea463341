import { expect } from 'vitest'
import { trueLaws } from './naive-laws.ts'
import { type Happened, playShop } from './play.ts'

/** Plays `count` shops from seed `from` on; the first figure that differs fails the test with its seed and its basket. */
export function playShops(from: number, count: number): Happened {
  const happened: Happened = {}
  for (let seed = from; seed < from + count; seed++) playShop(seed, trueLaws, happened)
  return happened
}

/** What must have happened among 25 000 sales, so that a run in which little does proves nothing. */
const mustHappen: readonly (readonly [what: string, least: number])[] = [
  ['sale', 25_000],
  ['refused', 2_000],
  ['best_price', 800],
  ['coupon', 8_000],
  ['coupons_stacked', 3_000],
  ['price_campaign', 3_000],
  ['burn', 5_000],
  ['burn_inflated', 1_500],
  ['burn_of_family', 300],
  ['earn', 10_000],
  ['debt_paid', 500],
  ['unearning', 4_000],
  ['stored_value', 4_000],
  ['change', 3_000],
  ['plan', 700],
  ['return', 5_000],
  ['return_refused', 1_000],
  ['return_with_points_back', 1_500],
  ['return_to_family', 40],
  ['return_into_debt', 60],
  ['return_to_expired_lot', 60],
  ['coupon_restored', 400],
  ...[
    'revoked',
    'reserved',
    'used',
    'expired',
    'not_yet_valid',
    'not_yours',
    'wrong_store',
    'wrong_channel',
    'wrong_tier',
    'wrong_member',
    'wrong_time',
    'day_limit',
    'member_limit',
    'budget_spent',
    'not_for_goods',
    'no_goods',
    'spend_more',
    'not_combinable',
  ].map((why): readonly [string, number] => [`idle_coupon_${why}`, 100]),
  ...[
    'basket_empty',
    'member_missing',
    'member_frozen',
    'points_not_enough',
    'tender_invalid',
    'account_unknown',
    'account_frozen',
    'value_not_enough',
    'value_over_limit',
    'tender_over',
    'tender_short',
  ].map((why): readonly [string, number] => [`refused_${why}`, 3]),
]

export function expectAll(happened: Happened): void {
  for (const [what, least] of mustHappen) expect(happened[what] ?? 0, what).toBeGreaterThanOrEqual(least)
}
