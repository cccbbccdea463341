import type { SerialPort } from 'serialport'
import { scannerRetryMs } from '../../domain/device-limits.ts'
import { lookFor } from './looking.ts'
import type { DeviceState } from './port.ts'
import { closeSerialPort, isDevicePresent, openSerialPort } from './serial-port.ts'

export interface SerialLinkOptions {
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
 * throws while running. Main thread only.
 */
export function keepSerialLink(options: SerialLinkOptions): SerialLink {
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
    const present = await isDevicePresent(options.path)
    if (closing) return
    if (port) {
      if (!present) await closeSerialPort(port)
    } else if (present) await open()
    else report('absent')
  }

  async function open(): Promise<void> {
    const opened = await openSerialPort(options)
    if (opened) {
      port = opened
      opened.on('close', () => {
        port = null
        report('absent')
      })
      opened.on('data', (bytes: Uint8Array) => {
        if (!closing) options.onBytes(bytes)
      })
      report('ready')
    } else report((await isDevicePresent(options.path)) ? 'faulted' : 'absent')
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
      if (port) await closeSerialPort(port)
    },
  }
}
