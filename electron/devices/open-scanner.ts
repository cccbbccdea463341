import type { Scanner, ScannerEvents, ScannerSetup } from './port.ts'
import { type HidClaims, openHidScanner } from './scanner-hid.ts'
import { openSerialScanner } from './scanner-serial.ts'

export type OpenScanner = (setup: ScannerSetup, events: ScannerEvents) => Scanner

/** Opens scanners of every kind; those opened by one of these do not take each other's device. */
export function scannerOpener(): OpenScanner {
  const claims: HidClaims = new Set()
  return (setup, events) =>
    setup.kind === 'serial' ? openSerialScanner(setup, events) : openHidScanner(setup, events, claims)
}
