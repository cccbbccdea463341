import { test } from 'vitest'
import { fuzz, fuzzedCodecs } from '../fuzz/codecs.ts'
import { diceOf } from '../fuzz/mutate.ts'

const seed = 20_261_201
const cases = 3_000

test.each(fuzzedCodecs)('[FZ1] $name: any input has an answer, and the fixed set of cases holds', (codec) => {
  fuzz(codec, seed, cases, diceOf(seed))
})
