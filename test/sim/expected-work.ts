import { expect } from 'vitest'
import type { Tally } from './tally.ts'

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
  ['till_crashed', 60],
  ['till_lost_its_power', 120],
  ['till_stopped', 2],
  ['commit_full', 40],
  ['commit_unknown_done', 15],
  ['commit_unknown_undone', 15],
  ['replica_set_aside', 20],
  ['till_put_back', 5],
  ['epoch_begun_while_running', 2],
  ['log_journal_rolled_back', 2],
  ['log_chain_forked', 2],
  ['till_readmitted', 5],
  ['sale_while_restricted', 3],
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
  ['snapshot_swapped', 120],
]

export function expectWork(tally: Tally): void {
  for (const [what, least] of mustHappen) expect(tally.of(what), what).toBeGreaterThanOrEqual(least)
}
