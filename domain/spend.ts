import type { Uuid } from './ids.ts'
import { type Money, noMoney, sumMoney, timesMoney } from './money.ts'
import type { Points } from './points.ts'
import type { Programme } from './programme.ts'
import type { RiskPolicy } from './risk.ts'

/*
 * What an act spends that could be spent elsewhere at the same time (sync.md 7). Selling and earning spend nothing: they
 * are free, always.
 */

export interface CouponSpend {
  readonly couponId: Uuid
  readonly useNumbers: readonly number[]
  /** Of all these uses: the face, or what they take off where that is more. */
  readonly worth: Money
  /** The central alone decides about it. */
  readonly onlineOnly: boolean
}

export interface PointsSpend {
  /** Whose points: the member's or the family owner's. */
  readonly memberId: Uuid
  readonly points: Points
  readonly worth: Money
}

export interface ValueSpend {
  readonly accountId: Uuid
  /** Both parts together. */
  readonly amount: Money
}

/** At most one entry for a coupon, a member's points and an account. */
export interface Spend {
  /** Who redeems; null = nobody known (a bearer's coupon, a gift card). */
  readonly memberId: Uuid | null
  readonly coupons: readonly CouponSpend[]
  readonly points: readonly PointsSpend[]
  readonly value: readonly ValueSpend[]
}

/** Free always; bounded without contact; strict without contact only inside a lease (sync.md 7). */
export type RiskClass = 'free' | 'bounded' | 'strict'

export function noSpend(memberId: Uuid | null): Spend {
  return { memberId, coupons: [], points: [], value: [] }
}

/** What points are worth to limits: whole steps, begun ones too, so that no burn is worth nothing. */
export function pointsWorth(burned: Points, { burn }: Pick<Programme, 'burn'>): Money {
  return burn.step > 0 ? timesMoney(burn.stepValue, Math.ceil(burned / burn.step)) : noMoney
}

/** Worth of the whole in fen, as limits count it. */
export function worthOfSpend({ coupons, points, value }: Omit<Spend, 'memberId'>): Money {
  return sumMoney([
    ...coupons.map(({ worth }) => worth),
    ...points.map(({ worth }) => worth),
    ...value.map(({ amount }) => amount),
  ])
}

/** Uses a member's day counts: each use of a coupon, and a burn as one. */
export function usesOfSpend({ coupons, points }: Pick<Spend, 'coupons' | 'points'>): number {
  const ofCoupons = coupons.reduce((sum, { useNumbers }) => sum + useNumbers.length, 0)
  return ofCoupons + (points.length > 0 ? 1 : 0)
}

/** Stored value is strict at any amount, coupons and burns by what they are worth together. */
export function riskClassOf(spend: Spend, { boundedMax }: Pick<RiskPolicy, 'boundedMax'>): RiskClass {
  const { coupons, points, value } = spend
  if (value.length > 0 || coupons.some(({ onlineOnly }) => onlineOnly)) return 'strict'
  if (coupons.length === 0 && points.length === 0) return 'free'
  return worthOfSpend(spend) > boundedMax ? 'strict' : 'bounded'
}

/** The name of one use of a coupon, which tills and the central exchange to say "used" (sync.md 6): 64 hex digits. */
export function nullifierOf(couponId: Uuid, useNumber: number, sha256: (text: string) => string): string {
  return sha256(`use${couponId}${useNumber}`)
}
