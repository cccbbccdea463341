import { printerAnswerMs } from '../../domain/limits.ts'
import {
  type PrinterReading,
  printerReading,
  replyReader,
  type StatusRequest,
  statusRequestBytes,
} from './codec/printer-status.ts'

/** The bare way of bytes to a printer: what each kind of cable has of its own. Nothing here throws. */
export interface PrinterWire {
  /** Hands bytes over, in order; false when the wire is lost, now or before. */
  send(bytes: Uint8Array): Promise<boolean>
  /** Lets what was sent leave and closes; the loss is told by `onLost`. */
  finish(): void
  /** Lets go of the device at once; resolves when it is free for others. */
  drop(): Promise<void>
}

export interface WireEvents {
  readonly onBytes: (bytes: Uint8Array) => void
  /** At any end of the wire, whoever ended it. */
  readonly onLost: () => void
}

/** Opens a wire; null when nobody is there or somebody else has it. */
export type OpenWire = (events: WireEvents) => Promise<PrinterWire | null>

/** One connection to a printer. Nothing here throws: a broken link is `lost`. */
export interface PrinterLink {
  readonly lost: boolean
  /** Confirmations (answers to GS r) since the link was made, and what the last one said. */
  readonly confirmations: number
  readonly paperNearEnd: boolean
  /** Hands bytes to the wire; false when the link was lost before. */
  send(bytes: Uint8Array): Promise<boolean>
  /** Asks for all four status bytes; null when the printer stays silent or the link is lost. */
  read(): Promise<PrinterReading | null>
  /** Resolves at the next confirmation, at the loss of the link, or after `limitMs`. */
  news(limitMs: number): Promise<void>
  /** Lets what was sent leave, then closes; cuts a peer that does not follow. */
  close(): Promise<void>
  /** Drops the link at once; resolves when the device is free for others. */
  cut(): Promise<void>
}

/** Makes a link over a wire; null when there is none to be had. `onLost` is called once, at its end. */
export async function openPrinterLink(
  openWire: OpenWire,
  onLost: () => void = () => undefined,
): Promise<PrinterLink | null> {
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

  const opened = await openWire({
    onBytes: (chunk) => {
      for (const reply of replies(chunk)) {
        if (reply.kind === 'confirmation') {
          confirmations += 1
          paperNearEnd = reply.paperNearEnd
        } else if (overdue > 0) overdue -= 1
        else statusByte = reply.byte
      }
      wake()
    },
    onLost: () => {
      if (lost) return
      lost = true
      wake()
      onLost()
    },
  })
  if (!opened) return null
  const wire = opened

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
    // The wait below ends with the link; `send` would only say it once more.
    void wire.send(statusRequestBytes(request))
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
    send: async (bytes) => !lost && (await wire.send(bytes)),
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
      wire.finish()
      await until(() => lost, printerAnswerMs)
      await wire.drop()
    },
    cut: () => wire.drop(),
  }
}
