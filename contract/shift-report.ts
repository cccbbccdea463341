import { z } from 'zod'
import type { Money } from '../domain/money.ts'
import { amountPart, countPart, instantPart, uuidPart } from './parts.ts'
import { cashMoveKindPart, cashNotePart, cashReasonPart, shiftFiguresSchema } from './shift.ts'

/* What head office sees of the cash drawers of a store. */

const sumPart = z.int() as unknown as z.ZodType<Money, number>

/** `GET /v1/head-office/stores/{store}/shifts`: the shifts opened on a store-local day, oldest first. Problem: `store_unknown`. */
export const shiftsAnswerSchema = z.object({
  shifts: z.array(
    z.object({
      shiftId: uuidPart,
      terminalId: uuidPart,
      terminalNumber: z.string(),
      openedAt: instantPart,
      openedBy: uuidPart.nullable(),
      float: amountPart,
      /** Added up by the central from the till's events. */
      figures: shiftFiguresSchema,
      /** What the till sold before it without a shift, as it told; null = nothing. */
      between: shiftFiguresSchema.nullable(),
      /** Null while it is open. */
      closed: z
        .object({
          at: instantPart,
          by: uuidPart.nullable(),
          /** Who saw a difference over the limit. */
          approver: uuidPart.nullable(),
          expected: sumPart,
          counted: amountPart,
          difference: sumPart,
          left: amountPart,
          recounts: countPart,
          note: cashNotePart,
          /** What the till told is what its events come to; else there is a dispute. */
          agrees: z.boolean(),
        })
        .nullable(),
      moves: z.array(
        z.object({
          eventId: uuidPart,
          movedAt: instantPart,
          actor: uuidPart.nullable(),
          kind: cashMoveKindPart,
          amount: amountPart,
          reason: cashReasonPart,
          note: cashNotePart,
        }),
      ),
    }),
  ),
  /** Of all closed shifts of the day, whatever the page holds. */
  sums: z.object({
    shifts: countPart,
    closed: countPart,
    expected: sumPart,
    counted: sumPart,
    difference: sumPart,
  }),
  more: z.boolean(),
})
