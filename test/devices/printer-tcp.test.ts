import { openTcpPrinter } from '../../electron/devices/printer-tcp.ts'
import { printerSuite } from '../suites/printer-suite.ts'

printerSuite('TCP printer', ({ fake, onState, waits }) =>
  openTcpPrinter({ host: '127.0.0.1', port: fake.port, onState, waits }),
)
