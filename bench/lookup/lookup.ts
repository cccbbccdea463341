import { chainImage } from '../chain/image.ts'
import { runChild } from '../child.ts'
import type { Workbench } from '../workbench.ts'
import type { LookupInput, LookupTimes } from './lookup-process.ts'

export async function measureLookup(bench: Workbench): Promise<LookupTimes> {
  const { membersLarge, membersSmall, lookupRounds, lookupsPerRound } = bench.sizes
  bench.say(`look-up: members at random out of ${membersLarge} and out of ${membersSmall}`)
  const input: LookupInput = {
    folder: bench.folder,
    large: await chainImage(bench.cache, membersLarge),
    small: await chainImage(bench.cache, membersSmall),
    rounds: lookupRounds,
    lookupsPerRound,
  }
  return runChild<LookupTimes>('lookup/lookup-process.ts', input, { limitMs: 600_000 })
}
