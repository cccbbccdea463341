import fc from 'fast-check'
import { expect, test } from 'vitest'
import { moneyMax } from '../../domain/limits.ts'
import { createFormat, decimalText } from '../../renderer/format.ts'

const zh = createFormat('zh', 'Asia/Shanghai')
const en = createFormat('en', 'Asia/Shanghai')

test.each([
  [0, '¥0.00'],
  [5, '¥0.05'],
  [10, '¥0.10'],
  [12_345, '¥123.45'],
  [123_456_789, '¥1,234,567.89'],
  [moneyMax, '¥10,000,000.00'],
  [-5_000, '−¥50.00'],
])('[UI1] %i fen is %s in both languages', (fen, text) => {
  expect(zh.money(fen)).toBe(text)
  expect(en.money(fen)).toBe(text)
})

test.each([
  [9_000, '9', '10'],
  [8_500, '8.5', '15'],
  [7_000, '7', '30'],
  [9_950, '9.95', '0.5'],
  [10_000, '10', '0'],
])('[UI83] %i basis points paid are %s 折 and %s%% off', (payBps, tenths, percent) => {
  expect(zh.discount(payBps)).toBe(tenths)
  expect(en.discount(payBps)).toBe(percent)
})

test.each([
  [10_000, '1'],
  [12_000, '1.2'],
  [20_000, '2'],
  [15_050, '1.505'],
])('[UI83] %i basis points are times %s', (bps, times) => {
  expect(zh.times(bps)).toBe(times)
})

test('[UI1] columns carry the figure without the sign', () => {
  expect(zh.amount(17_970)).toBe('179.70')
  expect(zh.amount(-1_797)).toBe('−17.97')
})

test('[UI1] every sum shows exactly its fen', () => {
  fc.assert(
    fc.property(fc.integer({ min: -moneyMax, max: moneyMax }), (fen) => {
      const digits = zh.money(fen).replaceAll(/[^\d]/g, '')
      expect(Number(digits)).toBe(Math.abs(fen))
    }),
  )
})

test('[UI2] points and weights are whole numbers with thousands and three decimals', () => {
  expect(zh.count(12_480)).toBe('12,480')
  expect(en.weight(1_246)).toBe('1.246 kg')
  expect(zh.weight(5)).toBe('0.005 kg')
})

test('[UI2] decimals are made of digits, not of division', () => {
  expect(decimalText(7, 2)).toBe('0.07')
  expect(decimalText(-700, 2)).toBe('-7.00')
})

test('[UI3] times are those of the store, not of the machine', () => {
  const instant = Date.UTC(2026, 10, 21, 16, 5)
  expect(zh.time(instant)).toBe('00:05')
  expect(createFormat('en', 'Europe/Berlin').time(instant)).toBe('17:05')
  expect(zh.date(instant)).toBe('2026年11月22日')
  expect(en.date(instant)).toBe('22 Nov 2026')
})
