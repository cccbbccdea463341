import type { Basket } from '../../domain/basket.ts'
import type { Standing } from '../../domain/price.ts'

/**
 * The basket under the id its member has now: the chain may have merged the one they were recognised as into another
 * (loyalty.md 1). Lines, coupons and points stay: what was theirs has moved with them.
 */
export function followingMerge(basket: Basket, standing: Standing | null): Basket {
  const memberId = standing?.member.memberId
  if (!memberId || basket.memberId === null || memberId === basket.memberId) return basket
  return { ...basket, memberId }
}
