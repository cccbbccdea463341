import type { DevicesSlice } from '../../contract/notice.ts'
import type { Tx } from '../../db/handle.ts'
import {
  countPrintJobs,
  leaveBackupPrints,
  type PrintPlace,
  routeWaitingPrints,
  settlePrintingJobs,
} from '../../db/journal/print-job-table.ts'
import type { Receipt } from '../../domain/receipt.ts'
import type { ReceiptPaper } from '../devices/codec/receipt-lines.ts'
import type { Books } from './books.ts'
import type { Clock } from './clock.ts'
import type { Log } from './log.ts'
import { openPrintLane, type PrinterSetup, type PrintLane } from './print-lane.ts'

/** The printers of this till; without a main one, what is queued waits for it. */
export type PrinterSetups = { readonly [place in PrintPlace]: PrinterSetup | null }

export interface PrintQueueOptions {
  readonly books: Books
  readonly clock: Clock
  readonly log: Log
  readonly printers: PrinterSetups
  /** A job's state or a printer's changed. */
  readonly onChanged: () => void
  readonly onThrown: (thrown: unknown) => void
}

/** Receipts on their way to paper, in order, durable, never printed twice by themselves. */
export interface PrintQueue {
  readonly hasPrinter: (place?: PrintPlace) => boolean
  /** Opens the printers and settles what was at one when the till last died: those jobs may or may not be on paper. */
  readonly start: () => void
  /** There is something to print. */
  readonly nudge: () => void
  /** Prints what is no sale's and kept nowhere. `not_ready` when there is no printer, it is busy or cannot print now. */
  readonly printAside: (paper: Receipt, place?: PrintPlace) => Promise<'printed' | 'sent' | 'not_ready'>
  /** Opens the drawer without printing anything. */
  readonly pulseDrawer: () => Promise<'sent' | 'not_ready'>
  readonly views: () => Pick<DevicesSlice, 'printer' | 'backupPrinter' | 'prints'>
  /** Sends everything that waits to a printer; `later`: only when somebody asks for it. */
  readonly route: (to: { readonly place: PrintPlace; readonly later: boolean }) => void
  /** What the paper of that printer is like, for who shows what it will print. */
  readonly paperOf: (place: PrintPlace) => ReceiptPaper
  /** Takes other printers in place of those there were. */
  readonly change: (printers: PrinterSetups) => Promise<void>
  /** Resolves when the printers are free for others. */
  readonly close: () => Promise<void>
}

/** Shown where there is no printer yet: 80 mm. */
const widestPaper: ReceiptPaper = { columns: 48 }

const noPrints = { waiting: 0, later: 0, doubtful: 0 }

export function createPrintQueue(options: PrintQueueOptions): PrintQueue {
  const { books, clock, log, onChanged } = options
  let setups = options.printers
  let lanes = new Map<PrintPlace, PrintLane>()
  let closed = false

  function open(): void {
    if (closed) return
    lanes = new Map()
    for (const place of ['main', 'backup'] as const) {
      const setup = setups[place]
      if (setup) lanes.set(place, openPrintLane({ ...options, place, setup }))
    }
  }

  async function closeLanes(): Promise<void> {
    const open = [...lanes.values()]
    lanes = new Map()
    await Promise.all(open.map((lane) => lane.close()))
  }

  /** What was sent to a printer that is no more goes the usual way again. */
  const bringHome = (tx: Tx) => {
    if (!setups.backup) leaveBackupPrints(tx)
  }

  function nudge(): void {
    // The answer to the cashier goes out first.
    clock.after(0, () => {
      for (const lane of lanes.values()) lane.start()
    })
  }

  return {
    hasPrinter: (place = 'main') => setups[place] !== null,
    start: () => {
      const left = books.write(
        (tx) => {
          bringHome(tx)
          return settlePrintingJobs(tx, clock.now())
        },
        () => true,
      )
      if (left > 0) log.write('error', 'print_jobs_unknown', { count: left })
      open()
    },
    nudge,
    printAside: async (paper, place = 'main') => {
      const bytes = await setups[place]?.encode(paper)
      const kind = bytes && (await lanes.get(place)?.aside(bytes))?.kind
      if (kind === 'printed') return 'printed'
      return kind === 'sent_unconfirmed' || kind === 'unknown' || kind === 'interrupted'
        ? 'sent'
        : 'not_ready'
    },
    pulseDrawer: async () => {
      const pulse = setups.main?.pulse
      if (pulse === null) return 'sent'
      const kind = pulse && (await lanes.get('main')?.aside(pulse))?.kind
      return !kind || kind === 'not_ready' || kind === 'unreachable' ? 'not_ready' : 'sent'
    },
    views: () => ({
      printer: lanes.get('main')?.view() ?? nameOnly(setups.main),
      backupPrinter: lanes.get('backup')?.view() ?? nameOnly(setups.backup),
      prints: books.isOpen() ? countPrintJobs(books.read()) : noPrints,
    }),
    paperOf: (place) => setups[place]?.paper ?? widestPaper,
    route: ({ place, later }) => {
      const at = clock.now()
      const count = books.write(
        (tx) => routeWaitingPrints(tx, { place, note: later ? 'later' : null, at }),
        () => true,
      )
      log.write('info', 'prints_routed', { device: place, mode: later ? 'later' : 'now', count })
      onChanged()
      nudge()
    },
    change: async (printers) => {
      await closeLanes()
      setups = printers
      books.write(bringHome, () => true)
      open()
      onChanged()
    },
    close: async () => {
      closed = true
      await closeLanes()
    },
  }
}

/** A printer that is not opened yet, or no more. */
function nameOnly(setup: PrinterSetup | null): DevicesSlice['printer'] {
  return setup && { name: setup.name, state: 'unreachable', paperNearEnd: false }
}
