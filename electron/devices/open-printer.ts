import { unreachable } from '../../domain/assert.ts'
import { type CabledPrinterOptions, openCabledPrinter, type PrinterCable } from './cabled-printer.ts'
import type { PrinterCableSetup, ReceiptPrinter } from './port.ts'
import { serialWire } from './printer-serial.ts'
import { tcpWire } from './printer-tcp.ts'
import { usbWire } from './printer-usb.ts'

export type OpenPrinter = (setup: PrinterCableSetup, options: CabledPrinterOptions) => ReceiptPrinter

export const openPrinter: OpenPrinter = (setup, options) => openCabledPrinter(cableOf(setup), options)

function cableOf(setup: PrinterCableSetup): PrinterCable {
  switch (setup.kind) {
    case 'tcp':
      return { openWire: tcpWire(setup), isOwn: false }
    case 'serial':
      return { openWire: serialWire(setup), isOwn: true }
    case 'usb':
      return { openWire: usbWire(setup), isOwn: true }
    default:
      return unreachable(setup)
  }
}
