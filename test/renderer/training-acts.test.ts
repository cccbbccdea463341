import { expect, test } from 'vitest'
import type { TrainingSlice } from '../../contract/training-commands.ts'
import { selling } from '../../renderer/gallery/fixtures.ts'
import { meaningOf } from '../../renderer/keys/shortcuts.ts'
import { coachViewOf, performTraining } from '../../renderer/keys/training-keys.ts'
import { openCounter } from './counter.ts'
import { press } from './presses.ts'

type Lesson = NonNullable<NonNullable<TrainingSlice>['lesson']>

const lesson: Lesson = {
  lessonId: 'cash_sale',
  step: 0,
  hinted: false,
  mistakes: 0,
  props: [
    { name: 'rice', shown: '6902083000019', scan: '6902083000019' },
    { name: 'phone_tail', shown: '5678', scan: null },
  ],
  score: null,
}
const score = {
  points: 90,
  stars: 3,
  steps: 2,
  firstTime: 2,
  mistakes: 0,
  elapsedMs: 1_000,
  guideMs: 45_000,
  practise: [],
}

function trainingCounter(slice: Partial<NonNullable<TrainingSlice>> = {}) {
  return openCounter({ ...selling, training: { lesson: null, best: [], paper: null, ...slice } })
}

function pressCtrl(counter: ReturnType<typeof openCounter>, key: string): void {
  performTraining(counter.desk, counter.acts, meaningOf({ key, ctrl: true, alt: false }, false))
}

test('[TN14] F10 leads to training from where nobody is served, and from nowhere else', () => {
  const signIn = openCounter({ ...selling, staff: null })
  press(signIn, 'F10')
  expect(signIn.asked('enterTraining')).toHaveLength(1)
  const sale = openCounter(selling)
  press(sale, 'F10')
  expect(sale.asked('enterTraining')).toEqual([])
  sale.desk.entry.setState({ panel: { kind: 'help' } })
  press(sale, 'F10')
  expect(sale.asked('enterTraining')).toHaveLength(1)
})

test('[TN14] a way that is refused says why, at the till it was asked at', async () => {
  const counter = openCounter({ ...selling, staff: null })
  press(counter, 'F10')
  await counter.last('enterTraining').answer({ ok: false, refusal: { code: 'sale_fate_open' } })
  expect(counter.desk.progress.getState()).toMatchObject({
    busy: false,
    message: { refusal: { code: 'sale_fate_open' } },
  })
})

test('[TN14] lessons lie over the till: digits and Enter begin one, and nothing behind them hears a key', async () => {
  const counter = trainingCounter({ best: [{ lessonId: 'cash_sale', stars: 3, points: 100 }] })
  press(counter, 'F12', 'F4', 'Delete')
  expect(counter.asked('holdBasket')).toEqual([])
  expect(counter.desk.entry.getState().panel.kind).toBe('none')
  press(counter, '3', 'Enter')
  expect(counter.asked('beginLesson').map(({ input }) => input)).toEqual([
    { lessonId: 'hold_recall' },
    // The first that was not done yet.
    { lessonId: 'member_two_ways' },
  ])
  counter.desk.entry.setState({ panel: { kind: 'pay' }, memberQuery: '5678' })
  await counter.last('beginLesson').answer({ ok: true, output: {} })
  expect(counter.desk.entry.getState()).toMatchObject({
    coach: 'till',
    panel: { kind: 'none' },
    memberQuery: '',
  })
})

test('[TN14] in a lesson the keys are the till’s, and Ctrl with a digit scans what is handed out', () => {
  const counter = trainingCounter({ lesson })
  counter.desk.entry.setState({ coach: 'till' })
  pressCtrl(counter, '1')
  // What a customer only says cannot be scanned.
  pressCtrl(counter, '2')
  pressCtrl(counter, '7')
  pressCtrl(counter, 'h')
  pressCtrl(counter, 'q')
  press(counter, 'F1')
  expect(counter.asked('takeScan').map(({ input }) => input)).toEqual([
    { text: '6902083000019', source: 'wedge' },
  ])
  expect(counter.asked('takeHint')).toHaveLength(1)
  expect(counter.asked('leaveTraining')).toHaveLength(1)
  expect(counter.desk.entry.getState().panel.kind).toBe('help')
})

test('[TN14] a result covers the till until it is put away or gone on from', async () => {
  const counter = trainingCounter({ lesson: { ...lesson, step: 2, score } })
  const view = () => coachViewOf(counter.desk.mirror.getState(), counter.desk.entry.getState())
  counter.desk.entry.setState({ coach: 'till' })
  expect(view()).toBe('result')
  press(counter, '0', 'Enter')
  expect(counter.asked('beginLesson').map(({ input }) => input)).toEqual([
    { lessonId: 'cash_sale' },
    { lessonId: 'member_two_ways' },
  ])
  press(counter, 'Escape')
  await counter.last('endLesson').answer({ ok: true, output: {} })
  expect(counter.desk.entry.getState().coach).toBe('lessons')
})

test('[TN14] the keys of training mean nothing at a till that sells', () => {
  const counter = openCounter(selling)
  for (const key of ['1', 'h', 'q']) {
    const meaning = meaningOf({ key, ctrl: true, alt: false }, false)
    performTraining(counter.desk, counter.acts, meaning)
  }
  for (const verb of ['takeScan', 'takeHint', 'leaveTraining'] as const)
    expect(counter.asked(verb)).toEqual([])
  expect(coachViewOf(selling, { coach: 'lessons' })).toBe('till')
})

test('[TN15] a page that comes back from a training that ended by itself says so, once', () => {
  const failed = { ...selling, till: selling.till && { ...selling.till, trainingFailed: true } }
  const counter = openCounter({ ...selling, till: null })
  counter.desk.mirror.setState({ till: failed.till })
  expect(counter.desk.progress.getState().message).toMatchObject({ refusal: { code: 'training_failed' } })
  counter.desk.progress.setState({ message: null })
  counter.desk.mirror.setState({ till: failed.till && { ...failed.till } })
  expect(counter.desk.progress.getState().message).toBeNull()
})
