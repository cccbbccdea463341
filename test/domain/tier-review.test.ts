import fc from 'fast-check'
import { expect, test } from 'vitest'
import { money } from '../../domain/money.ts'
import {
  beginChallenge,
  challengeFor,
  growthIn,
  type MemberHistory,
  type MonthFigures,
  type Reviewed,
  type ReviewedMember,
  reviewMember,
} from '../../domain/tier-review.ts'
import { dayMs } from '../../domain/time.ts'
import { id, noon, programme, timeZone } from './act-shop.ts'

/** The month so many before October 2026, as `YYYY-MM`. */
function monthAgo(back: number): string {
  const place = 2026 * 12 + 9 - back
  return `${Math.floor(place / 12)}-${String((place % 12) + 1).padStart(2, '0')}`
}

function month(changes: Partial<MonthFigures> = {}): MonthFigures {
  return { spent: 0, growth: 0, purchases: 0, interactions: 0, ...changes }
}

/** A history whose months are named by their place: 0 is October 2026, the month under way. */
function history(
  months: Readonly<Record<number, Partial<MonthFigures>>> = {},
  changes: Partial<MemberHistory> = {},
): MemberHistory {
  return {
    months: Object.fromEntries(
      Object.entries(months).map(([back, figures]) => [monthAgo(Number(back)), month(figures)]),
    ),
    tierSince: noon - 30 * dayMs,
    reviewedAt: noon - 30 * dayMs,
    spentTotal: 0,
    referrals: 0,
    ...changes,
  }
}

function reviewed(changes: Partial<ReviewedMember> = {}): ReviewedMember {
  return { tierId: 'silver', graceUntil: null, protectionCards: 0, challenge: null, ...changes }
}

function review(member: ReviewedMember, of: MemberHistory, now = noon): Reviewed {
  return reviewMember(member, of, programme, now, timeZone)
}

const active = { 1: { interactions: 1 }, 2: { interactions: 2 }, 3: { interactions: 1 } }
const yearAgo = Date.UTC(2025, 9, 9, 4)

test.each<[string, string, MemberHistory, string, string | null]>([
  ['growth just reached', 'bronze', history({ 5: { growth: 2_000 } }), 'silver', 'growth'],
  ['one short', 'bronze', history({ 5: { growth: 1_999 } }), 'bronze', null],
  ['growth without activity', 'silver', history({ 5: { growth: 8_000 } }), 'silver', null],
  ['growth with activity', 'silver', history({ 5: { growth: 8_000 }, ...active }), 'gold', 'growth'],
  [
    'a month of the quarter missing',
    'silver',
    history({ 0: { interactions: 9 }, 5: { growth: 8_000 }, 1: { interactions: 1 }, 2: { interactions: 1 } }),
    'silver',
    null,
  ],
  ['several tiers at once', 'bronze', history({ 5: { growth: 20_000 }, ...active }), 'platinum', 'growth'],
  [
    'growth enough for a tier whose activity is missing',
    'bronze',
    history({ 5: { growth: 9_000 } }),
    'silver',
    'growth',
  ],
  [
    'six steady months',
    'silver',
    history({ 1: steady(), 2: steady(), 3: steady(), 4: steady(), 5: steady(), 6: steady() }),
    'gold',
    'steady_months',
  ],
  [
    'five steady months and the one under way',
    'silver',
    history({ 0: steady(), 1: steady(), 2: steady(), 3: steady(), 4: steady(), 5: steady() }),
    'silver',
    null,
  ],
  ['ten referrals', 'bronze', history({}, { referrals: 10 }), 'platinum', 'referrals'],
  ['nine referrals', 'bronze', history({}, { referrals: 9 }), 'bronze', null],
  [
    'five years of platinum and the sum',
    'platinum',
    history({}, { tierSince: Date.UTC(2021, 9, 10, 4), reviewedAt: noon, spentTotal: 10_000_000 }),
    'black',
    'years_in_tier',
  ],
  [
    'a day short of five years',
    'platinum',
    history({}, { tierSince: Date.UTC(2021, 9, 11, 4), reviewedAt: noon, spentTotal: 10_000_000 }),
    'platinum',
    null,
  ],
  [
    'five years without the sum',
    'platinum',
    history({}, { tierSince: Date.UTC(2021, 9, 10, 4), reviewedAt: noon, spentTotal: 9_999_999 }),
    'platinum',
    null,
  ],
  ['a tier the programme does not know', 'gone', history({ 5: { growth: 2_000 } }), 'silver', 'growth'],
])('[TR1] promotion: %s', (_, tierId, of, to, by) => {
  const after = review(reviewed({ tierId }), of)
  expect(after.tierId).toBe(to)
  const promoted = after.changes.find(({ kind }) => kind === 'promoted')
  expect(promoted ? 'by' in promoted && promoted.by : null).toBe(by)
  expect(after.tierSince).toBe(by === null ? of.tierSince : noon)
})

function steady(): Partial<MonthFigures> {
  return { spent: 50_000 }
}

test.each<[string, Partial<ReviewedMember>, Partial<MemberHistory>, string[], Partial<Reviewed>]>([
  ['not due', {}, { reviewedAt: yearAgo + 2 * dayMs }, [], { tierId: 'silver', graceUntil: null }],
  [
    'due and not earned: a grace of three months',
    {},
    { reviewedAt: yearAgo },
    ['grace_began'],
    { tierId: 'silver', graceUntil: Date.UTC(2027, 0, 9, 16) },
  ],
  ['in the grace', { graceUntil: noon + 1 }, {}, [], { tierId: 'silver', graceUntil: noon + 1 }],
  [
    'the grace is over',
    { graceUntil: noon },
    {},
    ['demoted'],
    { tierId: 'bronze', graceUntil: null, reviewedAt: noon },
  ],
  [
    'a protection card',
    { graceUntil: noon, protectionCards: 2 },
    {},
    ['protected'],
    { tierId: 'silver', graceUntil: null, protectionCards: 1, reviewedAt: noon },
  ],
])('[TR2] keep-level: %s', (_, member, of, kinds, expected) => {
  const after = review(reviewed(member), history({}, of))
  expect(after.changes.map(({ kind }) => kind)).toEqual(kinds)
  expect(after).toMatchObject(expected)
})

test('[TR2] a tier still earned is kept, in the review and out of the grace', () => {
  const earned = { 5: { growth: 2_000 } }
  const due = review(reviewed(), history(earned, { reviewedAt: yearAgo }))
  expect(due).toMatchObject({ tierId: 'silver', reviewedAt: noon, changes: [{ kind: 'kept' }] })
  const saved = review(reviewed({ graceUntil: noon }), history(earned))
  expect(saved).toMatchObject({ tierId: 'silver', graceUntil: null, changes: [{ kind: 'grace_ended' }] })
})

test('[TR2] a tier is kept without the activity it was once reached by', () => {
  const after = review(
    reviewed({ tierId: 'gold' }),
    history({ 5: { growth: 8_000 } }, { reviewedAt: yearAgo }),
  )
  expect(after).toMatchObject({ tierId: 'gold', changes: [{ kind: 'kept' }] })
})

test('[TR3] down is one tier, with the win-back coupon, and its own year begins', () => {
  const after = review(reviewed({ tierId: 'platinum', graceUntil: noon }), history())
  expect(after).toMatchObject({ tierId: 'gold', tierSince: noon, reviewedAt: noon })
  expect(after.changes).toEqual([
    { kind: 'demoted', from: 'platinum', to: 'gold', winBackTemplateId: id(2_009) },
  ])
})

test('[TR3] the lowest tier and a tier for life are never lost', () => {
  const old = history({}, { reviewedAt: 0, tierSince: 0 })
  expect(review(reviewed({ tierId: 'bronze' }), old).changes).toEqual([])
  const black = review(reviewed({ tierId: 'black', graceUntil: noon }), old)
  expect(black).toMatchObject({ tierId: 'black', lifetime: true, changes: [] })
})

test('[TR3] without a grace the tier goes in the night it is reviewed', () => {
  const strict = { ...programme, growth: { ...programme.growth, graceMonths: 0, winBackTemplateId: null } }
  const after = reviewMember(reviewed(), history({}, { reviewedAt: yearAgo }), strict, noon, timeZone)
  expect(after.tierId).toBe('bronze')
  expect(after.changes.map(({ kind }) => kind)).toEqual(['grace_began', 'demoted'])
})

const challenge = beginChallenge(programme.growth.challenges[0] as never, noon - 10 * dayMs)

test('[TR4] a challenge lasts its days and skips a tier when it is met', () => {
  expect(challenge).toEqual({
    challengeId: 'to_gold',
    tierId: 'gold',
    spend: 300_000,
    spent: 0,
    until: noon + 20 * dayMs,
  })
  const met = { ...challenge, spent: money(300_000) }
  const after = review(reviewed({ tierId: 'bronze', challenge: met }), history())
  expect(after).toMatchObject({ tierId: 'gold', challenge: null })
  expect(after.changes).toEqual([
    { kind: 'challenge_ended', challengeId: 'to_gold', met: true },
    { kind: 'promoted', from: 'bronze', to: 'gold', by: 'challenge' },
  ])
})

test.each<[string, ReviewedMember['challenge'], string, number, boolean]>([
  ['goes on', challenge, 'bronze', noon, true],
  ['one fen short', { ...challenge, spent: money(299_999) }, 'bronze', noon, true],
  ['its time is over', challenge, 'bronze', challenge.until, false],
  ['its tier is reached otherwise', challenge, 'gold', noon, false],
])('[TR4] a challenge %s', (_, under, tierId, now, goesOn) => {
  const after = review(reviewed({ tierId, challenge: under }), history({}, { reviewedAt: now }), now)
  expect(after.challenge).toEqual(goesOn ? under : null)
  expect(after.tierId).toBe(tierId)
})

test('[TR4] a challenge is for who can skip a tier by it', () => {
  expect(challengeFor('bronze', programme)?.challengeId).toBe('to_gold')
  expect(challengeFor('silver', programme)).toBeNull()
  expect(challengeFor('platinum', programme)).toBeNull()
})

test('[TR6] growth is that of all months, never below zero', () => {
  expect(growthIn(history({ 1: { growth: 10 }, 40: { growth: 5 } }))).toBe(15)
  expect(growthIn(history({ 1: { growth: -10 }, 2: { growth: 5 } }))).toBe(0)
  expect(review(reviewed(), history({ 1: { growth: 2_222 } })).growth).toBe(2_222)
})

const anyReview = fc.record({
  tierId: fc.constantFrom('bronze', 'silver', 'gold', 'platinum', 'black', 'gone'),
  graceUntil: fc.option(fc.integer({ min: -100, max: 100 }).map((days) => noon + days * dayMs)),
  protectionCards: fc.integer({ min: 0, max: 2 }),
  spent: fc.option(fc.integer({ min: 0, max: 400_000 })),
  reviewedDays: fc.integer({ min: 0, max: 2_500 }),
  referrals: fc.integer({ min: 0, max: 12 }),
  spentTotal: fc.integer({ min: 0, max: 20_000_000 }),
  months: fc.array(
    fc.record({
      growth: fc.integer({ min: 0, max: 4_000 }),
      spent: fc.integer({ min: 0, max: 100_000 }),
      interactions: fc.integer({ min: 0, max: 2 }),
    }),
    { maxLength: 14 },
  ),
})

test('[TR7] a night loses at most one tier, never one for life, and a second look changes nothing', () => {
  fc.assert(
    fc.property(anyReview, (given) => {
      const member = reviewed({
        tierId: given.tierId,
        graceUntil: given.graceUntil,
        protectionCards: given.protectionCards,
        challenge: given.spent === null ? null : { ...challenge, spent: money(given.spent) },
      })
      const since = noon - given.reviewedDays * dayMs
      const of = history(Object.fromEntries(given.months.map((figures, back) => [back, figures])), {
        reviewedAt: since,
        tierSince: since,
        referrals: given.referrals,
        spentTotal: given.spentTotal,
      })
      const after = review(member, of)
      const place = (tierId: string) =>
        Math.max(
          0,
          programme.tiers.findIndex((one) => one.tierId === tierId),
        )
      expect(place(after.tierId)).toBeGreaterThanOrEqual(place(given.tierId) - 1)
      if (given.tierId === 'black') expect(after.tierId).toBe('black')
      expect(after.protectionCards).toBeGreaterThanOrEqual(0)
      if (after.protectionCards < given.protectionCards) expect(after.tierId).toBe(given.tierId)
      const { changes, tierSince, reviewedAt, growth, lifetime, ...again } = after
      expect(review(again, { ...of, tierSince, reviewedAt }).changes).toEqual([])
    }),
    { numRuns: 500 },
  )
})
