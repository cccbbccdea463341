import { measureDevices } from '../devices/devices.ts'
import type { Figure } from '../figure.ts'
import { spreadOf } from '../statistics.ts'
import type { Workbench } from '../workbench.ts'

/** From a scanner's bytes on a serial line to the scan the driver tells of. */
export async function scanBytesToEventP99Ms(bench: Workbench): Promise<Figure> {
  const { line, scan } = await bench.once(measureDevices)
  const [ours, bare] = [spreadOf(scan), spreadOf(line)]
  return {
    name: 'scan_bytes_to_event_p99_ms',
    value: ours.p99,
    ours: { what: 'bytes to scan p99', value: ours.p99, unit: 'ms', samples: ours.samples },
    floor: { what: 'bytes at a bare port p99', value: bare.p99, unit: 'ms', samples: bare.samples },
    besides: { scan_p50_ms: ours.p50, line_p50_ms: bare.p50 },
  }
}
