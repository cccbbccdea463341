import type { BasketSlice } from '../../contract/notice.ts'
import type { HeldBasket } from '../../db/journal/basket-table.ts'
import { type Basket, itemCount, lineGross } from '../../domain/basket.ts'
import { tierOf } from '../../domain/member.ts'
import { addMoney, noMoney, sumMoney } from '../../domain/money.ts'
import { noPoints } from '../../domain/points.ts'
import { type PricedLine, type PriceInput, priceBasket } from '../../domain/price.ts'
import type { LocalText } from '../../domain/text.ts'
import type { Rules } from './chain.ts'
import type { Counter } from './counter.ts'
import { couponStripOf } from './coupon-strip.ts'
import { memberViewOf } from './member-view.ts'

type LineView = BasketSlice['lines'][number]

/** The basket as the screen shows it, priced now. */
export function basketSliceOf(counter: Pick<Counter, 'basket' | 'chain' | 'clock'>): BasketSlice {
  const { basket: keeper, chain, clock } = counter
  const now = clock.now()
  const basket = keeper.open()
  const rules = chain.rules()
  const common = {
    saleId: basket?.saleId ?? null,
    changedLineId: keeper.changedLineId(),
    canUndo: keeper.canUndo(),
    held: keeper.held().map(heldView),
  }
  if (!basket || !rules) return { ...common, ...unpriced(basket, rules) }

  const input = chain.priceInput(basket, rules, now)
  const priced = priceBasket(input)
  const member = input.standing?.member ?? null
  return {
    ...common,
    lines: priced.lines.map((line) => lineView(line, input)),
    member: input.standing && memberViewOf(input.standing, rules, now),
    coupons: couponStripOf(input, priced, member ? chain.memberCoupons(member.memberId, now) : []),
    subtotal: priced.subtotal,
    tierDiscount: priced.tierDiscount,
    couponDiscount: sumMoney(priced.coupons.map(({ amount }) => amount)),
    savings: priced.savings,
    payable: priced.payable,
    burn: { ...priced.burn, ...stepOf(rules) },
    toPay: priced.toPay,
    earns: priced.earns,
  }
}

/** No basket, or no rules yet to price one with. */
function unpriced(
  basket: Basket | null,
  rules: Rules | null,
): Omit<BasketSlice, 'saleId' | 'changedLineId' | 'canUndo' | 'held'> {
  const lines = (basket?.lines ?? []).map((line) => {
    const gross = lineGross(line)
    return { ...goodsOf(line), gross, discounts: [], net: gross }
  })
  const total = lines.reduce((sum, { gross }) => addMoney(sum, gross), noMoney)
  return {
    lines,
    member: null,
    coupons: [],
    subtotal: total,
    tierDiscount: noMoney,
    couponDiscount: noMoney,
    savings: noMoney,
    payable: total,
    burn: { points: noPoints, amount: noMoney, max: noPoints, ...stepOf(rules) },
    toPay: total,
    earns: noPoints,
  }
}

function stepOf(rules: Rules | null): Pick<BasketSlice['burn'], 'step' | 'stepValue'> {
  return {
    step: rules?.programme.burn.step ?? noPoints,
    stepValue: rules?.programme.burn.stepValue ?? noMoney,
  }
}

function goodsOf(line: Basket['lines'][number]): Omit<LineView, 'gross' | 'discounts' | 'net'> {
  const { lineId, product, quantity, labelPrice } = line
  return {
    lineId,
    sku: product.sku,
    name: product.name,
    categoryId: product.categoryId,
    unit: quantity.unit,
    amount: quantity.amount,
    unitPrice: product.unitPrice,
    fixed: labelPrice !== null,
  }
}

function lineView({ line, gross, tierDiscount, couponShares, net }: PricedLine, input: PriceInput): LineView {
  const discounts: { kind: 'tier' | 'coupon'; label: LocalText; amount: typeof gross }[] = []
  if (tierDiscount > 0 && input.standing) {
    const { name } = tierOf(input.standing.member, input.programme)
    discounts.push({ kind: 'tier', label: name, amount: tierDiscount })
  }
  for (const { couponId, amount } of couponShares) {
    const at = input.coupons.find(({ coupon }) => coupon.couponId === couponId)
    if (at) discounts.push({ kind: 'coupon', label: at.template.name, amount })
  }
  return { ...goodsOf(line), gross, discounts, net }
}

function heldView({ basket, heldAt, payable, memberName }: HeldBasket): BasketSlice['held'][number] {
  return { saleId: basket.saleId, heldAt, itemCount: itemCount(basket), payable, memberName }
}
