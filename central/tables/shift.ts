import type { Uuid } from '../../domain/ids.ts'
import type { CashMoveRow, ShiftRow } from '../apply/shifts.ts'
import type { Transaction } from '../database.ts'

/** Shifts of a till that events still come for: the one that is open, and those of epochs told late. */
const recentMax = 8
const recentSql = `SELECT to_jsonb(s) AS "shift" FROM shift s WHERE s."terminalId" = $1
  ORDER BY s."epoch" DESC, s."seq" DESC LIMIT ${recentMax}`
const namedSql = `SELECT to_jsonb(s) AS "shift" FROM shift s WHERE s."terminalId" = $1 AND s."shiftId" = ANY($2::uuid[])`
const putSql = `INSERT INTO shift SELECT * FROM jsonb_populate_recordset(NULL::shift, $1::jsonb)
  ON CONFLICT ("shiftId") DO UPDATE SET "figures" = excluded."figures", "closedAt" = excluded."closedAt",
    "closedEpoch" = excluded."closedEpoch", "closedSeq" = excluded."closedSeq",
    "closedBy" = excluded."closedBy", "approver" = excluded."approver", "expected" = excluded."expected",
    "counted" = excluded."counted", "difference" = excluded."difference", "left" = excluded."left",
    "recounts" = excluded."recounts", "note" = excluded."note", "agrees" = excluded."agrees"`
const addMovesSql = 'INSERT INTO cash_move SELECT * FROM jsonb_populate_recordset(NULL::cash_move, $1::jsonb)'

/** A till's latest shifts, and those of it that are named, however long ago they were. */
export async function shiftsOf(
  tx: Transaction,
  terminalId: Uuid,
  named: readonly Uuid[],
): Promise<readonly ShiftRow[]> {
  const recent = await tx.query<{ shift: ShiftRow }>(recentSql, [terminalId])
  const known = new Set(recent.map(({ shift }) => shift.shiftId))
  const missing = named.filter((shiftId) => !known.has(shiftId))
  const others =
    missing.length > 0 ? await tx.query<{ shift: ShiftRow }>(namedSql, [terminalId, missing]) : []
  return [...recent, ...others].map(({ shift }) => shift)
}

export async function putShifts(tx: Transaction, rows: readonly ShiftRow[]): Promise<void> {
  if (rows.length > 0) await tx.query(putSql, [JSON.stringify(rows)])
}

export async function addCashMoves(tx: Transaction, rows: readonly CashMoveRow[]): Promise<void> {
  if (rows.length > 0) await tx.query(addMovesSql, [JSON.stringify(rows)])
}
