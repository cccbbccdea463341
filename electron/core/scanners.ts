import { basename } from 'node:path'
import type { ScannerSetup } from '../../contract/config.ts'
import type { DevicesSlice } from '../../contract/notice.ts'
import { isRepeat, type LastReading } from '../../domain/scan-repeat.ts'
import type { OpenScanner } from '../devices/open-scanner.ts'
import type { DeviceState, Scanner, ScanVerdict } from '../devices/port.ts'
import type { Clock } from './clock.ts'
import type { Log } from './log.ts'

export interface ScannersOptions {
  readonly config: readonly ScannerSetup[]
  readonly open: OpenScanner
  /** One whole scan of any scanner; `tell` sounds at that scanner what became of it. */
  readonly onScan: (text: string, tell: (verdict: ScanVerdict) => void) => void
  readonly onChanged: () => void
  readonly clock: Pick<Clock, 'elapsed'>
  readonly log: Log
}

/** The till's scanners that are not keyboards. */
export interface Scanners {
  readonly start: () => void
  readonly views: () => DevicesSlice['scanners']
  /** Resolves when every device is free for others. */
  readonly close: () => Promise<void>
}

export function createScanners(options: ScannersOptions): Scanners {
  const { clock, config, log } = options
  const states: DeviceState[] = config.map(() => 'absent')
  let open: readonly Scanner[] = []

  function openOne(setup: ScannerSetup, place: number): Scanner {
    const device = nameOf(setup)
    let last: LastReading | null = null
    const scanner = options.open(setup, {
      onScan: (text) => {
        const before = last
        last = { text, at: clock.elapsed() }
        if (!isRepeat(before, text, last.at)) options.onScan(text, scanner.tell)
      },
      onState: (state) => {
        if (states[place] === state) return
        states[place] = state
        log.write(state === 'faulted' ? 'error' : 'info', 'scanner_state', { device, state })
        options.onChanged()
      },
      onNoise: (noise) => {
        const count = noise.kind === 'overlong' ? noise.bytes : noise.scans
        log.write('info', 'scanner_noise', { device, reason: noise.kind, count })
      },
    })
    return scanner
  }

  return {
    start: () => {
      open = config.map(openOne)
    },
    views: () => config.map((setup, place) => ({ name: nameOf(setup), state: states[place] ?? 'absent' })),
    close: async () => {
      await Promise.all(open.map((scanner) => scanner.close()))
    },
  }
}

/** What the screen and the log call a scanner. */
function nameOf(setup: ScannerSetup): string {
  if (setup.kind === 'serial') return basename(setup.path)
  const hex = (id: number | undefined) => (id === undefined ? '*' : id.toString(16).padStart(4, '0'))
  return `hid-${hex(setup.vendorId)}-${hex(setup.productId)}`
}
