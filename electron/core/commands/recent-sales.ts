import type { CommandOutput } from '../../../contract/command.ts'
import { recentSales as listSales } from '../../../db/journal/sale-table.ts'
import { recentSalesMax } from '../../../domain/limits.ts'
import { refuse } from '../../../domain/refusal.ts'
import { ok, type Result } from '../../../domain/result.ts'
import type { Counter } from '../counter.ts'
import { summaryOf } from '../sale-summary.ts'

/** The newest sales of this till, for a reprint. */
export function recentSales(counter: Counter): Result<CommandOutput<'recentSales'>> {
  if (!counter.session.staff()) return refuse('signed_out')
  const journal = counter.books.read()
  return ok({ sales: listSales(journal, recentSalesMax).map((sale) => summaryOf(journal, sale)) })
}
