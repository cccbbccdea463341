import { z } from 'zod'
import { leaseKinds } from '../domain/risk.ts'
import { type CommandShape, sellRefusals } from './command-shape.ts'
import { countPart, instantPart, localTextPart, uuidPart } from './parts.ts'

/* What this till may decide about alone, set aside by head office beforehand (sync.md 7, class S). */

/** Something of the customer at the counter that can be set aside for this till. */
const leasableSchema = z.object({
  kind: z.enum(leaseKinds),
  subjectId: uuidPart,
  /** The coupon's; null for points and stored value. */
  name: localTextPart.nullable(),
  /** Masked number of a card; null for everything else. */
  card: z.string().nullable(),
  /** Points, fen of both parts, or uses that are left; a coupon goes whole. */
  most: countPart,
  /** `here`: this till has a lease of it. `elsewhere`: another till of the store has. */
  open: z.enum(['yes', 'nothing', 'closed', 'here', 'elsewhere']),
})
export type Leasable = z.infer<typeof leasableSchema>

/** A lease this till holds. */
const heldLeaseSchema = z.object({
  leaseId: uuidPart,
  kind: z.enum(leaseKinds),
  name: localTextPart.nullable(),
  card: z.string().nullable(),
  /** Masked; null for a bearer's. */
  memberName: z.string().nullable(),
  /** Uses, points or fen. */
  granted: countPart,
  left: countPart,
  expiresAt: instantPart,
  /** `returning`: handed back, and head office has not confirmed it yet. Nothing is spent of it any more. */
  state: z.enum(['held', 'expired', 'returning']),
})
export type HeldLease = z.infer<typeof heldLeaseSchema>

export const leaseCommands = {
  /** What of the basket's member, and of the card shown (`accountId`), can be set aside here, and what is already. */
  leaseDesk: {
    input: z.strictObject({ accountId: uuidPart.nullable() }),
    output: z.object({
      online: z.boolean(),
      leasable: z.array(leasableSchema),
      held: z.array(heldLeaseSchema),
    }),
    refusals: sellRefusals,
  },
  /**
   * Online only: refuses `online_only` without contact, and `outcome_unknown` when it was sent and not answered: the same
   * `leaseId` again is the same lease, and one that was granted shows in the list once this till has synced.
   */
  takeLease: {
    input: z.strictObject({
      leaseId: uuidPart,
      kind: z.enum(leaseKinds),
      subjectId: uuidPart,
      /** Points, fen, or uses. */
      amount: z.int().min(1),
      hours: z.int().min(1).max(24),
    }),
    output: z.object({
      granted: countPart,
      expiresAt: instantPart,
      /** This till can use it now; else as soon as it has synced. */
      atHand: z.boolean(),
    }),
    refusals: [
      ...sellRefusals,
      'till_restricted',
      'member_unknown',
      'member_frozen',
      'coupon_unknown',
      'coupon_used',
      'account_unknown',
      'account_frozen',
      'points_not_enough',
      'value_not_enough',
      'lease_held',
      'lease_taken',
      'lease_refused',
      'online_only',
      'outcome_unknown',
    ],
  },
  /** Hands back what is left. From here on nothing is spent of it; without an answer head office is told again by itself. */
  returnLease: {
    input: z.strictObject({ leaseId: uuidPart }),
    output: z.object({}),
    refusals: [...sellRefusals, 'lease_unknown', 'lease_unsent', 'online_only', 'outcome_unknown'],
  },
} as const satisfies Record<string, CommandShape>
