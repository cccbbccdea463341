import { expect } from 'vitest'
import { simulate } from './simulate.ts'
import { createTally, type Tally } from './tally.ts'

/** Plays `count` seeds from `from` on; the first that breaks fails the test with its trace. */
export async function playSeeds(from: number, count: number): Promise<Tally> {
  const total = createTally()
  for (let seed = from; seed < from + count; seed++) {
    const { broken, trace, tally } = await simulate(seed)
    if (broken) {
      const story = trace.slice(-60).join('\n')
      throw new Error(`${story}\nseed ${seed}: npm run sim -- --seed ${seed}`, { cause: broken })
    }
    total.add(tally)
  }
  return total
}

/** What must have happened, so that a simulation in which nothing goes wrong proves nothing. */
const mustHappen: readonly (readonly [what: string, least: number])[] = [
  ['sale', 1_000],
  ['sale_with_burn', 300],
  ['sale_with_coupon', 200],
  ['sale_with_value', 150],
  ['return', 120],
  ['return_with_points_back', 40],
  ['return_with_coupon', 50],
  ['redemption', 80],
  ['redemption_undone', 5],
  ['gift', 20],
  ['member_enrolled', 40],
  ['member_merged', 3],
  ['topped_up', 20],
  ['coupon_refused_coupon_used', 50],
  ['coupon_disputed', 50],
  ['points_overdrawn', 20],
  ['event_parked', 20],
  ['crash_before_commit', 10],
  ['crash_after_commit', 8],
  ['push_crash_before_answer', 1],
  ['push_answer_lost', 20],
  ['push_request_lost', 20],
  ['push_request_doubled', 20],
  ['pull_answer_lost', 10],
  ['stream_cut', 30],
  ['central_started', 30],
  ['central_restored', 10],
  ['log_push_resumed', 5],
  ['log_rows_set_aside', 20],
  ['snapshot_swapped', 240],
]

export function expectWork(tally: Tally): void {
  for (const [what, least] of mustHappen) expect(tally.of(what), what).toBeGreaterThanOrEqual(least)
}
