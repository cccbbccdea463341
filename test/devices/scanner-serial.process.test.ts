import { openSerialScanner } from '../../electron/devices/scanner-serial.ts'
import { openSerialPair } from '../fakes/serial-pair.ts'
import { scannerSuite } from '../suites/scanner-suite.ts'

scannerSuite(
  'serial scanner',
  async () => {
    const pair = await openSerialPair()
    return {
      open: (events, answers) =>
        openSerialScanner({ kind: 'serial', path: pair.tillPath, baudRate: 9_600, answers }, events),
      received: async () => (await pair.read()).toString('hex'),
      send: (bytes) => pair.write(bytes),
      unplug: () => pair.unplug(),
      replug: () => pair.replug(),
      close: () => pair.close(),
    }
  },
  { exclusive: true, stream: true },
)
