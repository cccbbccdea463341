import type { Figure } from '../figure.ts'
import { spreadOf } from '../statistics.ts'
import { measurePageScans } from '../window/page-scans.ts'
import type { Workbench } from '../workbench.ts'

/** The same scans of members by Dexie in the same window over ours: code → member, coupons, balance, basket kept. */
export async function dexieScanP99OverOurs(bench: Workbench): Promise<Figure> {
  const { peer, peerLookUp, scan } = await bench.once(measurePageScans)
  const ours = spreadOf(scan)
  const theirs = spreadOf(peer)
  const lookUp = spreadOf(peerLookUp)
  return {
    name: 'dexie_scan_p99_over_ours',
    value: theirs.p99 / ours.p99,
    ours: { what: 'page scan p99', value: ours.p99, unit: 'ms', samples: ours.samples },
    floor: null,
    peer: { what: 'Dexie p99', value: theirs.p99, unit: 'ms', samples: theirs.samples },
    besides: {
      scan_p50_ms: ours.p50,
      dexie_p50_ms: theirs.p50,
      dexie_look_up_p50_ms: lookUp.p50,
      dexie_look_up_p99_ms: lookUp.p99,
    },
  }
}
