import { basename } from 'node:path'
import type { ScannerSetup } from '../../contract/config.ts'
import type { DevicesSlice } from '../../contract/notice.ts'
import { deviceHexMax } from '../../domain/device-limits.ts'
import { isRepeat, type LastReading } from '../../domain/scan-repeat.ts'
import type { OpenScanner } from '../devices/open-scanner.ts'
import type { DeviceState, Scanner, ScanVerdict } from '../devices/port.ts'
import type { Clock } from './clock.ts'
import type { Log } from './log.ts'

/** A scan, and the scanner it came from. */
export interface DeviceScan {
  readonly text: string
  readonly device: string
  readonly from: ScannerSetup['kind']
  /** The bytes that came since the scan before. */
  readonly bytes: Uint8Array
  /** Sounds at that scanner what became of it. */
  readonly tell: (verdict: ScanVerdict) => void
}

export interface ScannersOptions {
  readonly config: readonly ScannerSetup[]
  readonly open: OpenScanner
  /** One whole scan of any scanner. */
  readonly onScan: (scan: DeviceScan) => void
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
  /** Takes other scanners instead; resolves when those before are free for others. */
  readonly change: (config: readonly ScannerSetup[]) => Promise<void>
}

export function createScanners(options: ScannersOptions): Scanners {
  const { clock, log } = options
  let { config } = options
  let states: DeviceState[] = config.map(() => 'absent')
  let open: readonly Scanner[] = []

  function openOne(setup: ScannerSetup, place: number): Scanner {
    const device = nameOf(setup)
    let last: LastReading | null = null
    let bytes = new Uint8Array()
    const scanner = options.open(setup, {
      onScan: (text) => {
        const before = last
        last = { text, at: clock.elapsed() }
        const came = bytes
        bytes = new Uint8Array()
        if (isRepeat(before, text, last.at)) return
        options.onScan({ text, device, from: setup.kind, bytes: came, tell: scanner.tell })
      },
      onBytes: (chunk) => {
        bytes = Uint8Array.from([
          ...bytes.subarray(0, deviceHexMax / 2),
          ...chunk.subarray(0, deviceHexMax / 2),
        ])
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

  const start = () => {
    states = config.map(() => 'absent')
    open = config.map(openOne)
  }

  const close = async () => {
    const closing = open
    open = []
    await Promise.all(closing.map((scanner) => scanner.close()))
  }

  return {
    start,
    views: () => config.map((setup, place) => ({ name: nameOf(setup), state: states[place] ?? 'absent' })),
    close,
    change: async (next) => {
      await close()
      config = next
      start()
    },
  }
}

/** What the screen and the log call a scanner. */
function nameOf(setup: ScannerSetup): string {
  if (setup.kind === 'serial') return basename(setup.path)
  const hex = (id: number | undefined) => (id === undefined ? '*' : id.toString(16).padStart(4, '0'))
  return `hid-${hex(setup.vendorId)}-${hex(setup.productId)}`
}
