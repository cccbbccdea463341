import { join } from 'node:path'
import { eventsAfter } from '../../db/journal/event-table.ts'
import { openJournal } from '../../db/open.ts'
import type { TillEvent } from '../../domain/event.ts'
import { keys } from '../core/till-parts.ts'

/** What the journal in a folder says was sold: receipt numbers in order, and pieces in all. */
export function soldIn(folder: string): { readonly sold: readonly string[]; readonly pieces: number } {
  const journal = openJournal({ file: join(folder, 'journal.db'), key: Buffer.from(keys.journal, 'hex') })
  const sold: string[] = []
  let pieces = 0
  let after = { epoch: 0, seq: 0 }
  for (;;) {
    const page = eventsAfter(journal, after, 1_000, 100_000_000)
    for (const event of page as readonly TillEvent[]) {
      if (event.type !== 'sale.completed') continue
      const { lines, receiptNumber } = (event as TillEvent<'sale.completed'>).data
      sold.push(receiptNumber)
      pieces += lines.reduce((sum, { quantity }) => sum + quantity.amount, 0)
    }
    const last = page.at(-1)
    if (!last) break
    after = { epoch: last.epoch, seq: last.seq }
  }
  journal.close()
  return { sold, pieces }
}
