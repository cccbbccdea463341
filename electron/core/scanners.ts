import { basename } from 'node:path'
import type { ScannerSetup } from '../../contract/config.ts'
import { deviceHexMax } from '../../domain/device-limits.ts'
import { isRepeat, type LastReading } from '../../domain/scan-repeat.ts'
import type { OpenScanner } from '../devices/open-scanner.ts'
import type { Scanner, ScanVerdict } from '../devices/port.ts'
import type { Clock } from './clock.ts'
import { type KeptDevices, type KeptDevicesOptions, keepDevices } from './kept-devices.ts'
import type { Log } from './log.ts'

/** A scan, and the scanner it came from. */
export interface DeviceScan {
  readonly text: string
  readonly device: string
  readonly from: ScannerSetup['kind']
  /** The first bytes that came since the scan before, `deviceHexMax` hex digits at most. */
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
export type Scanners = KeptDevices<ScannerSetup>

export function createScanners({ open, onScan, clock, ...kept }: ScannersOptions): Scanners {
  const { log } = kept
  const openOne: KeptDevicesOptions<ScannerSetup>['open'] = (setup, { device, onState }) => {
    let last: LastReading | null = null
    let bytes = Buffer.alloc(0)
    const scanner: Scanner = open(setup, {
      onScan: (text) => {
        const before = last
        last = { text, at: clock.elapsed() }
        const came = bytes
        bytes = Buffer.alloc(0)
        if (isRepeat(before, text, last.at)) return
        onScan({ text, device, from: setup.kind, bytes: came, tell: scanner.tell })
      },
      onBytes: (chunk) => {
        bytes = Buffer.concat([bytes, chunk]).subarray(0, deviceHexMax / 2)
      },
      onState,
      onNoise: (noise) => {
        const count = noise.kind === 'overlong' ? noise.bytes : noise.scans
        log.write('info', 'scanner_noise', { device, reason: noise.kind, count })
      },
    })
    return scanner
  }
  return keepDevices({ ...kept, nameOf, word: 'scanner_state', open: openOne })
}

function nameOf(setup: ScannerSetup): string {
  if (setup.kind === 'serial') return basename(setup.path)
  const hex = (id: number | undefined) => (id === undefined ? '*' : id.toString(16).padStart(4, '0'))
  return `hid-${hex(setup.vendorId)}-${hex(setup.productId)}`
}
