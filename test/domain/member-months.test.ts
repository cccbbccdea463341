import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lifecycleOf, type PurchaseHistory, valueClassOf } from '../../domain/lifecycle.ts'
import type { Lifecycle, ValueClass } from '../../domain/member.ts'
import { decayGrowth, monthsBefore } from '../../domain/member-months.ts'
import { bps, money } from '../../domain/money.ts'
import type { ValueClassRules } from '../../domain/programme.ts'
import type { MonthFigures } from '../../domain/tier-review.ts'
import { dayMs } from '../../domain/time.ts'
import { noon, programme, timeZone } from './act-shop.ts'

const bronze = { decayBps: bps(1_500), windowMonths: 12 }

function month(growth: number, changes: Partial<MonthFigures> = {}): MonthFigures {
  return { spent: 0, growth, purchases: 0, interactions: 0, ...changes }
}

test('[TR8] months before are whole, newest first, over the year and by the store’s clock', () => {
  const january = Date.UTC(2026, 0, 31, 15, 59)
  expect(monthsBefore(january, 2, timeZone)).toEqual(['2025-12', '2025-11'])
  expect(monthsBefore(january + 60_000, 2, timeZone)).toEqual(['2026-01', '2025-12'])
  expect(monthsBefore(january, 0, timeZone)).toEqual([])
  expect(monthsBefore(Date.UTC(2024, 1, 29, 12), 1, timeZone)).toEqual(['2024-01'])
})

test.each<[string, string, Record<string, number>, Record<string, number>]>([
  [
    'within 12 months nothing is lost',
    '',
    { '2025-10': 100, '2026-10': 100 },
    { '2025-10': 100, '2026-10': 100 },
  ],
  [
    'older than 12 months loses 15 %, rounded down',
    '',
    { '2025-09': 100, '2025-08': 7 },
    { '2025-09': 85, '2025-08': 5 },
  ],
  ['once a month', '2026-10', { '2025-09': 100 }, { '2025-09': 100 }],
  ['for every month since', '2026-07', { '2025-06': 1_000 }, { '2025-06': 613 }],
  ['from the month it grew too old', '2026-07', { '2025-08': 1_000 }, { '2025-08': 722 }],
  ['a clock that ran ahead brings nothing back', '2026-12', { '2025-06': 1_000 }, { '2025-06': 1_000 }],
  ['below zero by returns it is left', '', { '2025-06': -10 }, { '2025-06': -10 }],
])('[TR9] decay: %s', (_, decayedMonth, before, after) => {
  const months = Object.fromEntries(Object.entries(before).map(([key, growth]) => [key, month(growth)]))
  const decayed = decayGrowth({ months, decayedMonth }, bronze, noon, timeZone)
  expect(
    Object.fromEntries(Object.entries(decayed.months).map(([key, { growth }]) => [key, growth])),
  ).toEqual(after)
  expect(decayed.decayedMonth).toBe(decayedMonth === '2026-12' ? '2026-12' : '2026-10')
})

test.each([
  [6, 850],
  [7, 1_000],
  [5, 722],
])('[TR9] growth of seven months ago, where it decays after %i, is %i', (windowMonths, growth) => {
  const months = { '2026-03': month(1_000) }
  const tier = { ...bronze, windowMonths }
  expect(decayGrowth({ months, decayedMonth: '2026-08' }, tier, noon, timeZone).months).toEqual({
    '2026-03': month(growth),
  })
})

test('[TR9] months nobody looks back to are dropped, those with growth are not', () => {
  const months = { '2021-08': month(0), '2021-09': month(0), '2010-01': month(1_000_000) }
  const { months: kept } = decayGrowth(
    { months, decayedMonth: '' },
    { ...bronze, decayBps: bps(1) },
    noon,
    timeZone,
  )
  expect(Object.keys(kept)).toEqual(['2021-09', '2010-01'])
})

test('[TR10] night after night is the same as once, and growth only falls, to nothing in the end', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 5_000 }), { minLength: 1, maxLength: 30 }),
      fc.integer({ min: 1, max: 10_000 }),
      fc.integer({ min: 1, max: 20 }),
      (growths, decayBps, nights) => {
        const keys = monthsBefore(noon, growths.length, timeZone)
        const months = Object.fromEntries(keys.map((key, place) => [key, month(growths[place] as number)]))
        const tier = { ...bronze, decayBps: bps(decayBps) }
        const later = (by: number) => Date.UTC(2026, 9 + by, 15)
        const start = { months, decayedMonth: '2026-10' }
        let nightly: { readonly months: typeof start.months; readonly decayedMonth: string } = start
        for (let night = 1; night <= nights; night++) {
          const next = decayGrowth(nightly, tier, later(night), timeZone)
          for (const [key, { growth }] of Object.entries(next.months)) {
            expect(growth).toBeLessThanOrEqual(nightly.months[key]?.growth ?? -1)
            expect(growth).toBeGreaterThanOrEqual(0)
          }
          nightly = next
        }
        const once = decayGrowth(start, tier, later(nights), timeZone)
        for (const key of keys) {
          expect(once.months[key]?.growth ?? 0).toBe(nightly.months[key]?.growth ?? 0)
        }
      },
    ),
  )
})

test.each<[string, number, number | null, number, Lifecycle]>([
  ['just joined', 0, null, 5, 'new'],
  ['their first purchase', 1, 1, 29, 'new'],
  ['a second purchase makes them active', 2, 1, 5, 'active'],
  ['never bought in a month', 0, null, 30, 'active'],
  ['89 days silent', 9, 89, 500, 'active'],
  ['90 days silent', 9, 90, 500, 'dormant'],
  ['179 days silent', 9, 179, 500, 'dormant'],
  ['180 days silent', 9, 180, 500, 'churn_risk'],
  ['never bought in half a year', 0, null, 180, 'churn_risk'],
])('[TR11] lifecycle: %s', (_, purchases, silentDays, joinedDays, lifecycle) => {
  const lastPurchaseAt = silentDays === null ? null : noon - silentDays * dayMs
  const history = { months: {}, purchases, lastPurchaseAt }
  expect(lifecycleOf(history, noon - joinedDays * dayMs, programme.lifecycle, noon)).toBe(lifecycle)
})

test.each<[string, number, number, number, ValueClass]>([
  ['often, lately, much', 29, 12, 800_000, 'top'],
  ['often, not quite lately', 30, 12, 800_000, 'loyal'],
  ['sometimes, for some money', 29, 4, 200_000, 'loyal'],
  ['lately, little', 29, 3, 199_999, 'promising'],
  ['a while ago, little', 60, 3, 199_999, 'low'],
  ['long ago, was worth something', 90, 4, 0, 'at_risk'],
  ['long ago, never much', 90, 3, 0, 'low'],
])('[TR12] value class: %s', (_, silentDays, purchases, spent, valueClass) => {
  const months = { '2026-03': month(0, { purchases, spent }) }
  const lastPurchaseAt = noon - silentDays * dayMs
  expect(valueClassOf({ months, purchases, lastPurchaseAt }, programme.valueClass, noon, timeZone)).toBe(
    valueClass,
  )
})

test.each<[string, Partial<ValueClassRules>, ValueClass]>([
  ['as it is', {}, 'loyal'],
  ['one month looked back to', { months: 1 }, 'promising'],
  ['ten days are long', { silentDays: { middle: 10, best: 5 } }, 'at_risk'],
  ['thirteen purchases are few', { purchases: { middle: 14, best: 20 } }, 'promising'],
  [
    'thirteen purchases for ¥3 000 are the best',
    { spent: { middle: money(1), best: money(300_000) } },
    'top',
  ],
])('[TR12] value class goes by the programme: %s', (_, changes, valueClass) => {
  const months = { '2026-08': month(0, { purchases: 13, spent: 300_000 }) }
  const history = { months, purchases: 13, lastPurchaseAt: noon - 12 * dayMs }
  const rules = { ...programme.valueClass, ...changes }
  expect(valueClassOf(history, rules, noon, timeZone)).toBe(valueClass)
})

test('[TR11] lifecycle goes by the programme', () => {
  const rules = { newDays: 10, newPurchases: 3, dormantDays: 5, churnRiskDays: 8 }
  const at = (purchases: number, silentDays: number, joinedDays: number) =>
    lifecycleOf(
      { months: {}, purchases, lastPurchaseAt: noon - silentDays * dayMs },
      noon - joinedDays * dayMs,
      rules,
      noon,
    )
  expect([at(3, 1, 9), at(4, 1, 9), at(3, 1, 10)]).toEqual(['new', 'active', 'active'])
  expect([at(9, 4, 99), at(9, 5, 99), at(9, 8, 99)]).toEqual(['active', 'dormant', 'churn_risk'])
})

test('[TR12] what is older than the months looked back to does not count, and who never bought has no class', () => {
  const months = { '2025-09': month(0, { purchases: 50, spent: 9_000_000 }) }
  const classOf = (history: PurchaseHistory) => valueClassOf(history, programme.valueClass, noon, timeZone)
  expect(classOf({ months, purchases: 50, lastPurchaseAt: noon })).toBe('promising')
  expect(classOf({ months: {}, purchases: 0, lastPurchaseAt: null })).toBeNull()
})
