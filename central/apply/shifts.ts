import { canonicalJson } from '../../domain/canonical-json.ts'
import type { TillEvent } from '../../domain/event.ts'
import type { Uuid } from '../../domain/ids.ts'
import { type Money, subtractMoney } from '../../domain/money.ts'
import { countEvent, countsInShift, expectedCash, noFigures, type ShiftFigures } from '../../domain/shift.ts'
import { storable } from '../text.ts'
import { changeFact, type Dispute, dispute, type Fact, type Facts } from './facts.ts'

/* Shifts of tills' drawers, added up here by the very rule the till adds them up with. */

/** A shift as the central knows it. */
export interface ShiftRow {
  /** The id of the event that opened it. */
  readonly shiftId: Uuid
  readonly terminalId: Uuid
  readonly storeId: Uuid
  /** Where it was opened in the till's chain. */
  readonly epoch: number
  readonly seq: number
  /** Epoch ms. */
  readonly openedAt: number
  readonly openedBy: Uuid | null
  readonly float: Money
  /** What the till told it sold before it without a shift; null = nothing. */
  readonly between: ShiftFigures | null
  /** Of the events that came from the till, whatever the till said. */
  readonly figures: ShiftFigures
  /** Null while it is open. */
  readonly closedAt: number | null
  /** Where it was closed in the till's chain. */
  readonly closedEpoch: number | null
  readonly closedSeq: number | null
  readonly closedBy: Uuid | null
  readonly approver: Uuid | null
  /** As the till told them when it was closed. */
  readonly expected: Money | null
  readonly counted: Money | null
  readonly difference: Money | null
  readonly left: Money | null
  readonly recounts: number | null
  readonly note: string | null
  /** Whether what the till told agrees with its events; null while it is open. */
  readonly agrees: boolean | null
}

/** Cash that moved without a sale. */
export interface CashMoveRow {
  readonly eventId: Uuid
  /** The shift it names; null = nobody heard of it. */
  readonly shiftId: Uuid | null
  readonly terminalId: Uuid
  readonly storeId: Uuid
  readonly movedAt: number
  readonly actor: Uuid | null
  readonly kind: string
  readonly amount: Money
  readonly reason: string
  readonly note: string
}

export function applyShiftOpened(facts: Facts, event: TillEvent<'shift.opened'>): readonly Dispute[] {
  const { actor, data, epoch, id, seq, source, time } = event
  const row: ShiftRow = {
    shiftId: id,
    terminalId: source,
    storeId: data.storeId,
    epoch,
    seq,
    openedAt: time,
    openedBy: actor,
    float: data.float,
    between: data.between ?? null,
    figures: noFigures,
    closedAt: null,
    closedEpoch: null,
    closedSeq: null,
    closedBy: null,
    approver: null,
    expected: null,
    counted: null,
    difference: null,
    left: null,
    recounts: null,
    note: null,
    agrees: null,
  }
  facts.shifts.push({ row, changed: true })
  return []
}

/** Closes the shift it names with what was counted, wherever it stands in the chain by now. Figures that are not those of the events are for people, and nothing is refused. */
export function applyShiftClosed(facts: Facts, event: TillEvent<'shift.closed'>): readonly Dispute[] {
  const { data } = event
  const fact = shiftNamed(facts, data.shiftId)
  if (!fact || fact.row.closedAt !== null) return [dispute('shift_differs', 'shiftId', event.id)]
  const expected = expectedCash(fact.row)
  const differs = firstDifference(fact.row, event, expected)
  const { counted, difference, left, recounts } = data
  changeFact(fact, {
    closedAt: event.time,
    closedEpoch: event.epoch,
    closedSeq: event.seq,
    closedBy: event.actor,
    approver: event.approver,
    expected: data.expected,
    counted,
    difference,
    left,
    recounts,
    note: storable(data.note ?? ''),
    agrees: differs === null,
  })
  if (differs === null) return []
  const amount = Math.abs(subtractMoney(data.expected, expected))
  return [dispute('shift_differs', differs, event.id, { other: fact.row.shiftId, amount })]
}

export function applyCashMoved(facts: Facts, event: TillEvent<'cash.moved'>): readonly Dispute[] {
  const { amount, kind, note, reason, shiftId, storeId } = event.data
  facts.cashMoves.push({
    eventId: event.id,
    shiftId: shiftNamed(facts, shiftId)?.row.shiftId ?? null,
    terminalId: event.source,
    storeId,
    movedAt: event.time,
    actor: event.actor,
    kind,
    amount,
    reason,
    note: storable(note),
  })
  return []
}

/**
 * Counts an event in the shift that was open where it stands in its till's chain. One that is told late counts in a shift
 * that is closed by now, whose figures are then not those it was closed with.
 */
export function countInShift(facts: Facts, event: TillEvent): void {
  if (!countsInShift(event.type)) return
  const fact = shiftAt(facts, event)
  if (!fact) return
  const figures = countEvent(fact.row.figures, event)
  changeFact(fact, fact.row.closedAt === null ? { figures } : { figures, agrees: false })
}

function shiftNamed(facts: Facts, shiftId: Uuid): Fact<ShiftRow> | null {
  return facts.shifts.find(({ row }) => row.shiftId === shiftId) ?? null
}

/** The last shift opened before this event, unless it was closed before it as well. */
function shiftAt(facts: Facts, { epoch, seq }: TillEvent): Fact<ShiftRow> | null {
  let found: Fact<ShiftRow> | null = null
  for (const fact of facts.shifts) {
    const isBefore = isOrdered(fact.row, { epoch, seq })
    if (isBefore && (!found || isOrdered(found.row, fact.row))) found = fact
  }
  if (!found) return null
  const { closedEpoch, closedSeq } = found.row
  const isOver =
    closedEpoch !== null &&
    closedSeq !== null &&
    isOrdered({ epoch: closedEpoch, seq: closedSeq }, { epoch, seq })
  return isOver ? null : found
}

type Place = Pick<ShiftRow, 'epoch' | 'seq'>

function isOrdered(a: Place, b: Place): boolean {
  return a.epoch === b.epoch ? a.seq < b.seq : a.epoch < b.epoch
}

/** The first figure the till told that its events do not come to, or null. */
function firstDifference(row: ShiftRow, { data }: TillEvent<'shift.closed'>, expected: Money): string | null {
  const facts = [
    ['openedAt', data.openedAt, row.openedAt],
    ['float', data.float, row.float],
    ...Object.keys(noFigures).map((name) => {
      const figure = name as keyof ShiftFigures
      return [name, canonicalJson(data.figures[figure]), canonicalJson(row.figures[figure])] as const
    }),
    ['expected', data.expected, expected],
    ['difference', data.difference, subtractMoney(data.counted, data.expected)],
  ] as const
  return facts.find(([, told, known]) => told !== known)?.[0] ?? null
}
