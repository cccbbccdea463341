import { assert } from './assert.ts'
import { money, splitMoney } from './money.ts'

declare const pointsBrand: unique symbol
/** Whole loyalty points. */
export type Points = number & { readonly [pointsBrand]: true }

export const noPoints = 0 as Points

/** A whole number as points. Asserts a safe integer. */
export function points(value: number): Points {
  assert(Number.isSafeInteger(value), 'points are whole')
  return (value === 0 ? 0 : value) as Points
}

export function addPoints(a: Points, b: Points): Points {
  return points(a + b)
}

export function subtractPoints(a: Points, b: Points): Points {
  return points(a - b)
}

export function sumPoints(parts: readonly Points[]): Points {
  return points(parts.reduce((sum, part) => sum + part, 0))
}

/** Splits points by whole weights as `splitMoney` splits fen: largest remainder, ties to the earlier place. */
export function splitPoints(total: Points, weights: readonly number[]): Points[] {
  return splitMoney(money(total), weights).map((part) => points(part))
}

export function minPoints(a: Points, b: Points): Points {
  return a < b ? a : b
}
