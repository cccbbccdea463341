import type { Basket } from '../../domain/basket.ts'
import { type BestCoupons, bestCoupons } from '../../domain/best-price.ts'
import type { CouponAtHand } from '../../domain/coupon.ts'
import type { Uuid } from '../../domain/ids.ts'
import { couponsPerMemberMax } from '../../domain/limits.ts'
import type { PriceInput } from '../../domain/price.ts'
import type { Chain } from './chain.ts'
import type { Clock } from './clock.ts'
import type { Session } from './session.ts'

/** The cheapest legal combination of coupons for the basket at hand (loyalty.md 5). */
export interface CouponChooser {
  /** What may be chosen from: the member's coupons, those in the basket, and those that were in it before. */
  readonly candidates: (input: PriceInput) => readonly CouponAtHand[]
  /** The best of those; null when there is nothing to choose from. */
  readonly best: (input: PriceInput) => BestCoupons | null
  /** The basket with the best coupons in it when it asks for them, else as it is. */
  readonly applied: (basket: Basket) => Basket
}

/**
 * A bearer coupon is known to this till only by its scan: when the best combination leaves it out, it is remembered here
 * for as long as that basket is open, so that it counts again with the next piece of goods.
 */
export function createCouponChooser(deps: {
  readonly chain: Chain
  readonly clock: Clock
  readonly session: Session
}): CouponChooser {
  const { chain, clock, session } = deps
  let seen: { readonly saleId: Uuid; readonly couponIds: Set<Uuid> } | null = null

  function seenIn({ saleId, couponIds }: Basket): ReadonlySet<Uuid> {
    if (seen?.saleId !== saleId) seen = { saleId, couponIds: new Set() }
    for (const couponId of couponIds) {
      if (seen.couponIds.size < couponsPerMemberMax) seen.couponIds.add(couponId)
    }
    return seen.couponIds
  }

  function candidates({ basket, coupons, standing, now }: PriceInput): CouponAtHand[] {
    const known = new Map(coupons.map((at) => [at.coupon.couponId, at]))
    const memberId = standing?.member.memberId ?? null
    // One that asks for the central is put in by hand, so that the central is asked.
    const own = (memberId ? chain.memberCoupons(memberId, now) : []).filter(
      ({ template }) => template.offlinePolicy !== 'online_only',
    )
    for (const at of own) known.set(at.coupon.couponId, known.get(at.coupon.couponId) ?? at)
    for (const couponId of seenIn(basket)) {
      const at = known.has(couponId) ? null : chain.coupon(couponId, now, basket.memberId)
      if (at) known.set(couponId, at)
    }
    return [...known.values()]
  }

  function best(input: PriceInput): BestCoupons | null {
    const from = input.basket.lines.length > 0 ? candidates(input) : []
    return from.length > 0 ? bestCoupons(input, from) : null
  }

  function applied(basket: Basket): Basket {
    const rules = chain.rules()
    if (basket.couponChoice !== 'best' || !rules || session.restriction() !== null) return basket
    const couponIds = best(chain.priceInput(basket, rules, clock.now()))?.couponIds ?? []
    const isSame = couponIds.join() === basket.couponIds.join()
    return isSame ? basket : { ...basket, couponIds }
  }

  return { candidates, best, applied }
}
