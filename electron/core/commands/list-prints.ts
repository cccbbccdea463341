import type { CommandOutput } from '../../../contract/command.ts'
import { listPrintJobs } from '../../../db/journal/print-job-table.ts'
import { findSale } from '../../../db/journal/sale-table.ts'
import { printsShownMax, recentPrintsMax } from '../../../domain/device-limits.ts'
import { ok, type Result } from '../../../domain/result.ts'
import type { Counter } from '../counter.ts'
import { requireStaff } from '../gate.ts'

/** Receipts and slips that are not on paper or in doubt, and the newest. Refuses as `requireStaff` does. */
export function listPrints(counter: Counter): Result<CommandOutput<'listPrints'>> {
  const at = requireStaff(counter)
  if (!at.ok) return at
  const db = counter.books.read()
  const prints = listPrintJobs(db, recentPrintsMax, printsShownMax).map(
    ({ actId, receipt: _receipt, attempts: _attempts, changedAt: _changedAt, ...job }) => ({
      ...job,
      receiptNumber: findSale(db, actId)?.receiptNumber ?? null,
    }),
  )
  return ok({ prints })
}
