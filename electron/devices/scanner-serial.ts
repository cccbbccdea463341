import { access } from 'node:fs/promises'
import { isMainThread } from 'node:worker_threads'
import type { SerialPort } from 'serialport'
import { assert } from '../../domain/assert.ts'
import { scanBytesMax, scanIdleMs, scannerRetryMs, scansPerSecondMax } from '../../domain/limits.ts'
import { type ScanFrame, scanFramer, scanText } from './codec/scan-code.ts'
import type { Scanner, ScannerEvents, ScannerState } from './port.ts'

export interface SerialScannerOptions extends ScannerEvents {
  /** Device file or port name. Ptys and ports that no list shows work too (devices.md 1). */
  readonly path: string
  readonly baudRate: number
}

/**
 * A scanner on a serial port. Opens it, reads scans, and looks for it again every `scannerRetryMs` while it is away,
 * in use elsewhere or broken. Never throws while running; every change of state is reported.
 *
 * Main thread only: the port's native poller sits on the process's first event loop and ends the process anywhere
 * else.
 */
export function openSerialScanner(options: SerialScannerOptions): Scanner {
  assert(isMainThread, 'a serial port is opened on the main thread')
  const framer = scanFramer()
  const flood = floodGate(options)
  let state: ScannerState | null = null
  let port: SerialPort | null = null
  let lookTimer: NodeJS.Timeout | undefined
  let idleTimer: NodeJS.Timeout | undefined
  let closing = false
  /** The look under way: closing waits for it, because a port must not be left to a running open. */
  let looking: Promise<void> = Promise.resolve()

  function report(next: ScannerState): void {
    if (closing || next === state) return
    state = next
    options.onState(next)
  }

  function begin(): void {
    looking = look().then(() => {
      if (!closing) lookTimer = setTimeout(begin, scannerRetryMs)
    })
  }

  /**
   * Opens a missing port, and closes one whose device is gone: a port that was reading at the moment of the unplug
   * gets an empty read instead of an error and would read on for ever.
   */
  async function look(): Promise<void> {
    // Asking the file system is far cheaper than an open that fails, and tells absent from refusing.
    const present = await isPresent(options.path)
    if (closing) return
    if (port) {
      if (!present) await closed(port)
    } else if (present) await open()
    else report('absent')
  }

  async function open(): Promise<void> {
    // Loaded when a device is there: most tills have none, and none needs it for the first frame.
    const { SerialPort: Port } = await import('serialport')
    const opening = new Port({ path: options.path, baudRate: options.baudRate, autoOpen: false })
    // Without a listener an error event would end the process; `close` follows and does the work.
    opening.on('error', () => undefined)
    opening.on('close', lost)
    const opened = await new Promise<boolean>((settle) => opening.open((fault) => settle(fault === null)))
    if (opened) {
      port = opening
      opening.on('data', receive)
      report('ready')
    } else report((await isPresent(options.path)) ? 'faulted' : 'absent')
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
    for (const frame of framer.push(chunk)) deliver(frame)
    if (framer.open) idleTimer = setTimeout(finishFrame, scanIdleMs)
  }

  function finishFrame(): void {
    const frame = framer.end()
    if (frame) deliver(frame)
  }

  function deliver(frame: ScanFrame): void {
    if (!flood.lets()) return
    if (frame.dropped > 0) options.onNoise?.({ kind: 'overlong', bytes: scanBytesMax + frame.dropped })
    options.onScan(scanText(frame))
  }

  begin()

  return {
    async close() {
      closing = true
      clearTimeout(lookTimer)
      clearTimeout(idleTimer)
      flood.stop()
      await looking
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

/** Lets `scansPerSecondMax` scans through in a second and reports, once a second, how many it held back. */
function floodGate(events: ScannerEvents): { lets(): boolean; stop(): void } {
  let taken = 0
  let held = 0
  let timer: NodeJS.Timeout | undefined

  function secondOver(): void {
    timer = undefined
    if (held > 0) events.onNoise?.({ kind: 'flood', scans: held })
    taken = 0
    held = 0
  }

  return {
    lets() {
      timer ??= setTimeout(secondOver, 1_000)
      taken += 1
      if (taken <= scansPerSecondMax) return true
      held += 1
      return false
    },
    stop() {
      clearTimeout(timer)
    },
  }
}
