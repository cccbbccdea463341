import { type Uuid, uuidFromBytes, uuidToBytes } from '../../domain/ids.ts'
import type { Money } from '../../domain/money.ts'
import type { Points } from '../../domain/points.ts'
import { dayMs } from '../../domain/time.ts'
import type { ReadDb, Tx } from '../handle.ts'
import { placeFrom, placeNumber } from './place.ts'

/** A sale in a line, for the list of recent sales; the whole of it is its event. */
export interface SaleRecord {
  readonly saleId: Uuid
  readonly epoch: number
  readonly seq: number
  /** Epoch ms. */
  readonly completedAt: number
  readonly receiptNumber: string
  readonly toPay: Money
  /** What the tenders came to. */
  readonly paid: Money
  readonly change: Money
  readonly earned: Points
  readonly burned: Points
  readonly itemCount: number
  /** Masked; null without a member. */
  readonly memberName: string | null
}

const columns = `place, saleId, completedAt, receiptNumber, toPay, paid, change, earned, burned, itemCount, memberName`
const addSql = `INSERT INTO sale (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
const recentSql = `SELECT ${columns} FROM sale ORDER BY place DESC LIMIT ?`
const betweenSql = `SELECT ${columns} FROM sale WHERE place > ? AND place <= ? ORDER BY place`
const findSql = `SELECT ${columns} FROM sale WHERE place = (SELECT place FROM event WHERE id = ?)`
const atPlaceSql = `SELECT ${columns} FROM sale WHERE place = ? AND receiptNumber = ?`
const earlierSql = `SELECT place, completedAt FROM sale WHERE place < ? ORDER BY place DESC LIMIT 200`

type Row = Omit<SaleRecord, 'saleId' | 'epoch' | 'seq'> & {
  readonly place: number
  readonly saleId: Buffer
}

function saleOf({ place, saleId, ...row }: Row): SaleRecord {
  return { ...row, saleId: uuidFromBytes(saleId), ...placeFrom(place) }
}

/** Beside its event, which has the sale's id. */
export function addSale(tx: Tx, sale: SaleRecord): void {
  tx.prepare(addSql).run(
    placeNumber(sale),
    uuidToBytes(sale.saleId),
    sale.completedAt,
    sale.receiptNumber,
    sale.toPay,
    sale.paid,
    sale.change,
    sale.earned,
    sale.burned,
    sale.itemCount,
    sale.memberName,
  )
}

/** The newest sales first. */
export function recentSales(db: ReadDb, limit: number): SaleRecord[] {
  return db.prepare(recentSql).all<Row>(limit).map(saleOf)
}

/** The newest sale of all, or null. */
export function lastSale(db: ReadDb): SaleRecord | null {
  return recentSales(db, 1)[0] ?? null
}

/** The sales of the places in (after, upTo], in order. */
export function salesBetween(db: ReadDb, after: number, upTo: number): SaleRecord[] {
  return db.prepare(betweenSql).all<Row>(after, upTo).map(saleOf)
}

export function findSale(db: ReadDb, saleId: Uuid): SaleRecord | null {
  const row = db.prepare(findSql).get<Row>(uuidToBytes(saleId))
  return row ? saleOf(row) : null
}

/** The sale with a receipt number of this till (`receiptNumberOf`), or null. */
export function findSaleByReceipt(db: ReadDb, receiptNumber: string): SaleRecord | null {
  const digits = /-(\d{1,6})-(\d{6,9})$/.exec(receiptNumber)
  if (!digits) return null
  const place = placeNumber({ epoch: Number(digits[1]), seq: Number(digits[2]) })
  const row = db.prepare(atPlaceSql).get<Row>(place, receiptNumber)
  return row ? saleOf(row) : null
}

/** How far back a clock may have been set for a sale of the time asked for to be found all the same. */
const clockSetBackMs = 2 * dayMs

/**
 * Places of the sales completed in [from, until), oldest first. Sales lie in the chain's order, which is the clock's as
 * long as nobody sets it: looking back ends where a sale is older than that by days.
 */
export function salePlacesBetween(db: ReadDb, from: number, until: number): number[] {
  const found: number[] = []
  let before = Number.MAX_SAFE_INTEGER
  for (;;) {
    const rows = db.prepare(earlierSql).all<{ place: number; completedAt: number }>(before)
    for (const { place, completedAt } of rows) {
      if (completedAt >= from && completedAt < until) found.push(place)
    }
    const last = rows.at(-1)
    if (!last || last.completedAt < from - clockSetBackMs) return found.reverse()
    before = last.place
  }
}
