import { parseArgs } from 'node:util'
import { fuzz, fuzzedCodecs } from './codecs.ts'
import { diceOf } from './mutate.ts'

/*
 * `npm run fuzz -- --cases 10000000 --seed 1`: every codec of the devices on so many inputs in all; the first that fails
 * ends it with the input and the seed.
 */

const { values } = parseArgs({
  options: { cases: { type: 'string', default: '1000000' }, seed: { type: 'string', default: '1' } },
})
const [cases, seed] = [Number(values.cases), Number(values.seed)]
const each = Math.ceil(cases / fuzzedCodecs.length)
let all = 0
for (const codec of fuzzedCodecs) {
  const from = performance.now()
  fuzz(codec, seed, each, diceOf(seed))
  all += each
  console.log(`${codec.name}: ${each} cases in ${((performance.now() - from) / 1_000).toFixed(1)} s`)
}
console.log(`${all} cases, seed ${seed}, none failed`)
