import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { EventType } from '../../domain/event.ts'
import { cashNoteMax, moneyMax } from '../../domain/limits.ts'
import { type Money, money, noMoney } from '../../domain/money.ts'
import {
  type CashMoveKind,
  cashMoveKinds,
  countEvent,
  countsInShift,
  expectedCash,
  isFarOff,
  judgeCashMove,
  noFigures,
  type OpenShift,
  settleShift,
} from '../../domain/shift.ts'
import { id, noon } from './act-shop.ts'

type Happened = { readonly type: EventType; readonly data: unknown }

const kinds = ['cash', 'card', 'mobile', 'stored_value'] as const
const amount = fc.integer({ min: 1, max: 100_000 }).map(money)
const tenders = fc.array(fc.record({ kind: fc.constantFrom(...kinds), amount }), {
  minLength: 1,
  maxLength: 4,
})
const cashOf = (paid: readonly { readonly kind: string; readonly amount: number }[]) =>
  paid.filter(({ kind }) => kind === 'cash').reduce((sum, one) => sum + one.amount, 0)

/** An event with what it does to the cash in the drawer. */
const anyEvent: fc.Arbitrary<{ readonly event: Happened; readonly cash: number }> = fc.oneof(
  fc
    .record({
      paid: tenders,
      share: fc.nat(100),
      toPay: amount,
      type: fc.constantFrom('sale.completed', 'value.topped_up'),
    })
    .map(({ paid, share, toPay, type }) => {
      const change = Math.floor((cashOf(paid) * share) / 100)
      const data = { tenders: paid, change: money(change), toPay, principal: toPay }
      return { event: { type: type as EventType, data }, cash: cashOf(paid) - change }
    }),
  tenders.map((refunds) => ({
    event: { type: 'sale.returned' as const, data: { refunds, refund: money(1) } },
    cash: -cashOf(refunds),
  })),
  fc.record({ kind: fc.constantFrom(...cashMoveKinds), amount }).map((data) => ({
    event: { type: 'cash.moved' as const, data },
    cash: data.kind === 'pay_in' ? data.amount : -data.amount,
  })),
  fc.constantFrom('drawer.opened', 'staff.signed_in', 'receipt.reprinted').map((type) => ({
    event: { type: type as EventType, data: {} },
    cash: 0,
  })),
)

function shiftWith(float: Money, events: readonly Happened[]): OpenShift {
  const figures = events.reduce(countEvent, noFigures)
  return { shiftId: id(1), openedAt: noon, float, figures, recounts: 0 }
}

const of = { storeId: id(2), slipNumber: 'S01-T1-1-000009' }
const sum = (figures: readonly number[]) => figures.reduce((total, one) => total + one, 0)

test('[SF1] what should be in the drawer is the float and all cash in, less all cash out', () => {
  fc.assert(
    fc.property(amount, fc.array(anyEvent, { maxLength: 40 }), (float, happened) => {
      const shift = shiftWith(
        float,
        happened.map(({ event }) => event),
      )
      expect(expectedCash(shift)).toBe(sum([float, ...happened.map(({ cash }) => cash)]))
    }),
  )
})

test('[SF1] the order of what happened changes no figure, and each event counts once', () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 20 }), (happened) => {
      const events = happened.map(({ event }) => event)
      const shift = shiftWith(noMoney, events)
      expect(shiftWith(noMoney, events.toReversed())).toEqual(shift)
      const { moves, openings, returns, sales, topUps } = shift.figures
      expect(moves + openings + returns + sales + topUps).toBe(
        events.filter(({ type }) => countsInShift(type)).length,
      )
    }),
  )
})

test('[SF2] a shift that opens with what the last left begins where that ended', () => {
  fc.assert(
    fc.property(
      amount,
      fc.array(anyEvent, { maxLength: 10 }),
      fc.integer({ min: 0, max: 200_000 }).map(money),
      fc.nat(100),
      (float, happened, counted, share) => {
        const left = money(Math.floor((counted * share) / 100))
        const shift = shiftWith(
          float,
          happened.map(({ event }) => event),
        )
        const closed = settleShift(shift, { counted, left, denominations: [] }, of)
        if (!closed.ok) throw new Error(closed.refusal.code)
        const { difference, expected, figures } = closed.value
        expect(expected + difference).toBe(counted)
        expect(figures).toEqual(shift.figures)
        expect(expectedCash(shiftWith(closed.value.left, []))).toBe(left)
      },
    ),
  )
})

test.each([
  ['the sum alone', { counted: 500, left: 500, denominations: [] }, true],
  [
    'notes and coins that come to it',
    {
      counted: 500,
      left: 0,
      denominations: [
        [100, 4],
        [50, 2],
      ],
    },
    true,
  ],
  ['notes that do not', { counted: 500, left: 0, denominations: [[100, 4]] }, false],
  ['more left than there is', { counted: 500, left: 501, denominations: [] }, false],
] as const)('[SF3] a count of %s', (_what, { counted, left, denominations }, good) => {
  const count = {
    counted: money(counted),
    left: money(left),
    denominations: denominations.map(([face, count]) => ({ face: money(face), count })),
  }
  const settled = settleShift(shiftWith(money(100), []), count, of)
  expect(settled).toMatchObject(
    good ? { ok: true, value: { ...count, ...of, expected: 100 } } : { refusal: { code: 'count_invalid' } },
  )
})

test.each([
  [2_000, false],
  [-2_000, false],
  [2_001, true],
  [-2_001, true],
])('[SF4] a difference of %i fen where 2000 are let pass: far off %s', (difference, far) => {
  const rules = { differenceMax: money(2_000), cashiersOpenDrawer: false }
  expect(isFarOff(money(difference), rules)).toBe(far)
})

test.each([
  ['pay_in', 'change', 1, '', null],
  ['pay_out', 'supplier', moneyMax, 'x'.repeat(cashNoteMax), null],
  ['safe_drop', 'too_much', 100, '', null],
  ['pay_in', 'change', 0, '', 'cash_amount_invalid'],
  ['pay_in', 'change', moneyMax + 1, '', 'cash_amount_invalid'],
  ['pay_in', 'supplier', 1, '', 'cash_reason_invalid'],
  ['safe_drop', 'other', 1, '', 'cash_reason_invalid'],
  ['pay_out', 'other', 1, 'x'.repeat(cashNoteMax + 1), 'cash_reason_invalid'],
  ['pay_out', 'other', 1, ' ', 'cash_note_missing'],
  ['pay_in', 'correction', 1, '', 'cash_note_missing'],
  ['pay_in', 'correction', 1, '多找了', null],
] as const)('[SF5] %s for %s of %i', (kind, reason, fen, note, code) => {
  const judged = judgeCashMove({ kind: kind as CashMoveKind, reason, amount: money(fen), note })
  expect(judged).toMatchObject(code === null ? { ok: true } : { refusal: { code } })
})
