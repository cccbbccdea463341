import { measureCheckout } from '../checkout/checkout.ts'
import type { Figure } from '../figure.ts'
import type { Workbench } from '../workbench.ts'

/**
 * Flushes within checkouts, and all flushes of other threads (checkpoints), over the number of sales. Those that
 * scans make in between are acts of their own and left out; the checkpoints they cause are not.
 */
export async function fsyncsPerCheckout(bench: Workbench): Promise<Figure> {
  const { idle } = await bench.once(measureCheckout)
  const sales = idle.encrypted.length + idle.plain.length
  const flushes = idle.flushesWithin + idle.flushesBeside
  return {
    name: 'fsyncs_per_checkout',
    value: flushes / sales,
    ours: { what: 'flushes', value: flushes, unit: 'fsyncs', samples: sales },
    floor: { what: 'one for each durable act', value: 1, unit: 'fsyncs', samples: sales },
    besides: { within_checkouts: idle.flushesWithin, by_other_threads: idle.flushesBeside },
  }
}
