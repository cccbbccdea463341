import { runChild } from '../child.ts'
import type { Workbench } from '../workbench.ts'
import type { PricingInput, PricingTimes } from './pricing-process.ts'

export function measurePricing(bench: Workbench): Promise<PricingTimes> {
  const { pricedBaskets } = bench.sizes
  bench.say(`pricing: ${pricedBaskets} baskets of 40 lines with 30 coupons at hand`)
  const input: PricingInput = { baskets: pricedBaskets, warmUps: 100 }
  return runChild<PricingTimes>('pricing/pricing-process.ts', input, { limitMs: 120_000 })
}
