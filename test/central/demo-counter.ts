import { newBasket, withCoupon, withMember, withPoints, withProduct } from '../../domain/basket.ts'
import type { Coupon, CouponAtHand } from '../../domain/coupon.ts'
import type { Uuid } from '../../domain/ids.ts'
import type { Lot } from '../../domain/lot.ts'
import type { Member } from '../../domain/member.ts'
import { noMoney } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import { type PriceInput, priceBasket, quietDay } from '../../domain/price.ts'
import type { Product } from '../../domain/product.ts'
import { type Programme, templateOf } from '../../domain/programme.ts'
import { type Settled, settleSale } from '../../domain/sale.ts'
import type { Store } from '../../domain/store.ts'
import type { Table } from '../suites/effects-oracle.ts'

/** What a counter sells in these tests, from nothing but the rows the feed brought. */
export interface CounterWish {
  readonly saleId: Uuid
  readonly products: readonly Product[]
  readonly memberId: Uuid | null
  readonly couponIds: readonly Uuid[]
  readonly burn: number
}

/** The programme of the highest version among the rows. */
export function newestOf(rows: Table): Programme {
  const programmes = [...rows].flatMap(([key, row]) =>
    key.startsWith('programme ') ? [row as unknown as Programme] : [],
  )
  const newest = programmes.toSorted((a, b) => b.version - a.version)[0]
  if (!newest) throw new Error('no programme')
  return newest
}

/** Settles a basket paid in cash, as the till of a store would. */
export function settleAt(rows: Table, store: Store, now: number, wish: CounterWish): Settled {
  const programme = newestOf(rows)
  let basket = newBasket(wish.saleId, now)
  for (const product of wish.products) {
    const added = withProduct(basket, product, {})
    if (!added.ok) throw new Error(added.refusal.code)
    basket = added.value.basket
  }
  if (wish.memberId) basket = withMember(basket, wish.memberId, 'scanned')
  for (const couponId of wish.couponIds) {
    const put = withCoupon(basket, couponId)
    if (!put.ok) throw new Error(put.refusal.code)
    basket = put.value
  }
  basket = withPoints(basket, points(wish.burn))
  const member = wish.memberId ? (rows.get(`member ${wish.memberId}`) as unknown as Member) : null
  const lots = [...rows].flatMap(([key, row]) =>
    key.startsWith('lot ') && row['memberId'] === wish.memberId ? [row as unknown as Lot] : [],
  )
  const price: PriceInput = {
    basket,
    standing: member && { member, lots, day: quietDay, account: null, family: null },
    coupons: wish.couponIds.map((couponId) => atHand(rows, programme, couponId)),
    programme,
    store,
    now,
  }
  const settled = settleSale({
    price,
    tenders: [{ kind: 'cash', amount: priceBasket(price).toPay, accountId: null }],
    accounts: [],
    offline: false,
    spentToday: {},
    lotId: wish.saleId,
    receiptNumber: `S01-T1-1-${wish.saleId.slice(-6)}`,
  })
  if (!settled.ok) throw new Error(settled.refusal.code)
  return settled.value
}

function atHand(rows: Table, programme: Programme, couponId: Uuid): CouponAtHand {
  const coupon = rows.get(`coupon ${couponId}`) as unknown as Coupon
  const template = templateOf(programme, coupon.templateId)
  if (!template) throw new Error('no template')
  return { coupon, template, usedToday: 0, usedByMember: 0, spentOfBudget: noMoney }
}
