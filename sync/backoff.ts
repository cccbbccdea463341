import { assert } from '../domain/assert.ts'
import { backoffBaseMs, backoffMaxMs } from '../domain/limits.ts'

/**
 * Full-jitter back-off (AWS, "Exponential backoff and jitter"): a random share of a pause that doubles with each
 * failure up to `backoffMaxMs`. `attempt` counts failures in a row from 1; `fraction` is a random number in [0, 1).
 * Pure: the fraction is an argument, so a simulation repeats exactly.
 */
export function retryDelayMs(attempt: number, fraction: number): number {
  assert(Number.isInteger(attempt) && attempt >= 1, 'attempts count from 1')
  assert(fraction >= 0 && fraction < 1, 'a fraction of 1')
  const ceiling = Math.min(backoffMaxMs, backoffBaseMs * 2 ** Math.min(attempt - 1, 30))
  return Math.floor(ceiling * fraction)
}
