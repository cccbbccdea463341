import { assert } from '../../domain/assert.ts'
import {
  printConfirmBaseMs,
  printerLinkIdleMs,
  printerPollMs,
  printHeldMsMax,
  printJobBytesMax,
} from '../../domain/limits.ts'
import type { PrinterReading } from './codec/printer-status.ts'
import type { PrinterStatus, PrintOutcome, ReceiptPrinter } from './port.ts'
import { type Confirms, type JobWaits, sendJob, troubleOf } from './printer-job.ts'
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
export interface PrinterWaits extends JobWaits {
  readonly pollMs: number
}

/**
 * A receipt printer on the network (ESC/POS over a raw TCP port, usually 9100). The link is made for each piece of
 * work and given back soon after, because many printers serve one till at a time.
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
  /** Whether this printer ever answered a status request: then silence means trouble, not a plain model. */
  let answersStatus = false
  let confirms: Confirms = 'untold'
  let idleTimer: NodeJS.Timeout | undefined
  let pollTimer: NodeJS.Timeout | undefined
  /** The work on the link, one piece after the other. */
  let turn: Promise<unknown> = Promise.resolve()

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    // One failed turn is its own caller's to hear of; the next one begins all the same.
    const mine = turn.then(work, work)
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
    const onReading = (seen: PrinterReading) => void tell(statusOf(seen))
    const sent = await sendJob({ link: reached, bytes, waits, confirms, onReading })
    confirms = sent.confirms
    await disposeOf(reached, sent.outcome)
    return sent.outcome
  }

  /** Keeps the link of a job that ended as printed, and parts with any other. */
  async function disposeOf(used: PrinterLink, outcome: PrintOutcome): Promise<void> {
    switch (outcome.kind) {
      case 'printed':
        giveBackLater()
        return
      case 'interrupted':
        void outcome.rest.then((rest) => (rest === 'printed' ? giveBackLater() : dropLink()))
        return
      case 'sent_unconfirmed':
        link = null
        await used.close()
        return
      default:
        if (used.lost) tell(noReading('unreachable'))
        dropLink()
    }
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
    const outcome: PrintOutcome = { kind: sent ? 'sent_unconfirmed' : 'unknown' }
    await disposeOf(silent, outcome)
    return outcome
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
