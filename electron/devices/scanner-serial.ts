import { access } from 'node:fs/promises'
import { isMainThread } from 'node:worker_threads'
import type { SerialPort } from 'serialport'
import { assert } from '../../domain/assert.ts'
import { scanIdleMs, scannerRetryMs } from '../../domain/device-limits.ts'
import { scanFramer } from './codec/scan-code.ts'
import { lookFor } from './looking.ts'
import type { Scanner, ScannerEvents, ScannerState, SerialScannerSetup } from './port.ts'
import { scanDelivery } from './scan-delivery.ts'

/**
 * A scanner on a serial port, or on a USB port that shows one. Opens it, reads scans, and looks for it again every
 * `scannerRetryMs` while it is away, in use elsewhere or broken. Never throws while running; every change of state is
 * reported. Ptys and ports that no list shows work too (devices.md 1).
 *
 * Main thread only: the port's native poller sits on the process's first event loop and ends the process anywhere
 * else.
 */
export function openSerialScanner(setup: SerialScannerSetup, events: ScannerEvents): Scanner {
  assert(isMainThread, 'a serial port is opened on the main thread')
  const framer = scanFramer()
  const delivery = scanDelivery(events)
  let state: ScannerState | null = null
  let port: SerialPort | null = null
  let idleTimer: NodeJS.Timeout | undefined
  let closing = false

  function report(next: ScannerState): void {
    if (closing || next === state) return
    state = next
    events.onState(next)
  }

  /**
   * Opens a missing port, and closes one whose device is gone: a port that was reading at the moment of the unplug
   * gets an empty read instead of an error and would read on for ever.
   */
  async function look(): Promise<void> {
    // Asking the file system is far cheaper than an open that fails, and tells absent from refusing.
    const present = await isPresent(setup.path)
    if (closing) return
    if (port) {
      if (!present) await closed(port)
    } else if (present) await open()
    else report('absent')
  }

  async function open(): Promise<void> {
    // Loaded when a device is there: most tills have none, and none needs it for the first frame.
    const { SerialPort: Port } = await import('serialport')
    const opening = new Port({ path: setup.path, baudRate: setup.baudRate, autoOpen: false })
    // Without a listener an error event would end the process; `close` follows and does the work.
    opening.on('error', () => undefined)
    opening.on('close', lost)
    const opened = await new Promise<boolean>((settle) => opening.open((fault) => settle(fault === null)))
    if (opened) {
      port = opening
      opening.on('data', receive)
      report('ready')
    } else report((await isPresent(setup.path)) ? 'faulted' : 'absent')
  }

  function lost(): void {
    port = null
    clearTimeout(idleTimer)
    framer.discard()
    report('absent')
  }

  function receive(chunk: Uint8Array): void {
    if (closing) return
    clearTimeout(idleTimer)
    events.onBytes?.(chunk)
    for (const frame of framer.push(chunk)) delivery.deliver(frame)
    if (framer.open) idleTimer = setTimeout(finishFrame, scanIdleMs)
  }

  function finishFrame(): void {
    const frame = framer.end()
    if (frame) delivery.deliver(frame)
  }

  const looking = lookFor(look, scannerRetryMs)

  return {
    tell(verdict) {
      const bytes = setup.answers?.[verdict]
      // Nobody waits for a beep: a port that refuses it closes by itself.
      if (bytes && port?.isOpen && !closing) port.write(Buffer.from(bytes, 'hex'), () => undefined)
    },
    async close() {
      closing = true
      clearTimeout(idleTimer)
      delivery.stop()
      await looking.stop()
      if (port) await closed(port)
    },
  }
}

/** Resolves when the port is free; a device that vanished meanwhile has closed itself. */
function closed(port: SerialPort): Promise<void> {
  return new Promise((settle) => {
    if (port.isOpen) port.close(() => settle())
    else settle()
  })
}

async function isPresent(path: string): Promise<boolean> {
  // Windows names ports, not files: there only opening tells.
  if (process.platform === 'win32') return true
  return access(path).then(
    () => true,
    () => false,
  )
}
