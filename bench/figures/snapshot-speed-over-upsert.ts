import type { Figure } from '../figure.ts'
import { measureSnapshot } from '../snapshot/snapshot.ts'
import { median } from '../statistics.ts'
import type { Workbench } from '../workbench.ts'

/** How many times faster a snapshot is loaded than the same rows are upserted, at their best. */
export async function snapshotSpeedOverUpsert(bench: Workbench): Promise<Figure> {
  const { load, upsert, rows } = await bench.once(measureSnapshot)
  return {
    name: 'snapshot_speed_over_upsert',
    value: median(upsert) / median(load),
    ours: { what: 'snapshot loaded', value: median(load), unit: 'ms', samples: load.length },
    floor: null,
    peer: { what: 'rows upserted', value: median(upsert), unit: 'ms', samples: upsert.length },
    besides: { rows, loaded_rows_per_s: rows / (median(load) / 1_000) },
  }
}
