import { unreachable } from './assert.ts'
import type { EventData, EventType } from './event.ts'
import type { Uuid } from './ids.ts'
import type { Points } from './points.ts'
import type { SaleCompleted } from './sale.ts'

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
  // The type parameter ties `data` to `type`; the union says the same to the compiler in a form it can narrow.
  const happened = event as Happened
  switch (happened.type) {
    case 'sale.completed':
      return effectsOfSale(happened.data, happened.time)
    case 'terminal.enrolled':
    case 'staff.signed_in':
    case 'access.denied':
    case 'receipt.reprinted':
      return []
    default:
      return unreachable(happened)
  }
}

type Happened = {
  [T in EventType]: { readonly type: T; readonly time: number; readonly data: EventData[T] }
}[EventType]

function effectsOfSale(sale: SaleCompleted, time: number): Effect[] {
  const memberId = sale.member?.memberId ?? null
  const effects: Effect[] = []
  if (memberId !== null) {
    for (const { lotId, points } of sale.burned?.lots ?? []) {
      effects.push({ kind: 'points_burned', memberId, lotId, points })
    }
    if (sale.earned) effects.push({ kind: 'points_earned', memberId, ...sale.earned })
    if (sale.growth > 0) effects.push({ kind: 'growth_added', memberId, growth: sale.growth })
  }
  for (const { couponId, templateId, useNumber } of sale.coupons) {
    effects.push({ kind: 'coupon_used', couponId, templateId, memberId, useNumber, usedAt: time })
  }
  return effects
}
