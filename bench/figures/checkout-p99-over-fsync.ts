import { measureCheckout } from '../checkout/checkout.ts'
import type { Figure } from '../figure.ts'
import { spreadOf } from '../statistics.ts'
import type { Workbench } from '../workbench.ts'

/** The slowest checkout of a hundred over the usual fsync: the floor's own p99 would hide what the machine adds. */
export async function checkoutP99OverFsync(bench: Workbench): Promise<Figure> {
  const { idle } = await bench.once(measureCheckout)
  const ours = spreadOf(idle.encrypted)
  const floor = spreadOf(idle.floor)
  return {
    name: 'checkout_p99_over_fsync',
    value: ours.p99 / floor.p50,
    ours: { what: 'checkout p99', value: ours.p99, unit: 'ms', samples: ours.samples },
    floor: { what: 'fsync p50', value: floor.p50, unit: 'ms', samples: floor.samples },
    besides: { fsync_p99_ms: floor.p99, checkout_max_ms: ours.max },
  }
}
