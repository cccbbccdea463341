import { assert } from '../../domain/assert.ts'
import { printerAwayMs, printLateAnswerMs } from '../../domain/device-limits.ts'
import {
  printConfirmBaseMs,
  printerLinkIdleMs,
  printerPollMs,
  printHeldMsMax,
  printJobBytesMax,
} from '../../domain/limits.ts'
import type { PrinterReading } from './codec/printer-status.ts'
import type { PrinterStatus, PrintOutcome, ReceiptPrinter } from './port.ts'
import {
  type Confirms,
  clearLine,
  type JobWaits,
  type SentJob,
  sendJob,
  type TornJob,
  troubleOf,
} from './printer-job.ts'
import { type OpenWire, openPrinterLink, type PrinterLink } from './printer-link.ts'

export interface PrinterCable {
  readonly openWire: OpenWire
  /**
   * The till alone has this printer, so its wire is kept, missed at once and looked for often; and what the printer
   * still held or owed when a wire ended may be there on the next one.
   */
  readonly isOwn: boolean
}

export interface CabledPrinterOptions {
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
 * A receipt printer that speaks ESC/POS, whatever its cable. On a network the link is made for each piece of work and
 * given back soon after, because many printers serve one till at a time.
 */
export function openCabledPrinter(cable: PrinterCable, options: CabledPrinterOptions): ReceiptPrinter {
  const waits: PrinterWaits = {
    confirmBaseMs: printConfirmBaseMs,
    heldMsMax: printHeldMsMax,
    lateAnswerMs: printLateAnswerMs,
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
  /** What an earlier job may have left in a printer on its own cable. */
  let torn: TornJob | null = null
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
    const old = link
    link = null
    await old?.cut()
    link = closing ? null : await openPrinterLink(cable.openWire, missed)
    if (closing) await dropLink()
    return link
  }

  /** A wire that ended between jobs is told of now; during one, its job sees to it. */
  function missed(): void {
    if (cable.isOwn && !busy && !closing) void look()
  }

  async function dropLink(): Promise<void> {
    const dropped = link
    link = null
    await dropped?.cut()
  }

  function giveBackLater(): void {
    clearTimeout(idleTimer)
    if (closing || cable.isOwn) return
    idleTimer = setTimeout(() => {
      const idle = link
      link = null
      if (idle) void inTurn(() => idle.close())
    }, printerLinkIdleMs)
  }

  function pollLater(): void {
    clearTimeout(pollTimer)
    if (closing) return
    const isAway = cable.isOwn && told?.state === 'unreachable'
    pollTimer = setTimeout(() => void look(), isAway ? Math.min(printerAwayMs, waits.pollMs) : waits.pollMs)
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
      await dropLink()
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
    if (torn) {
      const left = await clearLine({ link: reached, torn, waits, onReading })
      if (left) {
        torn = { ...torn, owed: torn.owed + 1 }
        if (reached.lost) tell(noReading('unreachable'))
        return left
      }
      torn = null
    }
    const sent = await sendJob({ link: reached, bytes, waits, confirms, onReading })
    confirms = sent.confirms
    noteTorn(reached, bytes, sent)
    await disposeOf(reached, sent.outcome)
    return sent.outcome
  }

  function noteTorn(used: PrinterLink, bytes: Uint8Array, { outcome, done }: SentJob): void {
    const note = () => {
      torn = { bytes: bytes.length, owed: Math.max(0, done - used.confirmations) }
    }
    if (!cable.isOwn) return
    if (outcome.kind === 'unknown') note()
    if (outcome.kind === 'interrupted') void outcome.rest.then((rest) => rest === 'unknown' && note())
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
        await dropLink()
    }
  }

  /** The printer accepted the link and says nothing. One that used to answer is in trouble; another never answers. */
  async function withoutAnswer(silent: PrinterLink, bytes: Uint8Array): Promise<PrintOutcome> {
    if (silent.lost || answersStatus) {
      const outcome: PrintOutcome = silent.lost
        ? { kind: 'unreachable' }
        : { kind: 'not_ready', reason: 'offline' }
      await dropLink()
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
      await dropLink()
      await turn
      await dropLink()
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
