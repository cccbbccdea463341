import { expect, test } from 'vitest'
import { Bug } from '../../domain/assert.ts'
import { addPoints, points, subtractPoints, sumPoints } from '../../domain/points.ts'

test('[PT1] points are whole, with one zero and exact sums', () => {
  expect(() => points(1.5)).toThrow(Bug)
  expect(() => points(Number.NaN)).toThrow(Bug)
  expect(Object.is(points(-0), 0)).toBe(true)
  expect(addPoints(points(2), points(3))).toBe(5)
  expect(subtractPoints(points(2), points(3))).toBe(-1)
  expect(sumPoints([points(1), points(2)])).toBe(3)
})
