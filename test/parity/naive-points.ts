import type { LotBurn } from '../../domain/burn.ts'
import type { Lot } from '../../domain/lot.ts'
import type { PriceInput } from '../../domain/price.ts'
import type { CategoryCoefficient } from '../../domain/programme.ts'
import { burnCampaign, type Customer, earnCampaign } from './naive-customer.ts'
import { type Laws, share, split, sum } from './naive-laws.ts'

/* The independent oracle: points burned and earned, growth (RULES.md 7 and 9). */

export interface BurnedNaively {
  readonly max: number
  readonly points: number
  readonly amount: number
  readonly valueBps: number
  readonly campaignId: string | null
  readonly inflatedMax: number | null
  readonly inflated: number
  readonly ofFamily: number
  readonly lots: readonly { lotId: string; memberId: string; points: number }[]
}

export function countable(lots: readonly Lot[], now: number): number {
  let all = 0
  for (const lot of lots) if (lot.spendableFrom <= now && now < lot.expiresAt) all += lot.points
  return all
}

/** Own points at hand and those of the family's owner. */
export function atHand({ standing, now }: PriceInput): { readonly own: number; readonly ofFamily: number } {
  if (!standing) return { own: 0, ofFamily: 0 }
  const { family } = standing
  return {
    own: countable(standing.lots, now),
    ofFamily: family ? Math.min(family.left, countable(family.lots, now)) : 0,
  }
}

export function burnPoints(
  laws: Laws,
  input: PriceInput,
  customer: Customer,
  payable: number,
): BurnedNaively {
  const { programme, standing, basket, now } = input
  const { step, stepValue, shareBps, capPerDay } = programme.burn
  const products = basket.lines.map(({ product }) => product)
  let campaign = burnCampaign(products, customer.campaigns)
  const nothing = { points: 0, amount: 0, inflated: 0, ofFamily: 0, lots: [] as LotBurn[], max: 0 }
  const usual = { valueBps: 10_000, campaignId: null, inflatedMax: null }
  if (!customer.active || !standing || step <= 0 || stepValue <= 0) return { ...nothing, ...usual }
  let inflatedSteps = Number.POSITIVE_INFINITY
  if (campaign && campaign.dayCap !== null) {
    inflatedSteps = Math.max(0, Math.floor((campaign.dayCap - standing.day.inflated) / step))
    if (inflatedSteps === 0) campaign = null
  }
  if (!campaign) inflatedSteps = 0
  const dear = campaign ? share(laws, stepValue, campaign.valueBps, 'down') : stepValue
  const worth = (steps: number) => {
    const inflated = Math.min(steps, inflatedSteps)
    return BigInt(inflated) * BigInt(dear) + BigInt(steps - inflated) * BigInt(stepValue)
  }
  const { own, ofFamily } = atHand(input)
  const limit = share(laws, payable, Math.min(shareBps, laws.shareLimit), 'down')
  const fits = (steps: number) =>
    steps * step <= own + ofFamily &&
    (capPerDay === null || steps * step <= laws.capOfDay(capPerDay, standing.day.burned)) &&
    worth(steps) <= BigInt(limit)
  // The most steps that fit: what fits with n fits with fewer, so halving finds the last.
  let most = 0
  let tooMany = Math.floor((own + ofFamily) / step) + 1
  while (tooMany - most > 1) {
    const middle = Math.floor((most + tooMany) / 2)
    if (fits(middle)) most = middle
    else tooMany = middle
  }
  const steps = Math.min(Math.floor(basket.pointsToBurn / step), most)
  const burned = steps * step
  const fromOwn = Math.min(burned, own)
  return {
    max: most * step,
    points: burned,
    amount: Number(worth(steps)),
    valueBps: campaign ? campaign.valueBps : 10_000,
    campaignId: campaign ? campaign.campaignId : null,
    inflatedMax: campaign ? (inflatedSteps === Number.POSITIVE_INFINITY ? null : inflatedSteps * step) : 0,
    inflated: Math.min(steps, inflatedSteps) * step,
    ofFamily: burned - fromOwn,
    lots: [
      ...takeFrom(laws, standing.lots, fromOwn, now),
      ...takeFrom(laws, standing.family ? standing.family.lots : [], burned - fromOwn, now),
    ],
  }
}

function takeFrom(laws: Laws, lots: readonly Lot[], wanted: number, now: number) {
  const taken: { lotId: string; memberId: string; points: number }[] = []
  let left = wanted
  for (const lot of lots.toSorted(laws.lotFirst)) {
    if (left === 0) break
    if (lot.spendableFrom > now || now >= lot.expiresAt || lot.points === 0) continue
    const points = Math.min(left, lot.points)
    taken.push({ lotId: lot.lotId, memberId: lot.memberId, points })
    left -= points
  }
  return taken
}

export interface EarnedNaively {
  readonly total: number
  readonly lines: readonly { readonly points: number; readonly campaignId: string | null }[]
}

export function earnPointsOf(
  laws: Laws,
  { programme, standing, basket }: PriceInput,
  { withPrices, earnBps, campaigns }: Customer,
  eligible: readonly number[],
): EarnedNaively {
  if (!withPrices || !standing)
    return { total: 0, lines: eligible.map(() => ({ points: 0, campaignId: null })) }
  const rules = programme.earn
  const pointsMax = 1_000_000_000
  const isExcluded = basket.lines.map(({ product }) => rules.excludedCategoryIds.includes(product.categoryId))
  const owns = basket.lines.map(({ product }, place) => {
    if (isExcluded[place]) return { points: 0, campaignId: null }
    const campaign = earnCampaign(product, campaigns)
    const n =
      BigInt(eligible[place] as number) *
      BigInt(rules.rateBps) *
      BigInt(coefficient(rules.coefficients, product.categoryId, withPrices.repeatCategoryIds)) *
      BigInt(earnBps) *
      BigInt(campaign ? campaign.earnBps : 10_000)
    const points = laws.down(n, 100n * 10_000n ** 4n)
    const capped = points > BigInt(pointsMax) ? pointsMax : Number(points)
    return { points: capped, campaignId: capped > 0 && campaign ? campaign.campaignId : null }
  })
  const counted = eligible.map((amount, place) => (isExcluded[place] ? 0 : amount))
  let bonus = 0
  if (rules.bonus && rules.bonus.per > 0) {
    const { per } = rules.bonus
    const full =
      laws.bonusOn === 'all_earning'
        ? Math.floor(sum(counted) / per)
        : sum(counted.map((amount) => Math.floor(amount / per)))
    const points = BigInt(full) * BigInt(rules.bonus.points)
    bonus = points > BigInt(pointsMax) ? pointsMax : Number(points)
  }
  const bonuses = split(laws, bonus, counted)
  const each = owns.map(({ points }, place) => points + (bonuses[place] as number))
  const all = sum(each)
  let total = Math.min(all, pointsMax)
  if (rules.capPerSale !== null) total = Math.min(total, rules.capPerSale)
  if (rules.capPerDay !== null) total = Math.min(total, laws.capOfDay(rules.capPerDay, standing.day.earned))
  const given = total < all ? split(laws, total, each) : each
  return {
    total,
    lines: owns.map(({ campaignId }, place) => ({ points: given[place] as number, campaignId })),
  }
}

function coefficient(
  coefficients: readonly CategoryCoefficient[],
  categoryId: string,
  repeats: readonly string[],
): number {
  let best: number | null = null
  for (const each of coefficients) {
    if (each.categoryId !== categoryId) continue
    if (each.repeatOnly && !repeats.includes(categoryId)) continue
    if (best === null || each.earnBps > best) best = each.earnBps
  }
  return best ?? 10_000
}

export function growthFrom(
  laws: Laws,
  { programme, basket }: PriceInput,
  { active }: Customer,
  paid: readonly number[],
): { readonly total: number; readonly lines: readonly number[] } {
  if (!active) return { total: 0, lines: paid.map(() => 0) }
  const weights = basket.lines.map(({ product }, place) => {
    const named = Object.entries(programme.growth.categoryBps).find(([id]) => id === product.categoryId)
    return BigInt(paid[place] as number) * BigInt(named ? named[1] : 10_000)
  })
  let all = 0n
  for (const weight of weights) all += weight
  const whole = laws.down(all * BigInt(programme.growth.rateBps), 10_000_000_000n)
  const total = whole > 1_000_000_000n ? 1_000_000_000 : Number(whole)
  return { total, lines: split(laws, total, weights) }
}
