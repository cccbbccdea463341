import type { TrainingSlice } from '../../../contract/training-commands.ts'
import { eventsAfter, lastPlaceAndHead } from '../../../db/journal/event-table.ts'
import { beforeAll, type Place } from '../../../db/journal/place.ts'
import { assert } from '../../../domain/assert.ts'
import { itemCount } from '../../../domain/basket.ts'
import type { Receipt } from '../../../domain/receipt.ts'
import type { Refusal, RefusalCode } from '../../../domain/refusal.ts'
import {
  type Attempt,
  afterDeed,
  afterHint,
  type BasketSeen,
  beginAttempt,
  type Deed,
  type Lesson,
  type PropName,
  type Props,
  type Score,
  scoreOf,
  stepAtHand,
} from '../../../domain/training.ts'
import { findLesson } from '../../../domain/training-lessons.ts'
import type { Counter } from '../counter.ts'
import type { Handlers } from '../router.ts'

/** Watches what a learner does at the training till and holds it against the lesson at hand (domain/training.ts). */
export interface Coach {
  readonly slice: () => TrainingSlice
  /** The same handlers, each watched. */
  readonly watching: (handlers: Handlers) => Handlers
  /** A command that came by another road than the page's: a device's scan. */
  readonly took: (verb: string, answer: Answer) => void
  /** From the first step, with an empty basket and nothing on hold. */
  readonly begin: (lessonId: string) => void
  readonly hint: () => void
  readonly end: () => void
  /** What would have been printed. */
  readonly showPaper: (paper: Receipt) => void
}

type Answer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly refusal: Refusal }

/** More than one command ever records. */
const eventsOfCommandMax = 50
const eventBytesMax = 4_000_000

/** What is said and not scanned. */
const spoken: ReadonlySet<PropName> = new Set(['phone_tail'])

export function createCoach(options: {
  /** What each run of a lesson hands out, in turn. */
  readonly props: readonly Props[]
  /** The counter that is watched, once it is there. */
  readonly counter: () => Counter
}): Coach {
  const { counter, props } = options
  let lesson: Lesson | null = null
  let attempt: Attempt | null = null
  let score: Score | null = null
  let begun = 0
  let seen: Place = beforeAll
  let paper: NonNullable<TrainingSlice>['paper'] = null
  const best = new Map<string, { readonly stars: number; readonly points: number }>()

  const touch = () => counter().notices.touch('training_changed')

  /** Everything recorded since the last look. */
  function newEvents(): Deed['events'] {
    const { books } = counter()
    if (!books.isOpen()) return []
    const events = eventsAfter(books.read(), seen, eventsOfCommandMax, eventBytesMax)
    const last = events.at(-1)
    if (last) seen = { epoch: last.epoch, seq: last.seq }
    return events
  }

  function took(verb: string, answer: Answer): void {
    if (!lesson || !attempt || score) return
    const deed: Deed = {
      verb,
      refused: answer.ok ? null : answer.refusal.code,
      found: answer.ok ? foundIn(answer.value) : null,
      events: newEvents(),
      basket: basketSeen(counter()),
    }
    const next = afterDeed(lesson, attempt, deed, counter().clock.elapsed())
    if (next === attempt) return
    attempt = next
    if (attempt.endedAt !== null) keepScore(lesson, scoreOf(lesson, attempt))
    touch()
  }

  function keepScore({ lessonId }: Lesson, reached: Score): void {
    score = reached
    const { points, stars } = reached
    const before = best.get(lessonId)
    if (!before || before.points < points) best.set(lessonId, { stars, points })
  }

  function clearCounter(): void {
    const { basket, lastSale } = counter()
    if (basket.open()) basket.clear()
    for (const { basket: held } of basket.held()) {
      basket.recall(held.saleId, null)
      basket.clear()
    }
    lastSale.acknowledge()
  }

  function handedOut(name: PropName): { name: PropName; shown: string; scan: string | null } {
    const text = name === 'receipt' ? lastReceipt(counter()) : (propsOfRun()[name] ?? '')
    return { name, shown: text, scan: spoken.has(name) || text === '' ? null : text }
  }

  function propsOfRun(): Props {
    const run = props[(begun - 1) % props.length]
    assert(run, 'a lesson has begun')
    return run
  }

  return {
    slice: () => ({
      lesson: lesson && attempt && viewOf(lesson, attempt, score, handedOut),
      best: [...best].map(([lessonId, reached]) => ({ lessonId, ...reached })),
      paper,
    }),
    watching: (handlers) => watched(handlers, took),
    took,
    begin: (lessonId) => {
      const found = findLesson(lessonId)
      assert(found, 'the contract lets only lessons through')
      clearCounter()
      seen = lastPlaceAndHead(counter().books.read()) ?? beforeAll
      begun += 1
      lesson = found
      attempt = beginAttempt(counter().clock.elapsed())
      score = null
      touch()
    },
    hint: () => {
      if (attempt) attempt = afterHint(attempt)
      touch()
    },
    end: () => {
      lesson = null
      attempt = null
      score = null
      touch()
    },
    showPaper: ({ blocks }) => {
      paper = { number: (paper?.number ?? 0) + 1, blocks: [...blocks] }
      touch()
    },
  }
}

function viewOf(
  lesson: Lesson,
  attempt: Attempt,
  score: Score | null,
  handedOut: (name: PropName) => { name: PropName; shown: string; scan: string | null },
): NonNullable<NonNullable<TrainingSlice>['lesson']> {
  const step = stepAtHand(lesson, attempt)
  const run = attempt.runs.at(-1)
  return {
    lessonId: lesson.lessonId,
    step,
    hinted: run?.hinted ?? false,
    mistakes: run?.mistakes ?? 0,
    // What was handed out before stays at hand: a step that went wrong may need it again.
    props: [...new Set(lesson.steps.slice(0, step + 1).flatMap(({ props }) => props))].map(handedOut),
    score: score && { ...score, practise: [...score.practise] },
  }
}

/** Each handler followed by a look at what it did; its answer is what it was. */
function watched(handlers: Handlers, took: Coach['took']): Handlers {
  const look = (verb: string, handle: (input: never) => Answer | Promise<Answer>) => (input: never) => {
    const answer = handle(input)
    if (!(answer instanceof Promise)) {
      took(verb, answer)
      return answer
    }
    return answer.then((settled) => {
      took(verb, settled)
      return settled
    })
  }
  return Object.fromEntries(
    Object.entries(handlers).map(([verb, handle]) => [verb, look(verb, handle)]),
  ) as unknown as Handlers
}

function basketSeen({ basket }: Counter): BasketSeen {
  const open = basket.open()
  return {
    pieces: open ? itemCount(open) : 0,
    memberId: open?.memberId ?? null,
    coupons: open?.couponIds.length ?? 0,
    burned: open?.pointsToBurn ?? 0,
    bestChosen: open?.couponChoice === 'best',
  }
}

/** What a look at a coupon found against it: only `verifyCoupon` answers with a refusal of its own. */
function foundIn(output: unknown): RefusalCode | null {
  if (typeof output !== 'object' || output === null || !('refusal' in output)) return null
  const { refusal } = output as { readonly refusal: Refusal | null }
  return refusal?.code ?? null
}

function lastReceipt({ lastSale }: Counter): string {
  return lastSale.slice()?.sale.receiptNumber ?? ''
}
