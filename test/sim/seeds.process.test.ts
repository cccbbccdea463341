import { availableParallelism } from 'node:os'
import { beforeAll, expect, test } from 'vitest'
import { expectWork } from './expected-work.ts'
import { type PlayedSeeds, playSeeds } from './play-seeds.ts'

/** The seeds everybody plays at every check. */
const seedCount = 120

let played: PlayedSeeds

beforeAll(async () => {
  played = await playSeeds(1, seedCount, availableParallelism())
}, 1_800_000)

test('[SI1] fixed seeds end with nothing lost, doubled or different', () => {
  expect(played.seeds).toBe(seedCount)
  expect(played.events).toBeGreaterThan(10 * seedCount)
})

test('[SI2] in them everything happened that has to be survived', () => expectWork(played.tally))
