import { pushEventsMax } from '../../domain/limits.ts'
import { startBareCentral } from '../central/central.ts'
import { runChild } from '../child.ts'
import type { Workbench } from '../workbench.ts'
import type { OutboxInput, OutboxRates } from './outbox-process.ts'

export async function measureOutbox(bench: Workbench): Promise<OutboxRates> {
  bench.say('outbox: draining a journal in batches and one by one')
  const { outboxRounds, outboxEvents, outboxSingles } = bench.sizes
  const central = await startBareCentral({ image: null, feed: { members: 1, answers: 0 } })
  try {
    const input: OutboxInput = {
      folder: bench.folder,
      ...central.ready,
      rounds: outboxRounds,
      batched: outboxEvents,
      singles: outboxSingles,
      eventsMax: pushEventsMax,
    }
    return await runChild<OutboxRates>('outbox/outbox-process.ts', input, { limitMs: 300_000 })
  } finally {
    await central.stop()
  }
}
