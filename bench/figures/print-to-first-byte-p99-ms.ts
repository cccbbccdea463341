import { measureDevices } from '../devices/devices.ts'
import type { Figure } from '../figure.ts'
import { spreadOf } from '../statistics.ts'
import type { Workbench } from '../workbench.ts'

/** From a receipt's bytes at the driver to the first of them at the printer, its status asked before. */
export async function printToFirstByteP99Ms(bench: Workbench): Promise<Figure> {
  const { connection, firstByte } = await bench.once(measureDevices)
  const [ours, bare] = [spreadOf(firstByte), spreadOf(connection)]
  return {
    name: 'print_to_first_byte_p99_ms',
    value: ours.p99,
    ours: { what: 'first byte printed p99', value: ours.p99, unit: 'ms', samples: ours.samples },
    floor: {
      what: 'first byte of a bare connection p99',
      value: bare.p99,
      unit: 'ms',
      samples: bare.samples,
    },
    besides: { first_byte_p50_ms: ours.p50, connection_p50_ms: bare.p50 },
  }
}
