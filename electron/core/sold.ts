import type { SaleAnswer } from '../../contract/online.ts'
import { lastCheckpoint } from '../../db/journal/checkpoint-table.ts'
import { returnsOfSale } from '../../db/journal/event-list.ts'
import { findEvent } from '../../db/journal/event-table.ts'
import { beforeAll, type Place, placeNumber } from '../../db/journal/place.ts'
import { findSaleByReceipt } from '../../db/journal/sale-table.ts'
import type { TillEvent } from '../../domain/event.ts'
import type { Uuid } from '../../domain/ids.ts'
import { soldElsewhereMax } from '../../domain/limits.ts'
import type { EarlierReturn } from '../../domain/refund.ts'
import { refuse } from '../../domain/refusal.ts'
import { ok, type Result } from '../../domain/result.ts'
import { parseReceiptNumber, type SaleCompleted } from '../../domain/sale.ts'
import { isInContact } from './contact.ts'
import type { Counter } from './counter.ts'
import { askOnline } from './online.ts'

/** A sale whose goods come back. */
export interface SoldSale {
  readonly sale: SaleCompleted
  /** Epoch ms. */
  readonly soldAt: number
  /** Sold at another till and told by the central. */
  readonly elsewhere: boolean
  /** What came back before, as far as anybody told. */
  readonly earlier: readonly EarlierReturn[]
}

/** What the central said of a sale, and how far it had heard of this till then. */
interface Told {
  readonly answer: SaleAnswer
  readonly heardUpTo: Place
}

/** Sales the central told of, in memory: a till that starts anew asks again. */
export interface SoldMemory {
  readonly keep: (told: Told) => void
  readonly told: (saleId: Uuid) => Told | null
}

export function createSoldMemory(): SoldMemory {
  const sales = new Map<Uuid, Told>()
  return {
    keep: (told) => {
      const { saleId } = told.answer.sale
      sales.delete(saleId)
      sales.set(saleId, told)
      const [oldest] = sales.keys()
      if (sales.size > soldElsewhereMax && oldest) sales.delete(oldest)
    },
    told: (saleId) => sales.get(saleId) ?? null,
  }
}

/**
 * Finds a sale by the number on its receipt: here, else with the central, which is also asked what came back of it at
 * other tills. Refuses `sale_unknown`, and `sale_elsewhere` for another till's sale without contact.
 */
export async function findSold(counter: Counter, receipt: string): Promise<Result<SoldSale>> {
  const number = parseReceiptNumber(receipt)
  if (number === null) return refuse('sale_unknown')
  const { books, sold, sync } = counter
  const own = findSaleByReceipt(books.read(), number)
  // Without contact a sale of this till comes back all the same: nobody is kept waiting for an answer that will not come.
  if (own && !isInContact(sync.slice())) return soldOf(counter, own.saleId)
  const heardUpTo = lastCheckpoint(books.read()) ?? beforeAll
  const asked = await askOnline(counter, ['sale_unknown'], (central) => central.saleByReceipt(number))
  if (asked.kind === 'answered') {
    sold.keep({ answer: asked.answer, heardUpTo })
    return soldOf(counter, asked.answer.sale.saleId)
  }
  if (own) return soldOf(counter, own.saleId)
  return refuse(asked.kind === 'refused' ? 'sale_unknown' : 'sale_elsewhere')
}

/** A sale of this till, or one that `findSold` found before. Refuses `sale_unknown`. */
export function soldOf(counter: Counter, saleId: Uuid): Result<SoldSale> {
  const journal = counter.books.read()
  const event = findEvent(journal, saleId)
  const told = counter.sold.told(saleId)
  const earlier = earlierOf(returnsOfSale(journal, saleId), told)
  if (event?.type === 'sale.completed') {
    const own = event as TillEvent<'sale.completed'>
    return ok({ sale: own.data, soldAt: own.time, elsewhere: false, earlier })
  }
  if (!told) return refuse('sale_unknown')
  const { sale, soldAt } = told.answer
  return ok({ sale, soldAt, elsewhere: true, earlier })
}

/**
 * What came back before, by line: as the central told it with what this till took back since, and never less than this
 * till itself took back.
 */
function earlierOf(own: readonly TillEvent<'sale.returned'>[], told: Told | null): EarlierReturn[] {
  const here = own.flatMap(({ data }) => data.lines)
  if (!told) return here
  const heardUpTo = placeNumber(told.heardUpTo)
  const since = own.filter((event) => placeNumber(event) > heardUpTo).flatMap(({ data }) => data.lines)
  const known = [...told.answer.returned, ...since]
  const places = new Set([...known, ...here].map(({ place }) => place))
  return [...places].map((place) => ({ place, amount: Math.max(sumAt(known, place), sumAt(here, place)) }))
}

function sumAt(lines: readonly EarlierReturn[], at: number): number {
  return lines.filter(({ place }) => place === at).reduce((sum, { amount }) => sum + amount, 0)
}
