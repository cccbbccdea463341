import type { ClosedShift, ShiftReport } from '../../contract/shift-commands.ts'
import { type Money, minMoney, money, noMoney, sumMoney, timesMoney } from '../../domain/money.ts'
import {
  type CashMoveKind,
  type CashReason,
  type DrawerCount,
  type DrawerReason,
  needsNote,
} from '../../domain/shift.ts'
import { amountOf } from '../tender-entry.ts'

/* What a person has typed or chosen about the drawer's shift, and what the core answered. */

const shiftTabs = ['now', 'move', 'count', 'drawer', 'past'] as const
export type ShiftTab = (typeof shiftTabs)[number]

/** Without an open shift there is only the float to count, and the shifts before. */
export function tabsOf(isOpen: boolean): readonly ShiftTab[] {
  return isOpen ? shiftTabs : ['now', 'past']
}

/** Notes and coins there are, fen, greatest first. */
export const faces = [10_000, 5_000, 2_000, 1_000, 500, 100, 50, 10].map(money)

/** The fields of a count from the top: the sum, each face, and what stays for the next shift. */
export const countFields: readonly string[] = ['sum', ...faces.map(String), 'left']

export interface ShiftEntry {
  readonly tab: ShiftTab
  readonly kind: CashMoveKind
  /** Why it moves; null = not said yet. */
  readonly reason: CashReason | null
  readonly why: DrawerReason
  /** The float or the cash that moves, yuan as typed. */
  readonly amount: string
  readonly note: string
  /** By `countFields`: yuan as typed, or how many of a face. */
  readonly counts: Readonly<Record<string, string>>
}

export const noShiftEntry: ShiftEntry = {
  tab: 'now',
  kind: 'pay_out',
  reason: null,
  why: 'change',
  amount: '',
  note: '',
  counts: {},
}

export interface ShiftFound {
  readonly report: ShiftReport | null
  /** Closed here, newest first; null before the answer. */
  readonly past: readonly ClosedShift[] | null
  /** A count did not fit: what may have happened is asked for. */
  readonly explains: boolean
  /** What was just done, for its done state. */
  readonly done: ShiftDone | null
}

export type ShiftDone =
  | { readonly kind: 'closed'; readonly shift: ClosedShift }
  | {
      readonly kind: 'moved'
      readonly way: CashMoveKind
      readonly amount: Money
      readonly slipNumber: string
    }
  | { readonly kind: 'drawer'; readonly pulse: 'sent' | 'not_ready' | 'unknown' }

export const noShiftFound: ShiftFound = { report: null, past: null, explains: false, done: null }

/** What was typed of a count; null while nothing was. Without another wish the float stays. */
export function countOf({ counts }: Pick<ShiftEntry, 'counts'>, float: Money): DrawerCount | null {
  const denominations = faces
    .map((face) => ({ face, count: Number(counts[String(face)] || '0') }))
    .filter(({ count }) => count > 0)
  const summed = sumMoney(denominations.map(({ count, face }) => timesMoney(face, count)))
  const { left = '', sum = '' } = counts
  if (denominations.length === 0 && sum === '') return null
  // Whoever counts by face need not add up.
  const counted = denominations.length > 0 ? summed : amountOf(sum)
  return { counted, denominations, left: left === '' ? minMoney(float, counted) : amountOf(left) }
}

/** What the float field says: as typed, or what the last shift left. */
export function floatOf({ amount }: Pick<ShiftEntry, 'amount'>, offered: Money | null): Money | null {
  return amount === '' ? offered : amountOf(amount)
}

/** Nothing moves without an amount and a reason that says enough. */
export function canMove({ amount, note, reason }: Pick<ShiftEntry, 'amount' | 'note' | 'reason'>): boolean {
  return amountOf(amount) > noMoney && reason !== null && (!needsNote(reason) || note.trim() !== '')
}
