import type { SaleSummary } from '../../contract/command.ts'
import type { ReadDb } from '../../db/handle.ts'
import { newestPrintOf } from '../../db/journal/print-job-table.ts'
import type { SaleRecord } from '../../db/journal/sale-table.ts'

/** A recorded sale as the screen lists it, with what became of its receipt: the newest of its prints counts. */
export function summaryOf(db: ReadDb, sale: SaleRecord): SaleSummary {
  const newest = newestPrintOf(db, sale.saleId)
  const { epoch: _epoch, seq: _seq, ...said } = sale
  return { ...said, print: newest?.state ?? 'none', copies: newest?.copy ?? 0 }
}
