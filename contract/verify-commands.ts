import { z } from 'zod'
import { scanLengthMax } from '../domain/limits.ts'
import { marks } from '../domain/risk-decision.ts'
import {
  type CommandShape,
  couponRefusals,
  declineRefusals,
  sellRefusals,
  signedCodeRefusals,
  spendRefusals,
  stepUpRefusals,
} from './command-shape.ts'
import { amountPart, anomalyKindPart, countPart, instantPart, localTextPart, uuidPart } from './parts.ts'
import { refusalSchema } from './refusal.ts'

/** A coupon in one glance (loyalty.md 5): valid or not, why not, whose, its rules and its past. */
export const verifiedSchema = z.object({
  couponId: uuidPart,
  name: localTextPart,
  terms: localTextPart,
  /** Null = it may be redeemed here and now. */
  refusal: refusalSchema.nullable(),
  state: z.enum(['issued', 'reserved', 'redeemed', 'restored', 'expired', 'revoked', 'disputed']),
  kind: z.enum([
    'amount_off',
    'percent_off',
    'cash_voucher',
    'exchange',
    'buy_get',
    'fixed_price',
    'service',
    'parking',
  ]),
  /** Belongs beside goods in a sale: the screen offers to put it into the basket. */
  forGoods: z.boolean(),
  owner: z
    .object({ memberId: uuidPart, maskedName: z.string(), maskedPhone: z.string().nullable() })
    .nullable(),
  usesMax: countPart,
  usesLeft: countPart,
  validFrom: instantPart,
  validTo: instantPart,
  faceValue: amountPart,
  partner: localTextPart.nullable(),
  /** How it was proven: a signed code is genuine whatever this copy knows. */
  signed: z.boolean(),
  /** The central was asked because the copy here did not have it. */
  askedOnline: z.boolean(),
})
export type VerifiedCoupon = z.infer<typeof verifiedSchema>

export const redemptionSchema = z.object({
  redemptionId: uuidPart,
  slipNumber: z.string(),
  name: localTextPart,
  uses: countPart,
  usesLeft: countPart,
  at: instantPart,
  /** Who decided (sync.md 7); upgraded to H when head office approved it later. */
  mark: z.enum(marks),
  /** Head office said afterwards that it would not have allowed it. */
  declinedLater: z.boolean(),
  undone: z.boolean(),
  /** Until when a supervisor may take it back. */
  undoUntil: instantPart,
  /** What rules against anomalies saw in it and only warned of, told with the redemption itself; missing = nothing. */
  warnings: z.array(anomalyKindPart).optional(),
})
export type RedemptionView = z.infer<typeof redemptionSchema>

export const verifyCommands = {
  /** Scanned or typed: plain or signed. Says no by itself only where no coupon can be shown. */
  verifyCoupon: {
    input: z.strictObject({ text: z.string().max(scanLengthMax * 4) }),
    output: verifiedSchema,
    refusals: [
      ...sellRefusals,
      ...signedCodeRefusals,
      'code_damaged',
      'code_too_long',
      'code_unknown',
      'coupon_unknown',
      'coupon_template_unknown',
    ],
  },
  /** Uses of the coupon verified last under this id, without a sale. The slip prints. */
  redeemAlone: {
    input: z.strictObject({ actId: uuidPart, couponId: uuidPart, uses: z.int().min(1).max(1_000) }),
    output: redemptionSchema,
    refusals: [
      ...spendRefusals,
      ...couponRefusals,
      ...declineRefusals,
      ...stepUpRefusals,
      'coupon_only_for_goods',
      'uses_not_left',
    ],
  },
  /** Taken back by a supervisor (`approveAct` with the redemption's id before, unless signed in as one). */
  undoRedemption: {
    input: z.strictObject({ redemptionId: uuidPart }),
    output: redemptionSchema,
    refusals: [
      ...spendRefusals,
      'redemption_unknown',
      'undo_too_late',
      'already_undone',
      'approval_needed',
      'approval_stale',
    ],
  },
  recentRedemptions: {
    input: z.strictObject({}),
    output: z.object({ redemptions: z.array(redemptionSchema) }),
    refusals: ['signed_out'],
  },
  couponHistory: {
    input: z.strictObject({ couponId: uuidPart }),
    output: z.object({
      /** False: only what this till knows by itself. */
      complete: z.boolean(),
      steps: z.array(
        z.object({
          at: instantPart,
          what: z.enum(['issued', 'redeemed', 'restored', 'disputed', 'revoked', 'expired', 'transferred']),
          storeNumber: z.string().nullable(),
          terminalNumber: z.string().nullable(),
          useNumber: countPart.nullable(),
        }),
      ),
    }),
    refusals: [...sellRefusals, 'coupon_unknown'],
  },
} as const satisfies Record<string, CommandShape>
