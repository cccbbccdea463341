import { printConfirmByteMs, printingPollMs } from '../../domain/limits.ts'
import { confirmRequestBytes, type PrinterReading } from './codec/printer-status.ts'
import type { NotReadyReason, PrintOutcome, PrintRest } from './port.ts'
import type { PrinterLink } from './printer-link.ts'

/** Patience in ms; see the limits of the same names. */
export interface JobWaits {
  readonly confirmBaseMs: number
  readonly heldMsMax: number
  readonly lateAnswerMs: number
}

/** Whether a printer ever answered a GS r: then silence means trouble, not a plain model. */
export type Confirms = 'yes' | 'no' | 'untold'

export interface PrinterJob {
  readonly link: PrinterLink
  readonly bytes: Uint8Array
  readonly waits: JobWaits
  readonly confirms: Confirms
  /** Called with every look at the printer while the job runs. */
  readonly onReading: (reading: PrinterReading) => void
}

export interface SentJob {
  readonly outcome: PrintOutcome
  readonly confirms: Confirms
  /** `link.confirmations` when everything sent has been answered. */
  readonly done: number
}

/** A job given up, as far as its printer may still have it. */
export interface TornJob {
  /** Its length: no command in it can want more than so many bytes to be whole. */
  readonly bytes: number
  /** Answers to `GS r` that may still come. */
  readonly owed: number
}

/** How watching a sent job ended, or the trouble it stopped at. */
type WatchEnd = 'printed' | 'lost' | 'silent' | NotReadyReason

/** What keeps the printer from printing, most telling first: an open cover often reads as missing paper too. */
export function troubleOf(reading: PrinterReading): NotReadyReason | null {
  if (reading.coverOpen) return 'cover_open'
  if (reading.paperOut) return 'paper_out'
  if (reading.faulted) return 'faulted'
  return reading.offline ? 'offline' : null
}

/**
 * Sends one job to a printer that is ready and watches it to its end.
 *
 * The job goes out between two `GS r` requests. The answer to the first says that the printer has begun and can
 * confirm at all, the answer to the second that everything before it was executed. A link on which a job ended other
 * than printed must not be used again: a late answer would confirm the wrong job.
 */
export async function sendJob(job: PrinterJob): Promise<SentJob> {
  const { link, bytes, waits } = job
  const begun = link.confirmations + 1
  const done = begun + 1
  const patienceMs = waits.confirmBaseMs + bytes.length * printConfirmByteMs
  // The watch sees a broken link by itself; `send` only reports it once more.
  void link.send(Buffer.concat([confirmRequestBytes, bytes, confirmRequestBytes]))
  const end = await watch(job, done, job.confirms === 'no' ? printingPollMs : patienceMs)
  const confirms = link.confirmations >= begun ? 'yes' : job.confirms
  switch (end) {
    case 'printed':
      return { outcome: { kind: 'printed', paperNearEnd: link.paperNearEnd }, confirms, done }
    case 'lost':
      return { outcome: { kind: 'unknown' }, confirms, done }
    case 'silent':
      return confirms === 'yes'
        ? { outcome: { kind: 'unknown' }, confirms, done }
        : { outcome: { kind: 'sent_unconfirmed' }, confirms: 'no', done }
    default:
      return {
        outcome: { kind: 'interrupted', reason: end, rest: waitForRest(job, done, patienceMs) },
        confirms,
        done,
      }
  }
}

/**
 * Brings a printer on its own cable to where it owes nothing for a job given up, before another is sent: its late
 * answers would confirm the wrong job, and a command cut in the middle would swallow the next one's beginning. Blanks
 * fill such a command up, and an answer after which none comes for `lateAnswerMs` is the last. Null when the line is
 * clear, else why the next job was not sent.
 */
export async function clearLine(of: {
  readonly link: PrinterLink
  readonly torn: TornJob
  readonly waits: JobWaits
  readonly onReading: (reading: PrinterReading) => void
}): Promise<PrintOutcome | null> {
  const { link, torn, waits, onReading } = of
  const before = link.confirmations
  const patience = countdown(waits.confirmBaseMs + torn.bytes * printConfirmByteMs)
  try {
    void link.send(Buffer.concat([new Uint8Array(torn.bytes), confirmRequestBytes]))
    for (;;) {
      const seen = link.confirmations
      await link.news(seen > before ? waits.lateAnswerMs : printingPollMs)
      if (link.lost) return { kind: 'unreachable' }
      const heard = link.confirmations - before
      if (heard > torn.owed || (heard > 0 && link.confirmations === seen)) return null
      const reading = heard > 0 ? null : await link.read()
      if (reading) onReading(reading)
      const trouble = reading && troubleOf(reading)
      if (trouble) return { kind: 'not_ready', reason: trouble }
      if (patience.isOver()) return { kind: 'not_ready', reason: 'offline' }
    }
  } finally {
    patience.stop()
  }
}

/** Watches a sent job until it is confirmed, the printer says that it stopped, or the patience is over. */
async function watch({ link, onReading }: PrinterJob, done: number, patienceMs: number): Promise<WatchEnd> {
  const patience = countdown(patienceMs)
  try {
    for (;;) {
      await link.news(printingPollMs)
      const reading = link.confirmations >= done ? null : await link.read()
      if (link.confirmations >= done) return 'printed'
      if (link.lost) return 'lost'
      if (reading) onReading(reading)
      const trouble = reading && troubleOf(reading)
      if (trouble) return trouble
      if (patience.isOver()) return 'silent'
    }
  } finally {
    patience.stop()
  }
}

/** Waits for the job the printer holds: it prints the rest by itself when the trouble is over. */
async function waitForRest(job: PrinterJob, done: number, patienceMs: number): Promise<PrintRest> {
  const held = countdown(job.waits.heldMsMax)
  try {
    for (;;) {
      const end = await watch(job, done, patienceMs)
      if (end === 'printed') return 'printed'
      if (end === 'lost' || end === 'silent' || held.isOver()) return 'unknown'
    }
  } finally {
    held.stop()
  }
}

function countdown(ms: number): { isOver(): boolean; stop(): void } {
  let over = false
  const timer = setTimeout(() => {
    over = true
  }, ms)
  return { isOver: () => over, stop: () => clearTimeout(timer) }
}
