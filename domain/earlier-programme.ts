import { bps, money } from './money.ts'
import type { Programme, TierBenefit } from './programme.ts'

/*
 * Fields the programme got later, with what was the rule before there was a field: a document of an older head office,
 * or one an older version kept, means that. Whoever adds a field to the programme adds it here.
 */
export const earlierRules = {
  growth: { rateBps: bps(10_000), windowMonths: 12, badges: [] },
  earn: { expiringSoonDays: 30 },
  lifecycle: { newDays: 30, newPurchases: 1, dormantDays: 90, churnRiskDays: 180 },
  valueClass: {
    months: 12,
    silentDays: { middle: 90, best: 30 },
    purchases: { middle: 4, best: 12 },
    spent: { middle: money(200_000), best: money(800_000) },
  },
  freeReturns: { days: 0 },
  presale: { hours: 0 },
  suggestionsMax: 2,
  cash: { differenceMax: money(2_000), cashiersOpenDrawer: false },
  privacy: null,
} as const

/** A document that was good when it was kept, as this version reads it. */
export function withLaterFields(kept: Programme): Programme {
  const { earn, growth, freeReturns, presale, ...later } = earlierRules
  return {
    ...later,
    ...kept,
    tiers: kept.tiers.map((tier) => ({
      ...tier,
      benefits: tier.benefits.map((benefit): TierBenefit => {
        if (benefit.kind === 'free_returns') return { ...freeReturns, ...benefit }
        return benefit.kind === 'presale' ? { ...presale, ...benefit } : benefit
      }),
    })),
    growth: { ...growth, ...kept.growth },
    earn: { ...earn, ...kept.earn },
  }
}
