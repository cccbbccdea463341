import type { Figure } from '../figure.ts'
import { spreadOf } from '../statistics.ts'
import { measurePageScans } from '../window/page-scans.ts'
import type { Workbench } from '../workbench.ts'

/** A scan of a member, page → core → page, over a bare message to a process of the same kind and back. */
export async function pageScanP99OverPingP99(bench: Workbench): Promise<Figure> {
  const { ping, scan, clockStepMs } = await bench.once(measurePageScans)
  const ours = spreadOf(scan)
  const floor = spreadOf(ping)
  return {
    name: 'page_scan_p99_over_ping_p99',
    value: ours.p99 / floor.p99,
    ours: { what: 'page scan p99', value: ours.p99, unit: 'ms', samples: ours.samples },
    floor: { what: 'ping p99', value: floor.p99, unit: 'ms', samples: floor.samples },
    besides: { scan_p50_ms: ours.p50, ping_p50_ms: floor.p50, page_clock_step_ms: clockStepMs },
  }
}
