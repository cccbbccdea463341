import { z } from 'zod'
import {
  amountPart,
  balancePart,
  countPart,
  instantPart,
  languagePart,
  localTextPart,
  moneyPart,
  pointsPart,
} from './parts.ts'

/*
 * What the customer sees on a display of their own. It is all a customer display is ever told: no telephone number, no
 * staff, no other sale, and nothing it could ask for.
 */

export const customerLineSchema = z.object({
  lineId: countPart,
  name: localTextPart,
  unit: z.enum(['piece', 'gram']),
  amount: countPart,
  gross: amountPart,
  net: amountPart,
})

export const customerViewSchema = z.object({
  /** `closed`: nobody sells here now. */
  state: z.enum(['closed', 'open']),
  language: languagePart,
  /** Nothing of it is real. */
  training: z.boolean(),
  store: z.object({ name: localTextPart, timeZone: z.string() }).nullable(),
  /** Campaigns that run now, for whoever waits. */
  campaigns: z.array(localTextPart),
  lines: z.array(customerLineSchema),
  subtotal: amountPart,
  savings: moneyPart,
  /** Paid with points. */
  burned: z.object({ points: pointsPart, amount: amountPart }),
  toPay: amountPart,
  earns: pointsPart,
  member: z
    .object({
      maskedName: z.string(),
      tier: z.object({
        name: localTextPart,
        tone: z.enum(['bronze', 'silver', 'gold', 'platinum', 'black']),
      }),
      points: balancePart,
    })
    .nullable(),
  /** The sale before, for the thanks; a display shows it for a moment. */
  last: z
    .object({
      saleId: z.string(),
      completedAt: instantPart,
      paid: amountPart,
      change: amountPart,
      earned: pointsPart,
    })
    .nullable(),
})
export type CustomerView = z.infer<typeof customerViewSchema>

/** Core → customer display. There is no frame the other way. */
export const customerFrameSchema = z.object({ kind: z.literal('customer_view'), view: customerViewSchema })
export type CustomerFrame = z.infer<typeof customerFrameSchema>
