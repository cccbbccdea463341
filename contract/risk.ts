import { z } from 'zod'
import { declineCodes } from '../domain/authority.ts'
import { signedCodeLengthMax } from '../domain/limits.ts'
import { proofs } from '../domain/proof.ts'
import {
  type Denial,
  denialKinds,
  type Lease,
  type LeaseUse,
  leaseKinds,
  type RiskPolicy,
} from '../domain/risk.ts'
import { amountPart, base64Part, countPart, hashPart, instantPart, pointsPart, uuidPart } from './parts.ts'

/* Honest redemption (sync.md 5 and 7): limits, denials, leases, and what a till asks before it decides. */

const daysMs = z.int().min(0).max(31_536_000_000)

const limits = {
  version: z.int().min(1),
  boundedMax: amountPart,
  memberUsesMax: countPart,
  memberAmountMax: amountPart,
  tillExposureMax: amountPart,
  storeExposureMax: amountPart,
  strictDenyAgeMs: daysMs,
  boundedDenyAgeMs: daysMs,
  overdraftMax: pointsPart,
  /** Never over 1.5 s (sync.md 5). */
  authorizeMs: z.int().min(100).max(1_500),
}

/** What the signature of a policy covers, as canonical JSON (RFC 8785). */
export const policyLimitsSchema: z.ZodType<RiskPolicy> = z.strictObject(limits)

/** As it travels: Ed25519 by the central's checkpoint key over the limits as canonical JSON (RFC 8785), so that no copy of a file can loosen a limit. */
export const policyRowSchema: z.ZodType<PolicyRow> = z.object({ ...limits, sig: base64Part })
export type PolicyRow = RiskPolicy & { readonly sig: string }

export const denialSchema: z.ZodType<Denial> = z.object({
  kind: z.enum(denialKinds),
  subject: uuidPart,
  since: instantPart,
  reason: z.string().max(200),
})

export const leaseSchema: z.ZodType<Lease> = z.object({
  leaseId: uuidPart,
  storeId: uuidPart,
  terminalId: uuidPart,
  kind: z.enum(leaseKinds),
  subjectId: uuidPart,
  granted: countPart,
  used: countPart,
  fence: z.int().min(1),
  grantedAt: instantPart,
  expiresAt: instantPart,
})

export const leaseUseSchema: z.ZodType<LeaseUse> = z.object({ leaseId: uuidPart, amount: z.int().min(1) })

/**
 * `POST /v1/authorize`: may this very event spend what it is about to spend? `id` is the event's id, so a late answer and
 * a repeated question are harmless: the first answer stands for ever. What is approved is set aside for the event until
 * `expiresAt` (ten minutes), until the event comes, or until it is cancelled. Problems: `id_taken` (409) for an id that
 * another till or another question has: a basket that changed after it was asked for needs an event of its own.
 */
export const authorizeRequestSchema = z.object({
  id: uuidPart,
  /** 32 random bytes, hex: the answer is signed over it, so that no captive portal is taken for the central. */
  nonce: hashPart,
  memberId: uuidPart.nullable(),
  proof: z.enum(proofs),
  /** Worth of the whole in fen, as limits count it. */
  amount: amountPart,
  uses: z
    .array(
      z.object({
        couponId: uuidPart,
        useNumber: z.int().min(1),
        nullifier: hashPart,
        /** A signed coupon's text: the central may not have heard of the coupon either, and verifies it itself. */
        code: z.string().max(signedCodeLengthMax).exactOptional(),
      }),
    )
    .max(1_000),
  /** Whose points, the owner of a family among them. */
  points: z.array(z.object({ memberId: uuidPart, points: pointsPart })).max(10),
  /** Both parts of an account together. */
  value: z.array(z.object({ accountId: uuidPart, amount: amountPart })).max(10),
})
export type AuthorizeRequest = z.infer<typeof authorizeRequestSchema>

/** `sig`: Ed25519 over the canonical JSON (RFC 8785) of the rest. An answer whose signature does not hold is none. */
export const authorizeAnswerSchema = z.object({
  id: uuidPart,
  nonce: hashPart,
  decision: z.enum(['approved', 'declined']),
  /** Why not; null when approved. */
  code: z.enum(declineCodes).nullable(),
  serverTime: instantPart,
  /** Until when what was approved stays set aside. */
  expiresAt: instantPart,
  sig: base64Part,
})
export type AuthorizeAnswer = z.infer<typeof authorizeAnswerSchema>

/** `POST /v1/authorize/{id}/cancel`: gives back what was set aside. Asked again, or for what is unknown, it says the same. */
export const cancelAnswerSchema = z.object({ id: uuidPart, cancelled: z.literal(true) })
export type CancelAnswer = z.infer<typeof cancelAnswerSchema>

/**
 * `POST /v1/leases`: asks for a part to decide about alone. A coupon is leased whole: `granted` is all that is left of it.
 * Problems: `lease_refused` (not so much is free, or nobody honours it), `lease_taken` (promised to somebody already, or an
 * id that was a lease before), `till_restricted`.
 */
export const leaseRequestSchema = z.object({
  /** Made by the till: asked again with the same id it is the same lease. */
  leaseId: uuidPart,
  kind: z.enum(leaseKinds),
  subjectId: uuidPart,
  amount: z.int().min(1),
  /** For how long it is wanted, in ms; missing = as long as the central gives. It may give less. */
  ms: z.int().min(60_000).max(31_536_000_000).exactOptional(),
})
export type LeaseRequest = z.infer<typeof leaseRequestSchema>

export const leaseAnswerSchema = z.object({ lease: leaseSchema, serverTime: instantPart })
export type LeaseAnswer = z.infer<typeof leaseAnswerSchema>

/** `POST /v1/leases/{leaseId}/return`: hands back what is left, once every event that spent of it was pushed. */
export const leaseReturnedSchema = z.object({ leaseId: uuidPart, returned: z.literal(true) })
export type LeaseReturned = z.infer<typeof leaseReturnedSchema>

/** What people decide about a dispute. */
const disputeOutcomes = ['write_off', 'charge_back', 'contact', 'discipline'] as const
export const disputeOutcomePart = z.enum(disputeOutcomes)
export type DisputeOutcome = z.infer<typeof disputeOutcomePart>

/**
 * What an event wanted and could not have, or had and lost to a stronger word later: who, what, how much, and what was
 * decided. `GET /v1/disputes?after=` lists those of a till's store, the oldest first, the till's own among them: an event
 * that was answered `applied` may lose afterwards. `?newest=true` lists the newest first.
 */
export const disputeSchema = z.object({
  /** Counts up; the next page starts after it. */
  number: countPart,
  kind: z.string().max(40),
  subject: z.string().max(80),
  /** The event that lost, and the one that has it. */
  eventId: uuidPart,
  other: uuidPart,
  /** The till of the event, its store, its cashier, whose it was and who approved; null where nobody or not known. */
  terminalId: uuidPart,
  storeId: uuidPart.nullable(),
  actor: uuidPart.nullable(),
  memberId: uuidPart.nullable(),
  approver: uuidPart.nullable(),
  mode: z.string().max(20).nullable(),
  /** Points that are missing, for `points_overdraft`; else 0. */
  points: pointsPart,
  /** Money at stake: missing of an account, given by a coupon, refunded; else 0. */
  amount: amountPart,
  recordedAt: instantPart,
  /** One of `disputeOutcomePart`, or what a later central calls another one. */
  outcome: z.string().max(40).nullable(),
  decidedBy: z.string().max(80).nullable(),
  decidedAt: instantPart.nullable(),
  note: z.string().max(500).nullable(),
})

export type Dispute = z.infer<typeof disputeSchema>

export const disputesAnswerSchema = z.object({
  disputes: z.array(disputeSchema),
  more: z.boolean(),
  /** Of all of the store, how many people have to decide about. */
  open: countPart.exactOptional(),
})
export type DisputesAnswer = z.infer<typeof disputesAnswerSchema>
