import fc from 'fast-check'
import { expect, test } from 'vitest'
import { familyLeft, withFamilySpending } from '../../domain/family.ts'
import type { FamilyShare } from '../../domain/member.ts'
import { points } from '../../domain/points.ts'
import { id, noon, timeZone } from './act-shop.ts'

const family: FamilyShare = {
  ownerId: id(101),
  monthCap: points(1_000),
  month: '2026-10',
  spent: points(300),
}
const startOfOctober = Date.UTC(2026, 8, 30, 16)
const startOfNovember = Date.UTC(2026, 9, 31, 16)

function left(changes: Partial<Parameters<typeof familyLeft>[0]> = {}) {
  return familyLeft({ family, unheard: [], now: noon, timeZone, ...changes })
}

const spent = (spentAt: number, amount: number) => ({ spentAt, change: amount })

test.each<[string, Partial<Parameters<typeof familyLeft>[0]>, number]>([
  ['less what the chain heard of', {}, 700],
  ['less what this till spent since', { unheard: [spent(noon, 200), spent(noon, 100)] }, 400],
  ['never below zero', { unheard: [spent(noon, 900)] }, 0],
  ['at the last moment of the month', { now: startOfNovember - 1 }, 700],
  [
    'whole again as the month begins',
    { now: startOfNovember, unheard: [spent(startOfNovember - 1, 500)] },
    1_000,
  ],
  [
    'only this month’s spendings count',
    { unheard: [spent(startOfOctober, 50), spent(startOfOctober - 1, 500)] },
    650,
  ],
  ['a month heard of long ago counts from nothing', { family: { ...family, month: '2025-10' } }, 1_000],
])('[FA1] the month’s cap, %s', (_, changes, expected) => {
  expect(left(changes)).toBe(expected)
})

test('[FA1] a month ends by the store’s clock, also where that changes', () => {
  const berlin = 'Europe/Berlin'
  const share = { ...family, month: '2026-03' }
  // 31 March 2026, 23:59 and midnight in summer time.
  expect(left({ family: share, now: Date.UTC(2026, 2, 31, 21, 59), timeZone: berlin })).toBe(700)
  expect(left({ family: share, now: Date.UTC(2026, 2, 31, 22), timeZone: berlin })).toBe(1_000)
})

test('[FA2] a spending counts to its month; one of a month gone by changes nothing', () => {
  expect(withFamilySpending(family, spent(noon, 100), timeZone)).toEqual({ ...family, spent: 400 })
  expect(withFamilySpending(family, spent(startOfNovember, 100), timeZone)).toEqual({
    ...family,
    month: '2026-11',
    spent: 100,
  })
  expect(withFamilySpending(family, spent(startOfOctober - 1, 100), timeZone)).toEqual(family)
})

test('[FA4] what comes back lowers the month it was spent in, never below nothing', () => {
  expect(withFamilySpending(family, spent(noon, -100), timeZone)).toEqual({ ...family, spent: 200 })
  expect(withFamilySpending(family, spent(startOfOctober, -400), timeZone)).toEqual({ ...family, spent: 0 })
  // The month it was spent in is over: what is left of this one stays.
  expect(withFamilySpending(family, spent(startOfOctober - 1, -100), timeZone)).toEqual(family)
  expect(left({ unheard: [spent(noon, 200), spent(noon, -150)] })).toBe(650)
  expect(left({ now: startOfNovember, unheard: [spent(startOfNovember - 1, -50)] })).toBe(1_000)
})

test('[FA3] what is left unheard is the same as what is left once heard', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: -40, max: 40 }), fc.integer({ min: -400, max: 400 }))),
      (all) => {
        const unheard = all
          .map(([hours, amount]) => spent(startOfNovember + hours * 3_600_000, amount))
          .sort((a, b) => a.spentAt - b.spentAt)
        const now = startOfNovember + 50 * 3_600_000
        const heard = unheard.reduce((share, one) => withFamilySpending(share, one, timeZone), family)
        expect(left({ family: heard, now })).toBe(left({ unheard, now }))
      },
    ),
  )
})
