import { measureCheckout } from '../checkout/checkout.ts'
import type { Figure } from '../figure.ts'
import type { Workbench } from '../workbench.ts'

/** Rows of the feed that come into the replica in a second while the till sells without a pause. */
export async function deltaRowsPerSecondWhileSelling(bench: Workbench): Promise<Figure> {
  const { pulling } = await bench.once(measureCheckout)
  const { rowsPerSecond, rowsPerSecondAlone, salesPerSecond } = pulling
  return {
    name: 'delta_rows_per_s_while_selling',
    value: rowsPerSecond,
    ours: { what: 'while selling', value: rowsPerSecond, unit: 'rows/s', samples: pulling.encrypted.length },
    floor: { what: 'nobody selling', value: rowsPerSecondAlone, unit: 'rows/s', samples: 1 },
    besides: { sales_per_s: salesPerSecond },
  }
}
