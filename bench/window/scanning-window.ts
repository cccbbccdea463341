import { join } from 'node:path'
import { openSerialPair, type SerialPair } from '../../test/fakes/serial-pair.ts'
import { startBareCentral } from '../central/central.ts'
import { chainImage } from '../chain/image.ts'
import type { Workbench } from '../workbench.ts'
import { makeBenchApplication } from './bench-application.ts'
import { openTillWindow, type TillWindow } from './till-window.ts'

/** Runs `measure` with a till in its window, a serial scanner at hand; nothing of it is left afterwards. */
export async function withScanningWindow<T>(
  bench: Workbench,
  name: string,
  measure: (till: TillWindow, scanner: SerialPair) => Promise<T>,
): Promise<T> {
  const application = await bench.once(makeBenchApplication)
  const image = await chainImage(bench.cache, bench.sizes.membersWindow)
  const central = await startBareCentral({ image, feed: { members: 1, answers: 0 } })
  const scanner = await openSerialPair()
  try {
    const till = await openTillWindow({
      electron: bench.electron,
      application,
      folder: join(bench.folder, name),
      config: {
        central: { url: central.ready.url, enrolmentCode: 'BENCH23456' },
        scanners: [{ kind: 'serial', path: scanner.tillPath, baudRate: 9_600 }],
      },
    })
    try {
      return await measure(till, scanner)
    } finally {
      await till.close()
    }
  } finally {
    await Promise.all([central.stop(), scanner.close()])
  }
}
