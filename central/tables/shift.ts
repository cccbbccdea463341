import type { Uuid } from '../../domain/ids.ts'
import type { CashMoveRow, ShiftRow } from '../apply/shifts.ts'
import type { Transaction } from '../database.ts'

/** Shifts of a till that events still come for: the one that is open, and those of epochs told late. */
const recentMax = 8
const recentSql = `SELECT to_jsonb(s) AS "shift" FROM shift s WHERE s."terminalId" = $1
  ORDER BY s."epoch" DESC, s."seq" DESC LIMIT ${recentMax}`
const putSql = `INSERT INTO shift SELECT * FROM jsonb_populate_recordset(NULL::shift, $1::jsonb)
  ON CONFLICT ("shiftId") DO UPDATE SET "figures" = excluded."figures", "closedAt" = excluded."closedAt",
    "closedBy" = excluded."closedBy", "approver" = excluded."approver", "expected" = excluded."expected",
    "counted" = excluded."counted", "difference" = excluded."difference", "left" = excluded."left",
    "recounts" = excluded."recounts", "agrees" = excluded."agrees"`
const addMovesSql = 'INSERT INTO cash_move SELECT * FROM jsonb_populate_recordset(NULL::cash_move, $1::jsonb)'

/** A till's latest shifts. */
export async function recentShifts(tx: Transaction, terminalId: Uuid): Promise<ShiftRow[]> {
  const rows = await tx.query<{ shift: ShiftRow }>(recentSql, [terminalId])
  return rows.map(({ shift }) => shift)
}

export async function putShifts(tx: Transaction, rows: readonly ShiftRow[]): Promise<void> {
  if (rows.length > 0) await tx.query(putSql, [JSON.stringify(rows)])
}

export async function addCashMoves(tx: Transaction, rows: readonly CashMoveRow[]): Promise<void> {
  if (rows.length > 0) await tx.query(addMovesSql, [JSON.stringify(rows)])
}
