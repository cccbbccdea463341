import { measureDevices } from '../devices/devices.ts'
import type { Figure } from '../figure.ts'
import { spreadOf } from '../statistics.ts'
import type { Workbench } from '../workbench.ts'

/** From the record of a sale of 40 lines to the bytes of its receipt. */
export async function receiptEncodeP99Ms(bench: Workbench): Promise<Figure> {
  const { encode } = await bench.once(measureDevices)
  const ours = spreadOf(encode)
  return {
    name: 'receipt_encode_p99_ms',
    value: ours.p99,
    ours: { what: 'layout and encoding p99', value: ours.p99, unit: 'ms', samples: ours.samples },
    floor: null,
    besides: { encode_p50_ms: ours.p50, encode_max_ms: ours.max },
  }
}
