import type { Coupon } from './coupon.ts'
import type { Uuid } from './ids.ts'

/*
 * What the one authority goes by before it sets anything aside (sync.md 5 and 7): nothing is promised twice, and leases,
 * reservations and what is free never come to more than there is.
 */

/** Why the central says no. */
export const declineCodes = [
  'coupon_used',
  'coupon_unknown',
  'coupon_revoked',
  'coupon_not_yours',
  'member_frozen',
  'denied',
  'points_not_enough',
  'value_not_enough',
  'leased_elsewhere',
  'till_restricted',
] as const
export type DeclineCode = (typeof declineCodes)[number]

/** A coupon with what was said of its uses. */
export interface CouponStanding {
  /** Whose it is; null = whoever bears it. */
  readonly memberId: Uuid | null
  readonly status: Coupon['status']
  readonly usesMax: number
  readonly usesRestored: number
  readonly usesDone: number
  /** Numbers that took effect or are set aside for another event. */
  readonly taken: ReadonlySet<number>
  /** A number of it is set aside for an event to come. */
  readonly isSetAside: boolean
  /** A till decides about it alone. */
  readonly isLeased: boolean
}

/** Points of a member or value of an account, with what of it is promised already. */
export interface AmountStanding {
  /** Points that count now, or fen of both parts. */
  readonly balance: number
  /** Set aside for events to come. */
  readonly reserved: number
  /** In leases and not known to be spent. */
  readonly leased: number
  /** Points owed: nothing is burned before they are paid off. */
  readonly debt: number
}

/** What is asked for and how it stands. */
export interface AuthorityQuestion {
  /** Nobody honours the till. */
  readonly isTillDenied: boolean
  /** Nobody honours somebody or something of it. */
  readonly isDenied: boolean
  /** Of all members it speaks of. */
  readonly isMemberFrozen: boolean
  /** Who would use the coupons; null = nobody we know. */
  readonly memberId: Uuid | null
  readonly uses: readonly { readonly useNumber: number; readonly coupon: CouponStanding | null }[]
  readonly points: readonly { readonly wish: number; readonly standing: AmountStanding }[]
  readonly value: readonly { readonly wish: number; readonly standing: AmountStanding }[]
}

/** Why not, or null when all of it may be set aside. */
export function judgeAuthority(question: AuthorityQuestion): DeclineCode | null {
  if (question.isTillDenied) return 'till_restricted'
  if (question.isDenied) return 'denied'
  if (question.isMemberFrozen) return 'member_frozen'
  for (const { useNumber, coupon } of question.uses) {
    const no = judgeUse(useNumber, coupon, question.memberId)
    if (no) return no
  }
  for (const { wish, standing } of question.points) {
    if (wish > 0 && standing.debt > 0) return 'points_not_enough'
    if (wish > freeOf(standing)) return lacking(wish, standing, 'points_not_enough')
  }
  for (const { wish, standing } of question.value) {
    if (wish > freeOf(standing)) return lacking(wish, standing, 'value_not_enough')
  }
  return null
}

function judgeUse(
  useNumber: number,
  coupon: CouponStanding | null,
  memberId: Uuid | null,
): DeclineCode | null {
  if (!coupon) return 'coupon_unknown'
  if (coupon.status === 'revoked') return 'coupon_revoked'
  if (coupon.memberId !== null && coupon.memberId !== memberId) return 'coupon_not_yours'
  if (coupon.taken.has(useNumber) || useNumber > coupon.usesMax + coupon.usesRestored) return 'coupon_used'
  return coupon.isLeased ? 'leased_elsewhere' : null
}

/** What nobody was promised: never below nothing. */
export function freeOf({ balance, reserved, leased }: AmountStanding): number {
  return Math.max(0, balance - reserved - leased)
}

/** Whether what is missing is only handed out to a till, or not there. */
function lacking(wish: number, standing: AmountStanding, code: DeclineCode): DeclineCode {
  return wish <= freeOf({ ...standing, leased: 0 }) ? 'leased_elsewhere' : code
}

/** Uses of a coupon that are left to lease: it is leased whole, so that nobody else gives its numbers out. */
export function usesLeft(coupon: CouponStanding): number {
  let left = 0
  for (let number = 1; number <= coupon.usesMax + coupon.usesRestored; number++) {
    if (!coupon.taken.has(number)) left += 1
  }
  return left
}
