import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ReceiptBlock } from '../../domain/receipt.ts'
import { encodeReceipt } from '../../electron/devices/codec/receipt-encoder.ts'
import { previewReceipt } from '../../electron/devices/codec/receipt-preview.ts'
import { commandsOf, decodeEscpos, printedRows } from '../fakes/escpos-decoder.ts'

const codePages = ['gb18030', 'cp1252', 'cp866'] as const

function decoded(codePage: (typeof codePages)[number], ...blocks: ReceiptBlock[]) {
  return decodeEscpos(encodeReceipt({ blocks, openDrawer: false }, { columns: 32, codePage }))
}

const left = (text: string): ReceiptBlock => ({ kind: 'text', text, align: 'left' })
const rowsOf = (codePage: (typeof codePages)[number], text: string) =>
  printedRows(decoded(codePage, left(text))).map((row) => row.text)

test.each([
  ['cp1252', 'Crème brûlée 3 × 1,50 € ¥2 ￥3', 'Crème brûlée 3 × 1,50 € ¥2 ¥3'],
  ['cp1252', 'Milk 牛奶', 'Milk ??'],
  ['cp866', 'Молоко 3,2 % — Ёж', 'Молоко 3,2 % ? Ёж'],
  ['cp866', 'Crème', 'Creme'],
] as const)('[PN31] %s prints %s', (codePage, text, printed) => {
  expect(rowsOf(codePage, text).join(' ')).toBe(printed)
})

test.each(['cp1252', 'cp866'] as const)(
  '[PN31] in %s no row is wider than the paper, and figures stay right',
  (codePage) => {
    const text =
      codePage === 'cp866'
        ? 'Хлеб бородинский подовый нарезной большой'
        : 'Crème fraîche épaisse d’Isigny AOP à l’ancienne'
    const rows = printedRows(decoded(codePage, { kind: 'pair', left: text, right: '1 234,50' }))
    for (const row of rows) expect(row.text.length).toBeLessThanOrEqual(32)
    expect(rows.at(-1)?.text).toMatch(/1 234,50$/)
    expect(rows.at(-1)?.text).toHaveLength(32)
    const svg = previewReceipt({ blocks: [left(text)], openDrawer: false }, { columns: 32, codePage })
    expect(svg.startsWith('<svg')).toBe(true)
  },
)

test('[PN1] in every code page text of any kind carries no command', () => {
  const attacks = [
    '\x1bp\x00\x19\xfa',
    '\x10\x14\x01\x00\x05',
    '\x9bp',
    '\x1c.',
    '{command:\\x1bp}',
    '\x1dV\x00',
  ]
  for (const codePage of codePages) {
    const clean = commandsOf(decoded(codePage, left('xxxxx')))
    for (const attack of attacks) {
      const ops = decoded(codePage, left(attack))
      expect(
        ops.every(({ op }) => ['text', 'feed', 'setting', 'cut'].includes(op)),
        attack,
      ).toBe(true)
      expect(commandsOf(ops).length, attack).toBe(clean.length)
    }
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const ops = decoded(codePage, { kind: 'pair', left: text, right: text })
        expect(ops.every(({ op }) => ['text', 'feed', 'setting', 'cut'].includes(op))).toBe(true)
      }),
      { numRuns: 60 },
    )
  }
})

test('[PN6] the drawer is kicked at the pin it is plugged into', () => {
  for (const [drawerPin, pin] of [
    [undefined, 0],
    [2, 0],
    [5, 1],
  ] as const) {
    const ops = decodeEscpos(encodeReceipt({ blocks: [], openDrawer: true }, { columns: 48, drawerPin }))
    expect(ops.filter(({ op }) => op === 'drawer')).toMatchObject([{ pin }])
  }
})
