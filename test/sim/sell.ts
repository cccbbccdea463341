import { addSale } from '../../db/journal/sale-table.ts'
import { couponAtHand, couponsOf, type Overlay, standingOf } from '../../db/overlay.ts'
import { findProduct } from '../../db/replica/product-table.ts'
import { currentProgramme } from '../../db/replica/programme-table.ts'
import { findStore } from '../../db/replica/store-table.ts'
import type { Basket, BasketLine } from '../../domain/basket.ts'
import { type CouponAtHand, judgeCoupon } from '../../domain/coupon.ts'
import type { TillEvent } from '../../domain/event.ts'
import type { Uuid } from '../../domain/ids.ts'
import { sumMoney } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import { type PriceInput, priceBasket } from '../../domain/price.ts'
import { receiptNumberOf, settleSale } from '../../domain/sale.ts'
import { addEvent, nextPlace } from '../../electron/core/record-event.ts'
import type { Identity } from '../../electron/core/session.ts'
import type { Random } from './random.ts'
import type { SimTill } from './sim-till.ts'
import type { Tally } from './tally.ts'

/** Whom and what a cashier of the simulation has before them. */
export interface Counter {
  readonly memberIds: readonly Uuid[]
  readonly bearerCouponIds: readonly Uuid[]
  readonly skus: readonly string[]
}

/**
 * One customer at a till: some goods, perhaps a member, coupons and points, priced, settled and committed by the
 * till's own rules. Answers the event the cashier was told of; null when nothing was sold or the till crashed.
 */
export function sell(
  till: SimTill,
  counter: Counter,
  at: { readonly random: Random; readonly tally: Tally },
): TillEvent | null {
  const { random, tally } = at
  const overlay = till.overlay()
  const identity = till.identity()
  if (!overlay?.replica || !identity) {
    tally.count('sale_without_replica')
    return null
  }
  const input = fillBasket(till, overlay, identity, { counter, ...at })
  if (!input) return null
  const priced = priceBasket(input)
  const most = priced.burn.max
  const wish = most > 0 && random.chance(0.6) ? random.between(1, most / 100) * 100 : 0
  const wished: PriceInput = { ...input, basket: { ...input.basket, pointsToBurn: points(wish) } }
  const { toPay } = priceBasket(wished)
  const event = till.act((tx, who) => {
    const place = {
      ...nextPlace(tx, who),
      storeNumber: input.store.number,
      terminalNumber: who.terminal.number,
    }
    const settled = settleSale({
      price: wished,
      tenders: toPay > 0 ? [{ kind: random.pick(['cash', 'card', 'mobile'] as const), amount: toPay }] : [],
      lotId: till.newId(),
      receiptNumber: receiptNumberOf({ ...place, seq: place.seq + 1 }),
    })
    if (!settled.ok) throw new Error(`a sale refused with ${settled.refusal.code}`)
    const { sale } = settled.value
    const added = addEvent(tx, who, {
      id: sale.saleId,
      type: 'sale.completed',
      time: input.now,
      actor: null,
      rules: input.programme.version,
      mode: 'isolated',
      data: sale,
    })
    addSale(tx, {
      saleId: sale.saleId,
      epoch: added.epoch,
      seq: added.seq,
      completedAt: input.now,
      receiptNumber: sale.receiptNumber,
      toPay: sale.toPay,
      paid: sumMoney(sale.tenders.map(({ amount }) => amount)),
      change: sale.change,
      earned: sale.earned?.points ?? points(0),
      burned: sale.burned?.points ?? points(0),
      itemCount: sale.lines.length,
      memberName: null,
    })
    return added
  })
  if (!event) return null
  tally.count('sale')
  if (event.data.burned) tally.count('sale_with_burn')
  if (event.data.coupons.length > 0) tally.count('sale_with_coupon')
  return event as TillEvent
}

function fillBasket(
  till: SimTill,
  overlay: Overlay,
  identity: Identity,
  at: { readonly counter: Counter; readonly random: Random; readonly tally: Tally },
): PriceInput | null {
  const { counter, random, tally } = at
  if (!overlay.replica) return null
  const programme = currentProgramme(overlay.replica)
  const store = findStore(overlay.replica, identity.terminal.storeId)
  if (!programme || !store) throw new Error('a loaded replica has its programme and store')
  const now = till.now()
  const moment = { now, dayFrom: now, dayUntil: now }
  const lines: BasketLine[] = []
  for (let lineId = 1; lineId <= random.between(1, 3); lineId++) {
    const product = findProduct(overlay.replica, random.pick(counter.skus))
    if (!product) continue
    lines.push({
      lineId,
      product,
      quantity: { unit: 'piece', amount: random.between(1, 4) },
      labelPrice: null,
    })
  }
  if (lines.length === 0) return null
  const memberId = random.chance(0.75) ? random.pick(counter.memberIds) : null
  const standing = memberId ? standingOf(overlay, memberId, now) : null
  const offered: (CouponAtHand | null)[] = []
  if (random.chance(0.5)) offered.push(couponAtHand(overlay, random.pick(counter.bearerCouponIds), moment))
  if (memberId && random.chance(0.6)) offered.push(...couponsOf(overlay, memberId, moment).slice(0, 2))
  const coupons = offered
    .filter((coupon) => coupon !== null)
    .filter((coupon) => {
      const judged = judgeCoupon(coupon, { member: standing?.member ?? null, store, now })
      if (!judged.ok) tally.count(`coupon_refused_${judged.refusal.code}`)
      return judged.ok
    })
  const basket: Basket = {
    saleId: till.newId(),
    startedAt: now,
    lines,
    nextLineId: lines.length + 1,
    memberId: standing?.member.memberId ?? null,
    couponIds: coupons.map(({ coupon }) => coupon.couponId),
    pointsToBurn: points(0),
  }
  return { basket, standing, coupons, programme, store, now }
}
