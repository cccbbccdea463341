import type { Words } from './zh.ts'

/** The words of the drawer and its shift. */
export const enShift: Words['shift'] = {
  title: 'Shift and drawer',
  openWith: 'Open shift, float {{amount}}',
  countFloat: 'Count the float, open shift',
  float: 'Float',
  floatFirst: 'Count the cash in the drawer and type it.',
  floatTodo:
    'Count the cash in the drawer: if it is the amount below, just confirm; if not, type what is there.',
  since: 'Open since {{time}}',
  tabs: { now: 'So far', move: 'Cash in/out', count: 'Close', drawer: 'Drawer', past: 'Before' },
  sales: 'Sales: {{number}}',
  returns: 'Returns: {{number}}',
  topUps: 'Top-ups: {{number}}',
  moves: 'Cash in and out',
  openings: 'Drawer without a sale',
  times: '{{number}} ×',
  expected: 'Cash that should be there',
  blind: 'Count first when you close; what should be there shows after.',
  print: 'Print the shift so far',
  kinds: { pay_in: 'Cash in', pay_out: 'Cash out', safe_drop: 'To the safe' },
  submit: {
    pay_in: 'Put in {{amount}}',
    pay_out: 'Take out {{amount}}',
    safe_drop: 'Drop {{amount}}',
  },
  reasons: {
    change: 'Change',
    supplier: 'Supplier',
    expenses: 'Expenses',
    correction: 'Correction',
    too_much: 'Too much cash',
    other: 'Other',
  },
  why: { change: 'Change money', check: 'Check', other: 'Other' },
  amount: 'Amount',
  note: 'Note (optional)',
  noteNeeded: 'Note (needed: what for)',
  countNote: 'Why it is off (needed)',
  moved: 'Recorded; the drawer opens',
  countTodo: 'Count the drawer: type the sum, or how many of each.',
  sum: 'Sum',
  left: 'Stays as float',
  counted: 'Counted',
  difference: 'Difference',
  handIn: 'Hand in',
  close: 'Close shift',
  closed: 'Shift closed',
  even: 'To the fen',
  drawerTodo:
    'Opens the drawer though nobody pays: who and why is recorded. Where the rules ask for it, a supervisor confirms.',
  openDrawer: 'Open drawer',
  drawerIsOpen: 'Drawer open',
  drawerLeft: 'Drawer still open',
  pulse: {
    sent: 'Drawer opened',
    not_ready: 'The printer did not answer: the drawer stays shut',
    unknown: 'Nobody knows whether the drawer opened',
  },
  pulseTodo: {
    sent: '',
    not_ready: 'Open it with the key and check the printer.',
    unknown: 'If it is shut, open it anew: that is recorded once more.',
  },
  between: 'Sales since the last shift, with none open: {{number}}; cash {{amount}}',
  past: 'No shift was closed here yet',
  reprint: 'Print report again',
}

export const enShiftNo = {
  shift_open: { says: 'A shift is open already', todo: 'Close it first, then open the next one.' },
  shift_missing: { says: 'No shift is open', todo: 'Count the float, open the shift and try again.' },
  count_invalid: {
    says: 'The count does not add up',
    todo: 'Check the notes and coins; what stays as float cannot be more than was counted.',
  },
  cash_amount_invalid: { says: 'Not an amount', todo: 'Enter an amount above zero.' },
  cash_note_missing: {
    says: 'This reason needs a word more',
    todo: 'Write in the note what the cash is for, then confirm again.',
  },
  count_note_missing: {
    says: 'The count does not fit',
    todo: 'Count again, or write what may have happened and close with a supervisor.',
  },
  cash_reason_invalid: {
    says: 'This reason does not fit',
    todo: 'Choose a reason that fits this cash, and keep the note short.',
  },
}
