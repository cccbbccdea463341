import { access } from 'node:fs/promises'
import { isMainThread } from 'node:worker_threads'
import type { SerialPort } from 'serialport'
import { assert } from '../../domain/assert.ts'

/** Who holds the line while the other side cannot take more. */
export type SerialFlow = 'none' | 'rts_cts' | 'xon_xoff'

export interface SerialPortSetup {
  /** Device file or port name. Ptys and ports that no list shows work too (devices.md 1). */
  readonly path: string
  readonly baudRate: number
  readonly flow?: SerialFlow
}

/**
 * Opens a serial port; null when it refuses. An error of an open port is not told: its `close` follows.
 *
 * Main thread only: the port's native poller sits on the process's first event loop and ends the process anywhere
 * else.
 */
export async function openSerialPort({ path, baudRate, flow }: SerialPortSetup): Promise<SerialPort | null> {
  assert(isMainThread, 'a serial port is opened on the main thread')
  // Loaded when a device is there: most tills have none, and none needs it for the first frame.
  const { SerialPort: Port } = await import('serialport')
  const soft = flow === 'xon_xoff'
  const port = new Port({
    path,
    baudRate,
    rtscts: flow === 'rts_cts',
    xon: soft,
    xoff: soft,
    autoOpen: false,
  })
  // Without a listener an error event would end the process.
  port.on('error', () => undefined)
  const opened = await new Promise<boolean>((settle) => port.open((fault) => settle(fault === null)))
  return opened ? port : null
}

/** Resolves when the port is free; a device that vanished meanwhile has closed itself. */
export function closeSerialPort(port: SerialPort): Promise<void> {
  return new Promise((settle) => {
    if (port.isOpen) port.close(() => settle())
    else settle()
  })
}

/** Asking the file system is far cheaper than an open that fails, and tells absent from refusing. */
export async function isDevicePresent(path: string): Promise<boolean> {
  // Windows names ports, not files: there only opening tells.
  if (process.platform === 'win32') return true
  return access(path).then(
    () => true,
    () => false,
  )
}
