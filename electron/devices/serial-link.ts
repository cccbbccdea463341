import { access } from 'node:fs/promises'
import { isMainThread } from 'node:worker_threads'
import type { SerialPort } from 'serialport'
import { assert } from '../../domain/assert.ts'
import { scannerRetryMs } from '../../domain/device-limits.ts'
import { lookFor } from './looking.ts'
import type { DeviceState } from './port.ts'

export interface SerialLinkOptions {
  /** Device file or port name. Ptys and ports that no list shows work too (devices.md 1). */
  readonly path: string
  readonly baudRate: number
  /** `ready`: the port is open. Called at every change, first soon after opening. */
  readonly onState: (state: DeviceState) => void
  readonly onBytes: (bytes: Uint8Array) => void
}

/** A serial port that is kept open as long as there is one. */
export interface SerialLink {
  /** Hands bytes to the port; those for a port that is away are dropped. */
  write(bytes: Uint8Array): void
  /** Resolves when the port is free for others; nothing is reported after the call. */
  close(): Promise<void>
}

/**
 * Opens a serial port and looks for it again every `scannerRetryMs` while it is away, in use elsewhere or broken. Never
 * throws while running.
 *
 * Main thread only: the port's native poller sits on the process's first event loop and ends the process anywhere
 * else.
 */
export function keepSerialLink(options: SerialLinkOptions): SerialLink {
  assert(isMainThread, 'a serial port is opened on the main thread')
  let state: DeviceState | null = null
  let port: SerialPort | null = null
  let closing = false

  function report(next: DeviceState): void {
    if (closing || next === state) return
    state = next
    options.onState(next)
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
    opening.on('close', () => {
      port = null
      report('absent')
    })
    const opened = await new Promise<boolean>((settle) => opening.open((fault) => settle(fault === null)))
    if (opened) {
      port = opening
      opening.on('data', (bytes: Uint8Array) => {
        if (!closing) options.onBytes(bytes)
      })
      report('ready')
    } else report((await isPresent(options.path)) ? 'faulted' : 'absent')
  }

  const looking = lookFor(look, scannerRetryMs)

  return {
    write(bytes) {
      // A port that refuses closes by itself, and its state says so.
      if (port?.isOpen && !closing) port.write(Buffer.from(bytes), () => undefined)
    },
    async close() {
      closing = true
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
