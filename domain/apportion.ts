import { assert } from './assert.ts'

/**
 * Shares of `total` by whole weights after Sainte-Laguë (Webster): unit by unit, each to whom `weight / (2 × got + 1)` is
 * greatest, ties to the earlier place. Unlike largest remainder no share ever falls as `total` grows, so that what is given
 * in parts sums to what the whole would have given, and a `total` of Σ weights gives each its weight. Asserts 0 ≤ `total` ≤
 * Σ weights.
 */
export function apportion(total: number, weights: readonly number[]): number[] {
  assert(Number.isSafeInteger(total) && total >= 0, 'a whole total')
  assert(
    weights.every((weight) => Number.isSafeInteger(weight) && weight >= 0),
    'whole weights',
  )
  const sum = weights.reduce((all, weight) => all + weight, 0)
  assert(total <= sum && Number.isSafeInteger(sum), 'no more than the weights come to')
  const got = weights.map((weight) =>
    sum === 0 ? 0 : Number((BigInt(total) * BigInt(weight)) / BigInt(sum)),
  )
  // The quotas rounded down lie within a unit or so of the result: the rest takes at most a few steps each way.
  for (let left = total - got.reduce((all, share) => all + share, 0); left > 0; left--) {
    bump(got, greatest(weights, got), 1)
  }
  for (;;) {
    const next = greatest(weights, got)
    const last = leastGiven(weights, got)
    if (
      last === null ||
      next === last ||
      !isBefore(claim(weights, got, next, 0), claim(weights, got, last, -1))
    )
      return got
    bump(got, next, 1)
    bump(got, last, -1)
  }
}

/** A claim to a unit: weight over an odd divisor, and whose. */
interface Claim {
  readonly weight: number
  readonly divisor: number
  readonly place: number
}

function claim(weights: readonly number[], got: readonly number[], place: number, step: 0 | -1): Claim {
  return { weight: weights[place] as number, divisor: 2 * ((got[place] as number) + step) + 1, place }
}

/** Whether one claim is served before another: the greater quotient, then the earlier place. */
function isBefore(a: Claim, b: Claim): boolean {
  const left = BigInt(a.weight) * BigInt(b.divisor)
  const right = BigInt(b.weight) * BigInt(a.divisor)
  return left === right ? a.place < b.place : left > right
}

/** Who is served next. */
function greatest(weights: readonly number[], got: readonly number[]): number {
  let best = 0
  for (let place = 1; place < weights.length; place++) {
    if (isBefore(claim(weights, got, place, 0), claim(weights, got, best, 0))) best = place
  }
  return best
}

/** Who was served last of those who got something. */
function leastGiven(weights: readonly number[], got: readonly number[]): number | null {
  let last: number | null = null
  for (let place = 0; place < weights.length; place++) {
    if (got[place] === 0) continue
    if (last === null || isBefore(claim(weights, got, last, -1), claim(weights, got, place, -1))) last = place
  }
  return last
}

function bump(got: number[], place: number, by: 1 | -1): void {
  got[place] = (got[place] as number) + by
}
