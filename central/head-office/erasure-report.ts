import type { z } from 'zod'
import type { erasureAnswerSchema } from '../../contract/head-office.ts'
import type { Uuid } from '../../domain/ids.ts'
import type { Statements } from '../database.ts'
import { RequestRefused } from '../problem.ts'

const erasureSql = 'SELECT "erasedAt" FROM erasure WHERE "memberId" = $1'
const terminalsSql = `SELECT t."terminalId", t."number", s."number" AS "storeNumber" FROM terminal t
  JOIN store s ON s."storeId" = t."storeId" ORDER BY s."number", t."enrolledAt", t."terminalId"`
const receiptsSql = `SELECT "terminalId", "receivedAt", "body" FROM event
  WHERE "type" = 'member.erased' AND "body" LIKE $1`

/** Who has forgotten an erased member and who has not said so yet. Refuses `erasure_unknown` (404). */
export async function erasureReport(
  from: Statements,
  memberId: Uuid,
): Promise<z.infer<typeof erasureAnswerSchema>> {
  const [erasure] = await from.query<{ erasedAt: number }>(erasureSql, [memberId])
  if (!erasure) throw new RequestRefused(404, 'erasure_unknown', 'nobody of this id was erased')
  const receipts = new Map<Uuid, { readonly confirmedAt: number; readonly unreadable: number }>()
  const rows = await from.query<{ terminalId: Uuid; receivedAt: number; body: string }>(receiptsSql, [
    `%"${memberId}"%`,
  ])
  for (const { terminalId, receivedAt, body } of rows) {
    const { data } = JSON.parse(body) as { readonly data: { readonly unreadable: number } }
    receipts.set(terminalId, { confirmedAt: receivedAt, unreadable: data.unreadable })
  }
  const terminals = await from.query<{ terminalId: Uuid; number: string; storeNumber: string }>(terminalsSql)
  return {
    memberId,
    erasedAt: erasure.erasedAt,
    terminals: terminals.map((terminal) => ({
      ...terminal,
      ...(receipts.get(terminal.terminalId) ?? { confirmedAt: null, unreadable: 0 }),
    })),
  }
}
