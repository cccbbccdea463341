import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Bug } from '../../domain/assert.ts'
import { moneyMax } from '../../domain/limits.ts'
import {
  addMoney,
  bps,
  formatMoney,
  maxMoney,
  minMoney,
  money,
  roundedShare,
  splitMoney,
  subtractMoney,
  sumMoney,
  timesMoney,
} from '../../domain/money.ts'

const amounts = fc.integer({ min: 0, max: moneyMax })

test.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('[MO1] money(%s) is a bug', (value) => {
  expect(() => money(value)).toThrow(Bug)
})

test('[MO1] money has one zero and exact sums', () => {
  expect(Object.is(money(-0), 0)).toBe(true)
  expect(addMoney(money(10), money(20))).toBe(30)
  expect(subtractMoney(money(10), money(20))).toBe(-10)
  expect(sumMoney([money(1), money(2), money(3)])).toBe(6)
  expect(sumMoney([])).toBe(0)
  expect(timesMoney(money(99), 3)).toBe(297)
  expect([minMoney(money(1), money(2)), maxMoney(money(1), money(2))]).toEqual([1, 2])
  expect(() => timesMoney(money(99), 1.5)).toThrow(Bug)
  expect(() => addMoney(money(Number.MAX_SAFE_INTEGER), money(1))).toThrow(Bug)
  expect(() => bps(-1)).toThrow(Bug)
})

test.each([
  [0, 9_000, 0, 0],
  [1, 5_000, 0, 1],
  [3, 5_000, 1, 2],
  [9, 500, 0, 0],
  [10, 500, 0, 1],
  [1_999, 1_000, 199, 200],
  [1_994, 1_000, 199, 199],
  [12_345, 10_000, 12_345, 12_345],
  [12_345, 20_000, 24_690, 24_690],
])('[MO2] roundedShare of %i at %i bps is %i down and %i half up', (amount, rate, down, halfUp) => {
  expect(roundedShare(money(amount), bps(rate), 'down')).toBe(down)
  expect(roundedShare(money(amount), bps(rate), 'half_up')).toBe(halfUp)
})

test('[MO2] roundedShare is exact up to moneyMax × 100 and beyond 2^53', () => {
  fc.assert(
    fc.property(amounts, fc.integer({ min: 0, max: 1_000_000_000 }), (amount, rate) => {
      const exact = BigInt(amount) * BigInt(rate)
      expect(BigInt(roundedShare(money(amount), bps(rate), 'down'))).toBe(exact / 10_000n)
      expect(BigInt(roundedShare(money(amount), bps(rate), 'half_up'))).toBe((exact + 5_000n) / 10_000n)
    }),
  )
  expect(() => roundedShare(money(-1), bps(1), 'down')).toThrow(Bug)
})

test.each([
  ['by weight', 100, [1, 1, 2], [25, 25, 50]],
  ['the largest remainder first', 10, [1, 2, 4], [1, 3, 6]],
  ['ties to the earlier place', 10, [1, 1, 1], [4, 3, 3]],
  ['two left over', 5, [1, 1, 1], [2, 2, 1]],
  ['nothing for a weight of zero', 7, [0, 5, 0, 5], [0, 4, 0, 3]],
  ['a total of zero', 0, [3, 4], [0, 0]],
  ['no weights and nothing to split', 0, [], []],
])('[MO3] splitMoney: %s', (_, total, weights, parts) => {
  expect(splitMoney(money(total), weights)).toEqual(parts)
})

test('[MO3] splitMoney sums exactly and each part is within one fen of its exact share', () => {
  fc.assert(
    fc.property(amounts, fc.array(amounts, { minLength: 1, maxLength: 40 }), (total, weights) => {
      const parts = splitMoney(money(total), weights)
      expect(sumMoney(parts)).toBe(total)
      const sum = BigInt(weights.reduce((a, b) => a + b, 0))
      parts.forEach((part, place) => {
        if (sum === 0n) return
        const low = (BigInt(total) * BigInt(weights[place] as number)) / sum
        expect([low, low + 1n]).toContain(BigInt(part))
      })
    }),
  )
})

test('[MO4] no part of splitMoney passes its weight while the total does not pass their sum', () => {
  fc.assert(
    fc.property(fc.array(amounts, { minLength: 1, maxLength: 40 }), fc.nat(10_000), (weights, share) => {
      const total = roundedShare(money(weights.reduce((a, b) => a + b, 0)), bps(share), 'half_up')
      splitMoney(total, weights).forEach((part, place) => {
        expect(part).toBeLessThanOrEqual(weights[place] as number)
        expect(part).toBeGreaterThanOrEqual(0)
      })
    }),
  )
})

test('[MO5] splitMoney counts weights that are all zero as equal and refuses what cannot be split', () => {
  expect(splitMoney(money(5), [0, 0])).toEqual([3, 2])
  expect(() => splitMoney(money(1), [])).toThrow(Bug)
  expect(() => splitMoney(money(-1), [1])).toThrow(Bug)
  expect(() => splitMoney(money(1), [-1, 2])).toThrow(Bug)
  expect(() => splitMoney(money(1), [0.5])).toThrow(Bug)
})

test.each([
  [0, '0.00'],
  [5, '0.05'],
  [123_405, '1234.05'],
  [-50, '-0.50'],
  [-123_400, '-1234.00'],
  [moneyMax, '10000000.00'],
])('[MO6] formatMoney(%i) is %s', (fen, text) => {
  expect(formatMoney(money(fen))).toBe(text)
})
