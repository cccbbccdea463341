import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { findPrintJob, markPrinted, newestPrintOf, printAgain } from '../../../db/journal/print-job-table.ts'
import { findSale } from '../../../db/journal/sale-table.ts'
import { copyMark } from '../../../domain/receipt.ts'
import { refuse } from '../../../domain/refusal.ts'
import { ok, type Result } from '../../../domain/result.ts'
import { mayDo } from '../../../domain/staff.ts'
import type { Counter } from '../counter.ts'
import { requireStaff } from '../gate.ts'
import { reprintReceipt } from './reprint-receipt.ts'

/**
 * Takes a person's word for what no printer confirmed: it is on paper, or it is printed again, marked as a copy and
 * without the drawer. Refuses as `requireStaff` does, `role_not_allowed`, `print_unknown` and as a reprint.
 */
export function settlePrint(
  counter: Counter,
  { jobId, onPaper }: CommandInput<'settlePrint'>,
): Result<CommandOutput<'settlePrint'>> {
  const { books, clock, notices, printing, session } = counter
  const at = requireStaff(counter)
  if (!at.ok) return at
  if (!mayDo(at.value.staff.role, 'reprint')) return refuse('role_not_allowed')
  const job = findPrintJob(books.read(), jobId)
  if (!job || (job.state !== 'unknown' && job.state !== 'failed')) return refuse('print_unknown')
  // A sale's copies are counted in the chain: one is made of the newest alone, and of that once.
  if (!onPaper && findSale(books.read(), job.actId)) {
    if (newestPrintOf(books.read(), job.actId)?.copy !== job.copy) return refuse('print_unknown')
    return reprintReceipt(counter, { saleId: job.actId })
  }
  const mark = copyMark({ language: session.language(), copy: job.attempts })
  const again = { openDrawer: false, blocks: [...mark, ...job.receipt.blocks, ...mark] }
  const now = clock.now()
  books.write(
    (tx) => (onPaper ? markPrinted(tx, jobId, now) : printAgain(tx, jobId, again, now)),
    (db) => findPrintJob(db, jobId)?.changedAt === now,
  )
  notices.touch('devices_changed', 'last_sale_changed')
  if (!onPaper) printing.nudge()
  return ok({})
}
