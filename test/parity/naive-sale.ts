import { moneyMax, planDaysMax } from '../../domain/limits.ts'
import type { PriceInput } from '../../domain/price.ts'
import type { RefusalCode } from '../../domain/refusal.ts'
import type { SettleInput } from '../../domain/sale.ts'
import { type CouponsOutcome, type NaiveLine, playCoupons } from './naive-coupons.ts'
import { type Customer, customerOf, priceCampaign } from './naive-customer.ts'
import { type Laws, off, share, smaller, split, sum } from './naive-laws.ts'
import { atHand, type BurnedNaively, burnPoints, earnPointsOf, growthFrom } from './naive-points.ts'
import { dayStart, monthEnd } from './naive-time.ts'

/* The independent oracle: a sale as a whole (RULES.md 5, 8 and 9). */

interface NaivePrice {
  readonly customer: Customer
  readonly lines: readonly (NaiveLine & {
    readonly gross: number
    readonly tierDiscount: number
    readonly campaignDiscount: number
    readonly campaignId: string | null
  })[]
  readonly coupons: CouponsOutcome
  readonly payable: number
  readonly burn: BurnedNaively
}

export function priceNaively(laws: Laws, input: PriceInput): NaivePrice {
  const { basket, programme } = input
  const customer = customerOf(laws, input)
  const lines = basket.lines.map(({ product, quantity, labelPrice }) => {
    let gross: number
    if (labelPrice !== null) gross = labelPrice
    else if (quantity.unit === 'piece') gross = quantity.amount * product.unitPrice
    else gross = Number(laws.half(BigInt(product.unitPrice) * BigInt(quantity.amount), 1_000n))
    let tierDiscount = 0
    let campaignDiscount = 0
    let campaignId: string | null = null
    const isPlan = programme.plans.some(({ sku }) => sku === product.sku)
    if (!isPlan && !programme.undiscountedCategoryIds.includes(product.categoryId)) {
      tierDiscount = share(laws, gross, off(customer.payBps), 'half')
      const campaign = priceCampaign(product, customer.campaigns)
      const byCampaign = campaign ? share(laws, gross, off(campaign.payBps), 'half') : 0
      if (campaign && laws.campaignWins(byCampaign, tierDiscount)) {
        campaignDiscount = byCampaign
        campaignId = campaign.campaignId
        tierDiscount = 0
      }
    }
    const net = gross - tierDiscount - campaignDiscount
    const pieces = labelPrice !== null ? 1 : quantity.unit === 'piece' ? quantity.amount : 0
    return { product, gross, tierDiscount, campaignDiscount, campaignId, before: net, net, pieces }
  })
  const coupons = playCoupons(laws, input, customer, lines)
  const payable = sum(lines.map(({ net }) => net))
  return { customer, lines, coupons, payable, burn: burnPoints(laws, input, customer, payable) }
}

interface NaiveTender {
  readonly kind: 'cash' | 'card' | 'mobile' | 'stored_value'
  readonly amount: number
  readonly accountId?: string
  readonly principal?: number
  readonly gift?: number
}

type Refused = { readonly refused: RefusalCode }

function payNaively(
  input: SettleInput,
  toPay: number,
): Refused | { readonly tenders: readonly NaiveTender[] } {
  const { price, tenders: wishes, accounts, offline, spentToday } = input
  const { standing, programme } = price
  const { spendFirst, offlinePerDay } = programme.storedValue
  if (wishes.length > 10) return { refused: 'tender_invalid' }
  for (const { kind, amount, accountId } of wishes) {
    if (amount < 1 || amount > moneyMax) return { refused: 'tender_invalid' }
    if ((kind === 'stored_value') !== (accountId !== null)) return { refused: 'tender_invalid' }
  }
  const left = new Map(
    accounts.map(({ accountId, principal, gift }) => [
      String(accountId),
      { principal, gift } as { principal: number; gift: number },
    ]),
  )
  const spent = new Map<string, number>(Object.entries(spentToday))
  if (standing) spent.set(standing.member.memberId, standing.day.valueSpent)
  const tenders: NaiveTender[] = []
  for (const { kind, amount, accountId } of wishes) {
    if (kind !== 'stored_value' || accountId === null) {
      tenders.push({ kind, amount })
      continue
    }
    const account = accounts.find((each) => each.accountId === accountId)
    const parts = left.get(accountId)
    if (!account || !parts) return { refused: 'account_unknown' }
    if (account.memberId !== null && account.memberId !== standing?.member.memberId)
      return { refused: 'account_unknown' }
    if (account.status === 'frozen') return { refused: 'account_frozen' }
    if (amount > parts.principal + parts.gift) return { refused: 'value_not_enough' }
    const before = spent.get(accountId) ?? 0
    if (offline && before + amount > offlinePerDay) return { refused: 'value_over_limit' }
    spent.set(accountId, before + amount)
    const first = Math.min(amount, parts[spendFirst])
    const principal = spendFirst === 'principal' ? first : amount - first
    const gift = amount - principal
    left.set(accountId, { principal: parts.principal - principal, gift: parts.gift - gift })
    tenders.push({ kind, amount, accountId, principal, gift })
  }
  let all = 0
  let withoutCash = 0
  for (const { kind, amount } of tenders) {
    all += amount
    if (kind !== 'cash') withoutCash += amount
  }
  if (withoutCash > toPay) return { refused: 'tender_over' }
  if (all > moneyMax) return { refused: 'tender_invalid' }
  if (all < toPay) return { refused: 'tender_short' }
  return { tenders }
}

function unearningOf(tenders: readonly NaiveTender[], change: number, excluded: readonly string[]): number {
  let all = 0
  for (const { kind, amount, gift } of tenders) {
    if (excluded.includes(kind)) all += amount
    else if (kind === 'stored_value') all += gift ?? 0
  }
  return excluded.includes('cash') ? all - change : all
}

/** The sale as RULES.md has it (the shape of `SaleCompleted`), or why it is refused. */
export function settleNaively(laws: Laws, input: SettleInput) {
  const { price, lotId, receiptNumber } = input
  const { basket, standing, programme, store, now } = price
  const member = standing ? standing.member : null
  if (basket.lines.length === 0) return { refused: 'basket_empty' as const }
  const planSkus = programme.plans.map(({ sku }) => sku)
  if (basket.lines.some(({ product }) => planSkus.includes(product.sku))) {
    if (!member) return { refused: 'member_missing' as const }
    if (member.status !== 'active') return { refused: 'member_frozen' as const }
  }
  const priced = priceNaively(laws, price)
  const { customer, lines, coupons, payable, burn } = priced
  const hand = atHand(price)
  if (customer.active && basket.pointsToBurn > hand.own + hand.ofFamily)
    return { refused: 'points_not_enough' as const }
  const toPay = payable - burn.amount
  const paid = payNaively(input, toPay)
  if ('refused' in paid) return paid
  const change = sum(paid.tenders.map(({ amount }) => amount)) - toPay
  const nets = lines.map(({ net }) => net)
  const pointsShares = split(laws, burn.amount, nets)
  const inMoney = nets.map((net, place) => net - (pointsShares[place] as number))
  const unearning = split(laws, unearningOf(paid.tenders, change, programme.earn.excludedTenders), inMoney)
  const eligible = inMoney.map((amount, place) => amount - (unearning[place] as number))
  const earning = earnPointsOf(laws, price, customer, eligible)
  const growth = growthFrom(laws, price, customer, inMoney)
  const earned = lotEarned(laws, price, earning.total, lotId)
  const used = new Set<string>()
  for (const { campaignId } of lines) if (campaignId !== null) used.add(campaignId)
  for (const { campaignId } of earning.lines) if (campaignId !== null) used.add(campaignId)
  if (burn.inflated > 0 && burn.campaignId !== null) used.add(burn.campaignId)
  const sale = {
    saleId: basket.saleId,
    receiptNumber,
    storeId: store.storeId,
    lines: lines.map(({ product, gross, tierDiscount, campaignDiscount, campaignId, net }, place) => ({
      sku: product.sku,
      name: product.name,
      categoryId: product.categoryId,
      brandId: product.brandId,
      tags: product.tags,
      quantity: basket.lines[place]?.quantity,
      unitPrice: basket.lines[place]?.labelPrice ?? product.unitPrice,
      labelPrice: basket.lines[place]?.labelPrice,
      gross,
      tierDiscount,
      campaignDiscount,
      priceCampaignId: campaignId,
      earnCampaignId: earning.lines[place]?.campaignId,
      couponDiscount: sum(coupons.applied.map(({ shares }) => shares[place] as number)),
      pointsShare: pointsShares[place],
      unearningShare: unearning[place],
      net,
      earned: earning.lines[place]?.points,
      growth: growth.lines[place],
    })),
    subtotal: sum(lines.map(({ gross }) => gross)),
    tierDiscount: sum(lines.map((line) => line.tierDiscount)),
    campaignDiscount: sum(lines.map((line) => line.campaignDiscount)),
    payable,
    toPay,
    tenders: paid.tenders,
    change,
    member: member &&
      standing && {
        memberId: member.memberId,
        tierId: customer.tier ? customer.tier.tierId : member.tierId,
        status: member.status,
        pointsAfter:
          hand.own -
          (burn.points - burn.ofFamily) +
          (earned && earned.spendableFrom <= now ? earned.points : 0),
        subscription: member.subscription,
        birthday: member.birthday,
        tags: member.tags,
        repeatCategoryIds: member.repeatCategoryIds,
        debt: member.debt,
        earnedToday: standing.day.earned,
        burnedToday: standing.day.burned,
        inflatedToday: standing.day.inflated,
      },
    burned:
      burn.points === 0
        ? null
        : {
            points: burn.points,
            lots: burn.lots,
            amount: burn.amount,
            valueBps: burn.valueBps,
            campaignId: burn.campaignId,
            inflated: burn.inflated,
            ofFamily: burn.ofFamily,
          },
    earned,
    growth: growth.total,
    coupons: coupons.applied.map(({ at, amount }) => ({
      couponId: at.coupon.couponId,
      templateId: at.template.templateId,
      name: at.template.name,
      useNumber: at.coupon.usesDone + 1,
      amount,
    })),
    firstPurchase: customer.active !== null && !customer.active.hasBought,
    plan: planStarted(price, customer),
    suggestions: { shown: basket.suggestionsShown, taken: basket.suggestionsTaken },
    campaigns: {
      shown: customer.campaigns.map(({ campaignId }) => campaignId),
      used: [...used].toSorted(smaller),
    },
  }
  return { sale, priced }
}

function lotEarned(
  laws: Laws,
  { standing, programme, store, now }: PriceInput,
  total: number,
  lotId: string,
) {
  if (!standing || total === 0) return null
  const debtPaid = Math.min(standing.member.debt, total)
  const { pendingDays, lotMonths } = programme.earn
  const expiresAt = monthEnd(now, laws.lotMonths(lotMonths), store.timeZone)
  let spendableFrom = now
  if (pendingDays !== null) spendableFrom = Math.max(now, dayStart(now, pendingDays, store.timeZone))
  if (standing.member.status === 'frozen') spendableFrom = laws.heldUntil(expiresAt, spendableFrom)
  return {
    lotId,
    points: total - debtPaid,
    gross: total,
    debtPaid,
    earnedAt: now,
    spendableFrom,
    expiresAt,
  }
}

function planStarted({ basket, standing, programme, store, now }: PriceInput, { planSold }: Customer) {
  if (!planSold || !standing) return null
  let days = 0
  for (const { product, quantity } of basket.lines) {
    for (const plan of programme.plans) if (plan.sku === product.sku) days += plan.days * quantity.amount
  }
  const { subscription } = standing.member
  const from = subscription ? Math.max(now, subscription.until) : now
  return {
    planId: planSold.planId,
    until: dayStart(from, Math.min(days, planDaysMax) + 1, store.timeZone),
  }
}
