import type { BasketSlice } from '../../contract/notice.ts'
import { unreachable } from '../../domain/assert.ts'
import { benefitsOf } from '../../domain/benefits.ts'
import { type CouponAtHand, type CouponContext, judgeCoupon } from '../../domain/coupon.ts'
import { couponsShownMax } from '../../domain/limits.ts'
import { noMoney } from '../../domain/money.ts'
import { couponContext, type PricedBasket, type PriceInput, tryCoupon } from '../../domain/price.ts'
import { judgeReach } from '../../domain/redemption.ts'

type CouponView = BasketSlice['coupons'][number]

/**
 * The strip of coupons beside a basket: those in it (applied, then idle), then the member's others that would take
 * something off now, the largest first, then the rest with the reason; among equals the one that ends first.
 */
export function couponStripOf(
  input: PriceInput,
  priced: PricedBasket,
  { coupons, online }: { readonly coupons: readonly CouponAtHand[]; readonly online: boolean },
): CouponView[] {
  const inBasket = new Set(input.basket.couponIds)
  const context = couponContext(input, benefitsOf(input))
  const views = [
    ...input.coupons.map((at) => viewInBasket(at, priced)),
    ...coupons
      .filter(({ coupon }) => !inBasket.has(coupon.couponId))
      .map((at) => viewOffered(at, input, { context, online })),
  ]
  return views.sort(compareViews).slice(0, couponsShownMax)
}

function viewInBasket(at: CouponAtHand, priced: PricedBasket): CouponView {
  const { couponId } = at.coupon
  const applied = priced.coupons.find((entry) => entry.couponId === couponId)
  if (applied) return { ...wordsOf(at), state: 'applied', amount: applied.amount, refusal: null }
  const idle = priced.idleCoupons.find((entry) => entry.couponId === couponId)
  return { ...wordsOf(at), state: 'idle', amount: noMoney, refusal: idle?.refusal ?? null }
}

/** What the goods have no part in is judged first: most of a wallet is told without pricing the basket for each. */
function viewOffered(
  at: CouponAtHand,
  input: PriceInput,
  { context, online }: { readonly context: CouponContext; readonly online: boolean },
): CouponView {
  const fits = judgeCoupon(at, context)
  const judged = fits.ok ? judgeReach(at.template, online) : fits
  const tried = judged.ok ? tryCoupon(input, at) : judged
  return tried.ok
    ? { ...wordsOf(at), state: 'usable', amount: tried.value, refusal: null }
    : { ...wordsOf(at), state: 'not_usable', amount: noMoney, refusal: tried.refusal }
}

function wordsOf({ coupon, template }: CouponAtHand): Pick<CouponView, 'couponId' | 'name' | 'expiresAt'> {
  return { couponId: coupon.couponId, name: template.name, expiresAt: coupon.validTo }
}

function compareViews(a: CouponView, b: CouponView): number {
  return (
    placeOf(a.state) - placeOf(b.state) ||
    b.amount - a.amount ||
    a.expiresAt - b.expiresAt ||
    (a.couponId < b.couponId ? -1 : 1)
  )
}

function placeOf(state: CouponView['state']): number {
  switch (state) {
    case 'applied':
      return 0
    case 'idle':
      return 1
    case 'usable':
      return 2
    case 'not_usable':
      return 3
    default:
      return unreachable(state)
  }
}
