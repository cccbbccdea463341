import type { Figure } from '../figure.ts'
import { measureStarts, medianOf } from '../window/starts.ts'
import type { Workbench } from '../workbench.ts'

/** Memory of all processes, what is shared counted once, over that of a window with one word. */
export async function pssOverTrivial(bench: Workbench): Promise<Figure> {
  const { till, trivial } = await bench.once(measureStarts)
  const ours = medianOf(till, 'pssBytes')
  const floor = medianOf(trivial, 'pssBytes')
  const megabyte = 1_000_000
  return {
    name: 'pss_over_trivial',
    value: ours / floor,
    ours: { what: 'till', value: ours / megabyte, unit: 'MB', samples: till.length },
    floor: { what: 'trivial window', value: floor / megabyte, unit: 'MB', samples: trivial.length },
    besides: {
      till_processes: medianOf(till, 'processes'),
      trivial_processes: medianOf(trivial, 'processes'),
    },
  }
}
