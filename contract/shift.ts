import { z } from 'zod'
import { cashNoteMax, countsKindsMax } from '../domain/limits.ts'
import type { Money } from '../domain/money.ts'
import {
  type CashMoved,
  cashMoveKinds,
  cashReasons,
  type DrawerOpened,
  drawerReasons,
  type ShiftClosed,
  type ShiftFigures,
  type ShiftOpened,
} from '../domain/shift.ts'
import { amountPart, countPart, instantPart, uuidPart, valuePart } from './parts.ts'

/* The cash drawer's shifts, as they travel to the central and to the page. */

const sumMax = 1e13

/** Sums of many acts: each is within `moneyPart`, all together may pass it, and stay far from where fen end. */
const signedSumPart = z.int().min(-sumMax).max(sumMax) as unknown as z.ZodType<Money, number>

const byTenderPart = z.object({
  cash: signedSumPart,
  card: valuePart,
  mobile: valuePart,
  stored_value: valuePart,
})

export const shiftFiguresSchema: z.ZodType<ShiftFigures> = z.object({
  sales: countPart,
  turnover: valuePart,
  returns: countPart,
  returned: valuePart,
  topUps: countPart,
  toppedUp: valuePart,
  taken: byTenderPart,
  refunded: byTenderPart,
  moved: z.object({ pay_in: valuePart, pay_out: valuePart, safe_drop: valuePart }),
  moves: countPart,
  openings: countPart,
})

export const cashMoveKindPart = z.enum(cashMoveKinds)
export const cashReasonPart = z.enum([
  ...new Set([...cashReasons.pay_in, ...cashReasons.pay_out, ...cashReasons.safe_drop]),
])
export const drawerReasonPart = z.enum(drawerReasons)
export const cashNotePart = z.string().max(cashNoteMax)
export const denominationsPart = z
  .array(z.object({ face: amountPart, count: countPart.max(100_000) }))
  .max(countsKindsMax)

export const shiftOpenedSchema = z.object({
  shiftId: uuidPart,
  storeId: uuidPart,
  float: amountPart,
  between: shiftFiguresSchema.optional(),
}) as z.ZodType<ShiftOpened>

export const shiftClosedSchema = z.object({
  shiftId: uuidPart,
  slipNumber: z.string().max(60),
  storeId: uuidPart,
  openedAt: instantPart,
  float: amountPart,
  figures: shiftFiguresSchema,
  expected: signedSumPart,
  counted: amountPart,
  denominations: denominationsPart,
  difference: signedSumPart,
  left: amountPart,
  recounts: countPart,
  note: cashNotePart.optional(),
}) as z.ZodType<ShiftClosed>

export const cashMovedSchema: z.ZodType<CashMoved> = z.object({
  moveId: uuidPart,
  slipNumber: z.string().max(60),
  storeId: uuidPart,
  shiftId: uuidPart,
  kind: cashMoveKindPart,
  amount: amountPart,
  reason: cashReasonPart,
  note: cashNotePart,
})

export const drawerOpenedSchema: z.ZodType<DrawerOpened> = z.object({
  storeId: uuidPart,
  reason: drawerReasonPart,
  note: cashNotePart,
})
