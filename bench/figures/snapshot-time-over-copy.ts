import type { Figure } from '../figure.ts'
import { measureSnapshot } from '../snapshot/snapshot.ts'
import { median } from '../statistics.ts'
import type { Workbench } from '../workbench.ts'

/** Loading a snapshot over copying and syncing its plain file. */
export async function snapshotTimeOverCopy(bench: Workbench): Promise<Figure> {
  const { load, copy, copyUnsynced } = await bench.once(measureSnapshot)
  return {
    name: 'snapshot_time_over_copy',
    value: median(load) / median(copy),
    ours: { what: 'snapshot loaded', value: median(load), unit: 'ms', samples: load.length },
    floor: { what: 'file copied and synced', value: median(copy), unit: 'ms', samples: copy.length },
    besides: { copy_without_sync_ms: median(copyUnsynced) },
  }
}
