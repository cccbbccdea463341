import { formatMoney, type Money, noMoney, subtractMoney } from './money.ts'
import { centred, copyMark, pair, type Receipt, type ReceiptBlock, rule } from './receipt.ts'
import { receiptWords } from './receipt-words.ts'
import {
  type ByTender,
  type CashMoved,
  cashMoveKinds,
  expectedCash,
  type OpenShift,
  type ShiftClosed,
  type ShiftFigures,
} from './shift.ts'
import { type ShiftSlipWords, shiftSlipWords } from './shift-slip-words.ts'
import { type SlipFrame, strongPair } from './slip.ts'
import type { TenderKind } from './tender.ts'
import { localStamp } from './time.ts'

/* The paper of the drawer, for the shop and not for customers: cash moves, the shift so far (X) and as closed (Z). */

/** What stands around such a slip. */
export type ShopFrame = Pick<
  SlipFrame,
  'store' | 'terminalNumber' | 'cashierName' | 'at' | 'language' | 'copy'
>

/** Cash that moved; the drawer opens for it, and never for a copy. */
export function layoutCashMove(frame: ShopFrame, moved: CashMoved): Receipt {
  const words = shiftSlipWords[frame.language]
  const blocks = framed(frame, words.kinds[moved.kind], [
    pair(words.slipNumber, moved.slipNumber),
    pair(words.reason, words.reasons[moved.reason]),
    ...noteOf(moved.note, words),
    rule,
    {
      kind: 'pair',
      left: words.kinds[moved.kind],
      right: formatMoney(moved.amount),
      strong: true,
      big: true,
    },
    rule,
    pair(words.signature, ''),
    { kind: 'blank' },
  ])
  return { blocks, openDrawer: frame.copy === 0 }
}

/** The shift so far. `withCash`: for somebody who may know what should be in the drawer. */
export function layoutShiftSoFar(frame: ShopFrame, shift: OpenShift, withCash: boolean): Receipt {
  const words = shiftSlipWords[frame.language]
  const { figures, float, openedAt } = shift
  const blocks = framed(frame, words.soFar, [
    pair(words.openedAt, localStamp(openedAt, frame.store.timeZone)),
    pair(words.float, formatMoney(float)),
    rule,
    ...countsOf(figures, words),
    ...(withCash
      ? [...cashOf(figures, words), rule, strongPair(words.expected, formatMoney(expectedCash(shift)))]
      : []),
  ])
  return { blocks, openDrawer: false }
}

/** What a shift was closed with; who closed it signs. */
export function layoutShiftClosed(frame: ShopFrame, closed: ShiftClosed): Receipt {
  const words = shiftSlipWords[frame.language]
  const { counted, denominations, difference, expected, figures, left } = closed
  const { timeZone } = frame.store
  const blocks = framed(frame, words.closed, [
    pair(words.slipNumber, closed.slipNumber),
    pair(words.openedAt, localStamp(closed.openedAt, timeZone)),
    pair(words.closedAt, localStamp(frame.at, timeZone)),
    rule,
    ...countsOf(figures, words),
    ...cashOf(figures, words),
    rule,
    pair(words.float, formatMoney(closed.float)),
    strongPair(words.expected, formatMoney(expected)),
    ...denominations.map(({ count, face }) => pair(`  ${formatMoney(face)} × ${count}`, '')),
    strongPair(words.counted, formatMoney(counted)),
    { kind: 'pair', left: words.difference, right: formatMoney(difference), strong: true, big: true },
    ...(closed.recounts > 0 ? [pair(words.recounts, String(closed.recounts))] : []),
    ...noteOf(closed.note ?? '', words),
    pair(words.left, formatMoney(left)),
    pair(words.banked, formatMoney(subtractMoney(counted, left))),
    rule,
    pair(words.signature, ''),
    { kind: 'blank' },
  ])
  return { blocks, openDrawer: false }
}

function framed(frame: ShopFrame, title: string, body: readonly ReceiptBlock[]): ReceiptBlock[] {
  const { at, cashierName, language, store, terminalNumber } = frame
  const words = receiptWords[language]
  return [
    centred(store.name[language]),
    { kind: 'title', text: title },
    ...copyMark(frame),
    rule,
    pair(words.time, localStamp(at, store.timeZone)),
    pair(words.terminal, terminalNumber),
    pair(words.cashier, cashierName),
    rule,
    ...body,
    ...copyMark(frame),
  ]
}

function countsOf(figures: ShiftFigures, words: ShiftSlipWords): ReceiptBlock[] {
  return [
    pair(words.sales, String(figures.sales)),
    pair(words.turnover, formatMoney(figures.turnover)),
    ...(figures.returns > 0
      ? [pair(words.returns, String(figures.returns)), pair(words.returned, formatMoney(figures.returned))]
      : []),
    ...(figures.topUps > 0
      ? [pair(words.topUps, String(figures.topUps)), pair(words.toppedUp, formatMoney(figures.toppedUp))]
      : []),
    pair(words.openings, String(figures.openings)),
  ]
}

function cashOf({ moved, refunded, taken }: ShiftFigures, words: ShiftSlipWords): ReceiptBlock[] {
  return [
    rule,
    ...tendersOf(words.taken, taken, words),
    ...tendersOf(words.refunded, refunded, words),
    ...cashMoveKinds.flatMap((kind) => amount(words.kinds[kind], moved[kind])),
  ]
}

function tendersOf(title: string, sums: ByTender, words: ShiftSlipWords): ReceiptBlock[] {
  const kinds = Object.keys(sums) as TenderKind[]
  return kinds.flatMap((kind) => amount(`${title} ${words.tenders[kind]}`, sums[kind]))
}

function noteOf(note: string, words: ShiftSlipWords): ReceiptBlock[] {
  return note === '' ? [] : [pair(words.note, ''), { kind: 'text', text: note, align: 'left' }]
}

/** A sum that is nothing is left out. */
function amount(left: string, sum: Money): ReceiptBlock[] {
  return sum === noMoney ? [] : [pair(left, formatMoney(sum))]
}
