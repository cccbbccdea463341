import { chainImage } from '../chain/image.ts'
import { runChild } from '../child.ts'
import type { Workbench } from '../workbench.ts'
import type { SnapshotInput, SnapshotTimes } from './snapshot-process.ts'

export async function measureSnapshot(bench: Workbench): Promise<SnapshotTimes> {
  const { membersLarge, snapshotRounds } = bench.sizes
  bench.say(`snapshot: loading ${membersLarge} members, copying them, upserting them`)
  const image = await chainImage(bench.cache, membersLarge)
  const input: SnapshotInput = { folder: bench.folder, image, rounds: snapshotRounds }
  return runChild<SnapshotTimes>('snapshot/snapshot-process.ts', input, { limitMs: 900_000 })
}
