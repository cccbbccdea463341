import { z } from 'zod'
import type { EventData, EventType } from '../domain/event.ts'
import { stockWays } from '../domain/gift-stock.ts'
import { erasedInOneEventMax, signedCodeLengthMax } from '../domain/limits.ts'
import { epochCauses } from '../domain/trust.ts'
import {
  consentSchema,
  couponSchema,
  identifierSchema,
  memberSchema,
  subscriptionSchema,
} from './entities.ts'
import {
  amountPart,
  anomalyKindPart,
  balancePart,
  bpsPart,
  countPart,
  hashPart,
  instantPart,
  localTextPart,
  moneyPart,
  pointsPart,
  uuidPart,
} from './parts.ts'
import { cashMovedSchema, drawerOpenedSchema, shiftClosedSchema, shiftOpenedSchema } from './shift.ts'

/* What happened, type by type, as it travels to the central (sync.md 2). */

const wordPart = z.string().max(40)
const numberPart = z.string().max(60)
const quantityPart = z.object({ unit: z.enum(['piece', 'gram']), amount: z.int().min(1) })
const lotBurnsPart = z.array(z.object({ lotId: uuidPart, memberId: uuidPart, points: pointsPart }))
const burnedPart = z.object({ points: pointsPart, lots: lotBurnsPart })
const lotPointsPart = z.array(z.object({ lotId: uuidPart, points: pointsPart }))

const signedUsePart = z.object({ code: z.string().max(signedCodeLengthMax), face: amountPart.nullable() })

export const tenderSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['cash', 'card', 'mobile']), amount: amountPart }),
  z.object({
    kind: z.literal('stored_value'),
    amount: amountPart,
    accountId: uuidPart,
    principal: amountPart,
    gift: amountPart,
  }),
])

export const saleCompletedSchema: z.ZodType<EventData['sale.completed']> = z.object({
  saleId: uuidPart,
  receiptNumber: numberPart,
  storeId: uuidPart,
  lines: z.array(
    z.object({
      sku: wordPart,
      name: localTextPart,
      categoryId: wordPart,
      brandId: wordPart.nullable(),
      tags: z.array(wordPart),
      quantity: quantityPart,
      unitPrice: amountPart,
      labelPrice: amountPart.nullable(),
      gross: amountPart,
      tierDiscount: amountPart,
      campaignDiscount: amountPart,
      priceCampaignId: wordPart.nullable(),
      earnCampaignId: wordPart.nullable(),
      couponDiscount: amountPart,
      pointsShare: amountPart,
      unearningShare: amountPart,
      net: amountPart,
      earned: pointsPart,
      growth: countPart,
    }),
  ),
  subtotal: amountPart,
  tierDiscount: amountPart,
  campaignDiscount: amountPart,
  payable: amountPart,
  toPay: amountPart,
  tenders: z.array(tenderSchema),
  change: amountPart,
  member: z
    .object({
      memberId: uuidPart,
      tierId: wordPart,
      status: z.enum(['active', 'frozen', 'blacklisted', 'merged', 'erased']),
      pointsAfter: balancePart,
      subscription: subscriptionSchema.nullable(),
      birthday: z.string().max(5).nullable(),
      tags: z.array(wordPart),
      repeatCategoryIds: z.array(wordPart),
      debt: pointsPart,
      earnedToday: pointsPart,
      burnedToday: pointsPart,
      inflatedToday: pointsPart,
    })
    .nullable(),
  burned: z
    .object({
      points: pointsPart,
      amount: amountPart,
      valueBps: bpsPart,
      campaignId: wordPart.nullable(),
      inflated: pointsPart,
      ofFamily: pointsPart,
      lots: lotBurnsPart,
    })
    .nullable(),
  earned: z
    .object({
      lotId: uuidPart,
      points: pointsPart,
      gross: pointsPart,
      debtPaid: pointsPart,
      earnedAt: instantPart,
      spendableFrom: instantPart,
      expiresAt: instantPart,
    })
    .nullable(),
  growth: countPart,
  coupons: z.array(
    z.object({
      couponId: uuidPart,
      templateId: uuidPart,
      name: localTextPart,
      useNumber: z.int().min(1),
      amount: amountPart,
      signed: signedUsePart.exactOptional(),
    }),
  ),
  firstPurchase: z.boolean(),
  plan: z.object({ planId: wordPart, until: instantPart }).nullable(),
  suggestions: z.object({ shown: z.array(wordPart), taken: z.array(wordPart) }),
  campaigns: z.object({ shown: z.array(wordPart), used: z.array(wordPart) }),
})

const saleReturnedSchema: z.ZodType<EventData['sale.returned']> = z.object({
  returnId: uuidPart,
  receiptNumber: numberPart,
  storeId: uuidPart,
  saleId: uuidPart.nullable(),
  saleReceiptNumber: numberPart.nullable(),
  lines: z.array(
    z.object({
      place: countPart,
      sku: wordPart,
      amount: z.int().min(1),
      net: amountPart,
      pointsShare: amountPart,
      takenBack: pointsPart,
      givenBack: pointsPart,
      growth: countPart,
    }),
  ),
  refund: amountPart,
  refunds: z.array(tenderSchema),
  memberId: uuidPart.nullable(),
  takenBack: z.object({ points: pointsPart, lots: lotPointsPart, debt: pointsPart }).nullable(),
  givenBack: z
    .object({
      points: pointsPart,
      // Tills of the first version did not tell it.
      ofFamily: z.object({ points: pointsPart, spentAt: instantPart }).nullable().default(null),
      lots: z.array(
        z.object({
          lotId: uuidPart,
          memberId: uuidPart,
          points: pointsPart,
          expiresAt: instantPart.nullable(),
        }),
      ),
    })
    .nullable(),
  growth: countPart,
  couponsRestored: z.array(z.object({ couponId: uuidPart, templateId: uuidPart, useNumber: z.int().min(1) })),
  reason: z.enum(['unwanted', 'damaged', 'wrong_goods', 'other']),
})

const useNumbersPart = z.array(z.int().min(1)).min(1).max(1_000)

const saltPart = z.string().regex(/^[0-9a-f]{32}$/)
const peoplePart = { member: memberSchema, identifiers: z.array(identifierSchema).max(10) }

const enrolledSchema: z.ZodType<EventData['member.enrolled']> = z.object({
  storeId: uuidPart,
  memberId: uuidPart,
  personal: z.union([hashPart, z.object({ salt: saltPart, ...peoplePart })]),
  issued: z.array(couponSchema).max(20),
})

/** Of before what is personal stood apart: such an event was sealed with it. */
const enrolledBeforeSchema = z
  .object({ storeId: uuidPart, ...peoplePart, issued: z.array(couponSchema).max(20) })
  .transform(({ storeId, issued, ...people }): EventData['member.enrolled'] => ({
    storeId,
    memberId: people.member.memberId,
    personal: { salt: '', ...people },
    issued,
  }))

const profileChangePart = z.object({
  salt: saltPart,
  name: z.object({ maskedName: z.string().max(40), initials: z.string().regex(/^[a-z]{0,12}$/) }).nullable(),
  phone: z.object({ maskedPhone: z.string().max(20), hash: hashPart }).nullable(),
  birthday: z
    .string()
    .regex(/^\d\d-\d\d$/)
    .nullable(),
  sealed: z.base64().max(1_024).nullable(),
})

/** What the data of each event type must look like before it takes effect. Another type is kept whole and parked. */
export const eventDataSchemas = {
  'sale.completed': saleCompletedSchema,
  'terminal.enrolled': z.object({ terminalNumber: z.string().max(8), publicKey: z.string().max(8_192) }),
  'terminal.epoch_started': z.object({
    cause: z.enum(epochCauses),
    last: z.object({ epoch: z.int().min(1), seq: countPart, head: hashPart }).nullable(),
  }),
  'staff.signed_in': z.object({ staffId: uuidPart }),
  'staff.signed_out': z.object({ staffId: uuidPart }),
  'access.denied': z.object({ staffId: uuidPart.nullable(), what: z.string().max(60) }),
  'receipt.reprinted': z.object({ saleId: uuidPart, copy: z.int().min(1) }),
  'sale.returned': saleReturnedSchema,
  'coupon.redeemed': z.object({
    redemptionId: uuidPart,
    slipNumber: numberPart,
    storeId: uuidPart,
    couponId: uuidPart,
    templateId: uuidPart,
    name: localTextPart,
    memberId: uuidPart.nullable(),
    useNumbers: useNumbersPart,
    faceValue: amountPart,
    signed: signedUsePart.nullable(),
  }),
  'coupon.restored': z.object({
    redemptionId: uuidPart,
    couponId: uuidPart,
    templateId: uuidPart,
    memberId: uuidPart.nullable(),
    useNumbers: useNumbersPart,
    reason: z.literal('undo'),
  }),
  'gift.exchanged': z.object({
    exchangeId: uuidPart,
    slipNumber: numberPart,
    storeId: uuidPart,
    memberId: uuidPart,
    giftId: wordPart,
    name: localTextPart,
    burned: burnedPart,
    stocked: z.boolean(),
    issued: couponSchema.nullable(),
  }),
  'gift.stock_moved': z.object({
    storeId: uuidPart,
    giftId: wordPart,
    way: z.enum(stockWays),
    amount: countPart,
    expected: countPart,
  }),
  'lottery.drawn': z.object({
    drawId: uuidPart,
    slipNumber: numberPart,
    storeId: uuidPart,
    memberId: uuidPart,
    lotteryId: wordPart,
    poolId: uuidPart,
    index: countPart,
    prizeId: wordPart,
    name: localTextPart,
    nonce: hashPart,
    burned: burnedPart,
    issued: couponSchema.nullable(),
  }),
  'points.donated': z.object({
    donationId: uuidPart,
    storeId: uuidPart,
    memberId: uuidPart,
    projectId: wordPart,
    name: localTextPart,
    burned: burnedPart,
    amount: amountPart,
    certificateNumber: numberPart,
  }),
  'value.topped_up': z.object({
    topUpId: uuidPart,
    receiptNumber: numberPart,
    storeId: uuidPart,
    accountId: uuidPart,
    memberId: uuidPart.nullable(),
    principal: amountPart,
    gift: amountPart,
    tenders: z.array(tenderSchema),
    change: amountPart,
    principalAfter: moneyPart,
    giftAfter: moneyPart,
  }),
  'member.enrolled': z.union([enrolledSchema, enrolledBeforeSchema]),
  'consent.changed': z.object({ memberId: uuidPart, consents: z.array(consentSchema).max(10) }),
  'member.profile_changed': z.object({
    memberId: uuidPart,
    personal: z.union([hashPart, profileChangePart]),
  }),
  'member.revealed': z.object({ memberId: uuidPart }),
  'member.erased': z.object({
    memberIds: z.array(uuidPart).min(1).max(erasedInOneEventMax),
    unreadable: countPart,
  }),
  'approval.given': z.object({
    approverId: uuidPart,
    actId: uuidPart,
    amount: amountPart,
    reason: z.string().max(200),
  }),
  'anomaly.flagged': z.object({
    kind: anomalyKindPart,
    action: z.enum(['warn', 'supervisor', 'block']),
    count: countPart,
    memberId: uuidPart.nullable(),
    actId: uuidPart.nullable(),
  }),
  'shift.opened': shiftOpenedSchema,
  'shift.closed': shiftClosedSchema,
  'cash.moved': cashMovedSchema,
  'drawer.opened': drawerOpenedSchema,
  'report.exported': z.object({ day: z.string().max(10), kind: wordPart }),
} as const satisfies { readonly [T in EventType]: z.ZodType<EventData[T]> }

/** True for an event type this version knows. */
export function isEventType(type: string): type is EventType {
  return Object.hasOwn(eventDataSchemas, type)
}
