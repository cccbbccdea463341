import fc from 'fast-check'
import { expect, test } from 'vitest'
import { uuid } from '../../domain/ids.ts'
import type { RefusalCode } from '../../domain/refusal.ts'
import {
  type Attempt,
  afterDeed,
  afterHint,
  type BasketSeen,
  beginAttempt,
  type Deed,
  isMistake,
  type Lesson,
  type LessonStep,
  type Score,
  scoreOf,
  stepAtHand,
} from '../../domain/training.ts'
import { findLesson, lessons } from '../../domain/training-lessons.ts'
import { trainingPaper } from '../../domain/training-paper.ts'

const empty: BasketSeen = { pieces: 0, memberId: null, coupons: 0, burned: 0, bestChosen: false }

function deed(changed: Partial<Omit<Deed, 'basket'>> & { readonly basket?: Partial<BasketSeen> } = {}): Deed {
  const { basket, ...rest } = changed
  return {
    verb: 'addProduct',
    refused: null,
    found: null,
    events: [],
    ...rest,
    basket: { ...empty, ...basket },
  }
}

function event(type: Deed['events'][number]['type']): Deed['events'][number] {
  return { type, data: {} as never }
}

const words = { zh: '做', en: 'do' }

function state(holds: (basket: BasketSeen) => boolean): LessonStep {
  return { says: words, hint: words, props: [], check: { kind: 'state', holds } }
}

function act(verb: string, mayRefuse: readonly RefusalCode[] = []): LessonStep {
  return {
    says: words,
    hint: words,
    props: [],
    check: { kind: 'deed', holds: (done) => done.verb === verb && done.refused === null },
    mayRefuse,
  }
}

function lessonOf(steps: readonly LessonStep[], guideMs = 10_000): Lesson {
  return { lessonId: 'any', title: words, about: words, guideMs, steps }
}

const twoSteps = lessonOf([state(({ pieces }) => pieces >= 1), act('holdBasket')])

function play(
  lesson: Lesson,
  deeds: readonly Deed[],
  from: Attempt = beginAttempt(0),
  until = 1_000,
): Attempt {
  return deeds.reduce((attempt, done) => afterDeed(lesson, attempt, done, until), from)
}

test('[TN1] a step is done by what it asks for, one after the other, and the lesson ends with the last', () => {
  const begun = beginAttempt(0)
  expect(stepAtHand(twoSteps, begun)).toBe(0)
  const first = play(twoSteps, [deed({ basket: { pieces: 1 } })])
  expect([stepAtHand(twoSteps, first), first.endedAt]).toEqual([1, null])
  const done = play(twoSteps, [deed({ verb: 'holdBasket' })], first, 4_000)
  expect([stepAtHand(twoSteps, done), done.endedAt]).toEqual([2, 4_000])
  // What comes after it changes nothing.
  expect(afterDeed(twoSteps, done, deed({ refused: 'basket_empty' }), 9_000)).toBe(done)
  expect(afterHint(done)).toBe(done)
})

test('[TN1] how the basket stands may be reached ahead of its step, a deed may not', () => {
  const ahead = lessonOf([act('takeScan'), state(({ memberId }) => memberId !== null), act('holdBasket')])
  const memberId = uuid('0192f5a0-0000-7000-8000-000000000001')
  const early = play(ahead, [deed({ verb: 'takeScan', basket: { memberId } })])
  expect(stepAtHand(ahead, early)).toBe(2)
  const twice = lessonOf([act('holdBasket'), act('holdBasket')])
  expect(stepAtHand(twice, play(twice, [deed({ verb: 'holdBasket' })]))).toBe(1)
})

const judged: readonly (readonly [
  what: string,
  Deed,
  mayRefuse: readonly RefusalCode[],
  mistake: boolean,
])[] = [
  ['a refusal', deed({ refused: 'coupon_used' }), [], true],
  ['a refusal the step expects', deed({ refused: 'member_unknown' }), ['member_unknown'], false],
  ['a refusal that asks for a second person', deed({ refused: 'step_up_needed' }), [], false],
  ['a refusal that asks for an approval', deed({ refused: 'approval_needed' }), [], false],
  ['an act nobody asked for', deed({ verb: 'commitSale', events: [event('sale.completed')] }), [], true],
  ['a return nobody asked for', deed({ verb: 'returnSale', events: [event('sale.returned')] }), [], true],
  ['an approval', deed({ verb: 'approveAct', events: [event('approval.given')] }), [], false],
  ['a reprint', deed({ verb: 'reprintReceipt', events: [event('receipt.reprinted')] }), [], false],
  ['looking something up', deed({ verb: 'searchProducts' }), [], false],
  ['a coupon looked at and found bad', deed({ verb: 'verifyCoupon', found: 'coupon_used' }), [], false],
]

test.each(judged)('[TN2] %s', (_what, done, mayRefuse, mistake) => {
  const step = act('never', mayRefuse)
  expect(isMistake(step, done)).toBe(mistake)
  const after = play(lessonOf([step]), [done])
  expect(after.runs).toEqual([{ mistakes: mistake ? 1 : 0, hinted: false }])
})

/** An attempt over `steps` of which each went as said. */
function attemptOf(runs: Attempt['runs'], elapsedMs: number): Attempt {
  return { startedAt: 500, endedAt: 500 + elapsedMs, runs }
}

const right = { mistakes: 0, hinted: false }
const scores: readonly (readonly [Attempt['runs'], elapsedMs: number, points: number, stars: number])[] = [
  [[right, right], 10_000, 100, 3],
  [[right, { mistakes: 0, hinted: true }], 10_000, 85, 2],
  [[right, { mistakes: 1, hinted: false }], 10_000, 87, 2],
  [[right, right, right, { mistakes: 1, hinted: false }], 10_000, 93, 3],
  [[{ mistakes: 2, hinted: true }, right], 10_000, 60, 1],
  // A step done is worth something, however often it went wrong.
  [[{ mistakes: 40, hinted: true }], 10_000, 20, 1],
  // Each whole tenth over the guide time costs two points.
  [[right, right], 10_999, 100, 3],
  [[right, right], 11_000, 98, 3],
  [[right, right], 15_000, 90, 3],
  [[right, right], 15_999, 90, 3],
  [[right, right], 16_000, 88, 2],
  [[right, right], 20_000, 80, 2],
  [[right, right], 3_600_000, 80, 2],
  [[{ mistakes: 40, hinted: true }], 3_600_000, 0, 1],
]

test.each(scores)('[TN3] %j in %i ms is worth %i points and %i stars', (runs, elapsedMs, points, stars) => {
  const lesson = lessonOf(runs.map(() => act('any')))
  expect(scoreOf(lesson, attemptOf(runs, elapsedMs))).toMatchObject({ points, stars, elapsedMs })
})

test('[TN3] the score names the steps to practise', () => {
  const runs = [right, { mistakes: 2, hinted: false }, right, { mistakes: 0, hinted: true }]
  const score = scoreOf(lessonOf(runs.map(() => act('any'))), attemptOf(runs, 1_000))
  expect(score).toMatchObject({ steps: 4, firstTime: 2, mistakes: 2, practise: [1, 3] })
})

const run = fc.record({ mistakes: fc.nat(6), hinted: fc.boolean() })
const runsAndTime = fc.tuple(fc.array(run, { minLength: 1, maxLength: 8 }), fc.nat(100_000))

function scored(runs: Attempt['runs'], elapsedMs: number): Score {
  return scoreOf(lessonOf(runs.map(() => act('any'))), attemptOf(runs, elapsedMs))
}

test('[TN3] points lie between 0 and 100; a mistake more, a hint or more time never brings any', () => {
  fc.assert(
    fc.property(runsAndTime, fc.nat(7), fc.nat(50_000), ([runs, elapsedMs], at, moreMs) => {
      const { points, stars } = scored(runs, elapsedMs)
      expect(points).toBeGreaterThanOrEqual(0)
      expect(points).toBeLessThanOrEqual(100)
      expect(points % 1).toBe(0)
      const place = at % runs.length
      const changed = (change: (one: (typeof runs)[number]) => (typeof runs)[number]) =>
        scored(
          runs.map((one, index) => (index === place ? change(one) : one)),
          elapsedMs,
        )
      const worse = [
        changed((one) => ({ ...one, mistakes: one.mistakes + 1 })),
        changed((one) => ({ ...one, hinted: true })),
        scored(runs, elapsedMs + moreMs),
      ]
      for (const other of worse) {
        expect(other.points).toBeLessThanOrEqual(points)
        expect(other.stars).toBeLessThanOrEqual(stars)
      }
    }),
  )
})

test('[TN3] 100 points are for who did every step right at once within the guide time, and for nobody else', () => {
  fc.assert(
    fc.property(runsAndTime, ([runs, elapsedMs]) => {
      const isPerfect = runs.every(({ mistakes, hinted }) => mistakes === 0 && !hinted) && elapsedMs < 11_000
      expect(scored(runs, elapsedMs).points === 100).toBe(isPerfect)
    }),
  )
})

/** Any command at all, refused or done, over any basket. */
const anyDeed: fc.Arbitrary<Deed> = fc.record({
  verb: fc.constantFrom(
    'takeScan',
    'holdBasket',
    'recallBasket',
    'commitSale',
    'attachMember',
    'verifyCoupon',
  ),
  refused: fc.constantFrom(null, 'member_unknown', 'basket_empty', 'step_up_needed'),
  found: fc.constantFrom(null, 'coupon_used'),
  events: fc.constantFrom(
    [],
    [event('approval.given')],
    [event('coupon.redeemed')],
    [event('member.enrolled')],
    [event('sale.returned')],
  ),
  basket: fc.record({
    pieces: fc.nat(4),
    memberId: fc.constantFrom(null, uuid('0192f5a0-0000-7000-8000-000000000001')),
    coupons: fc.nat(2),
    burned: fc.constantFrom(0, 100, 5_000),
    bestChosen: fc.boolean(),
  }),
})

test('[TN1] whatever is done, a lesson goes forward a step at a time and never back, and ends at its end', () => {
  fc.assert(
    fc.property(fc.constantFrom(...lessons), fc.array(anyDeed, { maxLength: 30 }), (lesson, deeds) => {
      let attempt = beginAttempt(0)
      for (const [at, done] of deeds.entries()) {
        const next = afterDeed(lesson, attempt, done, at)
        expect(stepAtHand(lesson, next)).toBeGreaterThanOrEqual(stepAtHand(lesson, attempt))
        expect(next.runs.slice(0, attempt.runs.length - 1)).toEqual(attempt.runs.slice(0, -1))
        expect(next.runs.length).toBeLessThanOrEqual(lesson.steps.length)
        if (next.endedAt !== null) expect(next.runs).toHaveLength(lesson.steps.length)
        attempt = next
      }
    }),
  )
})

test('[TN4] every lesson has words in both languages for each step, and a name of its own', () => {
  const ids = lessons.map(({ lessonId }) => lessonId)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.length).toBeLessThanOrEqual(9)
  for (const lesson of lessons) {
    expect(findLesson(lesson.lessonId)).toBe(lesson)
    expect(lesson.steps.length).toBeGreaterThanOrEqual(2)
    const texts = [lesson.title, lesson.about, ...lesson.steps.flatMap(({ hint, says }) => [hint, says])]
    for (const { en, zh } of texts) {
      expect(zh).toMatch(/\p{Script=Han}/u)
      expect(en).toMatch(/^[A-Z“]/)
      expect(en).not.toMatch(/\p{Script=Han}/u)
    }
  }
  expect(findLesson('no such lesson')).toBeNull()
})

test('[TN5] a paper of the training till is marked at head and foot in both languages and opens no drawer', () => {
  const paper = trainingPaper({ blocks: [{ kind: 'rule' }], openDrawer: true })
  const mark = { kind: 'title', text: expect.stringMatching(/训练.*TRAINING/) }
  expect(paper).toEqual({ blocks: [mark, { kind: 'rule' }, mark], openDrawer: false })
})
