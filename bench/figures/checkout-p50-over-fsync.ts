import { measureCheckout } from '../checkout/checkout.ts'
import type { Figure } from '../figure.ts'
import { spreadOf } from '../statistics.ts'
import type { Workbench } from '../workbench.ts'

/** The usual checkout over one append and fsync, head office out of reach. */
export async function checkoutP50OverFsync(bench: Workbench): Promise<Figure> {
  const { idle } = await bench.once(measureCheckout)
  const ours = spreadOf(idle.encrypted)
  const floor = spreadOf(idle.floor)
  return {
    name: 'checkout_p50_over_fsync',
    value: ours.p50 / floor.p50,
    ours: { what: 'checkout p50', value: ours.p50, unit: 'ms', samples: ours.samples },
    floor: { what: 'fsync p50', value: floor.p50, unit: 'ms', samples: floor.samples },
  }
}
