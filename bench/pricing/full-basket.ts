import { type BasketLine, newBasket } from '../../domain/basket.ts'
import type { CouponAtHand } from '../../domain/coupon.ts'
import type { CouponBenefit, CouponTemplate } from '../../domain/coupon-template.ts'
import { couponsPerBasketMax } from '../../domain/limits.ts'
import { bps, money, noMoney } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import { type PriceInput, quietDay } from '../../domain/price.ts'
import {
  categories,
  farAhead,
  idAt,
  longAgo,
  productAt,
  programme,
  store,
  templateAt,
} from '../chain/facts.ts'
import { lotAt, memberAt } from '../chain/members.ts'
import { chosenBelow } from '../chance.ts'

/** A Saturday noon of the bench's store. */
const now = Date.UTC(2026, 9, 10, 4)

/** A basket of so many lines by a gold member, with the coupons given in it and points to pay with. */
export function fullBasket(
  chance: () => number,
  lineCount: number,
  coupons: readonly CouponAtHand[],
): PriceInput {
  const member = memberAt(chosenBelow(chance, 1_000) * 3 + 2)
  const lines = Array.from({ length: lineCount }, (_, at): BasketLine => {
    const product = productAt(chosenBelow(chance, 5_000))
    return {
      lineId: at + 1,
      product: { ...product, sku: `${product.sku}-${at}` },
      quantity: { unit: 'piece', amount: 1 + chosenBelow(chance, 3) },
      labelPrice: null,
    }
  })
  return {
    basket: {
      ...newBasket(idAt('event', 0), now),
      lines,
      memberId: member.memberId,
      couponIds: coupons.slice(0, couponsPerBasketMax).map(({ coupon }) => coupon.couponId),
      pointsToBurn: points(1_000),
    },
    standing: {
      member,
      lots: [lotAt(5, 0), lotAt(5, 1)].map((lot) => ({ ...lot, memberId: member.memberId })),
      day: quietDay,
      account: null,
      family: null,
    },
    coupons,
    programme,
    store,
    now,
  }
}

/**
 * A wallet of so many coupons, each of a template of its own, of every kind, on all goods or on some; a tenth are exclusive.
 * `by_kind`: as a chain makes them, only vouchers stand beside any other, the rest belong to a stacking group of their kind.
 * `free`: half of them stand beside any other, and twelve at a time, which is what makes a search long.
 */
export function fullWallet(
  chance: () => number,
  couponCount: number,
  stacking: 'by_kind' | 'free',
): CouponAtHand[] {
  return Array.from({ length: couponCount }, (_, at): CouponAtHand => {
    const benefit = benefitOf(chance)
    const drawn = chosenBelow(chance, 16)
    const group = stacking === 'by_kind' ? groupOf(benefit) : drawn < 8 ? `group${drawn}` : null
    const template = templateAt(at, {
      benefit,
      stackingGroup: group,
      exclusive: chance() < 0.1,
      scope: scopeOf(chance),
      minimumSpend: money(chosenBelow(chance, 4) * 5_000),
      priority: chosenBelow(chance, 3),
    })
    return {
      coupon: {
        couponId: idAt('coupon', at),
        code: 'C0000000000017',
        templateId: template.templateId,
        memberId: null,
        status: 'issued',
        validFrom: longAgo,
        validTo: farAhead + chosenBelow(chance, 5),
        usesMax: 1,
        usesDone: 0,
        usesRestored: 0,
        issuedAt: longAgo,
      },
      template,
      usedToday: 0,
      usedByMember: 0,
      spentOfBudget: noMoney,
    }
  })
}

function groupOf({ kind }: CouponBenefit): string | null {
  return kind === 'cash_voucher' ? null : kind
}

function scopeOf(chance: () => number): CouponTemplate['scope'] {
  const none = { skus: [], categoryIds: [], brandIds: [], tags: [] }
  const drawn = chance()
  if (drawn < 0.4) return { include: none, exclude: none }
  const categoryId = categories[chosenBelow(chance, categories.length)]?.categoryId ?? 'grain'
  if (drawn < 0.7) return { include: { ...none, categoryIds: [categoryId] }, exclude: none }
  if (drawn < 0.85) return { include: none, exclude: { ...none, categoryIds: [categoryId] } }
  return { include: { ...none, brandIds: [`brand${chosenBelow(chance, 7)}`] }, exclude: none }
}

function benefitOf(chance: () => number): CouponBenefit {
  const amount = money((1 + chosenBelow(chance, 40)) * 100)
  const payBps = bps((12 + chosenBelow(chance, 8)) * 500)
  const pieces = 1 + chosenBelow(chance, 3)
  switch (chosenBelow(chance, 8)) {
    case 0:
    case 1:
      return { kind: 'amount_off', amount }
    case 2:
      return { kind: 'cash_voucher', amount }
    case 3:
      return { kind: 'percent_off', payBps, cap: null }
    case 4:
      return { kind: 'percent_off', payBps, cap: amount }
    case 5:
      return { kind: 'exchange', pieces: 1 }
    case 6:
      return { kind: 'buy_get', buy: pieces, get: 1, payBps: bps(5_000), timesMax: pieces }
    default:
      return { kind: 'fixed_price', price: money(1_900), pieces }
  }
}
