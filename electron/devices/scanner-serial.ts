import { overlongIdleMs, scanIdleMs } from '../../domain/device-limits.ts'
import { scanFramer } from './codec/scan-code.ts'
import type { Scanner, ScannerEvents, SerialScannerSetup } from './port.ts'
import { scanDelivery } from './scan-delivery.ts'
import { keepSerialLink } from './serial-link.ts'

/** A scanner on a serial port, or on a USB port that shows one. Never throws while running. Main thread only. */
export function openSerialScanner(setup: SerialScannerSetup, events: ScannerEvents): Scanner {
  const framer = scanFramer()
  const delivery = scanDelivery(events)
  let idleTimer: NodeJS.Timeout | undefined

  function receive(chunk: Uint8Array): void {
    clearTimeout(idleTimer)
    events.onBytes?.(chunk)
    for (const frame of framer.push(chunk)) delivery.deliver(frame)
    if (framer.open) idleTimer = setTimeout(finishFrame, framer.overlong ? overlongIdleMs : scanIdleMs)
  }

  function finishFrame(): void {
    const frame = framer.end()
    if (frame) delivery.deliver(frame)
  }

  const link = keepSerialLink({
    path: setup.path,
    baudRate: setup.baudRate,
    onBytes: receive,
    onState: (state) => {
      clearTimeout(idleTimer)
      // Half a code from a scanner that vanished is not joined to a later one.
      framer.discard()
      events.onState(state)
    },
  })

  return {
    tell(verdict) {
      const bytes = setup.answers?.[verdict]
      if (bytes) link.write(Buffer.from(bytes, 'hex'))
    },
    async close() {
      clearTimeout(idleTimer)
      delivery.stop()
      await link.close()
      clearTimeout(idleTimer)
    },
  }
}
