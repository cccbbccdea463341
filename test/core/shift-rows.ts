import type { CommandInput, CommandName } from '../../contract/command.ts'
import { money } from '../../domain/money.ts'
import { idOf, staff } from './demo-chain.ts'
import { begin, type Row } from './refusal-row.ts'
import type { Answer, Page } from './till-parts.ts'

/* What the drawer and its shift refuse. */

const move: CommandInput<'moveCash'> = {
  actId: idOf(8),
  kind: 'pay_out',
  amount: money(100),
  reason: 'supplier',
  note: '',
}
const count: CommandInput<'closeShift'> = {
  actId: idOf(8),
  counted: money(50_000),
  denominations: [],
  left: money(50_000),
  note: '',
}

/** Inputs that would be right on a till that can sell. */
export const shiftPlain: { readonly [N in CommandName]?: CommandInput<N> } = {
  openShift: { actId: idOf(8), float: money(50_000) },
  moveCash: move,
  shiftReport: { print: false },
  closeShift: count,
  lookAtCount: { actId: idOf(8), code: staff.supervisor.code, pin: staff.supervisor.pin },
  recentShifts: {},
  reprintShift: { shiftId: idOf(8) },
  openDrawer: { actId: idOf(8), reason: 'change', note: '' },
}

/** Opens a shift with ¥500 in the drawer. */
export async function openShift(page: Page): Promise<Answer<'openShift'>> {
  return page.call('openShift', { actId: await begin(page), float: money(50_000) })
}

/** Counts the drawer and closes its shift. */
export async function closeShift(
  page: Page,
  changed: Partial<CommandInput<'closeShift'>>,
): Promise<Answer<'closeShift'>> {
  return page.call('closeShift', { ...count, actId: changed.actId ?? (await begin(page)), ...changed })
}

async function inShift(page: Page): Promise<Page> {
  await openShift(page)
  return page
}

const look = (page: Page, by: { readonly code: string; readonly pin: string }) =>
  page.call('lookAtCount', { actId: idOf(8), code: by.code, pin: by.pin })

const countRows: readonly Row[] = [
  ...(
    [
      ['staff_unknown', { code: '999', pin: '000000' }],
      ['pin_wrong', { code: staff.supervisor.code, pin: '000000' }],
      ['approval_self', staff.cashier],
      ['approver_not_allowed', staff.storeIt],
      ['shift_missing', staff.supervisor],
    ] as const
  ).map(([code, by]): Row => ({ command: 'lookAtCount', code, act: ({ page }) => look(page, by) })),
  {
    command: 'lookAtCount',
    code: 'pin_locked',
    act: async ({ page }) => {
      const wrong = { code: staff.supervisor.code, pin: '000000' }
      for (let tries = 1; tries < 5; tries++) await look(page, wrong)
      return look(page, wrong)
    },
  },
]

export const shiftRows: readonly Row[] = [
  ...countRows,
  { command: 'openShift', code: 'shift_open', act: async ({ page }) => openShift(await inShift(page)) },
  { command: 'moveCash', code: 'shift_missing', act: ({ page }) => page.call('moveCash', move) },
  {
    command: 'moveCash',
    code: 'cash_amount_invalid',
    act: async ({ page }) => (await inShift(page)).call('moveCash', { ...move, amount: money(0) }),
  },
  {
    command: 'moveCash',
    code: 'cash_reason_invalid',
    act: async ({ page }) => (await inShift(page)).call('moveCash', { ...move, reason: 'too_much' }),
  },
  {
    command: 'moveCash',
    code: 'cash_note_missing',
    act: async ({ page }) => (await inShift(page)).call('moveCash', { ...move, reason: 'other' }),
  },
  {
    command: 'moveCash',
    code: 'approval_needed',
    act: async ({ page }) =>
      (await inShift(page)).call('moveCash', { ...move, reason: 'correction', note: '多找了' }),
  },
  {
    command: 'shiftReport',
    code: 'shift_missing',
    act: ({ page }) => page.call('shiftReport', { print: false }),
  },
  {
    command: 'shiftReport',
    code: 'printer_none',
    act: async ({ page }) => (await inShift(page)).call('shiftReport', { print: true }),
  },
  { command: 'closeShift', code: 'shift_missing', act: ({ page }) => closeShift(page, {}) },
  {
    command: 'closeShift',
    code: 'count_invalid',
    act: async ({ page }) => closeShift(await inShift(page), { left: money(50_001) }),
  },
  {
    command: 'closeShift',
    code: 'approval_needed',
    act: async ({ page }) =>
      closeShift(await inShift(page), { counted: money(50_000 - 2_001), left: money(0), note: '找错' }),
  },
  {
    command: 'closeShift',
    code: 'count_note_missing',
    act: async ({ page }) =>
      closeShift(await inShift(page), { counted: money(50_000 - 2_001), left: money(0) }),
  },
  {
    command: 'reprintShift',
    code: 'shift_missing',
    act: ({ page }) => page.call('reprintShift', { shiftId: idOf(8) }),
  },
  {
    command: 'openDrawer',
    code: 'printer_none',
    act: ({ page }) => page.call('openDrawer', { actId: idOf(8), reason: 'change', note: '' }),
  },
]

/** With where it is shown instead. */
export const shiftsElsewhere: Readonly<Record<string, string>> = {
  'shiftReport printer_not_ready': 'SF15 in shifts.test.ts',
  'closeShift approval_stale': 'SF13 in shifts.test.ts',
  'reprintShift printer_none': 'SF15 in shifts.test.ts',
  'moveCash approval_stale': 'as closeShift',
  'openDrawer printer_not_ready': 'SF14 in shifts.test.ts',
  'openDrawer approval_needed': 'SF14 in shifts.test.ts',
  'openDrawer approval_stale': 'as closeShift',
}
