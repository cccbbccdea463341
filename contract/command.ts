import { z } from 'zod'
import { moneyActTimeoutMs } from '../domain/disk-limits.ts'
import { gramsMax, pinDigitsMax, scanLengthMax } from '../domain/limits.ts'
import { marks } from '../domain/risk-decision.ts'
import {
  basketCouponRefusals,
  type CommandShape,
  declineRefusals,
  done,
  elsewhereRefusals,
  memberRefusals,
  nothing,
  sellRefusals,
  signedCodeRefusals,
  spendRefusals,
  stepUpRefusals,
} from './command-shape.ts'
import { deviceCommands } from './device-commands.ts'
import { disputeCommands } from './dispute-commands.ts'
import { productSchema } from './entities.ts'
import { leaseCommands } from './lease-commands.ts'
import { memberCommands, proofCommands } from './member-commands.ts'
import {
  amountPart,
  countPart,
  instantPart,
  languagePart,
  localTextPart,
  pointsPart,
  uuidPart,
} from './parts.ts'
import { pointsCommands, returnCommands, tenderWishesSchema, valueCommands } from './points-commands.ts'
import { printCommands } from './print-commands.ts'
import { reportCommands } from './report-commands.ts'
import { shiftCommands } from './shift-commands.ts'
import { trainingCommands } from './training-commands.ts'
import { verifyCommands } from './verify-commands.ts'

/*
 * What a page may ask of the core: input, output and the refusals each verb can answer with. A command without a
 * handler, or a refusal without words, does not compile. The verbs of the loyalty programme stand in files of
 * their own.
 */

/** What a scan turned out to be, for the screen's flash and sound. */
export const scanOutcomeSchema = z.object({
  kind: z.enum([
    'product_added',
    'member_attached',
    'coupon_added',
    'member_proven',
    'coupon_verified',
    'account_found',
    'receipt_read',
  ]),
  lineId: countPart.optional(),
  /** For the screen that shows it: the coupon or account the scan found. */
  subjectId: uuidPart.optional(),
  /** The number on the receipt that was scanned: its goods may come back. */
  receipt: z.string().max(60).optional(),
})

export const saleSummarySchema = z.object({
  saleId: uuidPart,
  receiptNumber: z.string(),
  completedAt: instantPart,
  toPay: amountPart,
  /** What the tenders came to. */
  paid: amountPart,
  change: amountPart,
  earned: pointsPart,
  burned: pointsPart,
  itemCount: countPart,
  memberName: z.string().nullable(),
  /** Who decided what it spends (sync.md 7); null = it spends nothing. Upgraded to H when head office approved it later. */
  mark: z.enum(marks).nullable(),
  /** Head office said afterwards that it would not have allowed it. */
  declinedLater: z.boolean(),
  print: z.enum(['waiting', 'printing', 'printed', 'unknown', 'failed', 'none']),
  copies: countPart,
})
export type SaleSummary = z.infer<typeof saleSummarySchema>

export const commands = {
  signIn: {
    input: z.strictObject({
      code: z.string().regex(/^\d{3,6}$/),
      pin: z.string().regex(/^\d+$/).max(pinDigitsMax),
    }),
    output: z.object({ staffId: uuidPart, name: z.string() }),
    refusals: ['staff_unknown', 'pin_wrong', 'pin_locked', 'not_enrolled', 'replica_loading'],
  },
  signOut: { input: nothing, output: done, refusals: [] },
  enrolTill: {
    input: z.strictObject({
      centralUrl: z.url({ protocol: /^https$/ }).max(300),
      code: z.string().regex(/^[A-Z0-9]{10}$/),
    }),
    output: done,
    refusals: ['already_enrolled', 'enrolment_code_wrong', 'central_not_proven', 'central_unreachable'],
  },
  renewTill: {
    input: z.strictObject({ code: z.string().regex(/^[A-Z0-9]{10}$/) }),
    output: done,
    refusals: ['not_enrolled', 'enrolment_code_wrong', 'central_unreachable'],
  },
  takeScan: {
    input: z.strictObject({ text: z.string().max(scanLengthMax * 4), source: z.enum(['wedge', 'typed']) }),
    output: scanOutcomeSchema,
    refusals: [
      ...spendRefusals,
      'code_damaged',
      'code_too_long',
      'code_unknown',
      'product_unknown',
      'basket_full',
      'quantity_invalid',
      ...memberRefusals,
      'member_nowhere',
      ...elsewhereRefusals,
      ...basketCouponRefusals,
      ...signedCodeRefusals,
      'account_unknown',
    ],
  },
  /**
   * Where scans of the core's own devices go: into the basket, or unread to the page (`scan_read`), while a screen is
   * open that asks for a code, or shown and nothing more while devices are set up. A page that connects begins with the basket.
   */
  routeScans: {
    input: z.strictObject({ to: z.enum(['basket', 'page', 'setup']) }),
    output: done,
    refusals: [],
  },
  searchProducts: {
    input: z.strictObject({ query: z.string().max(60), categoryId: z.string().max(40).nullable() }),
    output: z.object({ products: z.array(productSchema) }),
    refusals: ['not_enrolled', 'replica_loading'],
  },
  addProduct: {
    input: z.strictObject({ sku: z.string().max(40), amount: z.int().min(1).max(gramsMax).nullable() }),
    output: z.object({ lineId: countPart }),
    refusals: [...sellRefusals, 'product_unknown', 'basket_full', 'quantity_invalid'],
  },
  setQuantity: {
    input: z.strictObject({ lineId: countPart, amount: z.int().min(1).max(gramsMax) }),
    output: done,
    refusals: [...sellRefusals, 'line_unknown', 'quantity_invalid', 'basket_full'],
  },
  removeLine: {
    input: z.strictObject({ lineId: countPart }),
    output: done,
    refusals: [...sellRefusals, 'line_unknown'],
  },
  undoChange: { input: nothing, output: done, refusals: [...sellRefusals, 'nothing_to_undo'] },
  clearBasket: { input: nothing, output: done, refusals: [...sellRefusals] },
  holdBasket: { input: nothing, output: done, refusals: [...sellRefusals, 'basket_empty', 'held_too_many'] },
  recallBasket: {
    input: z.strictObject({ saleId: uuidPart }),
    output: done,
    refusals: [...sellRefusals, 'held_none'],
  },
  detachMember: { input: nothing, output: done, refusals: [...sellRefusals, 'member_missing'] },
  redeemCoupon: {
    input: z.strictObject({ couponId: uuidPart }),
    output: done,
    refusals: [...spendRefusals, ...basketCouponRefusals],
  },
  removeCoupon: {
    input: z.strictObject({ couponId: uuidPart }),
    output: done,
    refusals: [...sellRefusals, 'coupon_unknown'],
  },
  burnPoints: {
    input: z.strictObject({ points: pointsPart }),
    output: done,
    refusals: [
      ...spendRefusals,
      'member_missing',
      'member_frozen',
      'points_not_enough',
      'points_not_multiple',
      'points_over_share',
      'points_day_cap',
    ],
  },
  /** Keeps the cheapest legal combination from now on (`best`), or what the cashier puts in (`own`). */
  chooseCoupons: {
    input: z.strictObject({ choice: z.enum(['own', 'best']) }),
    output: z.object({ saved: amountPart }),
    refusals: [...spendRefusals, 'basket_empty'],
  },
  /** Line by line why it costs what it costs, for a cashier to read out. */
  explainPrice: {
    input: nothing,
    output: z.object({
      lines: z.array(
        z.object({
          lineId: countPart,
          name: localTextPart,
          steps: z.array(
            z.object({
              kind: z.enum(['list', 'tier', 'plan', 'campaign', 'presale', 'coupon', 'net']),
              name: localTextPart.nullable(),
              /** Basis points paid, where it is a rate. */
              rateBps: countPart.nullable(),
              amount: amountPart,
            }),
          ),
        }),
      ),
      /** Coupons that were left out of the best combination, with the reason. */
      leftOut: z.array(z.object({ name: localTextPart, reason: z.enum(['less', 'refused']) })),
    }),
    refusals: sellRefusals,
  },
  /** A suggested product goes into the basket and is told back with the sale. */
  takeSuggestion: {
    input: z.strictObject({ sku: z.string().max(40) }),
    output: z.object({ lineId: countPart }),
    refusals: [...sellRefusals, 'product_unknown', 'basket_full', 'quantity_invalid'],
  },
  commitSale: {
    input: z.strictObject({
      /** The basket the cashier saw; another one in the core answers `basket_changed`. */
      saleId: uuidPart,
      /** What the screen asked for; a differing sum in the core answers `basket_changed` and sells nothing. */
      toPay: amountPart,
      tenders: tenderWishesSchema,
    }),
    output: saleSummarySchema,
    refusals: [
      ...spendRefusals,
      'basket_empty',
      'basket_changed',
      'tender_short',
      'tender_over',
      'tender_invalid',
      ...declineRefusals,
      'coupon_online_only',
      // A paid membership needs somebody it runs for.
      'member_missing',
      ...stepUpRefusals,
      'account_unknown',
      'account_frozen',
      'value_over_limit',
    ],
    waitMs: moneyActTimeoutMs,
  },
  recentSales: {
    input: nothing,
    output: z.object({ sales: z.array(saleSummarySchema) }),
    refusals: ['signed_out'],
  },
  reprintReceipt: {
    input: z.strictObject({ saleId: uuidPart }),
    output: done,
    refusals: ['signed_out', 'role_not_allowed', 'not_enrolled', 'replica_loading', 'sale_unknown'],
  },
  /** The cashier has seen what became of the last sale after a restart. */
  acknowledgeSale: { input: nothing, output: done, refusals: [] },
  syncNow: { input: nothing, output: done, refusals: ['not_enrolled'] },
  /** Compares this till's copy with the chain; what came of it is in the sync slice. */
  reconcileNow: { input: nothing, output: done, refusals: ['not_enrolled'] },
  ...memberCommands,
  ...proofCommands,
  ...verifyCommands,
  ...pointsCommands,
  ...valueCommands,
  ...returnCommands,
  ...leaseCommands,
  ...disputeCommands,
  ...reportCommands,
  ...shiftCommands,
  ...deviceCommands,
  ...printCommands,
  ...trainingCommands,
  setLanguage: { input: z.strictObject({ language: languagePart }), output: done, refusals: [] },
} as const satisfies Record<string, CommandShape>

export type Commands = typeof commands
export type CommandName = keyof Commands
export type CommandInput<N extends CommandName> = z.infer<Commands[N]['input']>
export type CommandOutput<N extends CommandName> = z.infer<Commands[N]['output']>
