import type { Receipt } from '../../../domain/receipt.ts'
import { trainingPaper } from '../../../domain/training-paper.ts'
import type { PrinterStatus } from '../../devices/port.ts'
import type { PrinterSetup } from '../print-lane.ts'
import type { PrinterSetups } from '../print-queue.ts'

const ready: PrinterStatus = { state: 'ready', paperNearEnd: false, drawerPinHigh: null }

/** The training till's printer is the screen: the queue prints as ever, and no byte leaves the process. */
export function screenPrinter(show: (paper: Receipt) => void): PrinterSetups {
  const screen: PrinterSetup = {
    name: 'screen',
    paper: { columns: 48 },
    encode: async (receipt) => Buffer.from(JSON.stringify(trainingPaper(receipt))),
    pulse: null,
    open: (onState) => {
      onState(ready)
      return {
        print: async (bytes) => {
          show(JSON.parse(Buffer.from(bytes).toString()) as Receipt)
          return { kind: 'printed', paperNearEnd: false }
        },
        status: async () => ready,
        close: async () => undefined,
      }
    },
  }
  return { main: screen, backup: null }
}
