import { basename } from 'node:path'
import type { DeviceSetup, PrinterSetup as PrinterConfig } from '../../contract/config.ts'
import { drawerPulse } from '../devices/codec/drawer-pulse.ts'
import type { OpenPrinter } from '../devices/open-printer.ts'
import type { PrinterSetup } from './print-lane.ts'
import type { PrinterSetups } from './print-queue.ts'

/** The printers a setup names. */
export function printerSetups(
  { printer, backupPrinter }: Pick<DeviceSetup, 'printer' | 'backupPrinter'>,
  openPrinter: OpenPrinter,
): PrinterSetups {
  return { main: setupOf(printer, openPrinter), backup: setupOf(backupPrinter, openPrinter) }
}

function setupOf(printer: PrinterConfig | undefined, openPrinter: OpenPrinter): PrinterSetup | null {
  if (!printer) return null
  const { codePage, columns, drawerPin } = printer
  const paper = { columns, codePage, drawerPin }
  return {
    name: printer.kind === 'tcp' ? `${printer.host}:${printer.port}` : basename(printer.path),
    paper,
    encode: async (receipt) => {
      // Loaded at the first receipt: the encoder and its table of characters would hold up the start.
      const { encodeReceipt } = await import('../devices/codec/receipt-encoder.ts')
      return encodeReceipt(receipt, paper)
    },
    pulse: drawerPulse(printer.drawerPin),
    drawerOpenAt: printer.drawerOpenAt,
    open: (onState) => openPrinter(printer, { onState }),
  }
}
