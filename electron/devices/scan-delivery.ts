import { scanBytesMax, scansPerSecondMax } from '../../domain/device-limits.ts'
import { type ScanFrame, scanText } from './codec/scan-code.ts'
import type { ScannerEvents } from './port.ts'

/** What stands between a scanner's driver and whoever hears of its scans. */
export interface ScanDelivery {
  readonly deliver: (frame: ScanFrame) => void
  /** Nothing is delivered or reported afterwards. */
  readonly stop: () => void
}

/**
 * Decodes frames and delivers them. Lets `scansPerSecondMax` scans through in a second and reports, once a second, how
 * many it held back.
 */
export function scanDelivery(events: ScannerEvents): ScanDelivery {
  let stopped = false
  let taken = 0
  let held = 0
  let timer: NodeJS.Timeout | undefined

  function secondOver(): void {
    timer = undefined
    if (held > 0) events.onNoise?.({ kind: 'flood', scans: held })
    taken = 0
    held = 0
  }

  return {
    deliver: (frame) => {
      if (stopped) return
      timer ??= setTimeout(secondOver, 1_000)
      taken += 1
      if (taken > scansPerSecondMax) {
        held += 1
        return
      }
      if (frame.dropped > 0) events.onNoise?.({ kind: 'overlong', bytes: scanBytesMax + frame.dropped })
      events.onScan(scanText(frame))
    },
    stop: () => {
      stopped = true
      clearTimeout(timer)
    },
  }
}
