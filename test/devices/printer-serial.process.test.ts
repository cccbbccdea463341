import { openPrinter } from '../../electron/devices/open-printer.ts'
import { startCablePrinter } from '../fakes/cable-printer.ts'
import { printerSuite } from '../suites/printer-suite.ts'

printerSuite('serial printer', {
  start: startCablePrinter,
  open: ({ fake, onState, waits }) =>
    openPrinter({ kind: 'serial', path: fake.path, baudRate: 115_200, flow: 'none' }, { onState, waits }),
  isOwn: true,
})
