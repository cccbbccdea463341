import type { Figure } from '../figure.ts'
import { measurePricing } from '../pricing/pricing.ts'
import { spreadOf } from '../statistics.ts'
import type { Workbench } from '../workbench.ts'

/** The cheapest legal combination of 30 coupons on 40 lines: the slower of wallets that stack by kind and that stack freely. */
export async function bestPriceP99Ms(bench: Workbench): Promise<Figure> {
  const { bestPrice, bestPriceFree, everyBestPrice, proven, provenFree } = await bench.once(measurePricing)
  const [byKind, free] = [spreadOf(bestPrice), spreadOf(bestPriceFree)]
  return {
    name: 'best_price_p99_ms',
    value: Math.max(byKind.p99, free.p99),
    ours: { what: 'stacking by kind p99', value: byKind.p99, unit: 'ms', samples: byKind.samples },
    floor: null,
    besides: {
      by_kind_p50_ms: byKind.p50,
      free_p50_ms: free.p50,
      free_p99_ms: free.p99,
      every_time_p99_ms: spreadOf(everyBestPrice).p99,
      by_kind_proven_share: proven / byKind.samples,
      free_proven_share: provenFree / free.samples,
    },
  }
}
