import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect } from 'vitest'
import type { SeedShare } from './seed-share.ts'
import { createTally, type Tally } from './tally.ts'

/** What seeds came to, all processes together. */
export interface PlayedSeeds {
  readonly seeds: number
  readonly tillDays: number
  readonly events: number
  readonly cpuMs: number
  readonly tally: Tally
}

/**
 * Plays `count` seeds from `from` on, in `workers` processes: SQLite makes many databases of one process wait for each
 * other. The first seed that breaks fails with its trace.
 */
export async function playSeeds(from: number, count: number, workers: number): Promise<PlayedSeeds> {
  const each = Math.ceil(count / workers)
  const starts = Array.from({ length: workers }, (_, nth) => from + nth * each)
  const shares = await Promise.all(starts.map((at) => playShare(at, Math.min(each, from + count - at))))
  const tally = createTally()
  const sum = { seeds: 0, tillDays: 0, events: 0, cpuMs: 0 }
  for (const share of shares) {
    const { broken } = share
    if (broken) {
      const story = broken.trace.slice(-60).join('\n')
      throw new Error(`${story}\n${broken.why}\nseed ${broken.seed}: npm run sim -- --seed ${broken.seed}`)
    }
    for (const [what, times] of share.tally) for (let nth = 0; nth < times; nth++) tally.count(what)
    sum.seeds += share.seeds
    sum.tillDays += share.tillDays
    sum.events += share.events
    sum.cpuMs += share.cpuMs
  }
  return { ...sum, tally }
}

async function playShare(from: number, count: number): Promise<SeedShare> {
  const script = join(import.meta.dirname, 'seed-share.ts')
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', script, '--from', String(from), '--count', String(count)],
    { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' } },
  )
  const [said] = await Promise.all([text(child.stdout), once(child, 'exit')])
  return JSON.parse(said) as SeedShare
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
  ['till_crashed', 60],
  ['till_lost_its_power', 120],
  ['till_stopped', 2],
  ['commit_full', 40],
  ['commit_unknown_done', 15],
  ['commit_unknown_undone', 15],
  ['replica_set_aside', 20],
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
