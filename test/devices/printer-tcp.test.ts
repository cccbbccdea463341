import { openPrinter } from '../../electron/devices/open-printer.ts'
import { startReceiptPrinter } from '../fakes/receipt-printer.ts'
import { printerSuite } from '../suites/printer-suite.ts'

printerSuite('TCP printer', {
  start: () => startReceiptPrinter(),
  open: ({ fake, onState, waits }) =>
    openPrinter({ kind: 'tcp', host: '127.0.0.1', port: fake.port }, { onState, waits }),
  isOwn: false,
})
