import type { z } from 'zod'
import { eventDataSchemas } from '../../contract/event-data.ts'
import type { saleAnswerSchema } from '../../contract/online.ts'
import type { Statements } from '../database.ts'
import { type MaybeArchived, withBodies } from '../tables/archive-segment.ts'
import { storable } from '../text.ts'
import { unknown } from './refusals.ts'

type SaleAnswer = z.infer<typeof saleAnswerSchema>

const saleSql = `SELECT e."id", e."terminalId", e."epoch", e."seq", e."body", r."soldAt" FROM sale_receipt r
  JOIN event e ON e."id" = r."eventId" AND NOT e."idTaken" WHERE r."receiptNumber" = $1`
const returnedSql = `SELECT "place", sum("amount") AS "amount", sum("net") AS "net", sum("pointsShare") AS "pointsShare",
    sum("takenBack") AS "takenBack", sum("givenBack") AS "givenBack", sum("growth") AS "growth"
  FROM returned_line WHERE "saleId" = $1 GROUP BY "place" ORDER BY "place"`

/** A sale by its receipt with what has come back of it, for a return at any till. Refuses `sale_unknown`. */
export async function saleByReceipt(from: Statements, receiptNumber: string): Promise<SaleAnswer> {
  const rows = await from.query<MaybeArchived & { id: string; soldAt: number }>(saleSql, [
    storable(receiptNumber),
  ])
  const [row] = await withBodies(from, rows)
  if (!row) throw unknown('sale_unknown')
  const { data } = JSON.parse(row.body) as { readonly data: unknown }
  const returned = await from.query<SaleAnswer['returned'][number]>(returnedSql, [row.id])
  return { sale: eventDataSchemas['sale.completed'].parse(data), soldAt: row.soldAt, returned: [...returned] }
}
