import type { Figure } from '../figure.ts'
import { measureRecover } from '../recover/recover.ts'
import type { Workbench } from '../workbench.ts'

/** Seconds from a start on a broken journal and a broken replica of 100 000 members to a committed cash sale, the slowest. */
export async function recover100kMembersSellingS(bench: Workbench): Promise<Figure> {
  const { sold, members } = await bench.once(measureRecover)
  const value = Math.max(...sold)
  return {
    name: 'recover_100k_members_selling_s',
    value,
    ours: { what: 'broken files to a committed sale', value, unit: 's', samples: sold.length },
    floor: null,
    besides: { members },
  }
}
