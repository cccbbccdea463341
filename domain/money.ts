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
  throw new Error('pending')
}

/**
 * Splits `total` (≥ 0) by whole weights with the largest remainder method; equal remainders favour the earlier
 * place. The parts sum to `total` exactly, and none passes its weight while `total` ≤ Σ weights. Weights that are
 * all zero count as equal. Asserts that a `total` above zero has someone to take it.
 */
export function splitMoney(total: Money, weights: readonly number[]): Money[] {
  throw new Error('pending')
}

/** Yuan with two decimals always, such as `1234.05` or `-0.50`: for receipts, without sign or separators. */
export function formatMoney(amount: Money): string {
  throw new Error('pending')
}
