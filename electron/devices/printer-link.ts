import { connect, type Socket } from 'node:net'
import { printerAnswerMs, printerConnectMs } from '../../domain/limits.ts'
import {
  type PrinterReading,
  printerReading,
  replyReader,
  type StatusRequest,
  statusRequestBytes,
} from './codec/printer-status.ts'

/** One connection to a printer. Nothing here throws: a broken link is `lost`. */
export interface PrinterLink {
  readonly lost: boolean
  /** Confirmations (answers to GS r) since the link was made, and what the last one said. */
  readonly confirmations: number
  readonly paperNearEnd: boolean
  /** Hands bytes to the network; false when the link was lost before. */
  send(bytes: Uint8Array): Promise<boolean>
  /** Asks for all four status bytes; null when the printer stays silent or the link is lost. */
  read(): Promise<PrinterReading | null>
  /** Resolves at the next confirmation, at the loss of the link, or after `limitMs`. */
  news(limitMs: number): Promise<void>
  /** Lets what was sent leave, then closes; cuts a peer that does not follow. */
  close(): Promise<void>
  /** Drops the link at once. */
  cut(): void
}

/** Connects within `printerConnectMs`; null when nobody answers there. */
export async function openPrinterLink(host: string, port: number): Promise<PrinterLink | null> {
  const socket = connect({ host, port })
  // Without this, Nagle's algorithm holds each status request back for 40 ms.
  socket.setNoDelay(true)
  socket.setKeepAlive(true, printerConnectMs)
  const connected = await new Promise<boolean>((settle) => {
    const timer = setTimeout(() => settle(false), printerConnectMs)
    const answer = (reached: boolean) => {
      clearTimeout(timer)
      settle(reached)
    }
    socket.once('connect', () => answer(true))
    socket.on('error', () => answer(false))
  })
  if (connected) return linkOver(socket)
  socket.destroy()
  return null
}

function linkOver(socket: Socket): PrinterLink {
  const replies = replyReader()
  const listeners = new Set<() => void>()
  let lost = false
  let confirmations = 0
  let paperNearEnd = false
  let statusByte: number | null = null
  /** Status answers that were given up: when they come late they must not pass for the answer to a later question. */
  let overdue = 0

  function wake(): void {
    for (const listener of [...listeners]) listener()
  }

  function lose(): void {
    if (lost) return
    lost = true
    socket.destroy()
    wake()
  }

  socket.on('data', (chunk) => {
    for (const reply of replies(chunk)) {
      if (reply.kind === 'confirmation') {
        confirmations += 1
        paperNearEnd = reply.paperNearEnd
      } else if (overdue > 0) overdue -= 1
      else statusByte = reply.byte
    }
    wake()
  })
  socket.on('end', lose)
  socket.on('error', lose)
  socket.on('close', lose)
  // It may have ended between connecting and these listeners.
  if (socket.destroyed) lost = true

  /** Waits until `isReached` after any event of the link; false when `limitMs` passed first. */
  function until(isReached: () => boolean, limitMs: number): Promise<boolean> {
    return new Promise((settle) => {
      const finish = (reached: boolean) => {
        clearTimeout(timer)
        listeners.delete(look)
        settle(reached)
      }
      const look = () => {
        if (isReached()) finish(true)
      }
      const timer = setTimeout(() => finish(false), limitMs)
      listeners.add(look)
      look()
    })
  }

  async function ask(request: StatusRequest): Promise<number | null> {
    if (lost) return null
    statusByte = null
    socket.write(statusRequestBytes(request))
    const answered = await until(() => statusByte !== null || lost, printerAnswerMs)
    if (!answered) overdue += 1
    return statusByte
  }

  return {
    get lost() {
      return lost
    },
    get confirmations() {
      return confirmations
    },
    get paperNearEnd() {
      return paperNearEnd
    },
    send(bytes) {
      if (lost) return Promise.resolve(false)
      return new Promise((settle) => {
        socket.write(bytes, (fault) => settle(!fault))
      })
    },
    async read() {
      const printer = await ask(1)
      const offlineCause = printer === null ? null : await ask(2)
      const error = offlineCause === null ? null : await ask(3)
      const paper = error === null ? null : await ask(4)
      if (printer === null || offlineCause === null || error === null || paper === null) return null
      return printerReading([printer, offlineCause, error, paper])
    },
    async news(limitMs) {
      const seen = confirmations
      await until(() => confirmations !== seen || lost, limitMs)
    },
    async close() {
      if (lost) return
      socket.end()
      await until(() => lost, printerAnswerMs)
      lose()
    },
    cut: lose,
  }
}
