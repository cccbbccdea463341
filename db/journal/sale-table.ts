import { type Uuid, uuidFromBytes, uuidToBytes } from '../../domain/ids.ts'
import type { Money } from '../../domain/money.ts'
import type { Points } from '../../domain/points.ts'
import type { ReadDb, Tx } from '../handle.ts'

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

const columns = `saleId, epoch, seq, completedAt, receiptNumber, toPay, paid, change, earned, burned, itemCount, memberName`
const addSql = `INSERT INTO sale (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
const recentSql = `SELECT ${columns} FROM sale ORDER BY epoch DESC, seq DESC LIMIT ?`
const findSql = `SELECT ${columns} FROM sale WHERE saleId = ?`

type Row = Omit<SaleRecord, 'saleId'> & { readonly saleId: Buffer }

function saleOf(row: Row): SaleRecord {
  return { ...row, saleId: uuidFromBytes(row.saleId) }
}

export function addSale(tx: Tx, sale: SaleRecord): void {
  tx.prepare(addSql).run(
    uuidToBytes(sale.saleId),
    sale.epoch,
    sale.seq,
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

export function findSale(db: ReadDb, saleId: Uuid): SaleRecord | null {
  const row = db.prepare(findSql).get<Row>(uuidToBytes(saleId))
  return row ? saleOf(row) : null
}
