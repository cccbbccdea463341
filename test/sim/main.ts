import { parseArgs } from 'node:util'
import { simulate } from './simulate.ts'
import { createTally } from './tally.ts'

/*
 * The simulation by hand: `--seed N` plays one seed again and prints what happened, `--seeds N` plays so many from
 * `--from` (1) on. Exits 1 with the seed, the reason and the trace of the first one that breaks.
 */

const { values } = parseArgs({
  options: { seed: { type: 'string' }, seeds: { type: 'string' }, from: { type: 'string' } },
})
const first = Number(values.seed ?? values.from ?? 1)
const count = values.seed === undefined ? Number(values.seeds ?? 300) : 1
const total = createTally()
let events = 0
for (let seed = first; seed < first + count; seed++) {
  const result = await simulate(seed)
  total.add(result.tally)
  events += result.events
  if (!result.broken && values.seed === undefined) continue
  process.stdout.write(`${result.trace.join('\n')}\n`)
  if (!result.broken) continue
  const { broken } = result
  process.stdout.write(`seed ${seed} broke: ${broken instanceof Error ? broken.stack : String(broken)}\n`)
  process.stdout.write(`play it again: npm run sim -- --seed ${seed}\n`)
  process.exit(1)
}
for (const [what, times] of total.entries()) process.stdout.write(`${String(times).padStart(8)} ${what}\n`)
process.stdout.write(`${count} seeds, ${events} events at the central, nothing lost, doubled or different\n`)
