import { assert } from '../../domain/assert.ts'
import {
  printConfirmBaseMs,
  printConfirmByteMs,
  printerLinkIdleMs,
  printerPollMs,
  printHeldMsMax,
  printingPollMs,
  printJobBytesMax,
} from '../../domain/limits.ts'
import { confirmRequestBytes, type PrinterReading } from './codec/printer-status.ts'
import type { NotReadyReason, PrinterStatus, PrintOutcome, PrintRest, ReceiptPrinter } from './port.ts'
import { openPrinterLink, type PrinterLink } from './printer-link.ts'

export interface TcpPrinterOptions {
  readonly host: string
  readonly port: number
  /** Called at every change, first soon after opening; asked again every `printerPollMs` between jobs. */
  readonly onState?: (status: PrinterStatus) => void
  /** Shorter waits for tests; the product leaves them out. */
  readonly waits?: Partial<PrinterWaits>
}

/** In ms; see the limits of the same names. */
export interface PrinterWaits {
  readonly confirmBaseMs: number
  readonly heldMsMax: number
  readonly pollMs: number
}

/** How a sent job ended, or the trouble it stopped at. */
type JobEnd = 'printed' | 'lost' | 'silent' | NotReadyReason

/**
 * A receipt printer on the network (ESC/POS over a raw TCP port, usually 9100). The link is made for each piece of
 * work and given back soon after, because many printers serve one till at a time.
 *
 * A job goes out between two `GS r` requests. The answer to the first says that the printer has begun and can
 * confirm at all, the answer to the second that everything before it was executed. A link on which a job did not end
 * as printed is never used again, so that a late answer cannot confirm the wrong job.
 */
export function openTcpPrinter(options: TcpPrinterOptions): ReceiptPrinter {
  const waits: PrinterWaits = {
    confirmBaseMs: printConfirmBaseMs,
    heldMsMax: printHeldMsMax,
    pollMs: printerPollMs,
    ...options.waits,
  }
  let link: PrinterLink | null = null
  let told: PrinterStatus | null = null
  let closing = false
  let busy = false
  /** Whether this printer ever answered a status request, and a GS r: then silence means trouble, not a plain model. */
  let answersStatus = false
  let answersConfirm: 'yes' | 'no' | 'untold' = 'untold'
  let idleTimer: NodeJS.Timeout | undefined
  let pollTimer: NodeJS.Timeout | undefined
  /** The work on the link, one piece after the other. */
  let turn: Promise<unknown> = Promise.resolve()

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = turn.then(work)
    turn = mine
    return mine
  }

  function tell(status: PrinterStatus): PrinterStatus {
    const same =
      told?.state === status.state &&
      told.paperNearEnd === status.paperNearEnd &&
      told.drawerPinHigh === status.drawerPinHigh
    told = status
    if (!same && !closing) options.onState?.(status)
    return status
  }

  async function reach(): Promise<PrinterLink | null> {
    clearTimeout(idleTimer)
    if (link && !link.lost) return link
    link = closing ? null : await openPrinterLink(options.host, options.port)
    if (closing) dropLink()
    return link
  }

  function dropLink(): void {
    link?.cut()
    link = null
  }

  function giveBackLater(): void {
    clearTimeout(idleTimer)
    if (closing) return
    idleTimer = setTimeout(() => {
      const idle = link
      link = null
      if (idle) void inTurn(() => idle.close())
    }, printerLinkIdleMs)
  }

  function pollLater(): void {
    clearTimeout(pollTimer)
    if (closing) return
    pollTimer = setTimeout(() => void look(), waits.pollMs)
  }

  /** Asks the printer between jobs; while one runs, the job itself keeps the status up to date. */
  async function look(): Promise<PrinterStatus> {
    if (busy && told) return told
    const status = await inTurn(ask)
    pollLater()
    return status
  }

  async function ask(): Promise<PrinterStatus> {
    const reached = await reach()
    if (!reached) return tell(noReading('unreachable'))
    const reading = await reached.read()
    if (!reading) {
      const silent = reached.lost || answersStatus ? 'unreachable' : 'unknown'
      dropLink()
      return tell(noReading(silent))
    }
    answersStatus = true
    giveBackLater()
    return tell(statusOf(reading))
  }

  async function run(bytes: Uint8Array): Promise<PrintOutcome> {
    const reached = await reach()
    if (!reached) {
      tell(noReading('unreachable'))
      return { kind: 'unreachable' }
    }
    const reading = await reached.read()
    if (!reading) return withoutAnswer(reached, bytes)
    answersStatus = true
    tell(statusOf(reading))
    const trouble = troubleOf(reading)
    if (trouble) {
      giveBackLater()
      return { kind: 'not_ready', reason: trouble }
    }
    return sendAndWatch(reached, bytes)
  }

  /** The printer accepted the link and says nothing. One that used to answer is in trouble; another never answers. */
  async function withoutAnswer(silent: PrinterLink, bytes: Uint8Array): Promise<PrintOutcome> {
    if (silent.lost || answersStatus) {
      const outcome: PrintOutcome = silent.lost
        ? { kind: 'unreachable' }
        : { kind: 'not_ready', reason: 'offline' }
      dropLink()
      tell(noReading('unreachable'))
      return outcome
    }
    tell(noReading('unknown'))
    const sent = await silent.send(bytes)
    link = null
    await silent.close()
    return sent ? { kind: 'sent_unconfirmed' } : { kind: 'unknown' }
  }

  async function sendAndWatch(used: PrinterLink, bytes: Uint8Array): Promise<PrintOutcome> {
    const begun = used.confirmations + 1
    const done = begun + 1
    const patienceMs = waits.confirmBaseMs + bytes.length * printConfirmByteMs
    // The watch below sees a broken link by itself; `send` only reports it once more.
    void used.send(Buffer.concat([confirmRequestBytes, bytes, confirmRequestBytes]))
    const firstPatienceMs = answersConfirm === 'no' ? printingPollMs : patienceMs
    const end = await watch(used, done, firstPatienceMs)
    if (used.confirmations >= begun) answersConfirm = 'yes'
    switch (end) {
      case 'printed':
        giveBackLater()
        return { kind: 'printed', paperNearEnd: used.paperNearEnd }
      case 'lost':
        dropLink()
        tell(noReading('unreachable'))
        return { kind: 'unknown' }
      case 'silent': {
        const plain = used.confirmations < begun && answersConfirm !== 'yes'
        link = null
        if (!plain) {
          used.cut()
          return { kind: 'unknown' }
        }
        answersConfirm = 'no'
        await used.close()
        return { kind: 'sent_unconfirmed' }
      }
      default:
        return { kind: 'interrupted', reason: end, rest: waitForRest(used, done, patienceMs) }
    }
  }

  /** Watches a sent job until it is confirmed, the printer says that it stopped, or the patience is over. */
  async function watch(used: PrinterLink, done: number, patienceMs: number): Promise<JobEnd> {
    const patience = countdown(patienceMs)
    try {
      for (;;) {
        await used.news(printingPollMs)
        if (used.confirmations >= done) return 'printed'
        if (used.lost) return 'lost'
        const reading = await used.read()
        if (used.confirmations >= done) return 'printed'
        if (reading) tell(statusOf(reading))
        const trouble = reading && troubleOf(reading)
        if (trouble) return trouble
        if (patience.isOver()) return used.lost ? 'lost' : 'silent'
      }
    } finally {
      patience.stop()
    }
  }

  /** Waits for the job the printer holds: it prints the rest by itself when the trouble is over. */
  async function waitForRest(used: PrinterLink, done: number, patienceMs: number): Promise<PrintRest> {
    const held = countdown(waits.heldMsMax)
    try {
      for (;;) {
        const end = await watch(used, done, patienceMs)
        if (end === 'printed') {
          giveBackLater()
          return 'printed'
        }
        if (end === 'lost' || end === 'silent' || held.isOver()) {
          dropLink()
          return 'unknown'
        }
      }
    } finally {
      held.stop()
    }
  }

  void look()

  return {
    async print(bytes) {
      assert(bytes.length <= printJobBytesMax, `a print job of ${bytes.length} bytes is over the limit`)
      assert(!closing, 'a closed printer takes no job')
      if (busy) return { kind: 'not_ready', reason: 'busy' }
      busy = true
      const free = () => {
        busy = false
        pollLater()
      }
      const outcome = await inTurn(() => run(bytes))
      if (outcome.kind === 'interrupted') void outcome.rest.then(free)
      else free()
      return outcome
    },
    status: look,
    async close() {
      closing = true
      clearTimeout(idleTimer)
      clearTimeout(pollTimer)
      dropLink()
      await turn
      dropLink()
    },
  }
}

/** What keeps the printer from printing, most telling first: an open cover often reads as missing paper too. */
function troubleOf(reading: PrinterReading): NotReadyReason | null {
  if (reading.coverOpen) return 'cover_open'
  if (reading.paperOut) return 'paper_out'
  if (reading.faulted) return 'faulted'
  return reading.offline ? 'offline' : null
}

function statusOf(reading: PrinterReading): PrinterStatus {
  const trouble = troubleOf(reading)
  return {
    state:
      trouble === null ? 'ready' : trouble === 'cover_open' || trouble === 'paper_out' ? trouble : 'faulted',
    paperNearEnd: reading.paperNearEnd,
    drawerPinHigh: reading.drawerPinHigh,
  }
}

function noReading(state: 'unreachable' | 'unknown'): PrinterStatus {
  return { state, paperNearEnd: false, drawerPinHigh: null }
}

function countdown(ms: number): { isOver(): boolean; stop(): void } {
  let over = false
  const timer = setTimeout(() => {
    over = true
  }, ms)
  return { isOver: () => over, stop: () => clearTimeout(timer) }
}
