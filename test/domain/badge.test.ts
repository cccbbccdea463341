import fc from 'fast-check'
import { expect, test } from 'vitest'
import { programmeSchema } from '../../contract/programme.ts'
import { type Deeds, deedsAsked, type Interaction, reviewBadges } from '../../domain/badge.ts'
import { badgesMax } from '../../domain/limits.ts'
import type { MemberBadge } from '../../domain/member.ts'
import { money } from '../../domain/money.ts'
import type { BadgeRule } from '../../domain/programme.ts'
import { dayMs } from '../../domain/time.ts'
import { id, noon, programme, timeZone } from './act-shop.ts'

const name = { zh: '打卡达人', en: 'Regular guest' }
const guest: BadgeRule = {
  badgeId: 'guest',
  name,
  earnedBy: { kind: 'interactions', interaction: 'check_in', count: 3, days: 10 },
  days: 20,
  templateId: null,
}
const spender: BadgeRule = {
  badgeId: 'spender',
  name: { zh: '囤货王', en: 'Big basket' },
  earnedBy: { kind: 'spend', amount: money(50_000), months: 2 },
  days: 62,
  templateId: id(2_001),
}
const checkIns = (...daysAgo: readonly number[]): Interaction[] =>
  daysAgo.map((days) => ({ kind: 'check_in', at: noon - days * dayMs }))
const spent = (fen: number) => ({ spent: fen, growth: 0, purchases: 1, interactions: 1 })
const nothing: Deeds = { months: {}, interactions: [] }

function given(deeds: Partial<Deeds>, rules = [guest, spender], worn: readonly MemberBadge[] = []) {
  return reviewBadges(worn, { ...nothing, ...deeds }, rules, noon, timeZone)
}

test('[TR5] a badge ends at its instant', () => {
  const worn = [
    { badgeId: null, name, until: noon },
    { badgeId: null, name, until: noon + 1 },
  ]
  expect(given({}, [], worn)).toEqual({
    badges: [{ badgeId: null, name, until: noon + 1 }],
    changes: [{ kind: 'badge_ended', name }],
  })
})

test.each<[string, Partial<Deeds>, string[]]>([
  ['nothing done', {}, []],
  ['as often as asked', { interactions: checkIns(0, 5, 9.9) }, ['guest']],
  ['once too few', { interactions: checkIns(0, 5) }, []],
  ['one just too long ago', { interactions: checkIns(0, 5, 10) }, []],
  ['one still to come', { interactions: checkIns(-1, 0, 5) }, []],
  ['of another kind', { interactions: checkIns(0, 1, 2).map(({ at }) => ({ kind: 'activity', at })) }, []],
  ['spent this month', { months: { '2026-10': spent(50_000) } }, ['spender']],
  ['over both months', { months: { '2026-10': spent(1), '2026-09': spent(49_999) } }, ['spender']],
  ['a fen short', { months: { '2026-10': spent(1), '2026-09': spent(49_998) } }, []],
  ['spent a month too early', { months: { '2026-08': spent(90_000) } }, []],
  ['given back since', { months: { '2026-10': spent(-1), '2026-09': spent(50_000) } }, []],
  [
    'both, in the order of the programme',
    { months: { '2026-10': spent(50_000) }, interactions: checkIns(0, 1, 2) },
    ['guest', 'spender'],
  ],
])('[TR13] a badge is given for: %s', (_, deeds, badgeIds) => {
  const { badges, changes } = given(deeds)
  expect(badges.map(({ badgeId }) => badgeId)).toEqual(badgeIds)
  expect(changes.map((change) => change.kind === 'badge_awarded' && change.badgeId)).toEqual(badgeIds)
})

test('[TR13] a badge lasts its days from the night it is given, and brings its coupon', () => {
  const { badges, changes } = given({ months: { '2026-10': spent(50_000) } })
  const until = noon + 62 * dayMs
  expect(badges).toEqual([{ badgeId: 'spender', name: spender.name, until }])
  expect(changes).toEqual([
    { kind: 'badge_awarded', badgeId: 'spender', name: spender.name, until, templateId: id(2_001) },
  ])
})

test('[TR13] one that is worn is neither given again nor made longer; one that ends may be earned anew', () => {
  const deeds = { interactions: checkIns(0, 1, 2) }
  const worn = [{ badgeId: 'guest', name, until: noon + 1 }]
  expect(given(deeds, [guest], worn)).toEqual({ badges: worn, changes: [] })
  const ending = [{ badgeId: 'guest', name, until: noon }]
  expect(given(deeds, [guest], ending).changes.map(({ kind }) => kind)).toEqual([
    'badge_ended',
    'badge_awarded',
  ])
})

test('[TR13] nobody wears more badges than a member may have', () => {
  const worn = Array.from({ length: badgesMax }, () => ({ badgeId: null, name, until: noon + 1 }))
  const deeds = { interactions: checkIns(0, 1, 2) }
  expect(given(deeds, [guest], worn)).toEqual({ badges: worn, changes: [] })
  expect(given(deeds, [guest], worn.slice(1)).badges).toHaveLength(badgesMax)
})

test('[TR13] only interactions that may count are asked for', () => {
  const longer: BadgeRule = {
    ...guest,
    earnedBy: { kind: 'interactions', interaction: 'activity', count: 1, days: 15 },
  }
  expect(deedsAsked([guest, longer, guest, spender], noon)).toEqual({
    kinds: ['check_in', 'activity'],
    since: noon - 15 * dayMs,
  })
  expect(deedsAsked([spender], noon)).toBeNull()
})

test.each<[string, BadgeRule, boolean]>([
  ['as long as its days', { ...guest, days: 10 }, true],
  ['a day shorter than its days', { ...guest, days: 9 }, false],
  ['as long as its months can be', spender, true],
  ['shorter than its months can be', { ...spender, days: 61 }, false],
  ['with a coupon the programme does not have', { ...spender, templateId: id(9_999) }, false],
])('[TR14] a rule for a badge is %s', (_, rule, isGood) => {
  const document = { ...programme, growth: { ...programme.growth, badges: [rule] } }
  expect(programmeSchema.safeParse(document).success).toBe(isGood)
})

test('[TR14] a badge is given once by a programme', () => {
  const document = { ...programme, growth: { ...programme.growth, badges: [guest, guest] } }
  expect(programmeSchema.safeParse(document).success).toBe(false)
})

const anyRule = fc.record({
  count: fc.integer({ min: 1, max: 6 }),
  days: fc.integer({ min: 1, max: 40 }),
  longer: fc.integer({ min: 0, max: 20 }),
})

test('[TR14] night after night every deed earns a badge once, and a second look changes nothing', () => {
  fc.assert(
    fc.property(
      anyRule,
      fc.uniqueArray(fc.integer({ min: 0, max: 120 * 24 }), { maxLength: 60 }),
      ({ count, days, longer }, hours) => {
        const earnedBy = { kind: 'interactions', interaction: 'check_in', count, days } as const
        const rules: BadgeRule[] = [{ ...guest, earnedBy, days: days + longer }]
        const interactions = hours.map((hour) => ({ kind: 'check_in', at: noon + (hour * dayMs) / 24 }))
        const deeds = { months: {}, interactions }
        let badges: readonly MemberBadge[] = []
        let awarded = 0
        for (let night = 0; night <= 130; night++) {
          const now = noon + night * dayMs
          const after = reviewBadges(badges, deeds, rules, now, timeZone)
          awarded += after.changes.filter(({ kind }) => kind === 'badge_awarded').length
          badges = after.badges
          expect(reviewBadges(badges, deeds, rules, now, timeZone)).toEqual({ badges, changes: [] })
          expect(badges.every(({ until }) => until > now)).toBe(true)
        }
        expect(awarded * count).toBeLessThanOrEqual(interactions.length)
      },
    ),
  )
})

test('[TR14] what was spent in a month earns a badge once, whenever the night was', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 0, max: 400 }),
      fc.integer({ min: 0, max: 23 }),
      (months, day, hour) => {
        const rule: BadgeRule = {
          ...spender,
          earnedBy: { kind: 'spend', amount: money(100), months },
          days: months * 31,
        }
        const now = noon + day * dayMs + (hour * dayMs) / 24
        const month = new Date(now + 8 * 3_600_000).toISOString().slice(0, 7)
        const deeds = { interactions: [], months: { [month]: spent(100) } }
        const once = reviewBadges([], deeds, [rule], now, timeZone)
        expect(once.changes).toHaveLength(1)
        const end = once.badges[0]?.until ?? 0
        expect(reviewBadges(once.badges, deeds, [rule], end, timeZone).badges).toEqual([])
      },
    ),
  )
})
