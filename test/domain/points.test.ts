import { expect, test } from 'vitest'
import { Bug } from '../../domain/assert.ts'
import { addPoints, minPoints, points, splitPoints, subtractPoints, sumPoints } from '../../domain/points.ts'

test('[PT1] points are whole, with one zero and exact sums', () => {
  expect(() => points(1.5)).toThrow(Bug)
  expect(() => points(Number.NaN)).toThrow(Bug)
  expect(Object.is(points(-0), 0)).toBe(true)
  expect(addPoints(points(2), points(3))).toBe(5)
  expect(subtractPoints(points(2), points(3))).toBe(-1)
  expect(sumPoints([points(1), points(2)])).toBe(3)
})

test('[PT2] points are split as money is: to the last one, ties to the earlier place', () => {
  expect(splitPoints(points(10), [1, 1, 1])).toEqual([4, 3, 3])
  expect(splitPoints(points(0), [5, 5])).toEqual([0, 0])
  expect(splitPoints(points(7), [0, 0])).toEqual([4, 3])
  expect(minPoints(points(3), points(2))).toBe(2)
})
