import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
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

/** One thread, so that memory given back interrupts no other processor; fewer collections of what is short-lived. */
const quickFlags = ['--single-threaded', '--min-semi-space-size=64']

async function playShare(from: number, count: number): Promise<SeedShare> {
  const script = join(import.meta.dirname, 'seed-share.ts')
  const child = spawn(
    process.execPath,
    [
      ...quickFlags,
      '--disable-warning=ExperimentalWarning',
      script,
      '--from',
      String(from),
      '--count',
      String(count),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' } },
  )
  const [said] = await Promise.all([text(child.stdout), once(child, 'exit')])
  return JSON.parse(said) as SeedShare
}
