import { access } from 'node:fs/promises'
import { SerialPort } from 'serialport'
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
 * in use elsewhere or broken. Never throws; every change of state is reported.
 */
export function openSerialScanner(options: SerialScannerOptions): Scanner {
  const framer = scanFramer()
  const flood = floodGate(options)
  let state: ScannerState | null = null
  let port: SerialPort | null = null
  let retryTimer: NodeJS.Timeout | undefined
  let idleTimer: NodeJS.Timeout | undefined
  let closing = false
  /** The attempt under way: closing waits for it, because a port must not be left to a running open. */
  let attempt: Promise<void> = Promise.resolve()

  function report(next: ScannerState): void {
    if (closing || next === state) return
    state = next
    options.onState(next)
  }

  function retryLater(): void {
    if (closing) return
    clearTimeout(retryTimer)
    retryTimer = setTimeout(begin, scannerRetryMs)
  }

  function begin(): void {
    attempt = open()
  }

  async function open(): Promise<void> {
    // Asking the file system is a thousand times cheaper than an open that fails, and tells absent from refusing.
    if (!(await isPresent(options.path))) {
      report('absent')
      retryLater()
      return
    }
    const opening = new SerialPort({ path: options.path, baudRate: options.baudRate, autoOpen: false })
    // Without a listener an error event would end the process; `close` follows and does the work.
    opening.on('error', () => undefined)
    const opened = await new Promise<boolean>((settle) => opening.open((fault) => settle(fault === null)))
    if (!opened) {
      report((await isPresent(options.path)) ? 'faulted' : 'absent')
      retryLater()
      return
    }
    port = opening
    opening.on('close', lost)
    opening.on('data', receive)
    if (closing) return
    report('ready')
  }

  function lost(): void {
    port = null
    clearTimeout(idleTimer)
    framer.discard()
    report('absent')
    retryLater()
  }

  function receive(chunk: Uint8Array): void {
    if (closing) return
    clearTimeout(idleTimer)
    for (const frame of framer.push(chunk)) deliver(frame)
    if (framer.open) idleTimer = setTimeout(finishFrame, scanIdleMs)
  }

  function finishFrame(): void {
    clearTimeout(idleTimer)
    const frame = framer.end()
    if (frame) deliver(frame)
  }

  function deliver(frame: ScanFrame): void {
    if (closing || !flood.lets()) return
    if (frame.dropped > 0) options.onNoise?.({ kind: 'overlong', bytes: scanBytesMax + frame.dropped })
    options.onScan(scanText(frame))
  }

  begin()

  return {
    async close() {
      closing = true
      clearTimeout(retryTimer)
      clearTimeout(idleTimer)
      flood.stop()
      await attempt
      const held = port
      // A device that vanished meanwhile has closed itself; there is nothing left to release.
      if (held?.isOpen) await new Promise<void>((settle) => held.close(() => settle()))
    },
  }
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
