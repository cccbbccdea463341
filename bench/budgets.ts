/** A ratio, or a rate, that the till must keep. */
export interface Budget {
  readonly goal: 'at_most' | 'at_least'
  readonly limit: number
  readonly unit: BudgetUnit
}

type BudgetUnit = 'ratio' | 'frames' | 'rows/s' | 'fsyncs' | 'ms' | 's' | 'till-days/s'

function atMost(limit: number, unit: BudgetUnit = 'ratio'): Budget {
  return { goal: 'at_most', limit, unit }
}

function atLeast(limit: number, unit: BudgetUnit = 'ratio'): Budget {
  return { goal: 'at_least', limit, unit }
}

/**
 * What the bench holds the till to. A missed one fails the bench, never the unit tests: speed depends on the machine,
 * and a ratio to a floor measured in the same run depends on it least. docs/BENCH.md defines each figure.
 */
export const budgets = {
  checkout_p50_over_fsync: atMost(1.1),
  checkout_p99_over_fsync: atMost(1.25),
  checkout_p99_over_fsync_during_pull: atMost(1.25),
  fsyncs_per_checkout: atMost(1.05, 'fsyncs'),
  scan_p50_1m_over_10k: atMost(3),
  page_scan_p99_over_ping_p99: atMost(3),
  scan_to_frame_p99_frames: atMost(1.25, 'frames'),
  dexie_scan_p99_over_ours: atLeast(15),
  snapshot_speed_over_upsert: atLeast(10),
  snapshot_time_over_copy: atMost(10),
  delta_rows_per_s_while_selling: atLeast(80_000, 'rows/s'),
  outbox_batch_over_single: atLeast(15),
  encrypted_over_plain_checkout: atMost(1.1),
  start_1m_over_trivial: atMost(1.25),
  pss_over_trivial: atMost(1.3),
  code_verify_p99_ms: atMost(1, 'ms'),
  best_price_p99_ms: atMost(5, 'ms'),
  settle_40_lines_p99_ms: atMost(5, 'ms'),
  scan_bytes_to_event_p99_ms: atMost(5, 'ms'),
  receipt_encode_p99_ms: atMost(10, 'ms'),
  print_to_first_byte_p99_ms: atMost(20, 'ms'),
  drain_100k_events_s: atMost(300, 's'),
  reconnect_200_tills_authorize_p99_ms: atMost(300, 'ms'),
  sale_100k_queued_over_empty: atMost(1.5),
  scan_100k_queued_over_empty: atMost(1.5),
  verify_100k_events_s: atMost(10, 's'),
  recover_100k_members_selling_s: atMost(60, 's'),
  recover_100k_members_data_s: atMost(120, 's'),
  sim_till_days_per_cpu_s: atLeast(100, 'till-days/s'),
} as const satisfies Readonly<Record<string, Budget>>

export type BudgetName = keyof typeof budgets

export const budgetNames = Object.keys(budgets) as BudgetName[]

/** Whether `value` keeps the budget. */
export function isKept(name: BudgetName, value: number): boolean {
  const { goal, limit } = budgets[name]
  return goal === 'at_most' ? value <= limit : value >= limit
}
