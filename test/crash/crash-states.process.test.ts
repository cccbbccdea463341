import { expect, test } from 'vitest'
import { exploreCrashes } from './explore.ts'

/* More states: `npm run crash -- --sales 200 --torn 10 --seed 7`. */

test('[JO20] whatever a power cut left of what was not synced, nothing answered is lost and nothing is corrupt', async () => {
  const explored = await exploreCrashes({ sales: 54, torn: 12, seed: 1, honest: true })
  expect(explored.failures).toEqual([])
  expect(explored.states).toBeGreaterThanOrEqual(10_000)
  expect(new Set(Object.keys(explored.fates))).toEqual(new Set(['drawn', 'kept', 'lost']))
  // Recorded and nobody told yet: the moment between the sync and the answer was met.
  expect(explored.ghosts).toBeGreaterThan(0)
}, 900_000)

test('[JO20] a disk that does not sync when told is found to lose sales', async () => {
  const explored = await exploreCrashes({ sales: 3, torn: 1, seed: 1, honest: false })
  expect(explored.failures.some(({ what }) => what.startsWith('lost'))).toBe(true)
}, 120_000)
