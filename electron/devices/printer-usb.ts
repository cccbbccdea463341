import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { printerFileBusyMs, printerFileIdleMs, printerFileWakeMs } from '../../domain/device-limits.ts'
import { statusRequestBytes } from './codec/printer-status.ts'
import type { OpenWire } from './printer-link.ts'
import { isDevicePresent } from './serial-port.ts'

/** One write: small enough that a status request never waits long behind it. */
const chunkBytes = 4_096

/** What a driver answers when it has nothing to read, or room for nothing, at this moment. */
const notNow: ReadonlySet<string> = new Set(['EAGAIN', 'EINTR'])

/**
 * ESC/POS over the device file of a USB printer (Linux: `/dev/usb/lp*`). It is opened non-blocking and asked again after
 * some ms, because a blocking read would hold a thread of the process for as long as the printer says nothing. A file
 * that cannot be read, as of a printer without a way back, is a silent printer.
 */
export function usbWire({ path }: { readonly path: string }): OpenWire {
  return async ({ onBytes, onLost }) => {
    const device = await openDevice(path)
    if (!device) return null
    const buffer = new Uint8Array(256)
    let lost = false
    let readable = true
    let wakefulUntil = 0
    let timer: NodeJS.Timeout | undefined
    let reading: Promise<void> = Promise.resolve()
    let closed: Promise<void> = Promise.resolve()
    /** Writes, one after the other. */
    let turn: Promise<boolean> = Promise.resolve(true)

    function lose(file: FileHandle): void {
      if (lost) return
      lost = true
      clearTimeout(timer)
      closed = Promise.all([reading, turn]).then(() => file.close().catch(() => undefined))
      onLost()
    }

    function drop(file: FileHandle): Promise<void> {
      lose(file)
      return closed
    }

    /** Reads what is there, then waits: shortly while an answer may come, longer to notice only that the device went. */
    async function readOn(file: FileHandle): Promise<void> {
      try {
        for (let length = 1; length > 0 && !lost && readable; ) {
          length = (await file.read(buffer, 0, buffer.length, null)).bytesRead
          if (length > 0 && !lost) onBytes(buffer.slice(0, length))
          // Nothing now, or nothing ever again: some drivers end a device that went without an error.
          else if (!(await isDevicePresent(path))) lose(file)
        }
      } catch (fault) {
        const code = codeOf(fault)
        if (code === 'EINVAL') readable = false
        else if (!notNow.has(code)) lose(file)
      }
    }

    function listen(file: FileHandle): void {
      const pauseMs = performance.now() < wakefulUntil ? printerFileBusyMs : printerFileIdleMs
      clearTimeout(timer)
      if (lost) return
      timer = setTimeout(() => {
        reading = readOn(file).then(() => listen(file))
      }, pauseMs)
    }

    async function write(file: FileHandle, bytes: Uint8Array): Promise<boolean> {
      for (let at = 0; at < bytes.length; ) {
        if (lost) return false
        try {
          const length = Math.min(chunkBytes, bytes.length - at)
          at += (await file.write(bytes, at, length, null)).bytesWritten
        } catch (fault) {
          if (notNow.has(codeOf(fault))) await pause(printerFileBusyMs)
          else lose(file)
        }
      }
      return !lost
    }

    const send = (bytes: Uint8Array) => {
      turn = turn.then(() => write(device, bytes))
      wakefulUntil = performance.now() + printerFileWakeMs
      // A read that is under way sets the next one by itself.
      void reading.then(() => listen(device))
      return turn
    }

    listen(device)
    return {
      send,
      // The driver drops at closing what it has not sent yet, and takes more only when the rest has left.
      finish: () => void send(statusRequestBytes(1)).then(() => drop(device)),
      drop: () => drop(device),
    }
  }
}

async function openDevice(path: string): Promise<FileHandle | null> {
  const file = await open(path, constants.O_RDWR | constants.O_NONBLOCK | constants.O_NOCTTY).catch(
    () => null,
  )
  // A plain file of that name, left by somebody's copy, would swallow receipts for ever.
  if (!file || (await file.stat()).isCharacterDevice()) return file
  await file.close()
  return null
}

function codeOf(fault: unknown): string {
  return fault instanceof Error && 'code' in fault ? String(fault.code) : ''
}

function pause(ms: number): Promise<void> {
  return new Promise((settle) => setTimeout(settle, ms))
}
