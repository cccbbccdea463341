import type { CouponAtHand } from '../../domain/coupon.ts'
import type { PriceInput } from '../../domain/price.ts'
import { type Laws, smaller } from './naive-laws.ts'
import { priceNaively } from './naive-sale.ts'

/* The independent oracle: the best price (RULES.md 6), by trying every set of coupons. */

interface Tried {
  readonly payable: number
  readonly used: readonly CouponAtHand[]
  readonly couponIds: readonly string[]
}

export function bestNaively(laws: Laws, input: PriceInput) {
  const all = input.coupons
  let best: Tried | null = null
  let without = 0
  for (let set = 0; set < 2 ** all.length; set++) {
    const used = all.filter((_, place) => Math.floor(set / 2 ** place) % 2 === 1)
    const { coupons, payable } = priceNaively(laws, { ...input, coupons: used })
    if (set === 0) without = payable
    if (coupons.idle.length > 0) continue
    const tried = { payable, used, couponIds: coupons.applied.map(({ at }) => String(at.coupon.couponId)) }
    if (!best || isBetter(tried, best)) best = tried
  }
  return { saved: without - (best as Tried).payable, couponIds: (best as Tried).couponIds }
}

function isBetter(one: Tried, other: Tried): boolean {
  const ends = ({ used }: Tried) => used.map(({ coupon }) => coupon.validTo).toSorted((a, b) => a - b)
  const ids = ({ couponIds }: Tried) => couponIds.toSorted(smaller)
  const order =
    smaller(one.payable, other.payable) ||
    smaller(one.used.length, other.used.length) ||
    firstSmaller(ends(one), ends(other)) ||
    firstSmaller(ids(one), ids(other))
  return order < 0
}

function firstSmaller<T extends number | string>(one: readonly T[], other: readonly T[]): number {
  for (const [place, each] of one.entries()) {
    const order = smaller(each, other[place] as T)
    if (order !== 0) return order
  }
  return 0
}
