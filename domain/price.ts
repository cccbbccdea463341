import { assert } from './assert.ts'
import { type Basket, type BasketLine, lineGross } from './basket.ts'
import { type Benefits, benefitsOf } from './benefits.ts'
import { burnMax, burnTermsOf, burnValue, inflatedOf, usualTerms } from './burn.ts'
import { burnCampaignOf, type Campaign, priceCampaignOf } from './campaign.ts'
import { applyCoupons, type CouponAtHand, type CouponContext, type CouponLine } from './coupon.ts'
import { offBps } from './coupon-benefit.ts'
import { type Earned, type EarnLine, earnPoints, growthOf } from './earn.ts'
import type { Uuid } from './ids.ts'
import type { Lot } from './lot.ts'
import type { Member } from './member.ts'
import { type Bps, type Money, noMoney, roundedShare, splitMoney, subtractMoney, sumMoney } from './money.ts'
import { noPoints, type Points, points } from './points.ts'
import type { MembershipPlan, Programme } from './programme.ts'
import type { Refusal } from './refusal.ts'
import { ok, type Result } from './result.ts'
import type { Store } from './store.ts'
import type { ValueAccount } from './value-account.ts'

/** What a member did at this till on the store-local day, heard of by the chain or not. */
export interface MemberDay {
  readonly earned: Points
  readonly burned: Points
  /** Of `burned`, what a burn campaign counted for more. */
  readonly inflated: Points
  /** Redemptions: sales with coupons or points, and each act of its own. */
  readonly redemptions: number
  /** Worth of those redemptions. */
  readonly redeemedValue: Money
  readonly draws: number
  /** Spent from the member's value account. */
  readonly valueSpent: Money
}

export const quietDay: MemberDay = {
  earned: noPoints,
  burned: noPoints,
  inflated: noPoints,
  redemptions: 0,
  redeemedValue: noMoney,
  draws: 0,
  valueSpent: noMoney,
}

/** A member with what is theirs now: effective state, the till's own unheard effects included. */
export interface Standing {
  readonly member: Member
  readonly lots: readonly Lot[]
  readonly day: MemberDay
  /** Their stored value, or null when they never had any. */
  readonly account: ValueAccount | null
  /** The family owner's lots and what may still be spent of them this month; null without a family or for the owner. */
  readonly family: { readonly ownerId: Uuid; readonly lots: readonly Lot[]; readonly left: Points } | null
}

/** All that pricing a basket depends on. Same input, same output, on every till and in the central. */
export interface PriceInput {
  readonly basket: Basket
  /** The basket's member, or null. */
  readonly standing: Standing | null
  /** The coupons named by the basket, any order. */
  readonly coupons: readonly CouponAtHand[]
  readonly programme: Programme
  readonly store: Store
  /** Epoch ms. */
  readonly now: number
}

export interface PricedLine {
  readonly line: BasketLine
  /** Before any discount. */
  readonly gross: Money
  /** What tier or paid membership takes off, ≥ 0. */
  readonly tierDiscount: Money
  /** What the price campaign takes off instead, ≥ 0; one of the two is 0. */
  readonly campaignDiscount: Money
  /** The campaigns at work on this line. */
  readonly priceCampaignId: string | null
  readonly earnCampaignId: string | null
  /** What each coupon takes off this line, ≥ 0, zero shares left out. */
  readonly couponShares: readonly { readonly couponId: Uuid; readonly amount: Money }[]
  /** This line's share of what is paid with points, ≥ 0. */
  readonly pointsShare: Money
  /** gross − tierDiscount − campaignDiscount − Σ couponShares; never negative. Points are a tender and are not taken off here. */
  readonly net: Money
  /** Points this line earns, its share of the threshold bonus and of any cap included: the lines sum to the sale's. */
  readonly earns: Points
  /** Whole yuan of growth; the lines sum to the sale's. */
  readonly growth: number
}

export interface AppliedCoupon {
  readonly couponId: Uuid
  readonly amount: Money
}

export interface PricedBasket {
  readonly lines: readonly PricedLine[]
  /** Σ gross. */
  readonly subtotal: Money
  readonly tierDiscount: Money
  readonly campaignDiscount: Money
  /** The coupons that count, in the order applied. */
  readonly coupons: readonly AppliedCoupon[]
  /** Coupons in the basket that give nothing as it stands, with the reason. */
  readonly idleCoupons: readonly { readonly couponId: Uuid; readonly refusal: Refusal }[]
  /** Σ net: what is to be paid before points. */
  readonly payable: Money
  /** Points actually burned and what they pay; `max` is the most that could be burned now. */
  readonly burn: {
    readonly points: Points
    readonly amount: Money
    readonly max: Points
    /** What a step is worth now, in basis points of its usual value; 10 000 without a burn campaign. */
    readonly valueBps: Bps
    readonly campaignId: string | null
    /** Points the campaign still counts for more today, in whole steps, and those of `points` that it does. */
    readonly inflatedMax: Points
    readonly inflated: Points
  }
  readonly toPay: Money
  /** subtotal − payable. */
  readonly savings: Money
  /** Points the sale earns if nothing is paid with a tender that earns none; a frozen member's will be held. */
  readonly earns: Points
  /** Whole yuan of growth, categories counted, on the same terms. */
  readonly growth: number
  /** The paid membership in force: running already, or sold in this very basket. */
  readonly plan: MembershipPlan | null
  /** The one this basket sells; it runs from the moment of payment. */
  readonly planSold: MembershipPlan | null
  /** Campaigns that run for this customer, whatever the goods, by id. */
  readonly running: readonly Campaign[]
}

/** Prices a basket: gross → tier, plan or campaign → coupons → payable → points → to pay. Exact rules: docs/RULES.md. */
export function priceBasket(input: PriceInput): PricedBasket {
  const benefits = benefitsOf(input)
  const discounted = input.basket.lines.map((line) => discountLine(line, benefits, input.programme))
  const { applied, idle } = applyCoupons(couponsOf(input), discounted, couponContext(input, benefits))
  const nets = discounted.map(({ net }, place) =>
    subtractMoney(net, sumMoney(applied.map(({ shares }) => shares[place] as Money))),
  )
  const payable = sumMoney(nets)
  const burn = burnOf(input, benefits, payable)
  const pointsShares = splitMoney(burn.amount, nets)
  const paid = discounted.map(({ product }, place) => ({
    product,
    paid: subtractMoney(nets[place] as Money, pointsShares[place] as Money),
  }))
  const earned = earnOf(
    input,
    paid.map(({ product, paid: eligible }) => ({ product, eligible })),
    benefits,
  )
  const growth = benefits.active ? growthOf(paid, input.programme) : null
  const lines = discounted.map(
    ({ line, gross, tierDiscount, campaignDiscount, campaignId }, place): PricedLine => ({
      line,
      gross,
      tierDiscount,
      campaignDiscount,
      priceCampaignId: campaignId,
      earnCampaignId: earned.lines[place]?.campaignId ?? null,
      couponShares: applied
        .map(({ couponId, shares }) => ({ couponId, amount: shares[place] as Money }))
        .filter(({ amount }) => amount > 0),
      pointsShare: pointsShares[place] as Money,
      net: nets[place] as Money,
      earns: earned.lines[place]?.points ?? noPoints,
      growth: growth?.lines[place] ?? 0,
    }),
  )
  const subtotal = sumMoney(discounted.map(({ gross }) => gross))
  return {
    lines,
    subtotal,
    tierDiscount: sumMoney(discounted.map(({ tierDiscount }) => tierDiscount)),
    campaignDiscount: sumMoney(discounted.map(({ campaignDiscount }) => campaignDiscount)),
    coupons: applied.map(({ couponId, amount }) => ({ couponId, amount })),
    idleCoupons: [...idle, ...vanished(input)],
    payable,
    burn,
    toPay: subtractMoney(payable, burn.amount),
    savings: subtractMoney(subtotal, payable),
    earns: earned.total,
    growth: growth?.total ?? 0,
    plan: benefits.plan,
    planSold: benefits.planSold,
    running: benefits.running,
  }
}

/** A line after tier, plan or campaign, as coupons see it. */
export interface DiscountedLine extends CouponLine {
  readonly line: BasketLine
  readonly gross: Money
  readonly tierDiscount: Money
  readonly campaignDiscount: Money
  readonly campaignId: string | null
}

/** The better of tier or plan and the best campaign, never both; equal = tier. Half a fen goes to the customer. */
export function discountLine(line: BasketLine, benefits: Benefits, programme: Programme): DiscountedLine {
  const { product, quantity } = line
  const gross = lineGross(line)
  const pieces = quantity.unit === 'piece' ? quantity.amount : 0
  const common = { line, product, pieces, gross }
  const full = { ...common, tierDiscount: noMoney, campaignDiscount: noMoney, campaignId: null, net: gross }
  const isLeftAlone =
    programme.undiscountedCategoryIds.includes(product.categoryId) ||
    programme.plans.some(({ sku }) => sku === product.sku)
  if (isLeftAlone) return full
  const byTier = benefits.payBps === null ? noMoney : roundedShare(gross, offBps(benefits.payBps), 'half_up')
  const campaign = priceCampaignOf(product, benefits.running)
  const byCampaign = campaign ? roundedShare(gross, offBps(campaign.payBps), 'half_up') : noMoney
  if (campaign && byCampaign > byTier) {
    const { campaignId } = campaign
    const net = subtractMoney(gross, byCampaign)
    return { ...common, tierDiscount: noMoney, campaignDiscount: byCampaign, campaignId, net }
  }
  return { ...full, tierDiscount: byTier, net: subtractMoney(gross, byTier) }
}

/** Where and for whom the coupons of a basket are judged. The member has the tier the programme knows. */
export function couponContext(
  { standing, store, programme, now }: PriceInput,
  { tier }: Benefits,
): CouponContext {
  const member = standing?.member ?? null
  return { member: member && tier ? { ...member, tierId: tier.tierId } : member, store, programme, now }
}

/** What the lines earn on what is eligible of them; nothing without a member with prices. */
export function earnOf(
  { standing, programme }: PriceInput,
  lines: readonly EarnLine[],
  { tier, plans, running }: Benefits,
): Earned {
  if (!standing || !tier) {
    return { lines: lines.map(() => ({ points: noPoints, campaignId: null })), total: noPoints }
  }
  const { member, day } = standing
  return earnPoints(lines, { member, tier, plans, running, earnedToday: day.earned, programme })
}

/** What a coupon would take off were it put into this basket, or why it would not. */
export function tryCoupon(input: PriceInput, at: CouponAtHand): Result<Money> {
  const { couponId } = at.coupon
  const others = input.coupons.filter(({ coupon }) => coupon.couponId !== couponId)
  const couponIds = [...input.basket.couponIds.filter((one) => one !== couponId), couponId]
  const priced = priceBasket({ ...input, basket: { ...input.basket, couponIds }, coupons: [...others, at] })
  const idle = priced.idleCoupons.find((one) => one.couponId === couponId)
  if (idle) return { ok: false, refusal: idle.refusal }
  const applied = priced.coupons.find((one) => one.couponId === couponId)
  assert(applied, 'a coupon in the basket is applied or idle')
  return ok(applied.amount)
}

/** The coupons the basket names, of those at hand. */
function couponsOf({ basket, coupons }: PriceInput): CouponAtHand[] {
  return coupons.filter(({ coupon }) => basket.couponIds.includes(coupon.couponId))
}

/** Coupons the basket names that nobody knows any more: withdrawn by the chain since. */
function vanished({ basket, coupons }: PriceInput): PricedBasket['idleCoupons'] {
  return basket.couponIds
    .filter((couponId) => !coupons.some(({ coupon }) => coupon.couponId === couponId))
    .map((couponId) => ({ couponId, refusal: { code: 'coupon_unknown' } as const }))
}

/** The wish, brought down to whole steps within what may be burned. */
function burnOf(
  { basket, standing, programme, now }: PriceInput,
  { active, running }: Benefits,
  payable: Money,
): PricedBasket['burn'] {
  const products = basket.lines.map(({ product }) => product)
  const terms =
    standing && active ? burnTermsOf(burnCampaignOf(products, running), standing.day, programme) : usualTerms
  const max = burnMax({ standing, payable, programme, terms, now })
  const { step } = programme.burn
  const wish = step > 0 ? basket.pointsToBurn - (basket.pointsToBurn % step) : 0
  const burned = points(Math.max(0, Math.min(wish, max)))
  return {
    points: burned,
    amount: burnValue(burned, programme, terms),
    max,
    ...terms,
    inflated: inflatedOf(burned, terms),
  }
}
