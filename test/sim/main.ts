import { parseArgs } from 'node:util'
import { cells, coverageReport } from './cells.ts'
import { setStage, simulate } from './simulate.ts'
import { createTally } from './tally.ts'

/*
 * The simulation by hand: `--seed N` plays one seed again and prints what happened, `--seeds N` plays so many from
 * `--from` (1) on, `--long` lets each be long. Exits 1 with the seed, the reason and the trace of the first one that breaks.
 */

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    seeds: { type: 'string' },
    from: { type: 'string' },
    long: { type: 'boolean' },
  },
})
const first = Number(values.seed ?? values.from ?? 1)
const count = values.seed === undefined ? Number(values.seeds ?? 300) : 1
const total = createTally()
let events = 0
const stage = await setStage()
process.once('exit', stage.close)
const begun = process.cpuUsage()
let tillDays = 0
for (let seed = first; seed < first + count; seed++) {
  const result = await simulate(seed, stage, { length: values.long ? 'long' : 'own' })
  total.add(result.tally)
  events += result.events
  tillDays += result.tillDays
  if (!result.broken && values.seed === undefined) continue
  process.stdout.write(`${result.trace.join('\n')}\n`)
  if (!result.broken) continue
  const { broken } = result
  process.stdout.write(`seed ${seed} broke: ${broken instanceof Error ? broken.stack : String(broken)}\n`)
  process.stdout.write(`play it again: npm run sim -- --seed ${seed}\n`)
  process.exit(1)
}
const { lines, empty } = coverageReport(total.of)
for (const [what, times] of total.entries()) {
  if (!what.startsWith('cell ')) process.stdout.write(`${String(times).padStart(8)} ${what}\n`)
}
process.stdout.write(`${lines.join('\n')}\n${cells.length - empty.length} of ${cells.length} cells struck\n`)
const { user, system } = process.cpuUsage(begun)
const seconds = (user + system) / 1_000_000
process.stdout.write(
  `${count} seeds, ${tillDays} till-days, ${events} events at the central: nothing lost, doubled or different\n`,
)
process.stdout.write(
  `${(tillDays / seconds).toFixed(0)} till-days a CPU second, ${(events / tillDays).toFixed(1)} events a till-day\n`,
)
