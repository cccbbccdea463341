import { z } from 'zod'
import { pinDigitsMax } from '../domain/limits.ts'
import { type CommandShape, done, nothing, sellRefusals } from './command-shape.ts'
import { amountPart, countPart, instantPart, signedPart, uuidPart, valuePart } from './parts.ts'
import {
  cashMoveKindPart,
  cashNotePart,
  cashReasonPart,
  denominationsPart,
  drawerReasonPart,
  shiftFiguresSchema,
} from './shift.ts'

/** A shift as the page shows it. `cash` is for those who may know what should be there before they have counted. */
export const shiftReportSchema = z.object({
  shiftId: uuidPart,
  openedAt: instantPart,
  float: amountPart,
  sales: countPart,
  turnover: valuePart,
  returns: countPart,
  returned: valuePart,
  topUps: countPart,
  toppedUp: valuePart,
  moves: countPart,
  openings: countPart,
  cash: z.object({ figures: shiftFiguresSchema, expected: signedPart }).nullable(),
})
export type ShiftReport = z.infer<typeof shiftReportSchema>

export const closedShiftSchema = z.object({
  shiftId: uuidPart,
  slipNumber: z.string(),
  openedAt: instantPart,
  closedAt: instantPart,
  float: amountPart,
  figures: shiftFiguresSchema,
  expected: signedPart,
  counted: amountPart,
  difference: signedPart,
  left: amountPart,
})
export type ClosedShift = z.infer<typeof closedShiftSchema>

export const shiftCommands = {
  openShift: {
    input: z.strictObject({ actId: uuidPart, float: amountPart }),
    output: done,
    refusals: [...sellRefusals, 'shift_open'],
  },
  moveCash: {
    input: z.strictObject({
      actId: uuidPart,
      kind: cashMoveKindPart,
      amount: amountPart,
      reason: cashReasonPart,
      note: cashNotePart,
    }),
    output: z.object({ slipNumber: z.string() }),
    refusals: [
      ...sellRefusals,
      'shift_missing',
      'cash_amount_invalid',
      'cash_reason_invalid',
      'cash_note_missing',
      'approval_needed',
      'approval_stale',
    ],
  },
  /** The shift so far (X), printed on demand. */
  shiftReport: {
    input: z.strictObject({ print: z.boolean() }),
    output: shiftReportSchema,
    refusals: [...sellRefusals, 'shift_missing', 'printer_none', 'printer_not_ready'],
  },
  /**
   * Ends the shift with what was counted, blind: what should have been there is in the answer alone. Too far off it asks
   * for an explanation (`count_note_missing`) and a supervisor's word (`approval_needed`).
   */
  closeShift: {
    input: z.strictObject({
      actId: uuidPart,
      counted: amountPart,
      denominations: denominationsPart,
      left: amountPart,
      /** '' = nothing said. */
      note: cashNotePart,
    }),
    output: closedShiftSchema,
    refusals: [
      ...sellRefusals,
      'shift_missing',
      'count_invalid',
      'count_note_missing',
      'approval_needed',
      'approval_stale',
    ],
  },
  /** What a count that did not fit came to (`closeShift` with this id before), for the second person's code and PIN. */
  lookAtCount: {
    input: z.strictObject({
      actId: uuidPart,
      code: z.string().regex(/^\d{3,6}$/),
      pin: z.string().regex(/^\d+$/).max(pinDigitsMax),
    }),
    output: z.object({ expected: signedPart, counted: amountPart, difference: signedPart }),
    refusals: [
      ...sellRefusals,
      'staff_unknown',
      'pin_wrong',
      'pin_locked',
      'approval_self',
      'approver_not_allowed',
      'shift_missing',
    ],
  },
  recentShifts: {
    input: nothing,
    output: z.object({ shifts: z.array(closedShiftSchema) }),
    refusals: sellRefusals,
  },
  /** A marked copy of the report a shift was closed with. */
  reprintShift: {
    input: z.strictObject({ shiftId: uuidPart }),
    output: done,
    refusals: [...sellRefusals, 'shift_missing', 'printer_none'],
  },
  /**
   * Opens the drawer though nobody pays. `sent`: the pulse went out, and does not when asked again; `unknown`: asked again
   * after the till started anew. Refuses `printer_not_ready` before anything is recorded.
   */
  openDrawer: {
    input: z.strictObject({ actId: uuidPart, reason: drawerReasonPart, note: cashNotePart }),
    output: z.object({ pulse: z.enum(['sent', 'not_ready', 'unknown']) }),
    refusals: [...sellRefusals, 'printer_none', 'printer_not_ready', 'approval_needed', 'approval_stale'],
  },
} as const satisfies Record<string, CommandShape>
