import type { Figure } from '../figure.ts'
import { measureRecover } from '../recover/recover.ts'
import type { Workbench } from '../workbench.ts'

/** Seconds from the same start to a member of the chain found, the slowest. */
export async function recover100kMembersDataS(bench: Workbench): Promise<Figure> {
  const { found, members } = await bench.once(measureRecover)
  const value = Math.max(...found)
  return {
    name: 'recover_100k_members_data_s',
    value,
    ours: { what: 'broken files to a member found', value, unit: 's', samples: found.length },
    floor: null,
    besides: { members },
  }
}
