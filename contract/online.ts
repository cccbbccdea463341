import { z } from 'zod'
import { identifierLengthMax } from '../domain/limits.ts'
import { couponSchema, memberSchema } from './entities.ts'
import { saleCompletedSchema } from './event-data.ts'
import { amountPart, countPart, instantPart, pointsPart, uuidPart } from './parts.ts'

/*
 * What a till asks the central while a customer waits. Every request bears the till's token; one that does not come
 * back in time is "not online", never "no". A refusal is a problem with one of the codes named.
 */

/** When in the feed a row became what is told of it: a copy that is not so far is older than the answer. */
const toldAtPart = countPart.exactOptional()

/** Who is to get something, by member code or phone hash. */
const receiverPart = z.object({ kind: z.enum(['member_code', 'phone_hash']), value: z.string().max(128) })

/**
 * `POST /v1/transfers`: points from member to member, online only (loyalty.md 4). Asked again with the same `actId` it
 * answers the same. Problems: `member_unknown`, `member_frozen`, `transfer_closed`, `transfer_to_self`,
 * `points_not_enough`, `transfer_over_share`, `transfer_over_month`.
 */
export const transferRequestSchema = z.object({
  actId: uuidPart,
  fromMemberId: uuidPart,
  to: receiverPart,
  points: pointsPart,
  staffId: uuidPart,
})
export type TransferRequest = z.infer<typeof transferRequestSchema>

export const transferAnswerSchema = z.object({
  actId: uuidPart,
  points: pointsPart,
  fee: pointsPart,
  received: pointsPart,
  toMaskedName: z.string().max(40),
  balance: pointsPart,
})
export type TransferAnswer = z.infer<typeof transferAnswerSchema>

/**
 * `POST /v1/coupon-transfers`: a coupon from its owner to another member, online only (loyalty.md 5). Asked again with the
 * same `actId` it answers the same. Problems: `member_unknown`, `member_frozen`, `transfer_to_self`, `coupon_unknown`,
 * `coupon_template_unknown`, `coupon_bearer`, `coupon_not_yours`, `coupon_not_transferable`, `coupon_revoked`,
 * `coupon_disputed`, `coupon_reserved`, `coupon_used`, `coupon_expired`, `denied`, `leased_elsewhere`.
 */
export const couponTransferRequestSchema = z.object({
  actId: uuidPart,
  couponId: uuidPart,
  fromMemberId: uuidPart,
  to: receiverPart,
  staffId: uuidPart,
})
export type CouponTransferRequest = z.infer<typeof couponTransferRequestSchema>

export const couponTransferAnswerSchema = z.object({
  actId: uuidPart,
  couponId: uuidPart,
  toMaskedName: z.string().max(40),
  /** As it is the receiver's. */
  coupon: couponSchema.exactOptional(),
  changeNumber: toldAtPart,
})
export type CouponTransferAnswer = z.infer<typeof couponTransferAnswerSchema>

/**
 * `POST /v1/one-time-codes`: sends the member six digits for one act; three minutes, three tries. Problems:
 * `member_unknown`, `rate_limited`.
 */
export const oneTimeCodeRequestSchema = z.object({ actId: uuidPart, memberId: uuidPart, amount: amountPart })
export type OneTimeCodeRequest = z.infer<typeof oneTimeCodeRequestSchema>

export const oneTimeCodeAnswerSchema = z.object({
  /** Masked. */
  sentTo: z.string().max(20),
  expiresAt: instantPart,
})
export type OneTimeCodeAnswer = z.infer<typeof oneTimeCodeAnswerSchema>

/** `POST /v1/one-time-codes/check`. Problems: `one_time_code_wrong`. */
export const oneTimeCheckRequestSchema = z.object({
  actId: uuidPart,
  memberId: uuidPart,
  /** What the act is worth: as it was when the code was sent, or the code proves nothing. */
  amount: amountPart,
  code: z.string().regex(/^\d{6}$/),
})
export type OneTimeCheckRequest = z.infer<typeof oneTimeCheckRequestSchema>

export const oneTimeCheckAnswerSchema = z.object({ actId: uuidPart, proven: z.literal(true) })
export type OneTimeCheckAnswer = z.infer<typeof oneTimeCheckAnswerSchema>

/** `GET /v1/sales/{receiptNumber}`: a sale of another till, for a return. Problems: `sale_unknown`. */
export const saleAnswerSchema = z.object({
  sale: saleCompletedSchema,
  soldAt: instantPart,
  /** What has come back of it already, by place of the line. */
  returned: z.array(
    z.object({
      place: countPart,
      amount: countPart,
      net: amountPart,
      pointsShare: amountPart,
      takenBack: pointsPart,
      givenBack: pointsPart,
      growth: countPart,
    }),
  ),
})

export type SaleAnswer = z.infer<typeof saleAnswerSchema>

/** `GET /v1/coupons/{code}`: a coupon this till's copy does not have. Problems: `coupon_unknown`. */
export const couponFoundSchema = z.object({ coupon: couponSchema, changeNumber: toldAtPart })
export type CouponFound = z.infer<typeof couponFoundSchema>

/** `GET /v1/coupons/{couponId}/history`. Problems: `coupon_unknown`. */
export const couponHistorySchema = z.object({
  coupon: couponSchema,
  changeNumber: toldAtPart,
  steps: z
    .array(
      z.object({
        at: instantPart,
        what: z.enum(['issued', 'redeemed', 'restored', 'disputed', 'revoked', 'expired']),
        storeNumber: z.string().max(8).nullable(),
        terminalNumber: z.string().max(8).nullable(),
        useNumber: countPart.nullable(),
      }),
    )
    .max(1_000),
  /** When it became another member's, and where; beside the steps, which tills of before know all kinds of. */
  transfers: z
    .array(
      z.object({
        at: instantPart,
        storeNumber: z.string().max(8).nullable(),
        terminalNumber: z.string().max(8).nullable(),
      }),
    )
    .max(1_000)
    .optional(),
})

export type CouponHistory = z.infer<typeof couponHistorySchema>

/** `GET /v1/members/{memberId}`: a member as of this moment, for a till whose copy is behind. Problems: `member_unknown`. */
export const memberFoundSchema = z.object({ member: memberSchema })
export type MemberFound = z.infer<typeof memberFoundSchema>

/**
 * `POST /v1/members/find`: a member the till's copy lacks, because they are of another area or new (loyalty.md 7). They
 * count as seen at the till's store from now on: the feed brings them with all their rows, at once and later. Problems:
 * `member_unknown`.
 */
export const memberFindRequestSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.enum(['member_code', 'phone_hash']),
    value: z.string().max(128),
    /**
     * Who is only named, as whoever brought a new member, is not seen and comes nowhere; whoever may not refer is
     * `member_unknown`. Left out, they are here.
     */
    onlyNamed: z.boolean().optional(),
  }),
  /** What a signed code of their phone names. */
  z.object({ kind: z.literal('member_id'), value: uuidPart }),
  /** The whole number of a card or tag, in whatever spelling its reader gives it. */
  z.object({ kind: z.literal('card'), value: z.string().max(identifierLengthMax) }),
])
export type MemberFindRequest = z.infer<typeof memberFindRequestSchema>

/** Whom it stands for now, merges followed. */
export const memberFindAnswerSchema = z.object({ memberId: uuidPart })
export type MemberFindAnswer = z.infer<typeof memberFindAnswerSchema>
