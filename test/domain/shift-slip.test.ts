import { expect, test } from 'vitest'
import { money, noMoney } from '../../domain/money.ts'
import type { Receipt } from '../../domain/receipt.ts'
import { countEvent, noFigures, type OpenShift, settleShift } from '../../domain/shift.ts'
import {
  layoutCashMove,
  layoutShiftClosed,
  layoutShiftSoFar,
  type ShopFrame,
} from '../../domain/shift-slip.ts'
import { id, noon, store } from './act-shop.ts'

const frame: ShopFrame = {
  store,
  terminalNumber: 'T1',
  cashierName: '林小雨',
  at: noon,
  language: 'en',
  copy: 0,
}
const slipNumber = 'S01-T1-1-000009'
const sold = { tenders: [{ kind: 'cash', amount: money(10_000) }], change: money(1_500), toPay: money(8_500) }
const shift: OpenShift = {
  shiftId: id(1),
  openedAt: noon,
  float: money(50_000),
  figures: countEvent(noFigures, { type: 'sale.completed', data: sold }),
  recounts: 2,
}

/** Left and right of what stands on it. */
function seen({ blocks }: Receipt): string[] {
  return blocks.flatMap((block) => (block.kind === 'pair' ? [`${block.left} | ${block.right}`] : []))
}

test('[SF6] a slip of moved cash says how much, why and by whom, and opens the drawer once', () => {
  const moved = {
    moveId: id(3),
    slipNumber,
    storeId: id(2),
    shiftId: id(1),
    kind: 'pay_out',
    amount: money(1_234),
    reason: 'supplier',
    note: '豆腐',
  } as const
  const slip = layoutCashMove(frame, moved)
  expect(slip.openDrawer).toBe(true)
  expect(layoutCashMove({ ...frame, copy: 1 }, moved).openDrawer).toBe(false)
  expect(seen(slip)).toEqual(
    expect.arrayContaining([
      'Reason | Paid to supplier',
      'CASH OUT | 12.34',
      expect.stringMatching(/^Cashier \| 林小雨/),
    ]),
  )
  expect(slip.blocks).toContainEqual({ kind: 'text', text: '豆腐', align: 'left' })
})

test('[SF6] the shift so far says what should be there only to those who need not count it blind', () => {
  const expected = 'Expected cash | 585.00'
  expect(seen(layoutShiftSoFar(frame, shift, true))).toEqual(
    expect.arrayContaining(['Sales | 1', 'Turnover | 85.00', 'Taken Cash | 85.00', expected]),
  )
  const blind = seen(layoutShiftSoFar(frame, shift, false))
  expect(blind).toContain('Turnover | 85.00')
  expect(blind.filter((line) => /Taken|Expected/.test(line))).toEqual([])
})

test('[SF6] the report of a closed shift says what was expected, counted, left and handed in, and a copy that it is one', () => {
  const count = {
    counted: money(58_000),
    left: money(50_000),
    denominations: [
      { face: money(10_000), count: 5 },
      { face: money(8_000), count: 1 },
    ],
  }
  const settled = settleShift(shift, count, { storeId: id(2), slipNumber })
  if (!settled.ok) throw new Error(settled.refusal.code)
  const slip = layoutShiftClosed(frame, settled.value)
  expect(slip.openDrawer).toBe(false)
  expect(seen(slip)).toEqual(
    expect.arrayContaining([
      'Float | 500.00',
      'Expected cash | 585.00',
      '  100.00 × 5 | ',
      'Counted cash | 580.00',
      'DIFFERENCE | -5.00',
      'Counted again | 2',
      'Left as float | 500.00',
      'Handed in | 80.00',
    ]),
  )
  const copy = layoutShiftClosed(
    { ...frame, copy: 1, language: 'zh' },
    { ...settled.value, difference: noMoney },
  )
  expect(copy.blocks.length).toBeGreaterThan(slip.blocks.length)
})
