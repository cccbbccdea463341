import { openSerialScanner } from '../../electron/devices/scanner-serial.ts'
import { openSerialPair } from '../fakes/serial-pair.ts'
import { scannerSuite } from '../suites/scanner-suite.ts'

scannerSuite(
  'serial scanner',
  async () => {
    const pair = await openSerialPair()
    return {
      open: (events) => openSerialScanner({ path: pair.tillPath, baudRate: 9_600, ...events }),
      send: (bytes) => pair.write(bytes),
      unplug: () => pair.unplug(),
      replug: () => pair.replug(),
      close: () => pair.close(),
    }
  },
  { exclusive: true },
)
