import type { ShiftSlice } from '../../contract/notice.ts'
import type { ClosedShift, ShiftReport } from '../../contract/shift-commands.ts'
import { betweenShifts, closedShifts, openShift } from '../../db/journal/shift-table.ts'
import type { TillEvent } from '../../domain/event.ts'
import { addMoney, maxMoney, noMoney } from '../../domain/money.ts'
import { expectedCash, hasHappened, type OpenShift } from '../../domain/shift.ts'
import type { ShopFrame } from '../../domain/shift-slip.ts'
import { mayDo, type Role } from '../../domain/staff.ts'
import type { Counter } from './counter.ts'
import type { Selling } from './gate.ts'

/* The shift of this till's drawer, as the page and the paper show it. The journal holds it (db/journal/shift-table.ts). */

export function shiftSliceOf({ books }: Pick<Counter, 'books'>): ShiftSlice {
  if (!books.isOpen()) return { open: null, nextFloat: null, between: null }
  const open = openShift(books.read())
  if (open) {
    const { float, openedAt, shiftId } = open
    return { open: { shiftId, openedAt, float }, nextFloat: null, between: null }
  }
  const [last] = closedShifts(books.read(), 1)
  const figures = betweenShifts(books.read())
  const cash = expectedCash({ float: noMoney, figures })
  return {
    open: null,
    // What was taken without a shift lies in the drawer with what the last one left.
    nextFloat: last ? maxMoney(noMoney, addMoney(last.data.left, cash)) : null,
    between: hasHappened(figures) ? { sales: figures.sales, cash } : null,
  }
}

/** The shift so far. What should be in the drawer is for those who do not have to count it blind. */
export function shiftReportOf(shift: OpenShift, role: Role): ShiftReport {
  const { figures, float, openedAt, shiftId } = shift
  const { moves, openings, returned, returns, sales, topUps, toppedUp, turnover } = figures
  return {
    shiftId,
    openedAt,
    float,
    sales,
    turnover,
    returns,
    returned,
    topUps,
    toppedUp,
    moves,
    openings,
    cash: mayDo(role, 'see_expected_cash') ? { figures, expected: expectedCash(shift) } : null,
  }
}

export function closedShiftOf({ data, time }: TillEvent<'shift.closed'>): ClosedShift {
  const { counted, difference, expected, figures, float, left, openedAt, shiftId, slipNumber } = data
  return {
    shiftId,
    slipNumber,
    openedAt,
    closedAt: time,
    float,
    figures,
    expected,
    counted,
    difference,
    left,
  }
}

/** What stands around a slip of the drawer. */
export function shopFrame(
  { session }: Pick<Counter, 'session'>,
  { identity, rules, staff }: Selling,
  of: { readonly at: number; readonly copy: number; readonly cashierName?: string | undefined },
): ShopFrame {
  return {
    store: rules.store,
    terminalNumber: identity.terminal.number,
    cashierName: of.cashierName ?? staff.name,
    at: of.at,
    language: session.language(),
    copy: of.copy,
  }
}
