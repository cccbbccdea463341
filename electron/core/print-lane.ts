import type { DevicesSlice } from '../../contract/notice.ts'
import type { Tx } from '../../db/handle.ts'
import {
  dropSettledPrintJobs,
  findPrintJob,
  markPrinted,
  markPrintFailed,
  markPrinting,
  markPrintSent,
  markPrintUnknown,
  markPrintWaiting,
  nextPrintJob,
  type PrintJob,
  type PrintPlace,
  type PrintState,
} from '../../db/journal/print-job-table.ts'
import { unreachable } from '../../domain/assert.ts'
import { drawerKickMs, printJobsMax, printRetryMs, pulseWaitMs } from '../../domain/limits.ts'
import type { Receipt } from '../../domain/receipt.ts'
import type { ReceiptPaper } from '../devices/codec/receipt-lines.ts'
import type { PrinterStatus, PrintOutcome, ReceiptPrinter } from '../devices/port.ts'
import type { Books } from './books.ts'
import type { Clock } from './clock.ts'
import { NotRecorded, TillStopped } from './faults.ts'
import { faultFields, type Log } from './log.ts'

/** A printer of this till and how receipts become its bytes. */
export interface PrinterSetup {
  /** What the screen calls it. */
  readonly name: string
  readonly paper: ReceiptPaper
  readonly encode: (receipt: Receipt) => Promise<Uint8Array>
  /** The bytes that open the drawer and do nothing else; null = there is no drawer to move. */
  readonly pulse: Uint8Array | null
  /** The level of the drawer's switch while it is open; missing: unknown. */
  readonly drawerOpenAt?: 'high' | 'low' | undefined
  readonly open: (onState: (status: PrinterStatus) => void) => ReceiptPrinter
}

export interface PrintLaneOptions {
  readonly books: Books
  readonly clock: Clock
  readonly log: Log
  readonly place: PrintPlace
  readonly setup: PrinterSetup
  /** A job's state or the printer's changed. */
  readonly onChanged: () => void
  readonly onThrown: (thrown: unknown) => void
}

/** The jobs of one printer, one after the other: a printer that waits for paper does not hold up the other. */
export interface PrintLane {
  /** There is something to print. */
  readonly start: () => void
  /** Bytes that are no job's; null when the lane is closed. */
  readonly aside: (bytes: Uint8Array) => Promise<PrintOutcome | null>
  readonly view: () => NonNullable<DevicesSlice['printer']>
  /** Resolves when the printer is free for others. */
  readonly close: () => Promise<void>
}

/** What one step did: nothing to do, a job settled, or the printer takes none now. */
type PrintStep = 'idle' | 'settled' | 'not_now'

/** What a job becomes; `sent` is unknown for a reason that nobody needs to look into. */
type PrintEnd = PrintState | 'sent'

const marks: Readonly<Record<PrintEnd, (tx: Tx, jobId: number, at: number) => void>> = {
  waiting: markPrintWaiting,
  printing: markPrinting,
  printed: markPrinted,
  unknown: markPrintUnknown,
  sent: markPrintSent,
  failed: markPrintFailed,
}

export function openPrintLane(options: PrintLaneOptions): PrintLane {
  const { books, clock, log, place, setup, onChanged } = options
  let status: PrinterStatus = { state: 'unreachable', paperNearEnd: false, drawerPinHigh: null }
  let working = false
  let closed = false
  let callOff = (): void => undefined
  let running: Promise<void> = Promise.resolve()

  function mark(job: PrintJob, end: PrintEnd): void {
    const at = clock.now()
    const state = end === 'sent' ? 'unknown' : end
    const isSettled = state === 'printed' || state === 'unknown'
    books.write(
      (tx) => {
        marks[end](tx, job.jobId, at)
        if (isSettled) dropSettledPrintJobs(tx, printJobsMax)
      },
      (db) => {
        const found = findPrintJob(db, job.jobId)
        return found ? found.state === state && found.changedAt === at : isSettled
      },
    )
    log.write(end === 'failed' ? 'error' : 'info', 'print_job', {
      jobId: String(job.jobId),
      eventId: job.actId,
      copy: job.copy,
      device: place,
      state: end,
    })
    onChanged()
  }

  async function encoded(job: PrintJob): Promise<Uint8Array | null> {
    try {
      return await setup.encode({ ...job.receipt, openDrawer: opensDrawer(job) })
    } catch (thrown) {
      // A receipt that can not be encoded would stop every later one: it is set aside, the sale stands.
      log.write('error', 'receipt_not_encoded', { jobId: String(job.jobId), ...faultFields(thrown) })
      return null
    }
  }

  /** The drawer opens while its customer stands there: never at the other printer, nor for a receipt that comes late. */
  function opensDrawer({ createdAt, place: at, receipt }: PrintJob): boolean {
    return receipt.openDrawer && at === 'main' && Math.abs(clock.now() - createdAt) < drawerKickMs
  }

  /** One job to the printer and back; the sale it belongs to is long since recorded. */
  async function printNext(): Promise<PrintStep> {
    const job = nextPrintJob(books.read(), place)
    if (!job) return 'idle'
    const bytes = await encoded(job)
    if (closed) return 'idle'
    // Somebody may have sent it elsewhere meanwhile.
    if (nextPrintJob(books.read(), place)?.jobId !== job.jobId) return 'settled'
    if (!bytes) {
      mark(job, 'failed')
      return 'settled'
    }
    mark(job, 'printing')
    const end = await endAfter(await printer.print(bytes))
    mark(job, end)
    return end === 'waiting' ? 'not_now' : 'settled'
  }

  async function work(): Promise<void> {
    working = true
    callOff()
    try {
      let step: PrintStep = 'settled'
      while (step === 'settled' && !closed) step = await printNext()
      if (step === 'not_now' && !closed) callOff = clock.after(printRetryMs, start)
    } finally {
      working = false
    }
  }

  function start(): void {
    if (working || closed) return
    running = work().catch((thrown: unknown) => {
      log.write('error', 'print_queue_faulted', faultFields(thrown))
      if (thrown instanceof NotRecorded) callOff = clock.after(printRetryMs, start)
      else if (!(thrown instanceof TillStopped)) options.onThrown(thrown)
    })
  }

  function within(work: Promise<void>, limitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const giveUp = clock.after(limitMs, resolve)
      void work.then(() => {
        giveUp()
        resolve()
      })
    })
  }

  const printer = setup.open((next) => {
    const wasReady = status.state === 'ready'
    status = next
    onChanged()
    if (!wasReady && next.state === 'ready') clock.after(0, start)
  })
  start()

  return {
    start,
    aside: async (bytes) => {
      // A receipt just on its way is let through first; one that waits for paper is not waited for.
      await within(running, pulseWaitMs)
      return closed ? null : await printer.print(bytes)
    },
    view: () => ({
      name: setup.name,
      state: status.state,
      paperNearEnd: status.paperNearEnd,
      ...drawerOf(status, setup),
    }),
    close: async () => {
      closed = true
      callOff()
      await printer.close()
      // Its last job is marked before the books close.
      await running
    },
  }
}

/** What a job becomes. `interrupted` waits for the rest: the printer itself finishes what it holds. */
async function endAfter(outcome: PrintOutcome): Promise<PrintEnd> {
  switch (outcome.kind) {
    case 'printed':
      return 'printed'
    case 'sent_unconfirmed':
      return 'sent'
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

/** Whether the drawer is open, where the printer tells its level and somebody said what that means. */
function drawerOf(
  { drawerPinHigh }: PrinterStatus,
  { drawerOpenAt }: PrinterSetup,
): { readonly drawer?: 'open' | 'closed' } {
  if (drawerPinHigh === null || drawerOpenAt === undefined) return {}
  return { drawer: drawerPinHigh === (drawerOpenAt === 'high') ? 'open' : 'closed' }
}
