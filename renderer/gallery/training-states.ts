import type { TrainingSlice } from '../../contract/training-commands.ts'
import type { Entry } from '../store/entry.ts'
import type { Mirror } from '../store/mirror.ts'
import { devices, guestBasket, memberBasket, noBasket, selling, withTill } from './fixtures.ts'
import type { GalleryState } from './states.ts'

/* The training till: every screen inside its mark. */

const shop = {
  number: 'S01',
  name: { zh: '训练店', en: 'Training shop' },
  timeZone: 'Asia/Shanghai',
}

function training(slice: Partial<NonNullable<TrainingSlice>>, more: Partial<Mirror> = {}): Mirror {
  return {
    ...selling,
    ...withTill({ store: shop, terminalNumber: 'T99' }),
    staff: selling.staff && { ...selling.staff, name: '学员 Trainee' },
    devices: {
      ...devices,
      scanners: [],
      printer: { name: 'screen', state: 'ready', paperNearEnd: false },
    },
    training: { lesson: null, best: [], paper: null, ...slice },
    ...more,
  }
}

type Lesson = NonNullable<NonNullable<TrainingSlice>['lesson']>

function lesson(of: Partial<Lesson>): Lesson {
  return {
    lessonId: 'cash_sale',
    step: 0,
    hinted: false,
    mistakes: 0,
    props: [
      { name: 'rice', shown: '6902083000019', scan: '6902083000019' },
      { name: 'milk', shown: '6902083000040', scan: '6902083000040' },
      { name: 'toast', shown: '6902083000057', scan: '6902083000057' },
    ],
    score: null,
    ...of,
  }
}

const member: Lesson['props'] = [
  { name: 'member_card', shown: 'M0000000000178', scan: 'M0000000000178' },
  { name: 'milk', shown: '6902083000040', scan: '6902083000040' },
  { name: 'phone_tail', shown: '5678', scan: null },
]

const paper: NonNullable<TrainingSlice>['paper'] = {
  number: 1,
  blocks: [
    { kind: 'title', text: '*** 训练 TRAINING ***' },
    { kind: 'title', text: '训练店' },
    { kind: 'rule' },
    { kind: 'pair', left: '小票号', right: 'S01-T99-0000001' },
    { kind: 'text', text: '长青东北大米5kg', align: 'left' },
    { kind: 'pair', left: '  1 × 59.90', right: '59.90' },
    { kind: 'rule' },
    { kind: 'pair', left: '实付', right: '59.90', strong: true, big: true },
    { kind: 'pair', left: '找零', right: '40.10', strong: true },
    { kind: 'qr', payload: 'S01-T99-0000001' },
    { kind: 'title', text: '*** 训练 TRAINING ***' },
  ],
}

const best: NonNullable<TrainingSlice>['best'] = [
  { lessonId: 'cash_sale', stars: 3, points: 100 },
  { lessonId: 'member_two_ways', stars: 2, points: 82 },
  { lessonId: 'hold_recall', stars: 1, points: 45 },
]

const atTill: Partial<Entry> = { coach: 'till' }

export const trainingStates: readonly GalleryState[] = [
  { name: 'training-lessons', mirror: training({ best }) },
  { name: 'training-first', mirror: training({ lesson: lesson({}) }, { basket: noBasket }), entry: atTill },
  {
    name: 'training-mistake',
    mirror: training({ lesson: lesson({ step: 1, mistakes: 2, hinted: true }) }, { basket: guestBasket }),
    entry: atTill,
  },
  {
    name: 'training-pay',
    mirror: training({ lesson: lesson({ step: 1 }), paper }, { basket: guestBasket }),
    entry: { ...atTill, panel: { kind: 'pay' } },
  },
  {
    name: 'training-member',
    mirror: training(
      { lesson: lesson({ lessonId: 'member_two_ways', step: 2, hinted: true, props: member }), paper },
      { basket: memberBasket },
    ),
    entry: atTill,
  },
  {
    name: 'training-verify',
    mirror: training({
      lesson: lesson({
        lessonId: 'verify',
        props: [{ name: 'coupon', shown: 'C0000000050003', scan: 'C0000000050003' }],
      }),
    }),
    entry: { ...atTill, panel: { kind: 'verify' } },
  },
  { name: 'training-free', mirror: training({ paper }, { basket: guestBasket }), entry: atTill },
  { name: 'training-sign-in', mirror: training({}, { staff: null }), entry: atTill },
  {
    name: 'training-help',
    mirror: training({}, { basket: guestBasket }),
    entry: { ...atTill, panel: { kind: 'help' } },
  },
  { name: 'training-paper', mirror: training({ paper }), entry: { coach: 'paper' } },
  {
    name: 'training-result',
    mirror: training({
      best,
      lesson: lesson({
        lessonId: 'member_two_ways',
        step: 4,
        score: {
          points: 82,
          stars: 2,
          steps: 4,
          firstTime: 2,
          mistakes: 2,
          elapsedMs: 81_300,
          guideMs: 75_000,
          practise: [0, 2],
        },
      }),
    }),
  },
  {
    name: 'training-result-perfect',
    mirror: training({
      best,
      lesson: lesson({
        step: 2,
        score: {
          points: 100,
          stars: 3,
          steps: 2,
          firstTime: 2,
          mistakes: 0,
          elapsedMs: 31_200,
          guideMs: 45_000,
          practise: [],
        },
      }),
    }),
  },
]
