import type { TillDeps } from './deps.ts'
import type { PrinterSetup } from './print-queue.ts'

/** The printer `till.json` names, or null without one. */
export function printerSetup({ config, openPrinter }: TillDeps): PrinterSetup | null {
  const { printer } = config
  if (!printer) return null
  const { columns, host, port } = printer
  return {
    name: `${host}:${port}`,
    encode: async (receipt) => {
      // Loaded at the first receipt: the encoder and its table of characters would hold up the start.
      const { encodeReceipt } = await import('../devices/codec/receipt-encoder.ts')
      return encodeReceipt(receipt, { columns })
    },
    open: (onState) => openPrinter({ host, port, onState }),
  }
}
