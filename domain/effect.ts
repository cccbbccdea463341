import type { EventData, EventType } from './event.ts'
import type { Uuid } from './ids.ts'
import type { Points } from './points.ts'

/**
 * What an event does to facts other tills care about. The till keeps the effects of events the chain has not
 * heard of and joins them to the replica (db/overlay); the central applies the very same list to its tables.
 */
export type Effect =
  | {
      readonly kind: 'points_burned'
      readonly memberId: Uuid
      readonly lotId: Uuid
      readonly points: Points
    }
  | {
      readonly kind: 'points_earned'
      readonly memberId: Uuid
      readonly lotId: Uuid
      readonly points: Points
      readonly earnedAt: number
      readonly expiresAt: number
    }
  | { readonly kind: 'growth_added'; readonly memberId: Uuid; readonly growth: number }
  | {
      readonly kind: 'coupon_used'
      readonly couponId: Uuid
      readonly templateId: Uuid
      /** Who used it; null for a bearer coupon in a sale without a member. */
      readonly memberId: Uuid | null
      readonly useNumber: number
      readonly usedAt: number
    }

/** What an event does, in the order: points burned, points earned, growth, coupon uses. Empty for events without effect. */
export function effectsOf<T extends EventType>(event: {
  readonly type: T
  readonly time: number
  readonly data: EventData[T]
}): Effect[] {
  throw new Error('pending')
}
