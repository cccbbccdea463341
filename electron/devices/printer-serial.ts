import { scannerRetryMs } from '../../domain/device-limits.ts'
import { lookFor } from './looking.ts'
import type { OpenWire } from './printer-link.ts'
import { closeSerialPort, isDevicePresent, openSerialPort, type SerialPortSetup } from './serial-port.ts'

/** ESC/POS over a serial port, or a USB port that shows one. Main thread only. */
export function serialWire(setup: SerialPortSetup): OpenWire {
  return async ({ onBytes, onLost }) => {
    const port = (await isDevicePresent(setup.path)) ? await openSerialPort(setup) : null
    if (!port) return null
    // A port that was reading at the moment of the unplug gets an empty read and no error.
    const watch = lookFor(async () => {
      if (!(await isDevicePresent(setup.path))) await drop()
    }, scannerRetryMs)
    let lost = false

    function lose(): void {
      if (lost) return
      lost = true
      void watch.stop()
      onLost()
    }

    function drop(): Promise<void> {
      lose()
      return closeSerialPort(port as NonNullable<typeof port>)
    }

    port.on('data', onBytes)
    port.on('close', lose)
    return {
      send: (bytes) =>
        new Promise((settle) => {
          if (lost || !port.isOpen) settle(false)
          else port.write(Buffer.from(bytes), (fault) => settle(!fault))
        }),
      finish: () => port.drain(() => void drop()),
      drop,
    }
  }
}
