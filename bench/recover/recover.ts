import { startBareCentral } from '../central/central.ts'
import { chainImage } from '../chain/image.ts'
import { runChild } from '../child.ts'
import type { Workbench } from '../workbench.ts'
import type { RecoverInput, RecoverOutput } from './recover-process.ts'

/** The figures' name says so, and an image of as many is made for others too. */
const members = 100_000
const queuedSales = 50

/** A till finds both of its files broken and starts on them, head office within reach. */
export async function measureRecover(
  bench: Workbench,
): Promise<RecoverOutput & { readonly members: number }> {
  const image = await chainImage(bench.cache, members)
  const rounds = bench.sizes.recoveries
  bench.say(`recover: broken journal and replica of ${members} members, ${rounds} times`)
  const central = await startBareCentral({ image, feed: { members, answers: 0 } })
  try {
    const input: RecoverInput = { folder: bench.folder, url: central.ready.url, image, rounds, queuedSales }
    const output = await runChild<RecoverOutput>('recover/recover-process.ts', input, { limitMs: 600_000 })
    return { ...output, members }
  } finally {
    await central.stop()
  }
}
