import { basename } from 'node:path'
import type { TillConfig } from '../../contract/config.ts'
import type { DevicesSlice } from '../../contract/notice.ts'
import type { Scanner, ScannerState } from '../devices/port.ts'
import type { SerialScannerOptions } from '../devices/scanner-serial.ts'
import type { Log } from './log.ts'

export interface ScannersOptions {
  readonly config: TillConfig['scanners']
  readonly open: (options: SerialScannerOptions) => Scanner
  /** One whole scan of any scanner. */
  readonly onScan: (text: string) => void
  readonly onChanged: () => void
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
  const { config, log } = options
  const states: ScannerState[] = config.map(() => 'absent')
  let open: readonly Scanner[] = []

  function openOne(place: number, { path, baudRate }: TillConfig['scanners'][number]): Scanner {
    const device = basename(path)
    return options.open({
      path,
      baudRate,
      onScan: options.onScan,
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
  }

  return {
    start: () => {
      open = config.map((setup, place) => openOne(place, setup))
    },
    views: () =>
      config.map(({ path }, place) => ({ name: basename(path), state: states[place] ?? 'absent' })),
    close: async () => {
      await Promise.all(open.map((scanner) => scanner.close()))
    },
  }
}
