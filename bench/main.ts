import { join } from 'node:path'
import { type BudgetName, budgetNames, isKept } from './budgets.ts'
import type { Figure, Measure } from './figure.ts'
import { bestPriceP99Ms } from './figures/best-price-p99-ms.ts'
import { checkoutP50OverFsync } from './figures/checkout-p50-over-fsync.ts'
import { checkoutP99OverFsync } from './figures/checkout-p99-over-fsync.ts'
import { checkoutP99OverFsyncDuringPull } from './figures/checkout-p99-over-fsync-during-pull.ts'
import { codeVerifyP99Ms } from './figures/code-verify-p99-ms.ts'
import { deltaRowsPerSecondWhileSelling } from './figures/delta-rows-per-s-while-selling.ts'
import { dexieScanP99OverOurs } from './figures/dexie-scan-p99-over-ours.ts'
import { drain100kEventsS } from './figures/drain-100k-events-s.ts'
import { encryptedOverPlainCheckout } from './figures/encrypted-over-plain-checkout.ts'
import { fsyncsPerCheckout } from './figures/fsyncs-per-checkout.ts'
import { outboxBatchOverSingle } from './figures/outbox-batch-over-single.ts'
import { pageScanP99OverPingP99 } from './figures/page-scan-p99-over-ping-p99.ts'
import { printToFirstByteP99Ms } from './figures/print-to-first-byte-p99-ms.ts'
import { pssOverTrivial } from './figures/pss-over-trivial.ts'
import { receiptEncodeP99Ms } from './figures/receipt-encode-p99-ms.ts'
import { reconnect200TillsAuthorizeP99Ms } from './figures/reconnect-200-tills-authorize-p99-ms.ts'
import { recover100kMembersDataS } from './figures/recover-100k-members-data-s.ts'
import { recover100kMembersSellingS } from './figures/recover-100k-members-selling-s.ts'
import { sale100kQueuedOverEmpty } from './figures/sale-100k-queued-over-empty.ts'
import { scan100kQueuedOverEmpty } from './figures/scan-100k-queued-over-empty.ts'
import { scanBytesToEventP99Ms } from './figures/scan-bytes-to-event-p99-ms.ts'
import { scanP50LargeOverSmall } from './figures/scan-p50-1m-over-10k.ts'
import { scanToFrameP99Frames } from './figures/scan-to-frame-p99-frames.ts'
import { settle40LinesP99Ms } from './figures/settle-40-lines-p99-ms.ts'
import { simTillDaysPerCpuS } from './figures/sim-till-days-per-cpu-s.ts'
import { snapshotSpeedOverUpsert } from './figures/snapshot-speed-over-upsert.ts'
import { snapshotTimeOverCopy } from './figures/snapshot-time-over-copy.ts'
import { startLargeOverTrivial } from './figures/start-1m-over-trivial.ts'
import { verify100kEventsS } from './figures/verify-100k-events-s.ts'
import { readMachine, readVersions } from './machine.ts'
import { circumstancesOf, type Failure, tableOf, writeReport } from './report.ts'
import { fullSizes, quickSizes } from './sizes.ts'
import { openWorkbench, type Workbench } from './workbench.ts'

/*
 * `npm run bench [-- --quick] [-- --only name,name]`: measures every budget, prints a table, writes
 * bench/out/latest.json and fails when a budget is missed. docs/BENCH.md says how to read it.
 */

/** One file a budget, in the order of `budgets`. */
const measures: Readonly<Record<BudgetName, Measure>> = {
  checkout_p50_over_fsync: checkoutP50OverFsync,
  checkout_p99_over_fsync: checkoutP99OverFsync,
  checkout_p99_over_fsync_during_pull: checkoutP99OverFsyncDuringPull,
  fsyncs_per_checkout: fsyncsPerCheckout,
  delta_rows_per_s_while_selling: deltaRowsPerSecondWhileSelling,
  encrypted_over_plain_checkout: encryptedOverPlainCheckout,
  page_scan_p99_over_ping_p99: pageScanP99OverPingP99,
  scan_to_frame_p99_frames: scanToFrameP99Frames,
  dexie_scan_p99_over_ours: dexieScanP99OverOurs,
  start_1m_over_trivial: startLargeOverTrivial,
  pss_over_trivial: pssOverTrivial,
  scan_p50_1m_over_10k: scanP50LargeOverSmall,
  snapshot_speed_over_upsert: snapshotSpeedOverUpsert,
  snapshot_time_over_copy: snapshotTimeOverCopy,
  outbox_batch_over_single: outboxBatchOverSingle,
  code_verify_p99_ms: codeVerifyP99Ms,
  best_price_p99_ms: bestPriceP99Ms,
  settle_40_lines_p99_ms: settle40LinesP99Ms,
  scan_bytes_to_event_p99_ms: scanBytesToEventP99Ms,
  receipt_encode_p99_ms: receiptEncodeP99Ms,
  print_to_first_byte_p99_ms: printToFirstByteP99Ms,
  drain_100k_events_s: drain100kEventsS,
  reconnect_200_tills_authorize_p99_ms: reconnect200TillsAuthorizeP99Ms,
  sale_100k_queued_over_empty: sale100kQueuedOverEmpty,
  scan_100k_queued_over_empty: scan100kQueuedOverEmpty,
  verify_100k_events_s: verify100kEventsS,
  recover_100k_members_selling_s: recover100kMembersSellingS,
  recover_100k_members_data_s: recover100kMembersDataS,
  sim_till_days_per_cpu_s: simTillDaysPerCpuS,
}

function readArguments(words: readonly string[]): {
  readonly quick: boolean
  readonly only: readonly BudgetName[]
} {
  const quick = words.includes('--quick')
  const place = words.indexOf('--only')
  const named = place < 0 ? [] : (words[place + 1] ?? '').split(',')
  const known = new Set<string>(budgetNames)
  const unknown = named.filter((name) => !known.has(name))
  const stray = words.filter((word, at) => !['--quick', '--only'].includes(word) && at !== place + 1)
  if (unknown.length > 0 || stray.length > 0 || (place >= 0 && named.length === 0))
    throw new Error(`unknown: ${[...unknown, ...stray].join(', ')}; figures are ${budgetNames.join(', ')}`)
  return { quick, only: named.length > 0 ? (named as BudgetName[]) : budgetNames }
}

async function measureAll(
  bench: Workbench,
  names: readonly BudgetName[],
): Promise<{ readonly figures: readonly Figure[]; readonly failures: readonly Failure[] }> {
  const figures: Figure[] = []
  const failures: Failure[] = []
  for (const name of names) {
    try {
      figures.push(await measures[name](bench))
    } catch (cause) {
      // One figure that cannot be measured is a missed budget; the others still count.
      console.error(`[bench] ${name} failed`, cause)
      failures.push({ name, why: cause instanceof Error ? cause.message : 'unknown' })
    }
  }
  return { figures, failures }
}

async function main(): Promise<number> {
  const { quick, only } = readArguments(process.argv.slice(2))
  const say = (line: string) => console.error(`[bench] ${line}`)
  const { bench, close } = openWorkbench(quick ? quickSizes : fullSizes, say)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130))
  process.once('exit', close)
  try {
    const { figures, failures } = await measureAll(
      bench,
      budgetNames.filter((name) => only.includes(name)),
    )
    const report = { machine: readMachine(), versions: readVersions(), sizes: bench.sizes, figures, failures }
    console.log(`${circumstancesOf(report)}\n\n${tableOf(report)}\n`)
    console.log(writeReport(join(import.meta.dirname, 'out'), report))
    const missed = figures.filter(({ name, value }) => !isKept(name, value)).length + failures.length
    console.log(`${figures.length - (missed - failures.length)} kept, ${missed} missed`)
    return missed === 0 ? 0 : 1
  } finally {
    close()
  }
}

process.exit(await main())
