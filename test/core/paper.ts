import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { printJobsOf } from '../../db/journal/print-job-table.ts'
import { openJournal } from '../../db/open.ts'
import type { Uuid } from '../../domain/ids.ts'
import type { Receipt } from '../../domain/receipt.ts'
import { keys } from './till-parts.ts'

/** A printer nobody reaches: what is queued for it can be read. */
export const withPrinter = {
  config: { printer: { kind: 'tcp' as const, host: '127.0.0.1', port: 9, columns: 48 as const } },
  openPrinter: () => ({
    print: async () => ({ kind: 'unreachable' as const }),
    status: async () => ({ state: 'unreachable' as const, paperNearEnd: false, drawerPinHigh: null }),
    close: async () => undefined,
  }),
}

/** What was queued for paper for an act, oldest first. */
export function slipsOf(folder: string, actId: Uuid): readonly Receipt[] {
  const journal = openJournal({ file: join(folder, 'journal.db'), key: Buffer.from(keys.journal, 'hex') })
  onTestFinished(journal.close)
  return printJobsOf(journal, actId).map(({ receipt }) => receipt)
}

/** Every word and figure on a slip. */
export function wordsOn(receipt: Receipt | undefined): string {
  return JSON.stringify(receipt?.blocks ?? [])
}
