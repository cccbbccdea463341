import { z } from 'zod'
import { stockWays } from '../domain/gift-stock.ts'
import { tendersMax } from '../domain/limits.ts'
import { marks } from '../domain/risk-decision.ts'
import { type CommandShape, sellRefusals, spendRefusals, stepUpRefusals } from './command-shape.ts'
import {
  amountPart,
  balancePart,
  countPart,
  instantPart,
  localTextPart,
  pointsPart,
  uuidPart,
} from './parts.ts'

const burnRefusals = ['member_missing', 'member_frozen', 'points_not_enough', 'points_invalid'] as const

/** What was asked to be paid with; the parts of stored value are the rules' to say. */
export const tenderWishSchema = z.strictObject({
  kind: z.enum(['cash', 'card', 'mobile', 'stored_value']),
  amount: amountPart,
  accountId: uuidPart.nullable(),
})
export const tenderWishesSchema = z.array(tenderWishSchema).max(tendersMax)

export const giftViewSchema = z.object({
  giftId: z.string(),
  name: localTextPart,
  points: pointsPart,
  kind: z.enum(['goods', 'service', 'parking', 'coupon']),
  /** Null = not counted. */
  stock: countPart.nullable(),
  low: z.boolean(),
  /** For this basket's member: enough points, right tier. */
  open: z.enum(['yes', 'points', 'tier', 'stock', 'member']),
})
export type GiftView = z.infer<typeof giftViewSchema>

/** What an act with points left behind, for the screen's done state. */
const receiptOfActSchema = z.object({
  actId: uuidPart,
  slipNumber: z.string(),
  points: pointsPart,
  pointsAfter: balancePart,
  /** Who decided (sync.md 7). */
  mark: z.enum(marks),
})

export const pointsCommands = {
  /** Gifts that came, were written off or were counted (`amount` is then what is there). */
  moveStock: {
    input: z.strictObject({
      actId: uuidPart,
      giftId: z.string().max(40),
      way: z.enum(stockWays),
      amount: countPart,
    }),
    output: z.object({ stock: countPart, low: z.boolean() }),
    refusals: [...sellRefusals, 'gift_unknown', 'quantity_invalid'],
  },
  /** All the points desk shows for the basket's member. */
  pointsDesk: {
    input: z.strictObject({}),
    output: z.object({
      spendable: pointsPart.nullable(),
      gifts: z.array(giftViewSchema),
      /** Whether who is signed in may say that gifts came, broke or were counted. */
      canMoveStock: z.boolean(),
      lottery: z
        .object({
          name: localTextPart,
          points: pointsPart,
          prizes: z.array(z.object({ name: localTextPart, oddsPpm: countPart })),
          drawsLeftToday: countPart,
          ticketsLeft: countPart,
        })
        .nullable(),
      donation: z
        .object({
          pointsPerYuan: pointsPart,
          projects: z.array(z.object({ projectId: z.string(), name: localTextPart })),
        })
        .nullable(),
      transfer: z.object({ max: pointsPart, feeBps: countPart }).nullable(),
      /** Points sent without an answer: nothing else may be sent before it came. `to`: null = a phone. */
      openTransfer: z.object({ actId: uuidPart, points: pointsPart, to: z.string().nullable() }).nullable(),
      /** The member's coupons that may be given to another member. */
      giveable: z.array(
        z.object({
          couponId: uuidPart,
          name: localTextPart,
          terms: localTextPart,
          expiresAt: instantPart,
          usesLeft: countPart,
          /** The act it was sent by without an answer; null = it was not. */
          sent: uuidPart.nullable(),
        }),
      ),
      /** Whether anything can go to another member now. */
      online: z.boolean(),
    }),
    refusals: sellRefusals,
  },
  exchangeGift: {
    input: z.strictObject({ actId: uuidPart, giftId: z.string().max(40) }),
    output: receiptOfActSchema.extend({ name: localTextPart, stock: countPart.nullable(), low: z.boolean() }),
    refusals: [
      ...spendRefusals,
      ...burnRefusals,
      ...stepUpRefusals,
      'gift_unknown',
      'gift_out_of_stock',
      'gift_wrong_tier',
      'coupon_template_unknown',
    ],
  },
  drawLottery: {
    input: z.strictObject({ actId: uuidPart }),
    output: receiptOfActSchema.extend({
      prize: localTextPart,
      kind: z.enum(['nothing', 'coupon', 'goods']),
      index: countPart,
    }),
    refusals: [
      ...spendRefusals,
      ...burnRefusals,
      ...stepUpRefusals,
      'lottery_closed',
      'lottery_day_limit',
      'pool_empty',
      'coupon_template_unknown',
    ],
  },
  donatePoints: {
    input: z.strictObject({ actId: uuidPart, projectId: z.string().max(40), points: pointsPart }),
    output: receiptOfActSchema.extend({ amount: amountPart, certificateNumber: z.string() }),
    refusals: [
      ...spendRefusals,
      ...burnRefusals,
      ...stepUpRefusals,
      'donation_closed',
      'project_unknown',
      'points_not_multiple',
    ],
  },
  /**
   * Online only: refuses `online_only` without contact, and `outcome_unknown` when it was sent and not answered: the same
   * wish again is the same transfer, and so is its `actId`. Refuses any other with `transfer_open` until it is answered.
   */
  transferPoints: {
    input: z.strictObject({ actId: uuidPart, to: z.string().max(40), points: pointsPart }),
    output: z.object({
      points: pointsPart,
      fee: pointsPart,
      received: pointsPart,
      toMaskedName: z.string(),
      balance: pointsPart,
    }),
    refusals: [
      ...spendRefusals,
      ...burnRefusals,
      ...stepUpRefusals,
      'online_only',
      'outcome_unknown',
      'transfer_open',
      'member_unknown',
      'transfer_closed',
      'transfer_over_share',
      'transfer_over_month',
      'transfer_to_self',
    ],
  },
  /** A coupon of the basket's member to another, with the habits of `transferPoints`. */
  transferCoupon: {
    input: z.strictObject({ actId: uuidPart, couponId: uuidPart, to: z.string().max(40) }),
    output: z.object({ couponId: uuidPart, toMaskedName: z.string() }),
    refusals: [
      ...sellRefusals,
      'till_restricted',
      'denied',
      'leased_elsewhere',
      ...stepUpRefusals,
      'online_only',
      'outcome_unknown',
      'transfer_open',
      'member_missing',
      'member_frozen',
      'member_unknown',
      'transfer_to_self',
      'coupon_unknown',
      'coupon_template_unknown',
      'coupon_bearer',
      'coupon_not_yours',
      'coupon_not_transferable',
      'coupon_revoked',
      'coupon_disputed',
      'coupon_reserved',
      'coupon_used',
      'coupon_expired',
      'coupon_in_basket',
    ],
  },
} as const satisfies Record<string, CommandShape>

export const valueAccountViewSchema = z.object({
  accountId: uuidPart,
  /** Masked card number, or null for a member's account. */
  card: z.string().nullable(),
  maskedName: z.string().nullable(),
  status: z.enum(['active', 'frozen']),
  principal: amountPart,
  gift: amountPart,
  /** What may be spent of it now: everything online, the day's rest without contact. */
  spendable: amountPart,
})
export type ValueAccountView = z.infer<typeof valueAccountViewSchema>

export const valueCommands = {
  /** The basket member's account (`code` null), a gift card's by its code, or the one a scan has just found, by its id. */
  findAccount: {
    input: z.strictObject({ code: z.string().max(20).nullable(), accountId: uuidPart.optional() }),
    output: valueAccountViewSchema,
    refusals: [...sellRefusals, 'account_unknown', 'member_missing'],
  },
  /** What would be given on top of an amount. */
  topUpOffer: {
    input: z.strictObject({}),
    output: z.object({
      steps: z.array(z.object({ from: amountPart, gift: amountPart })),
      max: amountPart,
    }),
    refusals: sellRefusals,
  },
  topUpValue: {
    input: z.strictObject({
      actId: uuidPart,
      accountId: uuidPart,
      amount: amountPart,
      tenders: tenderWishesSchema,
    }),
    output: z.object({
      receiptNumber: z.string(),
      gift: amountPart,
      principalAfter: amountPart,
      giftAfter: amountPart,
      change: amountPart,
    }),
    refusals: [
      ...sellRefusals,
      'account_unknown',
      'account_frozen',
      'top_up_over',
      'tender_short',
      'tender_over',
      'tender_invalid',
    ],
  },
} as const satisfies Record<string, CommandShape>

export const returnableSchema = z.object({
  saleId: uuidPart,
  receiptNumber: z.string(),
  soldAt: instantPart,
  /** Sold at another till and told by the central. */
  elsewhere: z.boolean(),
  memberName: z.string().nullable(),
  tenders: z.array(
    z.object({ kind: z.enum(['cash', 'card', 'mobile', 'stored_value']), amount: amountPart }),
  ),
  lines: z.array(
    z.object({
      place: countPart,
      sku: z.string(),
      name: localTextPart,
      unit: z.enum(['piece', 'gram']),
      sold: countPart,
      left: countPart,
      net: amountPart,
    }),
  ),
})
export type ReturnableSale = z.infer<typeof returnableSchema>

const returnLinesPart = z.array(z.strictObject({ place: countPart, amount: z.int().min(1) })).max(1_000)
const reasonPart = z.enum(['unwanted', 'damaged', 'wrong_goods', 'other'])
const returnRefusals = [
  'sale_unknown',
  'sale_elsewhere',
  'return_nothing',
  'line_unknown',
  'quantity_invalid',
  'return_too_much',
  'return_too_late',
  'approval_needed',
  'approval_stale',
] as const

export const returnCommands = {
  /** By receipt number or its QR code; another till's sale is asked of the central (`sale_elsewhere` without contact). */
  findSale: {
    input: z.strictObject({ receipt: z.string().max(60) }),
    output: returnableSchema,
    refusals: [...sellRefusals, 'sale_unknown', 'sale_elsewhere'],
  },
  /** What coming back would mean, without doing it. */
  quoteReturn: {
    input: z.strictObject({ saleId: uuidPart, lines: returnLinesPart }),
    output: z.object({
      refund: amountPart,
      refunds: z.array(
        z.object({ kind: z.enum(['cash', 'card', 'mobile', 'stored_value']), amount: amountPart }),
      ),
      takenBack: pointsPart,
      debt: pointsPart,
      givenBack: pointsPart,
      couponsRestored: z.array(localTextPart),
    }),
    refusals: [...sellRefusals, ...returnRefusals],
  },
  returnSale: {
    input: z.strictObject({ actId: uuidPart, saleId: uuidPart, lines: returnLinesPart, reason: reasonPart }),
    output: z.object({ receiptNumber: z.string(), refund: amountPart }),
    refusals: [...sellRefusals, ...returnRefusals, 'anomaly_blocked'],
  },
  /** Without its sale: a supervisor's decision, no points, no coupons. */
  returnWithoutSale: {
    input: z.strictObject({
      actId: uuidPart,
      lines: z
        .array(z.strictObject({ sku: z.string().max(40), amount: z.int().min(1), refund: amountPart }))
        .min(1)
        .max(100),
      reason: reasonPart,
    }),
    output: z.object({ receiptNumber: z.string(), refund: amountPart }),
    refusals: [
      ...sellRefusals,
      'product_unknown',
      'return_nothing',
      'quantity_invalid',
      'return_too_much',
      'approval_needed',
      'approval_stale',
      'anomaly_blocked',
    ],
  },
} as const satisfies Record<string, CommandShape>
