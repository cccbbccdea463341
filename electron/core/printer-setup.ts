import { basename } from 'node:path'
import type { DeviceSetup, PrinterSetup as PrinterConfig } from '../../contract/config.ts'
import { drawerPulse } from '../devices/codec/drawer-pulse.ts'
import type { Logo } from '../devices/codec/receipt-lines.ts'
import type { OpenPrinter } from '../devices/open-printer.ts'
import type { Log } from './log.ts'
import { readLogo } from './logo.ts'
import type { PrinterSetup } from './print-lane.ts'
import type { PrinterSetups } from './print-queue.ts'

interface PrintersAt {
  readonly openPrinter: OpenPrinter
  /** The till's: the chain's mark lies there. */
  readonly folder: string
  readonly log: Log
}

/** The printers a setup names. */
export function printerSetups(
  { printer, backupPrinter }: Pick<DeviceSetup, 'printer' | 'backupPrinter'>,
  { folder, log, openPrinter }: PrintersAt,
): PrinterSetups {
  const logo = printer || backupPrinter ? readLogo(folder, log) : undefined
  const setupOf = (one: PrinterConfig | undefined) => one && setupFor(one, { openPrinter, logo })
  return { main: setupOf(printer) ?? null, backup: setupOf(backupPrinter) ?? null }
}

function setupFor(
  printer: PrinterConfig,
  { openPrinter, logo }: { readonly openPrinter: OpenPrinter; readonly logo: Logo | undefined },
): PrinterSetup {
  const { codePage, columns, drawerPin } = printer
  const paper = { columns, codePage, drawerPin, logo }
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
