import { availableParallelism } from 'node:os'
import { beforeAll, expect, test } from 'vitest'
import { cellName, cells, coverageReport } from './cells.ts'
import { expectWork } from './expected-work.ts'
import { type PlayedSeeds, playSeeds } from './play-seeds.ts'
import { setStage, simulate } from './simulate.ts'

/** The seeds everybody plays at every check. */
const seedCount = 1_000

/** So many seeds set out for a cell that those left out. */
const triesMax = 40

let played: PlayedSeeds

beforeAll(async () => {
  played = await playSeeds(1, seedCount, availableParallelism())
}, 1_800_000)

test('[SI1] fixed seeds end with nothing lost, doubled or different', () => {
  expect(played.seeds).toBe(seedCount)
  expect(played.events).toBeGreaterThan(10 * seedCount)
})

test('[SI2] in them everything happened that has to be survived', () => expectWork(played.tally))

test('[SI6] every fault struck in every phase it can, of every kind of event; in no other', async () => {
  const { tally } = played
  const stage = await setStage()
  // What chance left out, seeds after these set out for and for nothing else.
  for (const cell of cells.filter((one) => tally.of(cellName(one)) === 0)) {
    for (let seed = seedCount + 1; seed <= seedCount + triesMax && tally.of(cellName(cell)) === 0; seed++) {
      const played = await simulate(seed, stage, { length: 'long', aims: [cell, cell, cell] })
      expect(played.broken).toBeNull()
      tally.add(played.tally)
    }
  }
  stage.close()
  const { lines, empty } = coverageReport(tally.of)
  expect(empty, lines.join('\n')).toEqual([])
  const known = new Set(cells.map(cellName))
  const struck = tally.entries().flatMap(([what]) => (what.startsWith('cell ') ? [what] : []))
  expect(struck.filter((name) => !known.has(name))).toEqual([])
}, 600_000)
