import fc from 'fast-check'
import { expect, test } from 'vitest'
import { expiringPoints, openLots, pendingPoints, spendablePoints } from '../../domain/lot.ts'
import { lot, noon } from './act-shop.ts'

test('[LT1] a lot can be spent from its instant on, and until the one it ends at', () => {
  const held = lot(50, 10, { spendableFrom: noon, expiresAt: noon + 5 })
  const at = (now: number) => [
    spendablePoints([held], now),
    pendingPoints([held], now),
    openLots([held], now).length,
  ]
  expect(at(noon - 1)).toEqual([0, 10, 0])
  expect(at(noon)).toEqual([10, 0, 1])
  expect(at(noon + 4)).toEqual([10, 0, 1])
  expect(at(noon + 5)).toEqual([0, 0, 0])
})

test('[LT1] what waits beyond its own end is neither spendable nor waiting', () => {
  const never = lot(50, 10, { spendableFrom: noon + 9, expiresAt: noon + 5 })
  expect([
    pendingPoints([never], noon),
    pendingPoints([never], noon + 6),
    spendablePoints([never], noon + 9),
  ]).toEqual([10, 0, 0])
})

test('[LT1] every point of a lot is spendable, waiting or gone, never two of them', () => {
  const lots = fc.array(
    fc.record({
      points: fc.nat(1_000),
      from: fc.integer({ min: -5, max: 5 }),
      until: fc.integer({ min: -5, max: 5 }),
    }),
    { maxLength: 8 },
  )
  fc.assert(
    fc.property(lots, (given) => {
      const all = given.map((one, place) =>
        lot(50 + place, one.points, { spendableFrom: noon + one.from, expiresAt: noon + one.until }),
      )
      const gone = all.filter(({ expiresAt }) => expiresAt <= noon).reduce((sum, one) => sum + one.points, 0)
      const whole = all.reduce((sum, one) => sum + one.points, 0)
      expect(spendablePoints(all, noon) + pendingPoints(all, noon) + gone).toBe(whole)
      const open = openLots(all, noon)
      expect(open.reduce((sum, one) => sum + one.points, 0)).toBe(spendablePoints(all, noon))
      expect(expiringPoints(all, noon, noon + 100)).toBe(whole - gone)
    }),
  )
})
