import { Bug } from '../../domain/assert.ts'
import type { Scanner, ScannerEvents } from './port.ts'

export interface SerialScannerOptions extends ScannerEvents {
  readonly path: string
  readonly baudRate: number
}

export function openSerialScanner(_options: SerialScannerOptions): Scanner {
  throw new Bug('being written')
}
