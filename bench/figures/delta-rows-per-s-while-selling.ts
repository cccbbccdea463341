import { measureCheckout } from '../checkout/checkout.ts'
import type { Figure } from '../figure.ts'
import { median } from '../statistics.ts'
import type { Workbench } from '../workbench.ts'

/** Rows of the feed that come into the replica in a second while the till sells without a pause. */
export async function deltaRowsPerSecondWhileSelling(bench: Workbench): Promise<Figure> {
  const { idle, pulling } = await bench.once(measureCheckout)
  const rate = pulling.rows / (pulling.elapsedMs / 1_000)
  return {
    name: 'delta_rows_per_s_while_selling',
    value: rate,
    ours: { what: 'rows applied', value: rate, unit: 'rows/s', samples: pulling.rows },
    // A rate has no floor of its own: what it costs the sales beside it is the checkout without a pull.
    floor: {
      what: 'checkout p50 without pull',
      value: median(idle.encrypted),
      unit: 'ms',
      samples: idle.encrypted.length,
    },
    besides: {
      checkout_p50_ms: median(pulling.encrypted),
      sales_per_s: pulling.encrypted.length / (pulling.elapsedMs / 1_000),
    },
  }
}
