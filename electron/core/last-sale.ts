import type { LastSaleSlice } from '../../contract/notice.ts'
import type { Tx } from '../../db/handle.ts'
import { lastSale, type SaleRecord } from '../../db/journal/sale-table.ts'
import { readSetting, saveSetting } from '../../db/journal/setting-table.ts'
import type { Books } from './books.ts'
import { summaryOf } from './sale-summary.ts'

/**
 * The last sale and whether its fate has to be told. A sale counts as seen once the cashier acknowledged it, began
 * the next one (noted in that basket's own transaction, so it costs no fsync) or closed the till in good order. A
 * till that dies before shows at its next start that the sale was recorded; a basket that is still there was not.
 */
export interface LastSale {
  readonly slice: () => LastSaleSlice
  /** A sale was recorded and its caller is being answered. */
  readonly recorded: (sale: SaleRecord) => void
  /** In the transaction that begins the next basket. */
  readonly seenIn: (tx: Tx) => void
  readonly acknowledge: () => void
  readonly reload: () => void
}

export function createLastSale(options: { readonly books: Books; readonly onChanged: () => void }): LastSale {
  const { books } = options
  let last: SaleRecord | null = null
  let seen = true
  let recovered = false
  let said: LastSaleSlice = null

  return {
    slice: () => {
      // A till that stopped trading keeps saying what it said.
      if (last && books.isOpen()) said = { sale: summaryOf(books.read(), last), recovered }
      return last && said
    },
    recorded: (sale) => {
      last = sale
      seen = false
      recovered = false
      options.onChanged()
    },
    seenIn: (tx) => {
      if (!last || seen) return
      saveSetting(tx, 'seenSaleId', last.saleId)
      seen = true
      recovered = false
      options.onChanged()
    },
    acknowledge: () => {
      const saleId = last?.saleId
      if (!saleId || seen) return
      books.write(
        (tx) => saveSetting(tx, 'seenSaleId', saleId),
        (db) => readSetting(db, 'seenSaleId') === saleId,
      )
      seen = true
      recovered = false
      options.onChanged()
    },
    reload: () => {
      const journal = books.read()
      last = lastSale(journal)
      seen = last === null || readSetting(journal, 'seenSaleId') === last.saleId
      recovered = !seen
      options.onChanged()
    },
  }
}
