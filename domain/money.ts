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
