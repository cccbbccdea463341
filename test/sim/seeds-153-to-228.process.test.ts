import { expect, test } from 'vitest'
import { expectWork, playSeeds } from './play-seeds.ts'
import { createTally, type Tally } from './tally.ts'

let played: Tally = createTally()

test('[SI1] seeds 153 to 228 end with nothing lost, doubled or different', async () => {
  played = await playSeeds(153, 76)
  expect(played.of('sale')).toBeGreaterThan(0)
}, 240_000)

test('[SI2] in them everything happened that has to be survived', () => expectWork(played))
