import { assert } from './assert.ts'

declare const moneyBrand: unique symbol
/** Whole fen (CNY 0.01). May be negative where a difference is meant. Only these functions make one. */
export type Money = number & { readonly [moneyBrand]: true }

declare const bpsBrand: unique symbol
/** A rate in basis points: 10 000 is 1×, 9 000 is 9折 (pay 90 %). */
export type Bps = number & { readonly [bpsBrand]: true }

export const noMoney = 0 as Money
export const fullBps = 10_000 as Bps

/** Whole fen as money. Asserts a safe integer: strangers' figures are checked by a schema before. */
export function money(fen: number): Money {
  assert(Number.isSafeInteger(fen), 'money is whole fen')
  return (fen === 0 ? 0 : fen) as Money
}

export function bps(value: number): Bps {
  assert(Number.isSafeInteger(value) && value >= 0, 'a rate is whole basis points')
  return value as Bps
}

export function addMoney(a: Money, b: Money): Money {
  return money(a + b)
}

export function subtractMoney(a: Money, b: Money): Money {
  return money(a - b)
}

export function sumMoney(parts: readonly Money[]): Money {
  return money(parts.reduce((sum, part) => sum + part, 0))
}

/** A price times a whole count. */
export function timesMoney(price: Money, count: number): Money {
  assert(Number.isSafeInteger(count), 'a whole count')
  return money(price * count)
}

export function minMoney(a: Money, b: Money): Money {
  return a < b ? a : b
}

export function maxMoney(a: Money, b: Money): Money {
  return a > b ? a : b
}

/** How a share that is not whole is brought to whole fen: down, or to the nearest with one half going up. */
export type Rounding = 'down' | 'half_up'

/** `rate` of `amount` in whole fen; `amount` ≥ 0. Exact at any size: a product past 2^53 is counted in BigInt. */
export function roundedShare(amount: Money, rate: Bps, rounding: Rounding): Money {
  assert(amount >= 0, 'a share of nothing below zero')
  const extra = rounding === 'half_up' ? fullBps / 2 : 0
  const product = amount * rate + extra
  if (product <= Number.MAX_SAFE_INTEGER) return money((product - (product % fullBps)) / fullBps)
  return money(Number((BigInt(amount) * BigInt(rate) + BigInt(extra)) / BigInt(fullBps)))
}

/**
 * Splits `total` (≥ 0) by whole weights with the largest remainder method; equal remainders favour the earlier
 * place. The parts sum to `total` exactly, and none passes its weight while `total` ≤ Σ weights. Weights that are
 * all zero count as equal. Asserts that a `total` above zero has someone to take it.
 */
export function splitMoney(total: Money, weights: readonly number[]): Money[] {
  assert(total >= 0, 'what is split is not below zero')
  let weightSum = 0
  for (const weight of weights) {
    assert(Number.isSafeInteger(weight) && weight >= 0, 'a weight is whole and not below zero')
    weightSum += weight
  }
  assert(Number.isSafeInteger(weightSum), 'weights within the safe integers')
  assert(total === 0 || weights.length > 0, 'someone takes the total')
  if (weightSum === 0)
    return total === 0
      ? weights.map(() => noMoney)
      : splitMoney(
          total,
          weights.map(() => 1),
        )
  const parts: number[] = []
  const rests: number[] = []
  let left: number = total
  for (const weight of weights) {
    const { whole, rest } = dividedBy(total, weight, weightSum)
    parts.push(whole)
    rests.push(rest)
    left -= whole
  }
  if (left === 0) return parts.map(money)
  const byRemainder = [...rests.keys()].filter((place) => rests[place] !== 0)
  byRemainder.sort((a, b) => (rests[b] as number) - (rests[a] as number) || a - b)
  assert(left <= byRemainder.length, 'at most one fen more for each')
  for (const place of byRemainder.slice(0, left)) parts[place] = (parts[place] as number) + 1
  return parts.map(money)
}

/** total × weight ÷ sum as whole part and rest, exact also where the product passes 2^53. */
function dividedBy(total: number, weight: number, sum: number): { whole: number; rest: number } {
  const product = total * weight
  if (product > Number.MAX_SAFE_INTEGER) {
    const big = BigInt(total) * BigInt(weight)
    return { whole: Number(big / BigInt(sum)), rest: Number(big % BigInt(sum)) }
  }
  // A quotient rounds to its nearest double: up to the next whole number at most, which the rest then shows.
  const quotient = Math.floor(product / sum)
  const rest = product - quotient * sum
  return rest < 0 ? { whole: quotient - 1, rest: rest + sum } : { whole: quotient, rest }
}

/** Yuan with two decimals always, such as `1234.05` or `-0.50`: for receipts, without sign or separators. */
export function formatMoney(amount: Money): string {
  const size = Math.abs(amount)
  const fen = size % 100
  return `${amount < 0 ? '-' : ''}${(size - fen) / 100}.${String(fen).padStart(2, '0')}`
}
