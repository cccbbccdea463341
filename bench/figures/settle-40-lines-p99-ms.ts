import type { Figure } from '../figure.ts'
import { measurePricing } from '../pricing/pricing.ts'
import { spreadOf } from '../statistics.ts'
import type { Workbench } from '../workbench.ts'

/** From a basket of 40 lines with twelve coupons, points and cash to the whole record of its sale. */
export async function settle40LinesP99Ms(bench: Workbench): Promise<Figure> {
  const { settle } = await bench.once(measurePricing)
  const spread = spreadOf(settle)
  return {
    name: 'settle_40_lines_p99_ms',
    value: spread.p99,
    ours: { what: 'settling p99', value: spread.p99, unit: 'ms', samples: spread.samples },
    floor: null,
    besides: { settle_p50_ms: spread.p50, settle_max_ms: spread.max },
  }
}
