import type { Uuid } from '../../domain/ids.ts'

/** A lot as a batch of events finds and leaves it. */
export interface LotFact {
  readonly lotId: Uuid
  readonly memberId: Uuid
  readonly earnedAt: number
  readonly expiresAt: number
  points: number
  /** Made by this batch. */
  readonly isNew: boolean
  changed: boolean
  /** The event that burned from it or made it last, or null when none did. */
  lastEvent: Uuid | null
}

export interface CouponFact {
  readonly couponId: Uuid
  readonly usesMax: number
  readonly status: string
  usesDone: number
  changed: boolean
}

export interface MemberFact {
  readonly memberId: Uuid
  growth: number
  changed: boolean
}

export interface UseFact {
  readonly couponId: Uuid
  readonly useNumber: number
  readonly eventId: Uuid
  readonly terminalId: Uuid
  readonly memberId: Uuid | null
  readonly usedAt: number
}

/** Points moved from one account of the ledger to another (central/migrations). */
interface PointsEntry {
  readonly eventId: Uuid
  readonly memberId: Uuid
  readonly lotId: Uuid
  readonly debit: 'points' | 'liability' | 'loss'
  readonly credit: 'points' | 'redemption'
  readonly points: number
}

/** What an event wanted and could not have, and who was first. */
export interface Dispute {
  readonly kind:
    | 'coupon_use'
    | 'coupon_unknown'
    | 'coupon_revoked'
    | 'coupon_overused'
    | 'points_overdraft'
    | 'lot_taken'
    | 'member_unknown'
  readonly subject: string
  readonly eventId: Uuid
  readonly other: Uuid
  /** Points that are missing, for `points_overdraft`; else 0. */
  readonly points: number
}

/**
 * The rows a batch of events touches, loaded at once, changed event by event and written back at once. Appliers
 * see what the events before them did.
 */
export interface Facts {
  readonly lots: Map<Uuid, LotFact>
  readonly coupons: Map<Uuid, CouponFact>
  readonly members: Map<Uuid, MemberFact>
  /** First use of a coupon's number, by `keyOfUse`. */
  readonly uses: Map<string, UseFact>
  readonly newUses: UseFact[]
  readonly entries: PointsEntry[]
}

export function keyOfUse(couponId: Uuid, useNumber: number): string {
  return `${couponId}:${useNumber}`
}
