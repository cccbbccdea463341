import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CouponTemplate } from '../../domain/coupon-template.ts'
import { birthdayWeek, isBirthdayWeek, issueCoupon } from '../../domain/issue-coupon.ts'
import { dayKey, dayMs, hourMs } from '../../domain/time.ts'
import { id, member, noon, template, timeZone } from './act-shop.ts'

function issue(of: CouponTemplate, birthday: string | null = null, now = noon, zone = timeZone) {
  const identity = { couponId: id(31), code: 'C0000000000314' }
  return issueCoupon(of, { ...identity, member: member({ birthday }), now, timeZone: zone })
}

test('[IC1] a coupon has its template’s uses and a validity fixed as it is issued', () => {
  const validity = { kind: 'between', from: 5, until: 9 } as const
  expect(issue(template(2_001, { usesMax: 10, validity }))).toEqual({
    couponId: id(31),
    code: 'C0000000000314',
    templateId: id(2_001),
    memberId: id(100),
    status: 'issued',
    validFrom: 5,
    validTo: 9,
    usesMax: 10,
    usesDone: 0,
    usesRestored: 0,
    issuedAt: noon,
  })
})

test('[IC1] without a member it is a bearer’s', () => {
  const bearer = issueCoupon(template(2_001), {
    couponId: id(31),
    code: 'C0000000000314',
    member: null,
    now: noon,
    timeZone,
  })
  expect(bearer.memberId).toBeNull()
})

test.each([
  ['a day', 1, noon, 'Asia/Shanghai', '2026-10-11T16:00:00.000Z'],
  ['over a leap day', 1, Date.UTC(2028, 1, 28, 4), 'Asia/Shanghai', '2028-02-29T16:00:00.000Z'],
  ['over the end of the year', 30, Date.UTC(2026, 11, 15, 4), 'Asia/Shanghai', '2027-01-14T16:00:00.000Z'],
  ['over a day of 25 hours', 1, Date.UTC(2026, 9, 24, 10), 'Europe/Berlin', '2026-10-25T23:00:00.000Z'],
  ['over a day of 23 hours', 1, Date.UTC(2026, 2, 28, 10), 'Europe/Berlin', '2026-03-29T22:00:00.000Z'],
])('[IC2] days count from now to the end of the store’s day: %s', (_, days, now, zone, until) => {
  const coupon = issue(template(2_001, { validity: { kind: 'days', days } }), null, now, zone)
  expect([coupon.validFrom, new Date(coupon.validTo).toISOString()]).toEqual([now, until])
})

test.each([
  ['still to come', '10-20', noon, '2026-10-17', '2026-10-23'],
  ['today', '10-10', noon, '2026-10-07', '2026-10-13'],
  ['under way', '10-08', noon, '2026-10-05', '2026-10-11'],
  ['just over', '10-06', noon, '2027-10-03', '2027-10-09'],
  ['on its last day', '10-07', noon, '2026-10-04', '2026-10-10'],
  ['over the turn of the year, before it', '01-01', Date.UTC(2026, 11, 30), '2026-12-29', '2027-01-04'],
  ['over the turn of the year, after it', '12-31', Date.UTC(2027, 0, 2), '2026-12-28', '2027-01-03'],
  ['29 February in a leap year', '02-29', Date.UTC(2028, 1, 20), '2028-02-26', '2028-03-03'],
  ['29 February in another', '02-29', Date.UTC(2027, 1, 20), '2027-02-25', '2027-03-03'],
])('[IC3] a birthday week %s', (_, birthday, now, first, last) => {
  const { from, until } = birthdayWeek(birthday, now, timeZone)
  expect([dayKey(from, timeZone), dayKey(until - 1, timeZone)]).toEqual([first, last])
  expect(dayKey(from - 1, timeZone)).not.toBe(first)
  const coupon = issue(template(2_001, { validity: { kind: 'birthday_week' } }), birthday, now)
  expect([coupon.validFrom, coupon.validTo]).toEqual([from, until])
})

test('[IC3] who never told a birthday has their week from today on', () => {
  const coupon = issue(template(2_001, { validity: { kind: 'birthday_week' } }))
  expect([coupon.validFrom, dayKey(coupon.validTo - 1, timeZone)]).toEqual([noon, '2026-10-16'])
})

test('[IC4] the week begins three days before and never lies wholly behind', () => {
  const days = fc
    .integer({ min: 1, max: 12 })
    .chain((month) =>
      fc
        .integer({ min: 1, max: [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] as number })
        .map((day) => `${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`),
    )
  const zones = fc.constantFrom('Asia/Shanghai', 'Europe/Berlin', 'America/Sao_Paulo', 'Pacific/Apia')
  const overDateLine = Date.UTC(2011, 11, 30, 10)
  const aroundTheLine = ['12-27', '12-28', '12-29', '12-30', '12-31', '01-01', '01-02']
  fc.assert(
    fc.property(days, fc.integer({ min: 0, max: 20_000 }), zones, (birthday, day, zone) => {
      const now = Date.UTC(2000, 0, 1) + day * dayMs
      const { from, until } = birthdayWeek(birthday, now, zone)
      expect(until).toBeGreaterThan(now)
      expect(from - now).toBeLessThan(366 * dayMs)
      // Samoa left out 30 December 2011 on its way over the date line.
      const isNear = zone === 'Pacific/Apia' && Math.abs(from - overDateLine) <= 7 * dayMs
      const isShorter = isNear && aroundTheLine.includes(birthday)
      expect(Math.round((until - from) / hourMs / 24)).toBe(isShorter ? 6 : 7)
      expect(isBirthdayWeek(birthday, now, zone)).toBe(from <= now)
    }),
    {
      numRuns: 200,
      examples: [
        ['12-26', 4_018, 'Pacific/Apia'],
        ['12-27', 4_018, 'Pacific/Apia'],
        ['12-30', 4_018, 'Pacific/Apia'],
        ['01-02', 4_018, 'Pacific/Apia'],
        ['01-03', 4_018, 'Pacific/Apia'],
      ],
    },
  )
  expect(isBirthdayWeek(null, noon, timeZone)).toBe(false)
})
