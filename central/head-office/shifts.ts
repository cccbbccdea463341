import type { z } from 'zod'
import type { shiftsAnswerSchema } from '../../contract/shift-report.ts'
import { assert } from '../../domain/assert.ts'
import type { Uuid } from '../../domain/ids.ts'
import { dayOf, dayStartAfter } from '../../domain/time.ts'
import type { CashMoveRow, ShiftRow } from '../apply/shifts.ts'
import type { Statements } from '../database.ts'
import { RequestRefused } from '../problem.ts'
import { storable } from '../text.ts'

type ShiftsAnswer = z.infer<typeof shiftsAnswerSchema>

const storeSql = 'SELECT "storeId", "timeZone" FROM store WHERE "number" = $1'
const shiftsSql = `SELECT to_jsonb(s) AS "shift", t."number" FROM shift s JOIN terminal t USING ("terminalId")
  WHERE s."storeId" = $1 AND s."openedAt" >= $2 AND s."openedAt" < $3
  ORDER BY s."openedAt", s."shiftId" LIMIT $4`
const movesSql = `SELECT to_jsonb(m) AS "move" FROM cash_move m WHERE m."shiftId" = ANY($1::uuid[])
  ORDER BY m."movedAt", m."eventId"`
const sumsSql = `SELECT count(*)::int AS "shifts", count("closedAt")::int AS "closed",
    coalesce(sum("expected"), 0) AS "expected", coalesce(sum("counted"), 0) AS "counted",
    coalesce(sum("difference"), 0) AS "difference"
  FROM shift WHERE "storeId" = $1 AND "openedAt" >= $2 AND "openedAt" < $3`

/** The shifts a store opened on its local day (`YYYY-MM-DD`) with what they come to. Refuses `store_unknown`. */
export async function shiftsReport(
  from: Statements,
  asked: { readonly store: string; readonly day: string; readonly limit: number },
): Promise<ShiftsAnswer> {
  const [store] = await from.query<{ storeId: Uuid; timeZone: string }>(storeSql, [storable(asked.store)])
  if (!store) throw new RequestRefused(404, 'store_unknown', 'no store has this number')
  const [year, month, day] = asked.day.split('-').map(Number) as [number, number, number]
  const since = dayOf({ year, month, day }, store.timeZone)
  const during = [store.storeId, since, dayStartAfter(since, 1, store.timeZone)]
  const rows = await from.query<{ shift: ShiftRow; number: string }>(shiftsSql, [...during, asked.limit + 1])
  const shown = rows.slice(0, asked.limit)
  const moves = await from.query<{ move: CashMoveRow }>(movesSql, [shown.map(({ shift }) => shift.shiftId)])
  const [sums] = await from.query<ShiftsAnswer['sums']>(sumsSql, during)
  assert(sums, 'an aggregate has one row')
  return {
    shifts: shown.map(({ number, shift }) => ({
      shiftId: shift.shiftId,
      terminalId: shift.terminalId,
      terminalNumber: number,
      openedAt: shift.openedAt,
      openedBy: shift.openedBy,
      float: shift.float,
      figures: shift.figures,
      between: shift.between,
      closed: closingOf(shift),
      moves: moves.flatMap(({ move }) => (move.shiftId === shift.shiftId ? [move as MoveShown] : [])),
    })),
    sums,
    more: rows.length > asked.limit,
  }
}

/** The schema of the event said which ways and reasons there are. */
type MoveShown = ShiftsAnswer['shifts'][number]['moves'][number]

function closingOf(shift: ShiftRow): ShiftsAnswer['shifts'][number]['closed'] {
  const { agrees, approver, closedAt, closedBy, counted, difference, expected, left, note, recounts } = shift
  if (closedAt === null) return null
  assert(expected !== null && counted !== null && difference !== null, 'a closed shift was counted')
  assert(left !== null && recounts !== null && agrees !== null, 'a closed shift was counted')
  return {
    at: closedAt,
    by: closedBy,
    approver,
    expected,
    counted,
    difference,
    left,
    recounts,
    note: note ?? '',
    agrees,
  }
}
