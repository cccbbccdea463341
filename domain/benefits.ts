import { type Campaign, runningCampaigns } from './campaign.ts'
import { type Member, tierOf } from './member.ts'
import { type Bps, bps } from './money.ts'
import type { PriceInput } from './price.ts'
import { advantagesOf, type MembershipPlan, type Programme, type Tier } from './programme.ts'

/** What a customer has by who they are, before goods and coupons are looked at. */
export interface Benefits {
  /** True for an active member: burns, grows, may use coupons and buy a paid membership, and what they earn counts. */
  readonly active: boolean
  /** Of an active or frozen member; null for everybody else. */
  readonly tier: Tier | null
  /** What they pay of a price: the best of tier and plans; null = all of it. */
  readonly payBps: Bps | null
  /** Whose rate that is. */
  readonly payBy: 'tier' | 'plan'
  /** Paid memberships that count: the one running and the one in this very basket. */
  readonly plans: readonly MembershipPlan[]
  /** The one to show: sold in this basket, else running. */
  readonly plan: MembershipPlan | null
  readonly planSold: MembershipPlan | null
  /** Campaigns that run for them, by id. */
  readonly running: readonly Campaign[]
}

/** A frozen member keeps the prices of tier, plan and campaigns; burning and coupons wait, and what they earn is held (loyalty.md 1). */
export function benefitsOf({ basket, standing, programme, store, now }: PriceInput): Benefits {
  const member = standing && hasPrices(standing.member) ? standing.member : null
  const active = member?.status === 'active'
  const tier = member ? tierOf(member, programme) : null
  const { presaleHours } = advantagesOf(tier)
  const running = runningCampaigns(programme, {
    member,
    tierId: tier?.tierId ?? null,
    presaleHours,
    store,
    now,
  })
  const planRunning = member ? planRunningOf(member, programme, now) : null
  const planSold = active ? planSoldIn(basket, programme) : null
  const plans = [planSold, planRunning].filter((plan) => plan !== null)
  const byPlan = plans.length > 0 ? Math.min(...plans.map(({ payBps }) => payBps)) : null
  const better = tier && byPlan !== null && byPlan < tier.payBps
  return {
    active,
    tier,
    payBps: tier && (better ? bps(byPlan) : tier.payBps),
    payBy: better ? 'plan' : 'tier',
    plans,
    plan: planSold ?? planRunning,
    planSold,
    running,
  }
}

/** The paid membership goods of a basket sell: of several the one with the lowest price, then the most points, then the first named. */
export function planSoldIn(basket: PriceInput['basket'], { plans }: Programme): MembershipPlan | null {
  const sold = plans.filter(({ sku }) => basket.lines.some(({ product }) => product.sku === sku))
  return sold.sort((a, b) => a.payBps - b.payBps || b.earnBps - a.earnBps)[0] ?? null
}

/** The days a basket adds to a paid membership: of each piece of each plan's product, so that nobody pays for nothing. */
export function planDaysIn(basket: PriceInput['basket'], { plans }: Programme): number {
  return basket.lines.reduce((days, { product, quantity }) => {
    const plan = plans.find(({ sku }) => sku === product.sku)
    return days + (plan ? plan.days * (quantity.unit === 'piece' ? quantity.amount : 1) : 0)
  }, 0)
}

function hasPrices({ status }: Member): boolean {
  return status === 'active' || status === 'frozen'
}

function planRunningOf({ subscription }: Member, { plans }: Programme, now: number): MembershipPlan | null {
  if (!subscription || now >= subscription.until) return null
  return plans.find(({ planId }) => planId === subscription.planId) ?? null
}
