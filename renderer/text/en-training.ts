import type { Words } from './zh.ts'

/** The words of training. */
export const enTraining: Words['training'] = {
  mark: 'TRAINING',
  enter: 'Training',
  enterTodo: 'You practise on a make-believe till; the real one is not touched.',
  leave: 'Leave training',
  lessons: 'Lessons',
  lessonsTitle: 'Choose a lesson and follow it',
  lessonsLead:
    'Goods, members and money here are make-believe. All of it goes when you leave; nothing is sent or printed.',
  free: 'Free practice',
  freeSays: 'Free practice: do what you like, nothing here counts.',
  noMember: 'A member to practise with: phone ends in 5678; the coupons stand on the member card.',
  signIn: 'To practise: code 101, PIN 246810; supervisor 201, PIN 135790.',
  step: 'Step {{step}} of {{steps}}',
  mistakes: 'Mistakes: {{number}}',
  hint: 'Hint',
  paper: 'Receipt',
  paperTitle: 'Receipt preview (not printed)',
  start: 'Start',
  again: 'Once more',
  next: 'Next lesson',
  guide: 'About {{seconds}} s',
  best: 'Best: {{points}}',
  notYet: 'Not tried yet',
  result: 'Result',
  points: '{{points}} points',
  stars: '{{stars}} of 3 stars',
  firstTime: 'Right first time: {{right}} of {{steps}} steps',
  mistakesAll: 'Mistakes: {{number}}',
  time: '{{seconds}} s (about {{guide}} s)',
  practise: 'Practise again',
  perfect: 'Every step right first time. Well done!',
  props: {
    rice: 'Rice',
    milk: 'Milk',
    toast: 'Toast',
    formula: 'Formula',
    oil: 'Peanut oil',
    member_card: 'Member card',
    phone_tail: 'Phone ends in',
    coupon: 'Service coupon',
    unknown_card: 'Unknown card',
    receipt: 'Receipt',
  },
  hand: 'Scan this',
}

export const enTrainingNo = {
  training_on: { says: 'This is the training till already', todo: 'Leave training first, then enter again.' },
  training_off: {
    says: 'This is not the training till',
    todo: 'Enter training from the sign-in screen or help (F1).',
  },
  training_failed: {
    says: 'Training ended by itself',
    todo: 'You are back at the selling till and nothing of it changed. Enter training again; if it ends again, tell store IT.',
  },
  sale_fate_open: {
    says: 'What became of the last sale was not looked at yet',
    todo: 'Read and confirm the last sale first, then enter training.',
  },
}
