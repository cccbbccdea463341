import { measureCheckout } from '../checkout/checkout.ts'
import type { Figure } from '../figure.ts'
import { spreadOf } from '../statistics.ts'
import type { Workbench } from '../workbench.ts'

/** The same while the feed flows into the replica at full speed and every sale is pushed. */
export async function checkoutP99OverFsyncDuringPull(bench: Workbench): Promise<Figure> {
  const { pulling } = await bench.once(measureCheckout)
  const ours = spreadOf(pulling.encrypted)
  const floor = spreadOf(pulling.floor)
  return {
    name: 'checkout_p99_over_fsync_during_pull',
    value: ours.p99 / floor.p50,
    ours: { what: 'checkout p99', value: ours.p99, unit: 'ms', samples: ours.samples },
    floor: { what: 'fsync p50', value: floor.p50, unit: 'ms', samples: floor.samples },
    besides: { fsync_p99_ms: floor.p99, checkout_p50_ms: ours.p50, checkout_max_ms: ours.max },
  }
}
