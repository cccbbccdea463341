import { assert } from '../domain/assert.ts'

/** What a set of samples comes to, in the unit of the samples. */
export interface Spread {
  readonly samples: number
  readonly p50: number
  readonly p99: number
  readonly max: number
}

/**
 * The `share` quantile by nearest rank (the smallest sample with at least that share of all at or below it): never an
 * interpolated figure that nobody measured.
 */
function quantile(samples: readonly number[], share: number): number {
  assert(samples.length > 0, 'a quantile of something')
  const sorted = [...samples].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] as number
}

export function median(samples: readonly number[]): number {
  return quantile(samples, 0.5)
}

export function spreadOf(samples: readonly number[]): Spread {
  return {
    samples: samples.length,
    p50: quantile(samples, 0.5),
    p99: quantile(samples, 0.99),
    max: quantile(samples, 1),
  }
}
