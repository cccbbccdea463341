import type { EventData, EventType } from './event.ts'
import type { Uuid } from './ids.ts'
import { cashNoteMax, countsKindsMax, moneyMax } from './limits.ts'
import { addMoney, type Money, noMoney, subtractMoney, sumMoney, timesMoney } from './money.ts'
import type { CashRules } from './programme.ts'
import { refuse } from './refusal.ts'
import { ok, type Result } from './result.ts'
import type { Tender, TenderKind } from './tender.ts'

/*
 * A shift is the time of a till's drawer between two counts: what was in it, what came in and went out, and what
 * somebody found in it at the end. It belongs to the drawer and not to who stands there.
 */

/** Cash into the drawer or out of it that nobody bought anything for. */
export const cashMoveKinds = ['pay_in', 'pay_out', 'safe_drop'] as const
export type CashMoveKind = (typeof cashMoveKinds)[number]

/** Why cash moves, by the way it goes. */
export const cashReasons = {
  pay_in: ['change', 'correction', 'other'],
  pay_out: ['supplier', 'expenses', 'correction', 'other'],
  safe_drop: ['too_much'],
} as const satisfies Readonly<Record<CashMoveKind, readonly string[]>>
export type CashReason = (typeof cashReasons)[CashMoveKind][number]

/** Whether such a reason says too little by itself: somebody has to write what it was. */
export function needsNote(reason: CashReason): boolean {
  return reason === 'correction' || reason === 'other'
}

/** Why a drawer is opened that nobody pays into. */
export const drawerReasons = ['change', 'check', 'other'] as const
export type DrawerReason = (typeof drawerReasons)[number]

/** Money by the way it was paid. */
export type ByTender = Readonly<Record<TenderKind, Money>>

/** What happened in a shift so far, added up event by event (`countEvent`). */
export interface ShiftFigures {
  readonly sales: number
  /** What was to be paid for the goods, points taken off. */
  readonly turnover: Money
  readonly returns: number
  readonly returned: Money
  readonly topUps: number
  readonly toppedUp: Money
  /** What sales and top-ups took, less the change that was given. */
  readonly taken: ByTender
  /** What was given back for goods. */
  readonly refunded: ByTender
  readonly moved: Readonly<Record<CashMoveKind, Money>>
  readonly moves: number
  /** How often the drawer was opened without anything being paid. */
  readonly openings: number
}

const nothingPaid: ByTender = { cash: noMoney, card: noMoney, mobile: noMoney, stored_value: noMoney }

/** Of a shift just opened. */
export const noFigures: ShiftFigures = {
  sales: 0,
  turnover: noMoney,
  returns: 0,
  returned: noMoney,
  topUps: 0,
  toppedUp: noMoney,
  taken: nothingPaid,
  refunded: nothingPaid,
  moved: { pay_in: noMoney, pay_out: noMoney, safe_drop: noMoney },
  moves: 0,
  openings: 0,
}

/** A shift that is open. */
export interface OpenShift {
  /** The id of its `shift.opened`. */
  readonly shiftId: Uuid
  /** Epoch ms. */
  readonly openedAt: number
  /** What was in the drawer then. */
  readonly float: Money
  readonly figures: ShiftFigures
  /** Counts that were so far off that nobody closed the shift with them. */
  readonly recounts: number
  /** The last of them; the same again is no other count. Missing: none yet. */
  readonly lastCount?: Money
}

/** The data of `shift.opened`; the event's id is the shift's. */
export interface ShiftOpened {
  readonly shiftId: Uuid
  readonly storeId: Uuid
  readonly float: Money
  /** What happened since the last shift was closed, without one; missing: nothing. */
  readonly between?: ShiftFigures
}

/** So many notes or coins of a face. */
export interface Denomination {
  readonly face: Money
  readonly count: number
}

/** What somebody found in the drawer. */
export interface DrawerCount {
  readonly counted: Money
  /** How they counted; empty = they gave the sum alone. */
  readonly denominations: readonly Denomination[]
  /** What of it stays for the next shift. */
  readonly left: Money
}

/** What a count came to, for whoever may know what should have been there. */
export type CountSeen = Pick<ShiftClosed, 'counted' | 'difference' | 'expected'>

/** The data of `shift.closed`: all a store needs to add its shifts up without asking for their events. */
export interface ShiftClosed extends DrawerCount {
  readonly shiftId: Uuid
  readonly slipNumber: string
  readonly storeId: Uuid
  readonly openedAt: number
  readonly float: Money
  readonly figures: ShiftFigures
  /** What should have been in the drawer. */
  readonly expected: Money
  /** Counted less expected: negative where cash is missing. */
  readonly difference: Money
  readonly recounts: number
  /** What whoever closed it said to a count that did not fit at first; missing: none was asked for. */
  readonly note?: string
}

/** The data of `cash.moved`. */
export interface CashMoved {
  readonly moveId: Uuid
  readonly slipNumber: string
  readonly storeId: Uuid
  readonly shiftId: Uuid
  readonly kind: CashMoveKind
  readonly amount: Money
  readonly reason: CashReason
  /** What the cashier wrote; '' for nothing. */
  readonly note: string
}

/** The data of `drawer.opened`: the drawer was opened though nobody paid. */
export interface DrawerOpened {
  readonly storeId: Uuid
  readonly reason: DrawerReason
  readonly note: string
}

/** What an event is to a shift. */
type Counted = { [T in EventType]: { readonly type: T; readonly data: EventData[T] } }[EventType]

/** Whether an event of this type counts in a shift: all others leave its figures as they are. */
export function countsInShift(type: EventType): boolean {
  return countedTypes.has(type)
}

const countedTypes: ReadonlySet<EventType> = new Set([
  'sale.completed',
  'sale.returned',
  'value.topped_up',
  'cash.moved',
  'drawer.opened',
])

/** The figures after one more event of the shift. The same at the till and at the central. */
export function countEvent(
  figures: ShiftFigures,
  event: { readonly type: EventType; readonly data: unknown },
): ShiftFigures {
  const { data, type } = event as Counted
  switch (type) {
    case 'sale.completed':
      return {
        ...figures,
        sales: figures.sales + 1,
        turnover: addMoney(figures.turnover, data.toPay),
        taken: withPayment(figures.taken, data),
      }
    case 'sale.returned':
      return {
        ...figures,
        returns: figures.returns + 1,
        returned: addMoney(figures.returned, data.refund),
        refunded: withTenders(figures.refunded, data.refunds),
      }
    case 'value.topped_up':
      return {
        ...figures,
        topUps: figures.topUps + 1,
        toppedUp: addMoney(figures.toppedUp, data.principal),
        taken: withPayment(figures.taken, data),
      }
    case 'cash.moved':
      return {
        ...figures,
        moves: figures.moves + 1,
        moved: { ...figures.moved, [data.kind]: addMoney(figures.moved[data.kind], data.amount) },
      }
    case 'drawer.opened':
      return { ...figures, openings: figures.openings + 1 }
    default:
      return figures
  }
}

function withTenders(sums: ByTender, tenders: readonly Tender[]): ByTender {
  const next = { ...sums }
  for (const { kind, amount } of tenders) next[kind] = addMoney(next[kind], amount)
  return next
}

/** What a customer paid: the tenders less the change, which only cash gives. */
function withPayment(
  sums: ByTender,
  { change, tenders }: { readonly change: Money; readonly tenders: readonly Tender[] },
): ByTender {
  const paid = withTenders(sums, tenders)
  return { ...paid, cash: subtractMoney(paid.cash, change) }
}

/** Whether anything was counted at all. */
export function hasHappened({ moves, openings, returns, sales, topUps }: ShiftFigures): boolean {
  return moves + openings + returns + sales + topUps > 0
}

/** What should be in the drawer by now. */
export function expectedCash({ float, figures }: Pick<OpenShift, 'float' | 'figures'>): Money {
  const { moved, refunded, taken } = figures
  const came = sumMoney([float, taken.cash, moved.pay_in])
  return subtractMoney(came, sumMoney([refunded.cash, moved.pay_out, moved.safe_drop]))
}

/**
 * Whether cash may move so. Refuses `cash_amount_invalid` (not 1 … moneyMax), `cash_reason_invalid` (a reason of another
 * way, or a note over `cashNoteMax`) and `cash_note_missing` (`needsNote`).
 */
export function judgeCashMove({
  amount,
  kind,
  note,
  reason,
}: Pick<CashMoved, 'amount' | 'kind' | 'note' | 'reason'>): Result<true> {
  if (amount < 1 || amount > moneyMax) return refuse('cash_amount_invalid')
  const known: readonly CashReason[] = cashReasons[kind]
  if (!known.includes(reason) || note.length > cashNoteMax) return refuse('cash_reason_invalid')
  if (needsNote(reason) && note.trim() === '') return refuse('cash_note_missing')
  return ok(true)
}

/**
 * A shift with what was found in its drawer. Refuses `count_invalid`: denominations that do not come to what was counted, or
 * more left for the next shift than there is.
 */
export function settleShift(
  shift: OpenShift,
  { counted, denominations, left }: DrawerCount,
  of: Pick<ShiftClosed, 'storeId' | 'slipNumber' | 'note'>,
): Result<ShiftClosed> {
  const summed = sumMoney(denominations.map(({ count, face }) => timesMoney(face, count)))
  const isSum = denominations.length === 0 || summed === counted
  if (!isSum || denominations.length > countsKindsMax || left > counted) return refuse('count_invalid')
  const expected = expectedCash(shift)
  const { lastCount: _last, ...told } = shift
  return ok({
    ...told,
    ...of,
    expected,
    counted,
    difference: subtractMoney(counted, expected),
    left,
    denominations,
  })
}

/** Whether a second person has to see a difference before the shift is closed with it. */
export function isFarOff(difference: Money, { differenceMax }: CashRules): boolean {
  return Math.abs(difference) > differenceMax
}
