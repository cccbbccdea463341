import { unreachable } from './assert.ts'
import type { Coupon } from './coupon.ts'
import type { EnrolledPerson } from './enrolment.ts'
import type { EventData, EventType } from './event.ts'
import type { StockWay } from './gift-stock.ts'
import type { Uuid } from './ids.ts'
import type { Consent, Identifier, Member } from './member.ts'
import { type Money, money } from './money.ts'
import { personalOf } from './personal.ts'
import type { Points } from './points.ts'
import type { ProfileChange } from './profile-change.ts'
import type { CouponRedeemed, CouponRestored } from './redemption.ts'
import type { SaleReturned } from './refund.ts'
import type { LeaseUse } from './risk.ts'
import type { PointsBurned, SaleCompleted } from './sale.ts'

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
      readonly spendableFrom: number
      readonly expiresAt: number
    }
  /** A return took back what a sale had earned. */
  | {
      readonly kind: 'points_taken_back'
      readonly memberId: Uuid
      readonly lotId: Uuid
      readonly points: Points
    }
  /** A return gave back what a sale had burned; `expiresAt` is the lot's new end, null = its own. */
  | {
      readonly kind: 'points_given_back'
      readonly memberId: Uuid
      readonly lotId: Uuid
      readonly points: Points
      readonly expiresAt: number | null
    }
  /** More or less (negative: paid off) points owed. */
  | { readonly kind: 'debt_changed'; readonly memberId: Uuid; readonly change: number }
  /** Negative after a return. */
  | { readonly kind: 'growth_added'; readonly memberId: Uuid; readonly growth: number }
  | {
      readonly kind: 'coupon_used'
      readonly couponId: Uuid
      readonly templateId: Uuid
      /** Who used it; null for a bearer coupon in a sale without a member. */
      readonly memberId: Uuid | null
      readonly useNumber: number
      readonly usedAt: number
      /** What it gave. */
      readonly amount: Money
    }
  | {
      readonly kind: 'coupon_restored'
      readonly couponId: Uuid
      readonly templateId: Uuid
      readonly memberId: Uuid | null
      readonly useNumber: number
    }
  | { readonly kind: 'coupon_issued'; readonly coupon: Coupon }
  /** Both parts signed. */
  | {
      readonly kind: 'value_changed'
      readonly accountId: Uuid
      readonly memberId: Uuid | null
      readonly principal: Money
      readonly gift: Money
    }
  | {
      readonly kind: 'stock_taken'
      readonly storeId: Uuid
      readonly giftId: string
      readonly amount: number
    }
  | {
      readonly kind: 'stock_moved'
      readonly storeId: Uuid
      readonly giftId: string
      readonly way: StockWay
      readonly amount: number
    }
  | {
      readonly kind: 'ticket_drawn'
      readonly poolId: Uuid
      readonly memberId: Uuid
      readonly index: number
    }
  | {
      readonly kind: 'subscription_started'
      readonly memberId: Uuid
      readonly planId: string
      readonly until: number
    }
  | {
      readonly kind: 'family_spent'
      readonly memberId: Uuid
      readonly ownerId: Uuid
      /** When, for the month it counts to. */
      readonly spentAt: number
      readonly points: Points
    }
  /** A return gave back points of the owner's: the member's share of the month they were spent in is theirs again. */
  | {
      readonly kind: 'family_given_back'
      readonly memberId: Uuid
      readonly ownerId: Uuid
      readonly spentAt: number
      readonly points: Points
    }
  | {
      readonly kind: 'member_enrolled'
      readonly member: Member
      readonly identifiers: readonly Identifier[]
    }
  | { readonly kind: 'consents_changed'; readonly memberId: Uuid; readonly consents: readonly Consent[] }
  | { readonly kind: 'profile_changed'; readonly memberId: Uuid; readonly change: ProfileChange }
  /** Uses, points or fen of a lease the till holds: the event's spending is within it as far as the lease goes. */
  | { readonly kind: 'lease_used'; readonly leaseId: Uuid; readonly amount: number }
  /** The member bought: what a first purchase brings is the central's to give. */
  | { readonly kind: 'member_bought'; readonly memberId: Uuid; readonly boughtAt: number }

/**
 * What an event does, in the order: what of it is within leases, points burned, given and taken back, earned, debt, growth, coupons, value, stock and
 * the rest. Empty for events that only tell.
 */
export function effectsOf<T extends EventType>(event: {
  readonly type: T
  readonly time: number
  readonly leases?: readonly LeaseUse[]
  readonly data: EventData[T]
}): Effect[] {
  const leased = (event.leases ?? []).map((use) => ({ kind: 'lease_used', ...use }) as const)
  return [...leased, ...effectsOfData(event)]
}

function effectsOfData<T extends EventType>(event: {
  readonly type: T
  readonly time: number
  readonly data: EventData[T]
}): Effect[] {
  // The type parameter ties `data` to `type`; the union says the same to the compiler in a form it can narrow.
  const happened = event as Happened
  switch (happened.type) {
    case 'sale.completed':
      return effectsOfSale(happened.data, happened.time)
    case 'sale.returned':
      return effectsOfReturn(happened.data)
    case 'coupon.redeemed':
      return effectsOfRedemption(happened.data, happened.time)
    case 'coupon.restored':
      return effectsOfRestoring(happened.data)
    case 'gift.exchanged': {
      const { storeId, giftId, stocked, burned, issued } = happened.data
      return [
        ...burns(burned),
        ...(stocked ? [{ kind: 'stock_taken', storeId, giftId, amount: 1 } as const] : []),
        ...issues(issued),
      ]
    }
    case 'gift.stock_moved': {
      const { storeId, giftId, way, amount } = happened.data
      return [{ kind: 'stock_moved', storeId, giftId, way, amount }]
    }
    case 'lottery.drawn': {
      const { memberId, poolId, index, burned, issued } = happened.data
      return [...burns(burned), { kind: 'ticket_drawn', poolId, memberId, index }, ...issues(issued)]
    }
    case 'points.donated':
      return burns(happened.data.burned)
    case 'value.topped_up': {
      const { accountId, memberId, principal, gift } = happened.data
      return [{ kind: 'value_changed', accountId, memberId, principal, gift }]
    }
    case 'member.enrolled': {
      const { issued } = happened.data
      const person = personalOf(happened.data.personal)
      return [
        ...(person ? [enrols(person)] : []),
        ...issued.map((coupon) => ({ kind: 'coupon_issued', coupon }) as const),
      ]
    }
    case 'consent.changed':
      return [{ kind: 'consents_changed', ...happened.data }]
    case 'member.profile_changed': {
      const change = personalOf(happened.data.personal)
      return change ? [changesProfile(happened.data.memberId, change)] : []
    }
    case 'terminal.enrolled':
    case 'terminal.epoch_started':
    case 'staff.signed_in':
    case 'staff.signed_out':
    case 'access.denied':
    case 'receipt.reprinted':
    case 'member.revealed':
    case 'member.erased':
    case 'approval.given':
    case 'anomaly.flagged':
    case 'shift.opened':
    case 'shift.closed':
    case 'cash.moved':
    case 'drawer.opened':
    case 'report.exported':
      return []
    default:
      return unreachable(happened)
  }
}

type Happened = {
  [T in EventType]: { readonly type: T; readonly time: number; readonly data: EventData[T] }
}[EventType]

/** Points taken from lots. */
function burns(burned: PointsBurned): Effect[] {
  return burned.lots.map((lot) => ({ kind: 'points_burned', ...lot }))
}

/** What was the family owner's counts to the member's share of the month; their lots come last. */
function familySpent(
  memberId: Uuid,
  burned: NonNullable<SaleCompleted['burned']>,
  spentAt: number,
): Effect[] {
  const { ofFamily, lots } = burned
  const owner = lots.at(-1)
  if (ofFamily === 0 || !owner) return []
  return [{ kind: 'family_spent', memberId, ownerId: owner.memberId, spentAt, points: ofFamily }]
}

function enrols({ member, identifiers }: EnrolledPerson): Effect {
  return { kind: 'member_enrolled', member, identifiers }
}

/** The salt says nothing of the member. */
function changesProfile(memberId: Uuid, { name, phone, birthday, sealed }: ProfileChange): Effect {
  return { kind: 'profile_changed', memberId, change: { name, phone, birthday, sealed } }
}

function issues(coupon: Coupon | null): Effect[] {
  return coupon ? [{ kind: 'coupon_issued', coupon }] : []
}

function effectsOfSale(sale: SaleCompleted, time: number): Effect[] {
  const { member } = sale
  const memberId = member?.memberId ?? null
  const effects: Effect[] = []
  if (memberId !== null) {
    if (sale.burned) effects.push(...burns(sale.burned), ...familySpent(memberId, sale.burned, time))
    if (sale.earned) {
      const { lotId, points, earnedAt, spendableFrom, expiresAt, debtPaid } = sale.earned
      if (points > 0) {
        effects.push({
          kind: 'points_earned',
          memberId,
          lotId,
          points,
          earnedAt,
          spendableFrom,
          expiresAt,
        })
      }
      if (debtPaid > 0) effects.push({ kind: 'debt_changed', memberId, change: -debtPaid })
    }
    if (sale.growth > 0) effects.push({ kind: 'growth_added', memberId, growth: sale.growth })
    if (sale.plan) effects.push({ kind: 'subscription_started', memberId, ...sale.plan })
    if (sale.firstPurchase) effects.push({ kind: 'member_bought', memberId, boughtAt: time })
  }
  for (const { couponId, templateId, useNumber, amount } of sale.coupons) {
    effects.push({ kind: 'coupon_used', couponId, templateId, memberId, useNumber, usedAt: time, amount })
  }
  for (const tender of sale.tenders) {
    if (tender.kind !== 'stored_value') continue
    const { accountId, principal, gift } = tender
    effects.push({
      kind: 'value_changed',
      accountId,
      memberId: accountId === memberId ? memberId : null,
      principal: money(-principal),
      gift: money(-gift),
    })
  }
  return effects
}

function effectsOfReturn(returned: SaleReturned): Effect[] {
  const { memberId, givenBack, takenBack, growth, couponsRestored, refunds } = returned
  const effects: Effect[] = []
  for (const lot of givenBack?.lots ?? []) effects.push({ kind: 'points_given_back', ...lot })
  if (memberId !== null) {
    for (const lot of takenBack?.lots ?? []) effects.push({ kind: 'points_taken_back', memberId, ...lot })
    const debt = takenBack?.debt ?? 0
    if (debt > 0) effects.push({ kind: 'debt_changed', memberId, change: debt })
    if (growth > 0) effects.push({ kind: 'growth_added', memberId, growth: -growth })
    const ownerId = givenBack?.lots.at(-1)?.memberId
    // The owner's came last.
    if (givenBack?.ofFamily && ownerId !== undefined)
      effects.push({ kind: 'family_given_back', memberId, ownerId, ...givenBack.ofFamily })
  }
  for (const restored of couponsRestored) effects.push({ kind: 'coupon_restored', memberId, ...restored })
  for (const refund of refunds) {
    if (refund.kind !== 'stored_value') continue
    const { accountId, principal, gift } = refund
    effects.push({
      kind: 'value_changed',
      accountId,
      memberId: accountId === memberId ? memberId : null,
      principal,
      gift,
    })
  }
  return effects
}

function effectsOfRedemption(redeemed: CouponRedeemed, time: number): Effect[] {
  const { couponId, templateId, memberId, useNumbers, faceValue } = redeemed
  return useNumbers.map((useNumber) => ({
    kind: 'coupon_used',
    couponId,
    templateId,
    memberId,
    useNumber,
    usedAt: time,
    amount: faceValue,
  }))
}

function effectsOfRestoring(restored: CouponRestored): Effect[] {
  const { couponId, templateId, memberId, useNumbers } = restored
  return useNumbers.map((useNumber) => ({
    kind: 'coupon_restored',
    couponId,
    templateId,
    memberId,
    useNumber,
  }))
}
