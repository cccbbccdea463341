import fc from 'fast-check'
import { expect, test } from 'vitest'
import { moneyMax } from '../../domain/limits.ts'
import { money } from '../../domain/money.ts'
import { idOf } from '../../renderer/gallery/fixtures.ts'
import { noTenders } from '../../renderer/store/entry.ts'
import {
  type AmountKey,
  amountOf,
  exactFor,
  openFor,
  quickAmounts,
  tendersOf,
  typeAmount,
  typedAmount,
} from '../../renderer/tender-entry.ts'

function typed(...keys: AmountKey[]): string {
  return keys.reduce((text, key) => typeAmount(text, key), '')
}

test.each([
  [['2', '0', '0'], '200', 20_000],
  [['1', '1', '2', '.', '5'], '112.5', 11_250],
  [['.', '0', '5'], '0.05', 5],
  [['0', '0', '7'], '7', 700],
  [['1', '.', '.', '2', '3', '4'], '1.23', 123],
  [['5', '00'], '500', 50_000],
  [['5', '1', 'back'], '5', 500],
  [['5', '1', 'clear'], '', 0],
  [['back'], '', 0],
] as const)('[UI20] the keys %o make %s yuan', (keys, text, fen) => {
  expect(typed(...keys)).toBe(text)
  expect(amountOf(typed(...keys))).toBe(fen)
})

test('[UI20] no amount above the largest tender can be typed', () => {
  const nines = Array<AmountKey>(20).fill('9')
  expect(amountOf(typed(...nines))).toBeLessThanOrEqual(moneyMax)
  expect(amountOf(typed(...nines))).toBeGreaterThan(0)
})

test('[UI20] an amount put in by a button reads back as itself', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: moneyMax }), (fen) => {
      expect(amountOf(typedAmount(money(fen)))).toBe(fen)
    }),
  )
})

test('[UI21] empty tenders are left out and the active one is offered what the others leave open', () => {
  const texts = { cash: '100', card: '', mobile: '50.5', stored_value: '' }
  expect(tendersOf(texts, idOf(1))).toEqual([
    { kind: 'cash', amount: 10_000, accountId: null },
    { kind: 'mobile', amount: 5_050, accountId: null },
  ])
  expect(openFor('card', texts, money(22_594))).toBe(7_544)
  expect(openFor('mobile', texts, money(22_594))).toBe(12_594)
  expect(openFor('card', texts, money(100))).toBe(0)
})

test('[UI97] stored value names its account, and one press takes no more than may be spent of it', () => {
  const texts = { ...noTenders, cash: '100', stored_value: '50' }
  expect(tendersOf(texts, idOf(7))).toContainEqual({
    kind: 'stored_value',
    amount: 5_000,
    accountId: idOf(7),
  })
  expect(exactFor('stored_value', texts, money(22_594), money(8_000))).toBe(8_000)
  expect(exactFor('stored_value', texts, money(12_000), money(8_000))).toBe(2_000)
  expect(exactFor('cash', texts, money(22_594), money(8_000))).toBe(17_594)
})

test.each([
  [7_773, [8_000, 10_000, 20_000]],
  [11_173, [11_500, 12_000, 15_000, 20_000, 30_000]],
  [330, [500, 1_000, 2_000, 5_000, 10_000]],
  [10_000, [20_000]],
  [0, []],
])('[UI22] for %i fen the notes are %o', (open, notes) => {
  expect(quickAmounts(money(open))).toEqual(notes)
})

test('[UI22] quick amounts rise, lie above the sum, and are few', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: moneyMax }), (open) => {
      const amounts = quickAmounts(money(open))
      expect(amounts.length).toBeGreaterThan(0)
      expect(amounts.length).toBeLessThanOrEqual(5)
      expect(amounts).toEqual([...new Set(amounts)].sort((a, b) => a - b))
      expect(amounts.every((amount) => amount > open && amount % 500 === 0)).toBe(true)
    }),
  )
})
