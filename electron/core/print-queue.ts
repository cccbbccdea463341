import type { DevicesSlice } from '../../contract/notice.ts'
import type { Tx } from '../../db/handle.ts'
import {
  countPrintJobsWaiting,
  dropSettledPrintJobs,
  findPrintJob,
  markPrinted,
  markPrintFailed,
  markPrinting,
  markPrintUnknown,
  markPrintWaiting,
  nextPrintJob,
  type PrintJob,
  type PrintState,
  settlePrintingJobs,
} from '../../db/journal/print-job-table.ts'
import { unreachable } from '../../domain/assert.ts'
import { printJobsMax, printRetryMs } from '../../domain/limits.ts'
import type { Receipt } from '../../domain/receipt.ts'
import type { PrinterStatus, PrintOutcome, ReceiptPrinter } from '../devices/port.ts'
import type { Books } from './books.ts'
import type { Clock } from './clock.ts'
import { NotRecorded, TillStopped } from './faults.ts'
import { faultFields, type Log } from './log.ts'

/** The printer of this till and how receipts become its bytes. */
export interface PrinterSetup {
  /** What the screen calls it. */
  readonly name: string
  readonly encode: (receipt: Receipt) => Promise<Uint8Array>
  /** The bytes that open the drawer and do nothing else; null = there is no drawer to move. */
  readonly pulse: Uint8Array | null
  readonly open: (onState: (status: PrinterStatus) => void) => ReceiptPrinter
}

export interface PrintQueueOptions {
  readonly books: Books
  readonly clock: Clock
  readonly log: Log
  /** Null: this till has no printer; what is queued waits for one. */
  readonly printer: PrinterSetup | null
  /** A job's state or the printer's changed. */
  readonly onChanged: () => void
  readonly onThrown: (thrown: unknown) => void
}

/** Receipts on their way to paper, in order, durable, never printed twice by themselves. */
export interface PrintQueue {
  readonly hasPrinter: () => boolean
  /** Opens the printer and settles what was at it when the till last died: those jobs may or may not be on paper. */
  readonly start: () => void
  /** There is something to print. */
  readonly nudge: () => void
  /** Prints what is no sale's and kept nowhere. `not_ready` when there is no printer, it is busy or cannot print now. */
  readonly printAside: (paper: Receipt) => Promise<'printed' | 'sent' | 'not_ready'>
  /** Opens the drawer without printing anything. */
  readonly pulseDrawer: () => Promise<'sent' | 'not_ready'>
  readonly printerView: () => DevicesSlice['printer']
  /** Resolves when the printer is free for others. */
  readonly close: () => Promise<void>
}

/** What one step did: nothing to do, a job settled, or the printer takes none now. */
type PrintStep = 'idle' | 'settled' | 'not_now'

const marks: Readonly<Record<PrintState, (tx: Tx, jobId: number, at: number) => void>> = {
  waiting: markPrintWaiting,
  printing: markPrinting,
  printed: markPrinted,
  unknown: markPrintUnknown,
  failed: markPrintFailed,
}

export function createPrintQueue(options: PrintQueueOptions): PrintQueue {
  const { books, clock, log, onChanged } = options
  const setup = options.printer
  let printer: ReceiptPrinter | null = null
  let status: PrinterStatus = { state: 'unreachable', paperNearEnd: false, drawerPinHigh: null }
  let working = false
  let closed = false
  let callOff = (): void => undefined

  function mark(job: PrintJob, state: PrintState): void {
    const at = clock.now()
    const isSettled = state === 'printed' || state === 'unknown'
    books.write(
      (tx) => {
        marks[state](tx, job.jobId, at)
        if (isSettled) dropSettledPrintJobs(tx, printJobsMax)
      },
      (db) => {
        const found = findPrintJob(db, job.jobId)
        return found ? found.state === state && found.changedAt === at : isSettled
      },
    )
    log.write(state === 'failed' ? 'error' : 'info', 'print_job', {
      jobId: String(job.jobId),
      eventId: job.actId,
      copy: job.copy,
      state,
    })
    onChanged()
  }

  async function encoded(job: PrintJob): Promise<Uint8Array | null> {
    try {
      return (await setup?.encode(job.receipt)) ?? null
    } catch (thrown) {
      // A receipt that can not be encoded would stop every later one: it is set aside, the sale stands.
      log.write('error', 'receipt_not_encoded', { jobId: String(job.jobId), ...faultFields(thrown) })
      return null
    }
  }

  /** One job to the printer and back; the sale it belongs to is long since recorded. */
  async function printNext(through: ReceiptPrinter): Promise<PrintStep> {
    const job = nextPrintJob(books.read())
    if (!job) return 'idle'
    const bytes = await encoded(job)
    if (!bytes) {
      mark(job, 'failed')
      return 'settled'
    }
    mark(job, 'printing')
    const outcome = await through.print(bytes)
    const state = await stateAfter(outcome)
    mark(job, state)
    return state === 'waiting' ? 'not_now' : 'settled'
  }

  async function work(): Promise<void> {
    if (working || closed || !printer) return
    working = true
    callOff()
    try {
      let step: PrintStep = 'settled'
      while (step === 'settled' && !closed) step = await printNext(printer)
      if (step === 'not_now' && !closed) callOff = clock.after(printRetryMs, start)
    } finally {
      working = false
    }
  }

  function start(): void {
    work().catch((thrown: unknown) => {
      log.write('error', 'print_queue_faulted', faultFields(thrown))
      if (thrown instanceof NotRecorded) callOff = clock.after(printRetryMs, start)
      else if (!(thrown instanceof TillStopped)) options.onThrown(thrown)
    })
  }

  return {
    hasPrinter: () => setup !== null,
    start: () => {
      const left = books.write(
        (tx) => settlePrintingJobs(tx, clock.now()),
        () => true,
      )
      if (left > 0) log.write('error', 'print_jobs_unknown', { count: left })
      if (!setup || closed) return
      printer = setup.open((next) => {
        const wasReady = status.state === 'ready'
        status = next
        onChanged()
        if (!wasReady && next.state === 'ready') start()
      })
      start()
    },
    // The answer to the cashier goes out first.
    nudge: () => {
      clock.after(0, start)
    },
    printAside: async (paper) => {
      if (!setup || !printer || closed) return 'not_ready'
      const { kind } = await printer.print(await setup.encode(paper))
      if (kind === 'printed') return 'printed'
      return kind === 'sent_unconfirmed' || kind === 'unknown' || kind === 'interrupted'
        ? 'sent'
        : 'not_ready'
    },
    pulseDrawer: async () => {
      if (!setup || !printer || closed) return 'not_ready'
      if (!setup.pulse) return 'sent'
      const { kind } = await printer.print(setup.pulse)
      return kind === 'not_ready' || kind === 'unreachable' ? 'not_ready' : 'sent'
    },
    printerView: () =>
      setup && {
        name: setup.name,
        state: status.state,
        paperNearEnd: status.paperNearEnd,
        waiting: books.isOpen() ? countPrintJobsWaiting(books.read()) : 0,
      },
    close: async () => {
      closed = true
      callOff()
      await printer?.close()
    },
  }
}

/** What a job becomes. `interrupted` waits for the rest: the printer itself finishes what it holds. */
async function stateAfter(outcome: PrintOutcome): Promise<PrintState> {
  switch (outcome.kind) {
    case 'printed':
      return 'printed'
    case 'sent_unconfirmed':
    case 'unknown':
      return 'unknown'
    case 'not_ready':
    case 'unreachable':
      return 'waiting'
    case 'interrupted':
      return await outcome.rest
    default:
      return unreachable(outcome)
  }
}
