import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { type Stage, setStage, simulate } from './simulate.ts'
import type { Spoiler } from './spoil.ts'

/** Seeds that once broke, with the reason. */
const seeds = z
  .array(z.strictObject({ seed: z.int(), why: z.string() }))
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, 'seeds.json'), 'utf8')))

let stage: Stage

beforeAll(async () => {
  stage = await setStage()
})
afterAll(() => stage.close())

test('[SI3] a seed plays the same again to the last message', async () => {
  const play = () => simulate(4, stage, { length: 'long' })
  const [first, second] = [await play(), await play()]
  expect(first.trace.length).toBeGreaterThan(30)
  expect(second.trace).toEqual(first.trace)
  expect(second.tally.entries()).toEqual(first.tally.entries())
}, 60_000)

test.each(seeds)(
  '[SI4] seed $seed, which once broke because $why, holds',
  async ({ seed }) => {
    expect((await simulate(seed, stage, { length: 'long' })).broken).toBeNull()
  },
  60_000,
)

/** Ways to be wrong, each on purpose: what does not notice them proves nothing. */
const spoilers: readonly (readonly [string, Spoiler])[] = [
  ['a central that posts an event twice', { kind: 'post_twice' }],
  ['a central that loses what it acknowledged', { kind: 'forget_event' }],
  ['a central that sends marks ahead of their rows', { kind: 'mark_ahead' }],
  ['a central that leaves marks out', { kind: 'no_marks' }],
  ['a central that takes no tombstones along', { kind: 'no_tombstones' }],
  ['a central that tells nobody of merged members', { kind: 'no_merges' }],
  ['a central that keeps changes of stored value to itself', { kind: 'no_value' }],
  ['a disk that forgets what it kept', { kind: 'forget_commit' }],
  ['a till that spends in an epoch nobody admitted', { kind: 'ignore_restriction' }],
  ['a till that does not look at its witness', { kind: 'ignore_witness' }],
  ['a till that goes by the clock on its wall', { kind: 'follow_wall' }],
  ['a till that claims a confirmation nobody gave', { kind: 'claim_online' }],
  ['a till that knows no limits', { kind: 'ignore_limits' }],
  ['a till that honours whom nobody does', { kind: 'ignore_denials' }],
]

test.each(spoilers)(
  '[SI5] the bookkeeper notices %s',
  async (_name, spoiler) => {
    const broken: unknown[] = []
    for (let seed = 1; seed <= 60 && broken.length === 0; seed++) {
      const result = await simulate(seed, stage, { spoiler, length: 'long' })
      if (result.broken) broken.push(result.broken)
    }
    expect(broken).toHaveLength(1)
    expect(broken[0]).toMatchObject({ name: 'Broken' })
  },
  240_000,
)
