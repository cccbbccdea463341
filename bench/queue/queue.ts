import { startBareCentral } from '../central/central.ts'
import { chainImage } from '../chain/image.ts'
import { runChild } from '../child.ts'
import type { Workbench } from '../workbench.ts'
import type { QueueInput, QueueTimes } from './queue-process.ts'

export type QueueMeasured = QueueTimes & { readonly queued: number }

/** A till that was away for a month beside one that has just begun, both out of reach of head office. */
export async function measureQueue(bench: Workbench): Promise<QueueMeasured> {
  const { queuedEvents, membersSmall, checkoutRounds, checkoutsPerRound } = bench.sizes
  bench.say(`queue: a till with ${queuedEvents} events of 30 days, and one with none`)
  const image = await chainImage(bench.cache, membersSmall)
  const central = await startBareCentral({ image: null, feed: { members: 0, answers: 0 } })
  try {
    const input: QueueInput = {
      folder: bench.folder,
      url: central.ready.url,
      image,
      queued: queuedEvents,
      rounds: checkoutRounds,
      salesPerRound: checkoutsPerRound,
    }
    const times = await runChild<QueueTimes>('queue/queue-process.ts', input, { limitMs: 900_000 })
    return { ...times, queued: queuedEvents }
  } finally {
    await central.stop()
  }
}
