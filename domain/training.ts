import { assert } from './assert.ts'
import type { EventType, TillEvent } from './event.ts'
import type { Uuid } from './ids.ts'
import type { RefusalCode } from './refusal.ts'
import type { LocalText } from './text.ts'

/*
 * Training of cashiers (loyalty.md 9): what a lesson asks for, what counts as a mistake and what a run is worth. A
 * lesson is data, its checks are pure questions about what was done at the training till (training-lessons.ts).
 */

/** The basket as it stands after a deed. */
export interface BasketSeen {
  readonly pieces: number
  readonly memberId: Uuid | null
  readonly coupons: number
  /** Points to pay with. */
  readonly burned: number
  readonly bestChosen: boolean
}

/** One command at the training till and what came of it. */
export interface Deed {
  /** The verb, as the contract of page and core names it. */
  readonly verb: string
  /** Why it was not done; null = it was. */
  readonly refused: RefusalCode | null
  /** What a look at a coupon found against it; null = nothing, or nobody looked. */
  readonly found: RefusalCode | null
  /** Everything it recorded, in order. */
  readonly events: readonly Pick<TillEvent, 'type' | 'data'>[]
  readonly basket: BasketSeen
}

/** What the learner is handed to scan, or is told; the training store says what it is each time. */
export const propNames = [
  'rice',
  'milk',
  'toast',
  'formula',
  'oil',
  'member_card',
  'phone_tail',
  'coupon',
  'unknown_card',
  'receipt',
] as const
export type PropName = (typeof propNames)[number]
/** What one run of a lesson hands out: the texts a scanner reads, or a customer says. */
export type Props = Readonly<Partial<Record<PropName, string>>>

/** What fulfils a step: how the basket stands, or one deed. A state may be reached ahead of its step, a deed never. */
export type StepCheck =
  | { readonly kind: 'state'; readonly holds: (basket: BasketSeen) => boolean }
  | { readonly kind: 'deed'; readonly holds: (deed: Deed) => boolean }

export interface LessonStep {
  /** One sentence: what to do. */
  readonly says: LocalText
  /** How to do it, shown on demand. */
  readonly hint: LocalText
  readonly props: readonly PropName[]
  readonly check: StepCheck
  /** Refusals that belong to the step and are nobody's mistake. */
  readonly mayRefuse?: readonly RefusalCode[]
}

export interface Lesson {
  readonly lessonId: string
  readonly title: LocalText
  /** What it is good for, in a sentence. */
  readonly about: LocalText
  readonly steps: readonly LessonStep[]
  /** How long somebody takes who knows the way, in ms. */
  readonly guideMs: number
}

/** How one step went. */
export interface StepRun {
  readonly mistakes: number
  readonly hinted: boolean
}

/** A lesson under way or over. Times are ms of a clock that never jumps. */
export interface Attempt {
  readonly startedAt: number
  /** Null while it goes on. */
  readonly endedAt: number | null
  /** The steps done and the one at hand, in the lesson's order. */
  readonly runs: readonly StepRun[]
}

const freshRun: StepRun = { mistakes: 0, hinted: false }

/** A lesson begun at `now`. */
export function beginAttempt(now: number): Attempt {
  return { startedAt: now, endedAt: null, runs: [freshRun] }
}

/** Which step is at hand, counted from 0; the number of steps once all are done. */
export function stepAtHand(lesson: Lesson, attempt: Attempt): number {
  return attempt.endedAt === null ? attempt.runs.length - 1 : lesson.steps.length
}

/** Records that change nothing for the customer: never a mistake. */
const quietTypes: ReadonlySet<EventType> = new Set([
  'staff.signed_in',
  'staff.signed_out',
  'shift.opened',
  'access.denied',
  'member.revealed',
  'approval.given',
  'anomaly.flagged',
  'receipt.reprinted',
  'report.exported',
])

/** Refusals that only ask for the next move of an act: never a mistake. */
const askingRefusals: ReadonlySet<RefusalCode> = new Set(['step_up_needed', 'approval_needed'])

/** Whether a deed that did not fulfil the step went wrong: something was refused, or an act nobody asked for was done. */
export function isMistake(step: LessonStep, deed: Deed): boolean {
  const { refused, events } = deed
  if (refused !== null) return !askingRefusals.has(refused) && step.mayRefuse?.includes(refused) !== true
  return events.some(({ type }) => !quietTypes.has(type))
}

/**
 * The attempt after a deed. A deed fulfils the step at hand or is judged as a mistake; steps that ask how the basket
 * stands are passed with it where they hold already. An attempt that is over stays as it is.
 */
export function afterDeed(lesson: Lesson, attempt: Attempt, deed: Deed, now: number): Attempt {
  const step = lesson.steps[stepAtHand(lesson, attempt)]
  if (!step) return attempt
  const { check } = step
  const isDone = check.kind === 'state' ? check.holds(deed.basket) : check.holds(deed)
  if (!isDone) return isMistake(step, deed) ? marked(attempt, (run) => withMistake(run)) : attempt
  return passed(lesson, attempt, deed.basket, now)
}

/** The hint of the step at hand was shown. */
export function afterHint(attempt: Attempt): Attempt {
  return attempt.endedAt === null ? marked(attempt, (run) => ({ ...run, hinted: true })) : attempt
}

function withMistake(run: StepRun): StepRun {
  return { ...run, mistakes: run.mistakes + 1 }
}

function marked(attempt: Attempt, change: (run: StepRun) => StepRun): Attempt {
  const last = attempt.runs.at(-1)
  assert(last, 'an attempt has a step at hand')
  return { ...attempt, runs: [...attempt.runs.slice(0, -1), change(last)] }
}

/** On to the next step that is not fulfilled by the basket as it stands. */
function passed(lesson: Lesson, attempt: Attempt, basket: BasketSeen, now: number): Attempt {
  const next = lesson.steps[attempt.runs.length]
  if (!next) return { ...attempt, endedAt: now }
  const further = { ...attempt, runs: [...attempt.runs, freshRun] }
  const holds = next.check.kind === 'state' && next.check.holds(basket)
  return holds ? passed(lesson, further, basket, now) : further
}

/** What a finished attempt was worth. */
export interface Score {
  /** 0 to 100. */
  readonly points: number
  /** 1 to 3. */
  readonly stars: number
  readonly steps: number
  /** Steps without a mistake and without a hint. */
  readonly firstTime: number
  readonly mistakes: number
  readonly elapsedMs: number
  readonly guideMs: number
  /** Which steps to practise, counted from 0, in order. */
  readonly practise: readonly number[]
}

/** As many as there can be. */
export const starsMax = 3

/** Of a step's 100: what a hint and each mistake cost, and what is left at least for having done it. */
const stepPoints = 100
const hintCosts = 30
const mistakeCosts = 25
const stepLeast = 20
/** Each whole tenth over the guide time costs two points, twenty at most. */
const lateShare = 10
const lateCosts = 2
const lateCostsMax = 20
const threeStarsFrom = 90
const twoStarsFrom = 70

/**
 * What the attempt was worth: the mean of its steps, rounded down, less what it took longer than the guide time.
 * Whoever is slow and right does not fall below two stars by time alone.
 */
export function scoreOf(lesson: Lesson, attempt: Attempt): Score {
  const { endedAt, runs, startedAt } = attempt
  assert(endedAt !== null && runs.length === lesson.steps.length, 'an attempt that is over')
  const { guideMs } = lesson
  const elapsedMs = endedAt - startedAt
  const sum = runs.reduce((total, run) => total + pointsOfStep(run), 0)
  const points = Math.max(0, wholeShare(sum, runs.length) - lateCostsOf(elapsedMs, guideMs))
  const isRight = ({ mistakes, hinted }: StepRun) => mistakes === 0 && !hinted
  return {
    points,
    stars: points >= threeStarsFrom ? starsMax : points >= twoStarsFrom ? 2 : 1,
    steps: runs.length,
    firstTime: runs.filter(isRight).length,
    mistakes: runs.reduce((total, run) => total + run.mistakes, 0),
    elapsedMs,
    guideMs,
    practise: runs.flatMap((run, place) => (isRight(run) ? [] : [place])),
  }
}

function pointsOfStep({ mistakes, hinted }: StepRun): number {
  return Math.max(stepLeast, stepPoints - (hinted ? hintCosts : 0) - mistakes * mistakeCosts)
}

function lateCostsOf(elapsedMs: number, guideMs: number): number {
  const tenths = wholeShare(Math.max(0, elapsedMs - guideMs) * lateShare, guideMs)
  return Math.min(lateCostsMax, tenths * lateCosts)
}

/** How often `part` goes into `whole`. */
function wholeShare(whole: number, part: number): number {
  return (whole - (whole % part)) / part
}
