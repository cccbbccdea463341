import type { Figure } from '../figure.ts'
import { measureStarts, medianOf } from '../window/starts.ts'
import type { Workbench } from '../workbench.ts'

/** From starting the process to a painted till that can sell, over the same for a window with one word. */
export async function startLargeOverTrivial(bench: Workbench): Promise<Figure> {
  const { till, trivial } = await bench.once(measureStarts)
  const ours = medianOf(till, 'paintedMs')
  const floor = medianOf(trivial, 'paintedMs')
  return {
    name: 'start_1m_over_trivial',
    value: ours / floor,
    ours: { what: `till of ${bench.sizes.membersLarge} p50`, value: ours, unit: 'ms', samples: till.length },
    floor: { what: 'trivial window p50', value: floor, unit: 'ms', samples: trivial.length },
  }
}
