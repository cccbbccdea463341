import { Bug } from '../../domain/assert.ts'

/** What can be done to the fake printer by hand. */
export interface PrinterCondition {
  readonly paper: 'ok' | 'near_end' | 'out'
  readonly cover: 'closed' | 'open'
  readonly drawer: 'closed' | 'open'
  readonly cutter: 'ok' | 'jammed'
  /** `none`: takes bytes, never answers. `realtime`: answers DLE EOT but not GS r, as some clones. */
  readonly backChannel: 'full' | 'realtime' | 'none'
  /** Pause before each line of print, 0 is at once. */
  readonly lineMs: number
}

export interface PrinterJob {
  /** What the printer executed, up to and with the cut. */
  readonly bytes: Uint8Array
}

export interface FakeReceiptPrinter {
  readonly port: number
  readonly jobs: readonly PrinterJob[]
  readonly kicks: number
  set(change: Partial<PrinterCondition>): void
  /** Mains off and on: links are cut, what was held is forgotten. */
  powerCycle(): Promise<void>
  /** Resolves with the job of that index as soon as it is whole. */
  job(index: number, limitMs?: number): Promise<PrinterJob>
  close(): Promise<void>
}

export function startReceiptPrinter(_options?: { port?: number }): Promise<FakeReceiptPrinter> {
  throw new Bug('being written')
}
