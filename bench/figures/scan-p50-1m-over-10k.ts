import type { Figure } from '../figure.ts'
import { measureLookup } from '../lookup/lookup.ts'
import { spreadOf } from '../statistics.ts'
import type { Workbench } from '../workbench.ts'

/** What a scan of a member asks the files, at the large chain over the small one, medians. */
export async function scanP50LargeOverSmall(bench: Workbench): Promise<Figure> {
  const { large, small } = await bench.once(measureLookup)
  const ours = spreadOf(large)
  const floor = spreadOf(small)
  const { membersLarge, membersSmall } = bench.sizes
  return {
    name: 'scan_p50_1m_over_10k',
    value: ours.p50 / floor.p50,
    ours: {
      what: `p50 of ${membersLarge} members`,
      value: ours.p50 * 1_000,
      unit: 'µs',
      samples: ours.samples,
    },
    floor: { what: `p50 of ${membersSmall}`, value: floor.p50 * 1_000, unit: 'µs', samples: floor.samples },
    besides: { large_p99_us: ours.p99 * 1_000, small_p99_us: floor.p99 * 1_000 },
  }
}
