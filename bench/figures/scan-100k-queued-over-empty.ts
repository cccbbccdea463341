import type { Figure } from '../figure.ts'
import { measureQueue } from '../queue/queue.ts'
import { spreadOf } from '../statistics.ts'
import type { Workbench } from '../workbench.ts'

/** The scan of a member at a till that has been away for a month, against one whose queue is empty; both p50. */
export async function scan100kQueuedOverEmpty(bench: Workbench): Promise<Figure> {
  const { empty, full, queued } = await bench.once(measureQueue)
  const ours = spreadOf(full.scans)
  const floor = spreadOf(empty.scans)
  return {
    name: 'scan_100k_queued_over_empty',
    value: ours.p50 / floor.p50,
    ours: { what: 'scan of a member, p50', value: ours.p50, unit: 'ms', samples: ours.samples },
    floor: { what: 'with an empty queue, p50', value: floor.p50, unit: 'ms', samples: floor.samples },
    besides: {
      queued,
      p99Ms: ours.p99,
      emptyP99Ms: floor.p99,
    },
  }
}
