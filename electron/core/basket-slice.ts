import type { BasketSlice } from '../../contract/notice.ts'
import type { HeldBasket } from '../../db/journal/basket-table.ts'
import { type Basket, itemCount, lineGross } from '../../domain/basket.ts'
import { type Benefits, benefitsOf } from '../../domain/benefits.ts'
import {
  addMoney,
  fullBps,
  type Money,
  maxMoney,
  noMoney,
  subtractMoney,
  sumMoney,
} from '../../domain/money.ts'
import { noPoints } from '../../domain/points.ts'
import { type PricedBasket, type PricedLine, type PriceInput, priceBasket } from '../../domain/price.ts'
import type { LocalText } from '../../domain/text.ts'
import type { CouponChooser } from './best-coupons.ts'
import { isInContact } from './contact.ts'
import type { Counter } from './counter.ts'
import { couponStripOf } from './coupon-strip.ts'
import { stillSelling } from './gate.ts'
import type { Rules } from './kept-rules.ts'
import { isProvisionalMember, memberViewOf } from './member-view.ts'
import { actOfSale } from './sale-proof.ts'
import { secondProofOf } from './second-proof.ts'
import { foreseen } from './step-up.ts'
import { suggestionsFor } from './suggestions.ts'

type LineView = BasketSlice['lines'][number]

/** The basket as the screen shows it, priced now. */
export function basketSliceOf(counter: Counter): BasketSlice {
  const { basket: keeper, chain, chooser, clock } = counter
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
  const benefits = benefitsOf(input)
  const memberId = input.standing?.member.memberId ?? null
  return {
    ...common,
    lines: priced.lines.map((line) => lineView(line, input, benefits)),
    member:
      input.standing &&
      memberViewOf(input.standing, {
        rules,
        now,
        proof: basket.memberProof,
        plan: priced.plan,
        provisional: isProvisionalMember(chain, input.standing.member.memberId),
      }),
    coupons: couponStripOf(input, priced, {
      coupons: memberId ? chain.memberCoupons(memberId, now) : [],
      online: isInContact(counter.sync.slice()),
    }),
    couponChoice: basket.couponChoice,
    bestSavesMore: bestSavesMore(chooser, input, priced),
    suggestions: suggestionsFor(chain, basket),
    subtotal: priced.subtotal,
    tierDiscount: priced.tierDiscount,
    campaignDiscount: priced.campaignDiscount,
    couponDiscount: couponDiscountOf(priced),
    savings: priced.savings,
    payable: priced.payable,
    burn: burnView(priced, rules),
    toPay: priced.toPay,
    earns: priced.earns,
    growth: priced.growth,
    ...proofView(counter, input, priced),
  }
}

function couponDiscountOf({ coupons }: PricedBasket): Money {
  return sumMoney(coupons.map(({ amount }) => amount))
}

/** What the best combination would take off more than the coupons in the basket do. The best are never looked for twice. */
function bestSavesMore(chooser: CouponChooser, input: PriceInput, priced: PricedBasket): Money {
  if (input.basket.couponChoice === 'best') return noMoney
  const best = chooser.best(input)
  return best ? maxMoney(noMoney, subtractMoney(best.saved, couponDiscountOf(priced))) : noMoney
}

/** What a second proof will be asked for, and the one there is. A basket that uses nothing of a member's needs none. */
function proofView(
  counter: Counter,
  input: PriceInput,
  priced: PricedBasket,
): Pick<BasketSlice, 'stepUp' | 'warnings' | 'proven'> {
  const selling = stillSelling(counter)
  if (!selling.ok || (priced.burn.points === 0 && priced.coupons.length === 0)) return nothingToProve
  const act = actOfSale(input, priced)
  const { reasons, warnings } = foreseen(counter, selling.value, act)
  return {
    stepUp: [...reasons],
    ...(warnings.length > 0 ? { warnings: [...warnings] } : {}),
    proven: secondProofOf(counter, act)?.proof ?? 'none',
  }
}

const nothingToProve = { stepUp: [], proven: 'none' } satisfies Pick<BasketSlice, 'stepUp' | 'proven'>

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
    couponChoice: basket?.couponChoice ?? 'own',
    bestSavesMore: noMoney,
    suggestions: [],
    subtotal: total,
    tierDiscount: noMoney,
    campaignDiscount: noMoney,
    couponDiscount: noMoney,
    savings: noMoney,
    payable: total,
    burn: { points: noPoints, amount: noMoney, max: noPoints, valueBps: fullBps, ...stepOf(rules) },
    toPay: total,
    earns: noPoints,
    growth: 0,
    ...nothingToProve,
  }
}

function burnView({ burn }: PricedBasket, rules: Rules): BasketSlice['burn'] {
  const { points, amount, max, valueBps } = burn
  return { points, amount, max, valueBps, ...stepOf(rules) }
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

function lineView(priced: PricedLine, input: PriceInput, { payBps, payBy, plans, tier }: Benefits): LineView {
  const { line, gross, net, tierDiscount, campaignDiscount, couponShares, priceCampaignId } = priced
  const discounts: { kind: 'tier' | 'plan' | 'campaign' | 'coupon'; label: LocalText; amount: Money }[] = []
  if (tierDiscount > 0) {
    const plan = plans.find((one) => one.payBps === payBps)
    const label = payBy === 'plan' ? plan?.name : tier?.name
    if (label) discounts.push({ kind: payBy, label, amount: tierDiscount })
  }
  if (campaignDiscount > 0) {
    const campaign = input.programme.campaigns.find(({ campaignId }) => campaignId === priceCampaignId)
    if (campaign) discounts.push({ kind: 'campaign', label: campaign.name, amount: campaignDiscount })
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
