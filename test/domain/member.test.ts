import { expect, test } from 'vitest'
import type { MemberStatus } from '../../domain/member.ts'
import { isBirthday, judgeMember, nextTier, tierOf } from '../../domain/member.ts'
import { member, noon, programme } from './shop.ts'

test.each<[MemberStatus, string | null]>([
  ['active', null],
  ['frozen', null],
  ['blacklisted', 'member_blacklisted'],
  ['merged', 'member_unknown'],
  ['erased', 'member_unknown'],
])('[ME1] a member who is %s is attached or refused with %s', (status, code) => {
  const judged = judgeMember(member({ status }))
  expect(judged.ok ? null : judged.refusal.code).toBe(code)
})

test('[ME1] why a member is blacklisted goes with the no, in both languages', () => {
  const statusReason = { zh: '多次恶意退货', en: 'Returned in bad faith' }
  expect(judgeMember(member({ status: 'blacklisted', statusReason }))).toEqual({
    ok: false,
    refusal: {
      code: 'member_blacklisted',
      figures: { reasonZh: '多次恶意退货', reasonEn: 'Returned in bad faith' },
    },
  })
  expect(judgeMember(member({ status: 'blacklisted' }))).toEqual({
    ok: false,
    refusal: { code: 'member_blacklisted' },
  })
})

test('[ME2] the tier is the one last heard, the lowest when the programme does not know it', () => {
  expect(tierOf(member({ tierId: 'gold', growth: 0 }), programme).tierId).toBe('gold')
  expect(tierOf(member({ tierId: 'gone' }), programme).tierId).toBe('bronze')
})

test.each([
  ['bronze', 0, { tierId: 'silver', missing: 2_000, doneBps: 0 }],
  ['bronze', 1_999, { tierId: 'silver', missing: 1, doneBps: 9_995 }],
  ['bronze', 2_500, { tierId: 'silver', missing: 0, doneBps: 10_000 }],
  ['silver', 2_500, { tierId: 'gold', missing: 5_500, doneBps: 3_125 }],
  ['gold', 9_000, null],
])('[ME3] from %s with growth %i the tier ahead is %o', (tierId, growth, ahead) => {
  const next = nextTier(member({ tierId, growth }), programme)
  expect(next && { tierId: next.tier.tierId, missing: next.missing, doneBps: next.doneBps }).toEqual(ahead)
})

test.each([
  ['on the day', '10-10', noon, true],
  ['the day before', '10-11', noon, false],
  ['already the next day in the store', '10-11', Date.UTC(2026, 9, 10, 16), true],
  ['no birthday known', null, noon, false],
  ['29 February in a leap year', '02-29', Date.UTC(2028, 1, 29, 4), true],
  ['29 February is not the 28th in a leap year', '02-29', Date.UTC(2028, 1, 28, 4), false],
  ['29 February is kept on the 28th in others', '02-29', Date.UTC(2027, 1, 28, 4), true],
  ['2100 is no leap year', '02-29', Date.UTC(2100, 1, 28, 4), true],
  ['29 February is not 1 March', '02-29', Date.UTC(2027, 2, 1, 4), false],
])('[ME4] birthday: %s', (_, birthday, now, is) => {
  expect(isBirthday(member({ birthday }), now, 'Asia/Shanghai')).toBe(is)
})
