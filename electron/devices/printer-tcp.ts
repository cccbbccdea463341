import { Bug } from '../../domain/assert.ts'
import type { PrinterStatus, ReceiptPrinter } from './port.ts'

export interface TcpPrinterOptions {
  readonly host: string
  readonly port: number
  /** Called at every change, first soon after opening. */
  readonly onState?: (status: PrinterStatus) => void
}

export function openTcpPrinter(_options: TcpPrinterOptions): ReceiptPrinter {
  throw new Bug('being written')
}
