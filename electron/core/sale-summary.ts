import type { SaleSummary } from '../../contract/command.ts'
import type { ReadDb } from '../../db/handle.ts'
import { findEvent } from '../../db/journal/event-table.ts'
import { newestPrintOf } from '../../db/journal/print-job-table.ts'
import type { SaleRecord } from '../../db/journal/sale-table.ts'
import { itemCount } from '../../domain/basket.ts'
import type { TillEvent } from '../../domain/event.ts'
import { sumMoney } from '../../domain/money.ts'
import { noPoints } from '../../domain/points.ts'
import type { SaleCompleted } from '../../domain/sale.ts'
import { shownMark } from './marks.ts'

/** A recorded sale as the screen lists it, with what became of its receipt: the newest of its prints counts. */
export function summaryOf(db: ReadDb, sale: SaleRecord): SaleSummary {
  const newest = newestPrintOf(db, sale.saleId)
  const { epoch: _epoch, seq: _seq, ...said } = sale
  const event = findEvent(db, sale.saleId) as TillEvent<'sale.completed'> | null
  const shown = event && spendsAnything(event.data) ? shownMark(db, event) : null
  return {
    ...said,
    mark: shown?.mark ?? null,
    declinedLater: shown?.declinedLater ?? false,
    print: newest?.state ?? 'none',
    copies: newest?.copy ?? 0,
  }
}

function spendsAnything({ burned, coupons, tenders }: SaleCompleted): boolean {
  return burned !== null || coupons.length > 0 || tenders.some(({ kind }) => kind === 'stored_value')
}

/** The row a sale is listed by, from its event. */
export function saleRecordOf(
  sale: SaleCompleted,
  event: { readonly epoch: number; readonly seq: number; readonly time: number },
  memberName: string | null,
): SaleRecord {
  return {
    saleId: sale.saleId,
    epoch: event.epoch,
    seq: event.seq,
    completedAt: event.time,
    receiptNumber: sale.receiptNumber,
    toPay: sale.toPay,
    paid: sumMoney(sale.tenders.map(({ amount }) => amount)),
    change: sale.change,
    earned: sale.earned?.points ?? noPoints,
    burned: sale.burned?.points ?? noPoints,
    itemCount: itemCount(sale),
    memberName,
  }
}
