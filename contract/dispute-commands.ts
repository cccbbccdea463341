import { z } from 'zod'
import { commandTimeoutMs, requestTimeoutMs } from '../domain/limits.ts'
import type { CommandShape } from './command-shape.ts'
import { amountPart, countPart, instantPart, localTextPart, pointsPart, uuidPart } from './parts.ts'

/** An event a dispute names, as far as this till knows it. */
const disputedEventSchema = z.object({
  eventId: uuidPart,
  /** Number on its receipt or slip; null for another till's. */
  slipNumber: z.string().nullable(),
})

const disputeViewSchema = z.object({
  number: countPart,
  /** As the central calls it; one this version has no words for is shown as it is. */
  kind: z.string(),
  /** The coupon's name where it is one this till knows. */
  name: localTextPart.nullable(),
  recordedAt: instantPart,
  /** The event that lost, and the one that has it. */
  lost: disputedEventSchema,
  won: disputedEventSchema,
  /** This very till's event. */
  isOwn: z.boolean(),
  cashier: z.string().nullable(),
  approver: z.string().nullable(),
  memberName: z.string().nullable(),
  mode: z.string().nullable(),
  points: pointsPart,
  amount: amountPart,
  /** As the central calls it. */
  outcome: z.string().nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: instantPart.nullable(),
  note: z.string().nullable(),
})
export type DisputeView = z.infer<typeof disputeViewSchema>

/** Something this till decided alone that head office would not have allowed, as it said later. */
const lateDeclineSchema = z.object({
  eventId: uuidPart,
  slipNumber: z.string().nullable(),
  /** Why not: a refusal's code. */
  code: z.string(),
  heardAt: instantPart,
})
export type LateDecline = z.infer<typeof lateDeclineSchema>

export const disputeCommands = {
  /** The newest disputes of this store as the central has them now, and what it declined of this till's own acts later. */
  storeDisputes: {
    input: z.strictObject({}),
    output: z.object({
      /** Null: without contact. What this till knows by itself is told all the same. */
      disputes: z.array(disputeViewSchema).nullable(),
      /** Of all of the store, how many people have to decide about. */
      open: countPart.nullable(),
      more: z.boolean(),
      lateDeclines: z.array(lateDeclineSchema),
    }),
    refusals: ['signed_out', 'role_not_allowed', 'not_enrolled', 'replica_loading'],
    // A list for people: the central has its usual patience.
    waitMs: requestTimeoutMs + commandTimeoutMs,
  },
} as const satisfies Record<string, CommandShape>
