import fc from 'fast-check'
import { expect, test } from 'vitest'
import { daysFromBirthday, isAtTime } from '../../domain/calendar.ts'
import {
  burnCampaignOf,
  type Campaign,
  earnCampaignOf,
  isRunning,
  priceCampaignOf,
  runningCampaigns,
} from '../../domain/campaign.ts'
import { bps } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import { campaign, id, noon, product, programme, scope, store } from './shop.ts'

const rice = product()
const double = { kind: 'earn', earnBps: bps(20_000) } as const
const anybody = { member: null, tierId: null, presaleHours: 0, store, now: noon }
const silver = { ...anybody, member: { birthday: '10-12' }, tierId: 'silver' }
const hour = 3_600_000

/** `noon` is Saturday, 10 October 2026, 12:00 in Shanghai. */
test.each<[string, Parameters<typeof campaign>[2], typeof anybody | typeof silver, boolean]>([
  ['always, for everybody', {}, anybody, true],
  ['from now', { time: { from: noon } }, anybody, true],
  ['from the next ms', { time: { from: noon + 1 } }, anybody, false],
  ['until the next ms', { time: { until: noon + 1 } }, anybody, true],
  ['until now', { time: { until: noon } }, anybody, false],
  ['on Saturdays', { time: { weekdays: [6] } }, anybody, true],
  ['on Sundays', { time: { weekdays: [7] } }, anybody, false],
  ['on the 10th', { time: { monthDays: [8, 10] } }, anybody, true],
  ['on the 8th', { time: { monthDays: [8] } }, anybody, false],
  ['on a Saturday the 8th', { time: { weekdays: [6], monthDays: [8] } }, anybody, false],
  ['from noon', { time: { hours: { from: 720, to: 780 } } }, anybody, true],
  ['until noon', { time: { hours: { from: 660, to: 720 } } }, anybody, false],
  ['here', { storeIds: [id(9), store.storeId] }, anybody, true],
  ['elsewhere', { storeIds: [id(9)] }, anybody, false],
  ['for members, to nobody', { membersOnly: true }, anybody, false],
  ['for members', { membersOnly: true }, silver, true],
  ['for gold', { tierIds: ['gold'] }, silver, false],
  ['for silver and gold', { tierIds: ['silver', 'gold'] }, silver, true],
  ['for silver, to nobody', { tierIds: ['silver'] }, anybody, false],
  ['on birthdays', { time: { birthday: 'day' } }, silver, false],
  ['in birthday weeks', { time: { birthday: 'week' } }, silver, true],
  ['in birthday weeks, to nobody', { time: { birthday: 'week' } }, anybody, false],
  [
    'on birthdays, to one without',
    { time: { birthday: 'day' } },
    { ...silver, member: { birthday: null as never } },
    false,
  ],
])('[CA1] a campaign %s', (_, changes, context, runs) => {
  expect(isRunning(campaign('c', double, changes), context)).toBe(runs)
})

test('[CA5] a price that begins for all begins earlier for a tier with presale, within its days and hours', () => {
  const early = { ...silver, presaleHours: 48 }
  const price = { kind: 'price', payBps: bps(8_000) } as const
  const runs = (time: object, effect: Campaign['effect'] = price, context = early) =>
    isRunning(campaign('c', effect, { time } as Parameters<typeof campaign>[2]), context)
  expect(runs({ from: noon + 48 * hour })).toBe(true)
  expect(runs({ from: noon + 48 * hour + 1 })).toBe(false)
  expect(runs({ from: noon + 1 }, price, silver)).toBe(false)
  expect(runs({ from: noon + 1 }, double)).toBe(false)
  expect(runs({ from: noon + 1, weekdays: [7] })).toBe(false)
  expect(runs({ from: noon - 9, until: noon })).toBe(false)
})

test('[CA1] those that run for a customer come by id', () => {
  const campaigns = [
    campaign('b', double),
    campaign('c', double, { membersOnly: true }),
    campaign('a', double),
  ]
  const rules = { ...programme, campaigns }
  expect(runningCampaigns(rules, anybody).map(({ campaignId }) => campaignId)).toEqual(['a', 'b'])
  expect(runningCampaigns(rules, silver).map(({ campaignId }) => campaignId)).toEqual(['a', 'b', 'c'])
})

test.each([
  ['the day itself', '10-10', 0],
  ['three days before', '10-13', 3],
  ['four days after', '10-06', 4],
  ['on no day', '10-32x', null],
  ['in words', 'soon', null],
])('[CA2] days from a birthday: %s', (_, birthday, days) => {
  expect(daysFromBirthday(birthday, noon, store.timeZone)).toBe(days)
})

test.each([
  ['29 February in a leap year', '02-29', [2028, 2, 29], 0],
  ['29 February is kept on the 28th in other years', '02-29', [2027, 2, 28], 0],
  ['1 March is a day after it', '02-29', [2027, 3, 1], 1],
  ['28 February of a leap year is a day before', '02-29', [2028, 2, 28], 1],
  ['across the new year, after', '12-30', [2027, 1, 2], 3],
  ['across the new year, before', '01-01', [2026, 12, 29], 3],
  ['the end of February in a century without a leap day', '02-29', [2100, 2, 28], 0],
] as const)('[CA2] %s', (_, birthday, [year, month, day], days) => {
  expect(daysFromBirthday(birthday, Date.UTC(year, month - 1, day, 4), store.timeZone)).toBe(days)
})

test('[CA2] a birthday is nowhere farther than half a year, and on its own day nowhere at all', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 60_000 }), fc.integer({ min: 0, max: 364 }), (today, born) => {
      const now = today * 86_400_000
      const birthday = new Date(Date.UTC(2023, 0, 1 + born)).toISOString().slice(5, 10)
      const days = daysFromBirthday(birthday, now, 'UTC') as number
      expect(days).toBeGreaterThanOrEqual(0)
      expect(days).toBeLessThanOrEqual(183)
      expect(days === 0).toBe(new Date(now).toISOString().slice(5, 10) === birthday)
    }),
  )
})

/** Berlin's clocks went from 2:00 to 3:00 on Sunday, 29 March 2026, and go from 3:00 to 2:00 on Sunday, 25 October 2026. */
test.each([
  ['the hour that is skipped never is', { from: 120, to: 180 }, Date.UTC(2026, 2, 29, 0, 59, 59), false],
  ['nor an instant later', { from: 120, to: 180 }, Date.UTC(2026, 2, 29, 1), false],
  ['the hour after it is', { from: 180, to: 240 }, Date.UTC(2026, 2, 29, 1), true],
  ['the hour that comes twice is, the first time', { from: 120, to: 180 }, Date.UTC(2026, 9, 25, 0), true],
  ['and the second time', { from: 120, to: 180 }, Date.UTC(2026, 9, 25, 1, 59), true],
  ['and is over then', { from: 120, to: 180 }, Date.UTC(2026, 9, 25, 2), false],
  ['past midnight over the change', { from: 1_380, to: 181 }, Date.UTC(2026, 2, 29, 1, 0), true],
])('[CA3] where clocks change: %s', (_, hours, now, is) => {
  expect(isAtTime({ weekdays: [], hours }, now, 'Europe/Berlin')).toBe(is)
})

test.each([
  ['at 23:00 of the 8th', noon - 37 * hour, true],
  ['at 1:59 of the 9th', noon - 34 * hour - 60_000, true],
  ['at 2:00 of the 9th', noon - 34 * hour, false],
  ['at 1:00 of the 8th', noon - 59 * hour, false],
])('[CA3] hours past midnight belong to the day of the month they began on: %s', (_, now, is) => {
  const time = { weekdays: [], monthDays: [8], hours: { from: 1_380, to: 120 } }
  expect(isAtTime(time, now, store.timeZone)).toBe(is)
})

test('[CA3] the last day of a month reaches into the first of the next', () => {
  const time = { weekdays: [], monthDays: [28], hours: { from: 1_380, to: 120 } }
  expect(isAtTime(time, Date.UTC(2027, 1, 28, 17), store.timeZone)).toBe(true)
  expect(isAtTime(time, Date.UTC(2028, 1, 28, 17), store.timeZone)).toBe(true)
  expect(isAtTime({ ...time, monthDays: [29] }, Date.UTC(2028, 1, 29, 17), store.timeZone)).toBe(true)
})

const price = (campaignId: string, payBps: number, changes = {}): Campaign =>
  campaign(campaignId, { kind: 'price', payBps: bps(payBps) }, changes)
const earn = (campaignId: string, earnBps: number, changes = {}): Campaign =>
  campaign(campaignId, { kind: 'earn', earnBps: bps(earnBps) }, changes)
const burn = (campaignId: string, valueBps: number, changes = {}): Campaign =>
  campaign(campaignId, { kind: 'burn', valueBps: bps(valueBps), dayCap: points(500) }, changes)
const elsewhere = { scope: scope({ skus: ['milk'] }) }

test.each<[string, Campaign[], string | null]>([
  ['the lowest price', [price('a', 9_000), price('b', 8_000)], 'b'],
  ['of equal ones the smaller id', [price('a', 8_000), price('b', 8_000)], 'a'],
  ['none on other goods', [price('a', 8_000, elsewhere)], null],
  ['none that takes nothing off', [price('a', 10_000), price('b', 12_000)], null],
  ['none of another kind', [earn('a', 20_000), burn('b', 20_000)], null],
])('[CA4] overlapping price campaigns: %s', (_, running, best) => {
  expect(priceCampaignOf(rice, running)?.campaignId ?? null).toBe(best)
})

test.each<[string, Campaign[], string | null]>([
  ['the most points', [earn('a', 15_000), earn('b', 20_000)], 'b'],
  ['of equal ones the smaller id', [earn('a', 20_000), earn('b', 20_000)], 'a'],
  ['none on other goods', [earn('a', 20_000, elsewhere)], null],
  ['none that gives no more', [earn('a', 10_000), earn('b', 5_000)], null],
])('[CA4] overlapping earn campaigns: %s', (_, running, best) => {
  expect(earnCampaignOf(rice, running)?.campaignId ?? null).toBe(best)
})

test.each<[string, Campaign[], string | null]>([
  ['the one that makes points worth most', [burn('a', 15_000), burn('b', 20_000)], 'b'],
  ['of equal ones the smaller id', [burn('a', 20_000), burn('b', 20_000)], 'a'],
  ['one for goods that are there', [burn('a', 15_000), burn('b', 20_000, elsewhere)], 'a'],
  ['none that is worth no more', [burn('a', 10_000), burn('b', 9_000)], null],
])('[CA4] overlapping burn campaigns: %s', (_, running, best) => {
  expect(burnCampaignOf([rice], running)?.campaignId ?? null).toBe(best)
})
