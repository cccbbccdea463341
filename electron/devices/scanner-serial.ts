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
  /** How often bytes came. */
  let reads = 0

  function receive(chunk: Uint8Array): void {
    clearTimeout(idleTimer)
    events.onBytes?.(chunk)
    for (const frame of framer.push(chunk)) delivery.deliver(frame)
    reads += 1
    if (!framer.open) return
    const read = reads
    const idleMs = framer.overlong ? overlongIdleMs : scanIdleMs
    idleTimer = setTimeout(() => setImmediate(() => finishFrame(read)), idleMs)
  }

  /** On a busy till the rest may have come before the timer was looked at: it is read first, and the code is whole. */
  function finishFrame(read: number): void {
    if (read !== reads) return
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
