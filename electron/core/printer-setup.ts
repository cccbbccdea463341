import { basename } from 'node:path'
import type { PrinterSetup as PrinterConfig } from '../../contract/config.ts'
import { drawerPulse } from '../devices/codec/drawer-pulse.ts'
import type { TillDeps } from './deps.ts'
import type { PrinterSetup } from './print-queue.ts'

/** The printer `till.json` names, or null without one. */
export function printerSetup({ config, openPrinter }: TillDeps): PrinterSetup | null {
  const { printer } = config
  if (!printer) return null
  const { columns } = printer
  return {
    name: nameOf(printer),
    encode: async (receipt) => {
      // Loaded at the first receipt: the encoder and its table of characters would hold up the start.
      const { encodeReceipt } = await import('../devices/codec/receipt-encoder.ts')
      return encodeReceipt(receipt, { columns })
    },
    pulse: drawerPulse,
    open: (onState) => openPrinter(printer, { onState }),
  }
}

function nameOf(printer: PrinterConfig): string {
  return printer.kind === 'tcp' ? `${printer.host}:${printer.port}` : basename(printer.path)
}
