import { parseArgs } from 'node:util'
import { setStage, simulate } from './simulate.ts'
import { createTally } from './tally.ts'

/*
 * A process of its own that plays `--count` seeds from `--from` on and writes one line of JSON: what happened, or the
 * first seed that broke.
 */

/** What such a process says. */
export interface SeedShare {
  readonly seeds: number
  readonly tillDays: number
  readonly events: number
  /** Processor time of the seeds alone, in ms. */
  readonly cpuMs: number
  readonly tally: readonly (readonly [string, number])[]
  readonly broken: { readonly seed: number; readonly why: string; readonly trace: readonly string[] } | null
}

const { values } = parseArgs({ options: { from: { type: 'string' }, count: { type: 'string' } } })
const [from, count] = [Number(values.from), Number(values.count)]
const total = createTally()
let share: SeedShare = { seeds: 0, tillDays: 0, events: 0, cpuMs: 0, tally: [], broken: null }
const stage = await setStage()
process.once('exit', stage.close)
const begun = process.cpuUsage()
for (let seed = from; seed < from + count && !share.broken; seed++) {
  const { broken, events, tally, tillDays, trace } = await simulate(seed, stage)
  total.add(tally)
  share = {
    ...share,
    seeds: share.seeds + 1,
    tillDays: share.tillDays + tillDays,
    events: share.events + events,
    broken: broken
      ? { seed, why: broken instanceof Error ? (broken.stack ?? '') : String(broken), trace }
      : null,
  }
}
const { user, system } = process.cpuUsage(begun)
process.stdout.write(
  `${JSON.stringify({ ...share, cpuMs: (user + system) / 1_000, tally: total.entries() } satisfies SeedShare)}\n`,
)
