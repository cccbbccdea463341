import { join } from 'node:path'
import { startBareCentral } from '../central/central.ts'
import { chainImage } from '../chain/image.ts'
import { median } from '../statistics.ts'
import type { Workbench } from '../workbench.ts'
import { builtMain } from './bench-application.ts'
import { type Start, startAndWeigh } from './launch.ts'
import { openTillWindow } from './till-window.ts'

/** Starts of the till with the large chain and of the trivial window, in turns. */
export interface Starts {
  readonly till: readonly Start[]
  readonly trivial: readonly Start[]
}

/** On the screen as soon as a sale can begin. */
const sellable = '[data-testid="pay-button"]'

export async function measureStarts(bench: Workbench): Promise<Starts> {
  const { membersLarge, starts } = bench.sizes
  bench.say(`start: the till with ${membersLarge} members and a trivial window, in turns`)
  const image = await chainImage(bench.cache, membersLarge)
  const central = await startBareCentral({ image, feed: { members: 1, answers: 0 } })
  const folder = join(bench.folder, 'start-till')
  const till = join(import.meta.dirname, 'till.mjs')
  const trivial = join(import.meta.dirname, 'trivial.mjs')
  const environment = {
    EVERTILL_FOLDER: folder,
    EVERTILL_MODE: 'demo',
    EVERTILL_BENCH_MAIN: builtMain(),
    EVERTILL_BENCH_PAINTED: sellable,
  }
  try {
    // Enrols, loads the snapshot, signs in: from then on the till starts as it does every morning.
    const first = await openTillWindow({
      electron: bench.electron,
      application: join(import.meta.dirname, '..', '..'),
      folder,
      config: { central: { url: central.ready.url, enrolmentCode: 'BENCH23456' } },
    })
    await first.close()
    const all = { till: [] as Start[], trivial: [] as Start[] }
    for (let round = 0; round <= starts; round++) {
      const tillStart = await startAndWeigh(bench.electron, till, environment)
      const trivialStart = await startAndWeigh(bench.electron, trivial, {
        EVERTILL_FOLDER: join(bench.folder, 'trivial'),
      })
      // The first of each brings its files into memory.
      if (round === 0) continue
      all.till.push(tillStart)
      all.trivial.push(trivialStart)
    }
    return all
  } finally {
    await central.stop()
  }
}

export function medianOf(starts: readonly Start[], field: 'paintedMs' | 'pssBytes' | 'processes'): number {
  return median(starts.map((start) => start[field]))
}
