import fc from 'fast-check'
import { expect, test } from 'vitest'
import { apportion } from '../../domain/apportion.ts'

test.each([
  [0, [3, 4], [0, 0]],
  [7, [3, 4], [3, 4]],
  [3, [3, 3], [2, 1]],
  [7, [53, 24, 23], [3, 2, 2]],
  [10, [53, 24, 23], [6, 2, 2]],
  [5, [0, 10], [0, 5]],
  [0, [0, 0], [0, 0]],
  [0, [], []],
])('[RF11] %i by %j is %j', (total, weights, shares) => {
  expect(apportion(total, weights)).toEqual(shares)
})

const weightsOf = fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 1, maxLength: 8 })

test('[RF11] no share falls as the total grows, all sum to it, and the whole gives each its weight', () => {
  fc.assert(
    fc.property(weightsOf, (weights) => {
      const sum = weights.reduce((all, weight) => all + weight, 0)
      const step = Math.max(1, Math.floor(sum / 60))
      let before = apportion(0, weights)
      for (let total = 0; total <= sum; total += step) {
        const shares = apportion(total, weights)
        expect(shares.reduce((all, share) => all + share, 0)).toBe(total)
        shares.forEach((share, place) => {
          expect(share).toBeGreaterThanOrEqual(before[place] as number)
          expect(share).toBeLessThanOrEqual(weights[place] as number)
        })
        before = shares
      }
      expect(apportion(sum, weights)).toEqual(weights)
    }),
    { numRuns: 100 },
  )
})

test('[RF11] it is unit by unit to whom weight over odd divisor is greatest', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 5 }), (weights) => {
      const got = weights.map(() => 0)
      const sum = weights.reduce((all, weight) => all + weight, 0)
      for (let total = 0; total < sum; total++) {
        expect(apportion(total, weights)).toEqual(got)
        let best = 0
        weights.forEach((weight, place) => {
          const ours = weight * (2 * (got[best] as number) + 1)
          const theirs = (weights[best] as number) * (2 * (got[place] as number) + 1)
          if (ours > theirs) best = place
        })
        got[best] = (got[best] as number) + 1
      }
    }),
  )
})

test('[RF11] large sums of money are exact', () => {
  const weights = [999_999_999, 1, 500_000_000]
  const shares = apportion(1_234_567_891, weights)
  expect(shares.reduce((all, share) => all + share, 0)).toBe(1_234_567_891)
})
