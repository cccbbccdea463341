import type { Campaign } from '../../domain/campaign.ts'
import type { GoodsScope, GoodsSelection } from '../../domain/goods-scope.ts'
import type { Member } from '../../domain/member.ts'
import type { PriceInput } from '../../domain/price.ts'
import type { Product } from '../../domain/product.ts'
import type { MembershipPlan, Programme, Tier } from '../../domain/programme.ts'
import { type Laws, smaller } from './naive-laws.ts'
import { isAtTime, isNearBirthday } from './naive-time.ts'

/* The independent oracle: who the customer is and which campaigns run (RULES.md 3 and 4). */

export interface Customer {
  /** Active or frozen. */
  readonly withPrices: Member | null
  readonly active: Member | null
  /** Of a member with prices. */
  readonly tier: Tier | null
  readonly payBps: number
  readonly earnBps: number
  readonly planSold: MembershipPlan | null
  readonly campaigns: readonly Campaign[]
}

export function customerOf(laws: Laws, input: PriceInput): Customer {
  const { standing, programme, basket, now } = input
  const member = standing ? standing.member : null
  const withPrices = member && (member.status === 'active' || member.status === 'frozen') ? member : null
  const active = member && member.status === 'active' ? member : null
  const tier = withPrices ? tierNamed(programme, withPrices.tierId) : null
  const plans: MembershipPlan[] = []
  if (withPrices?.subscription && now < withPrices.subscription.until) {
    for (const plan of programme.plans) if (plan.planId === withPrices.subscription.planId) plans.push(plan)
  }
  let planSold: MembershipPlan | null = null
  if (active) {
    for (const plan of programme.plans) {
      if (!basket.lines.some(({ product }) => product.sku === plan.sku)) continue
      const isBetter =
        planSold === null ||
        plan.payBps < planSold.payBps ||
        (plan.payBps === planSold.payBps && plan.earnBps > planSold.earnBps)
      if (isBetter) planSold = plan
    }
    if (planSold) plans.push(planSold)
  }
  let payBps = tier ? Number(tier.payBps) : 10_000
  let earnBps = tier ? Number(tier.earnBps) : 10_000
  for (const plan of plans) {
    payBps = Math.min(payBps, plan.payBps)
    earnBps = Math.max(earnBps, plan.earnBps)
  }
  const campaigns = programme.campaigns
    .filter((campaign) => isRunning(laws, campaign, { withPrices, tier, input }))
    .toSorted((a, b) => smaller(a.campaignId, b.campaignId))
  return { withPrices, active, tier, payBps, earnBps, planSold, campaigns }
}

function tierNamed({ tiers }: Programme, tierId: string): Tier {
  for (const each of tiers) if (each.tierId === tierId) return each
  return tiers[0] as Tier
}

interface Present {
  readonly withPrices: Member | null
  readonly tier: Tier | null
  readonly input: PriceInput
}

function isRunning(laws: Laws, campaign: Campaign, { withPrices, tier, input }: Present): boolean {
  const { time } = campaign
  const { store, now } = input
  let from = time.from
  for (const benefit of tier && campaign.effect.kind === 'price' ? tier.benefits : [])
    if (benefit.kind === 'presale' && from !== null) from -= benefit.hours * 3_600_000
  if (from !== null && now < from) return false
  if (time.until !== null && now >= time.until) return false
  if (campaign.storeIds.length > 0 && !campaign.storeIds.includes(store.storeId)) return false
  if (campaign.membersOnly && !withPrices) return false
  if (campaign.tierIds.length > 0 && !(tier && campaign.tierIds.includes(tier.tierId))) return false
  if (time.birthday !== null) {
    if (!withPrices || withPrices.birthday === null) return false
    const where = { instant: now, timeZone: store.timeZone }
    if (!isNearBirthday(laws, withPrices.birthday, time.birthday === 'day' ? 0 : 3, where)) return false
  }
  return isAtTime(time, now, store.timeZone)
}

function selects(selection: GoodsSelection, product: Product): boolean {
  if (selection.skus.includes(product.sku)) return true
  if (selection.categoryIds.includes(product.categoryId)) return true
  if (product.brandId !== null && selection.brandIds.includes(product.brandId)) return true
  for (const tag of product.tags) if (selection.tags.includes(tag)) return true
  return false
}

export function isIn({ include, exclude }: GoodsScope, product: Product): boolean {
  if (selects(exclude, product)) return false
  const listed =
    include.skus.length + include.categoryIds.length + include.brandIds.length + include.tags.length
  return listed === 0 || selects(include, product)
}

/** The price, earn or burn campaign that counts; they stand in order of their ids. */
export function priceCampaign(product: Product, campaigns: readonly Campaign[]) {
  let best: { readonly campaignId: string; readonly payBps: number } | null = null
  for (const { campaignId, effect, scope } of campaigns) {
    if (effect.kind !== 'price' || effect.payBps >= 10_000 || !isIn(scope, product)) continue
    if (!best || effect.payBps < best.payBps) best = { campaignId, payBps: effect.payBps }
  }
  return best
}

export function earnCampaign(product: Product, campaigns: readonly Campaign[]) {
  let best: { readonly campaignId: string; readonly earnBps: number } | null = null
  for (const { campaignId, effect, scope } of campaigns) {
    if (effect.kind !== 'earn' || effect.earnBps <= 10_000 || !isIn(scope, product)) continue
    if (!best || effect.earnBps > best.earnBps) best = { campaignId, earnBps: effect.earnBps }
  }
  return best
}

export interface NaiveBurnCampaign {
  readonly campaignId: string
  readonly valueBps: number
  readonly dayCap: number | null
}

export function burnCampaign(products: readonly Product[], campaigns: readonly Campaign[]) {
  let best: NaiveBurnCampaign | null = null
  for (const { campaignId, effect, scope } of campaigns) {
    if (effect.kind !== 'burn' || effect.valueBps <= 10_000) continue
    if (!products.some((product) => isIn(scope, product))) continue
    if (!best || effect.valueBps > best.valueBps)
      best = { campaignId, valueBps: effect.valueBps, dayCap: effect.dayCap }
  }
  return best
}
