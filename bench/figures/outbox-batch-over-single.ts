import type { Figure } from '../figure.ts'
import { measureOutbox } from '../outbox/outbox.ts'
import { median } from '../statistics.ts'
import type { Workbench } from '../workbench.ts'

/** Draining the outbox in batches of 500 over one request for each event, in events a second. */
export async function outboxBatchOverSingle(bench: Workbench): Promise<Figure> {
  const { batched, single, eventBytes } = await bench.once(measureOutbox)
  const ours = median(batched)
  const peer = median(single)
  return {
    name: 'outbox_batch_over_single',
    value: ours / peer,
    ours: { what: 'events pushed in batches of 500', value: ours, unit: 'events/s', samples: batched.length },
    floor: null,
    peer: { what: 'one request for each event', value: peer, unit: 'events/s', samples: single.length },
    besides: { event_bytes: eventBytes },
  }
}
