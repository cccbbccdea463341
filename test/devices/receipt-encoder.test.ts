import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { receiptBlockCharactersMax, receiptQrBytesMax } from '../../domain/limits.ts'
import type { Receipt, ReceiptBlock } from '../../domain/receipt.ts'
import { encodeReceipt } from '../../electron/devices/codec/receipt-encoder.ts'
import {
  commandsOf,
  decodeEscpos,
  type EscposOperation,
  type PrintedRow,
  printedRows,
  rasterPng,
} from '../fakes/escpos-decoder.ts'

const allColumns = [32, 42, 48] as const

function encoded(blocks: readonly ReceiptBlock[], columns = 48, openDrawer = false): Uint8Array {
  return encodeReceipt({ blocks, openDrawer }, { columns })
}

function decoded(blocks: readonly ReceiptBlock[], columns = 48, openDrawer = false): EscposOperation[] {
  return decodeEscpos(encoded(blocks, columns, openDrawer))
}

function rowsOf(blocks: readonly ReceiptBlock[], columns = 48): PrintedRow[] {
  return printedRows(decoded(blocks, columns))
}

/** A row's look without its length. */
function look({ strong, wide, tall }: PrintedRow): [boolean, number, number] {
  return [strong, wide, tall]
}

const left = (text: string): ReceiptBlock => ({ kind: 'text', text, align: 'left' })
const pair = (words: string, figure: string): ReceiptBlock => ({ kind: 'pair', left: words, right: figure })

const sale: Receipt = {
  openDrawer: true,
  blocks: [
    { kind: 'title', text: '永福超市' },
    { kind: 'text', text: '长宁店 · 0001-03', align: 'center' },
    { kind: 'rule' },
    pair('3 × 金龙鱼 大豆油 5L', '¥179.70'),
    pair('五常大米', '￥59.90'),
    { kind: 'pair', left: '应付 TO PAY', right: '¥239.60', strong: true, big: true },
    { kind: 'blank' },
    { kind: 'text', text: '谢谢惠顾', align: 'right', strong: true },
  ],
}

test('[PN4] a receipt decoded from its bytes is what its blocks say, line by line', () => {
  const rows = printedRows(decodeEscpos(encodeReceipt(sale, { columns: 48 })))
  expect(rows.map(({ text }) => text)).toEqual([
    '        永福超市',
    '               长宁店 · 0001-03',
    '-'.repeat(48),
    '3 × 金龙鱼 大豆油 5L                   ￥179.70',
    '五常大米                                 ￥59.90',
    '应付 TO PAY                             ￥239.60',
    '',
    '                                        谢谢惠顾',
  ])
  expect(rows.map(look)).toEqual([
    [true, 2, 2],
    [false, 1, 1],
    [false, 1, 1],
    [false, 1, 1],
    [false, 1, 1],
    [true, 1, 2],
    [false, 1, 1],
    [true, 1, 1],
  ])
})

test('[PN4] the bytes hold no command the decoder does not know', () => {
  expect(decodeEscpos(encodeReceipt(sale, { columns: 48 })).filter(({ op }) => op === 'unknown')).toEqual([])
})

test('[PN6] the drawer is kicked once, before anything is printed, for 50 ms', () => {
  const operations = decodeEscpos(encodeReceipt(sale, { columns: 48 }))
  expect(operations.filter(({ op }) => op === 'drawer')).toEqual([
    { op: 'drawer', pin: 0, onMs: 50, offMs: 500 },
  ])
  const kick = operations.findIndex(({ op }) => op === 'drawer')
  expect(operations.slice(0, kick).every(({ op }) => op === 'setting')).toBe(true)
})

test('[PN6] a receipt that does not ask for the drawer leaves it shut', () => {
  expect(decoded(sale.blocks).some(({ op }) => op === 'drawer')).toBe(false)
})

test('[PN7] a receipt ends with one cut and asks the printer nothing', () => {
  const operations = decodeEscpos(encodeReceipt(sale, { columns: 48 }))
  expect(operations.at(-1)).toEqual({ op: 'cut' })
  expect(operations.filter(({ op }) => op === 'cut').length).toBe(1)
  expect(operations.filter(({ op }) => op === 'request')).toEqual([])
})

test.each([
  ['a name of one line', '大豆油', '￥1.00', ['大豆油                    ￥1.00']],
  [
    'a name that just leaves no room for the figure',
    '一二三四五六七八九十一二',
    '￥112.34',
    ['一二三四五六七八九十一二', '                        ￥112.34'],
  ],
  [
    'a name that leaves one space before the figure',
    '一二三四五六七八九十一二',
    '￥12.34',
    ['一二三四五六七八九十一二 ￥12.34'],
  ],
  [
    'a name of two lines',
    '特级初榨橄榄油礼盒装两瓶一箱限量版',
    '￥1,234.00',
    ['特级初榨橄榄油礼盒装两瓶一箱限量', '版                    ￥1,234.00'],
  ],
  ['no name', '', '￥0.50', ['                          ￥0.50']],
  ['no figure', '大豆油', '', ['大豆油']],
  [
    'words at their spaces',
    'Extra virgin olive oil from Toscana',
    '9.90',
    ['Extra virgin olive oil from', 'Toscana                     9.90'],
  ],
])('[PN2] on 32 columns %s wraps and keeps its figure', (_name, words, figure, lines) => {
  expect(rowsOf([pair(words, figure)], 32).map(({ text }) => text)).toEqual(lines)
})

const anyText = fc.oneof(
  fc.string({ maxLength: 80 }),
  fc.string({ unit: 'grapheme', maxLength: 80 }),
  fc.string({ unit: fc.constantFrom('米', '油', 'A', ' ', '1', '￥', '-', '〓'), maxLength: 80 }),
)
const price = fc.integer({ min: -99_999_999, max: 99_999_999 }).map((fen) => `￥${(fen / 100).toFixed(2)}`)

test('[PN2] whatever the name, its figure stands whole at the end of the last line', () => {
  fc.assert(
    fc.property(anyText, price, fc.constantFrom(...allColumns), (words, figure, columns) => {
      const last = rowsOf([pair(words, figure)], columns).at(-1)
      expect(last?.text.endsWith(figure)).toBe(true)
      expect(last?.columns).toBe(columns)
    }),
  )
})

test('[PN2] a figure wider than the paper wraps and loses nothing', () => {
  const figure = '9'.repeat(70)
  const rows = rowsOf([pair('总计', figure)], 32)
  expect(rows.map(({ text }) => text.trim()).join('')).toBe(`总计${figure}`)
})

const anyBlock: fc.Arbitrary<ReceiptBlock> = fc.oneof(
  anyText.map((text): ReceiptBlock => ({ kind: 'title', text })),
  fc
    .tuple(anyText, fc.constantFrom('left' as const, 'center' as const, 'right' as const), fc.boolean())
    .map(([text, align, strong]): ReceiptBlock => ({ kind: 'text', text, align, strong })),
  fc
    .tuple(anyText, anyText, fc.boolean())
    .map(([words, figure, big]): ReceiptBlock => ({ kind: 'pair', left: words, right: figure, big })),
  fc.constantFrom<ReceiptBlock>({ kind: 'rule' }, { kind: 'blank' }),
)

test('[PN8] no row is wider than the paper, whatever the blocks', () => {
  fc.assert(
    fc.property(fc.array(anyBlock, { maxLength: 8 }), fc.constantFrom(...allColumns), (blocks, columns) => {
      for (const row of rowsOf(blocks, columns)) expect(row.columns).toBeLessThanOrEqual(columns)
    }),
  )
})

test('[PN1] no blocks, whatever their text, can add a command to those of the layout', () => {
  const harmless = new Set(['text', 'feed', 'setting', 'cut'])
  fc.assert(
    fc.property(fc.array(anyBlock, { maxLength: 8 }), (blocks) => {
      const operations = decoded(blocks)
      expect(operations.filter(({ op }) => !harmless.has(op))).toEqual([])
      expect(operations.filter(({ op }) => op === 'cut').length).toBe(1)
    }),
  )
})

/** Every command family with every letter, and the ones that do harm with their parameters. */
const escposAttacks = [
  ...['\x1b', '\x1c', '\x1d', '\x10'].flatMap((lead) =>
    Array.from({ length: 128 }, (_, letter) => `${lead}${String.fromCharCode(letter)}\x00\x19\xfa`),
  ),
  '\x1bp\x00\x19\xfa',
  '\x10\x14\x01\x00\x05',
  '\x10\x04\x01',
  '\x1dV\x00',
  '\x1b@',
  '\x1dr1',
  '\x9bp',
  '\x00\n\r\x0c\x18\x7f\x85',
]

/** ReceiptLine's own language, escaped and bare. */
const languageAttacks = [
  '{command:\\x1bp\\x00\\x19\\xfa}',
  '{x:\\x1bp\\x00\\x19\\xfa}',
  '|{command:\\x1bp\\x00}|',
  '}{command:\\x1bp\\x00}{',
  '\n{command:\\x1bp\\x00}\n',
  '\\n{command:\\x1bp\\x00}\\n',
  '\u2028{command:\\x1bp\\x00}\u2029',
  '{width:1}',
  '{code:123;option:qrcode}',
  '{image:iVBORw0KGgo=}',
  '===',
  '---',
  '=',
  '-',
  '|',
  '||',
  '\\',
  '\\x1b',
  '\\x7f',
  '\\\\x1bp',
  'tail\\',
  '~',
  '_underlined_',
  '"strong"',
  '`inverted`',
  '^^^^^^^tall',
  ';',
  '{',
  '}',
  '{}',
]

/** Every place a stranger's text can stand in. */
const fields: readonly (readonly [string, (text: string) => ReceiptBlock])[] = [
  ['title', (text) => ({ kind: 'title', text })],
  ['text', (text) => ({ kind: 'text', text, align: 'center', strong: true })],
  ['pair, left', (text) => ({ kind: 'pair', left: text, right: '1.00', big: true })],
  ['pair, right', (text) => ({ kind: 'pair', left: 'name', right: text })],
]

test.each(fields)('[PN1] each ESC, FS, GS and DLE command in a %s prints as text', (_name, block) => {
  for (const attack of escposAttacks) {
    const clean = decoded([block('x'.repeat(5))])
    const attacked = decoded([block(attack)])
    expect(commandsOf(attacked), JSON.stringify(attack)).toEqual(commandsOf(clean))
  }
})

test.each(fields)(
  '[PN1] each special sign of the layout language in a %s prints as itself',
  (_name, block) => {
    for (const attack of languageAttacks) {
      const blocks = [block(attack)]
      const attacked = decoded(blocks)
      // The same width in letters: it wraps into the same number of lines.
      const clean = decoded([block('x'.repeat(attack.length))])
      if (attack.length <= 16) expect(commandsOf(attacked), attack).toEqual(commandsOf(clean))
      expect(
        attacked.every(({ op }) => ['text', 'feed', 'setting', 'cut'].includes(op)),
        attack,
      ).toBe(true)
      const printed = printedRows(attacked)
        .map(({ text }) => text)
        .join('')
        .replaceAll(' ', '')
      const visible = attack.replaceAll(/[\n\u2028\u2029]/g, '')
      expect(printed, attack).toContain(visible.replaceAll(' ', ''))
    }
  },
)

test.each([
  ['¥ becomes the full-width ￥', '¥1.00', '￥1.00'],
  ['a rare ideograph becomes 〓', '𠮷野家', '〓野家'],
  ['an emoji family is one 〓', '全家👨‍👩‍👧福', '全家〓福'],
  ['accents print as plain letters', 'Häagen-Dazs Señor', 'Haagen-Dazs Senor'],
  ['what GB 2312 holds stays', '·—…“”‘’×÷№℃√①Ⅰあü〓', '·—…“”‘’×÷№℃√①Ⅰあü〓'],
  ['a four-byte GB18030 character becomes 〓', '㐀', '〓'],
  ['a lone surrogate becomes 〓', 'a\ud800b', 'a〓b'],
  ['invisible marks go', 'A\u200bB\u202eC\ufeffD\u00adE', 'ABCDE'],
  ['every kind of blank is a space', 'A\tB\u00a0C\u3000D', 'A B C\u3000D'],
  ['private use becomes 〓', '\ue000', '〓'],
])('[PN3] %s', (_name, text, printed) => {
  expect(rowsOf([left(text)])[0]?.text).toBe(printed)
})

test('[PN3] a printed character is ASCII or two bytes, so the columns count right', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
      for (const operation of decoded([left(text)])) {
        if (operation.op !== 'text') continue
        expect(operation.text).not.toContain('\ufffd')
        for (const character of operation.text) expect(character.length).toBe(1)
      }
    }),
  )
})

test('[PN3] a block of endless text is cut with a visible mark', () => {
  const rows = rowsOf([left('油'.repeat(10_000))])
  const printed = rows.map(({ text }) => text).join('')
  expect(printed).toBe(`${'油'.repeat(receiptBlockCharactersMax - 1)}…`)
})

async function readQr(operations: readonly EscposOperation[]): Promise<string> {
  const printed = operations.find((operation) => operation.op === 'raster')
  if (printed?.op !== 'raster') throw new Error('no QR code was printed')
  const folder = await mkdtemp(join(tmpdir(), 'evertill-qr-'))
  try {
    const path = join(folder, 'code.png')
    await writeFile(path, rasterPng(printed.raster))
    // zbar looks for a session bus that a machine without a desktop has not; the code is read all the same.
    const { stdout } = await promisify(execFile)('zbarimg', ['--quiet', '--raw', '-Sbinary=0', path]).catch(
      (cause: unknown) => {
        throw new Error('zbarimg read nothing; if it is missing: apt-get install -y zbar-tools', { cause })
      },
    )
    return stdout.replace(/\n$/, '')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

test.each([
  ['an address', 'https://evertill.example/r/0001-03-1-000123'],
  ['Chinese', '小票 0001-03-1-000123 永福超市'],
  ['every special sign', '{command:\\x1bp}|~_"`^;\\n\\x00=-{}'],
  ['the longest that is printed', 'https://evertill.example/'.padEnd(receiptQrBytesMax, 'x')],
])('[PN5] the QR code with %s is read back from the printed dots', async (_name, payload) => {
  for (const columns of allColumns) {
    const operations = decoded([{ kind: 'qr', payload }], columns)
    expect(await readQr(operations)).toBe(payload)
    const raster = operations.find((operation) => operation.op === 'raster')
    expect(raster?.op === 'raster' && raster.raster.width).toBeLessThanOrEqual(columns * 12)
  }
})

test.each([
  ['too long', 'x'.repeat(receiptQrBytesMax + 1)],
  ['not composed', 'e\u0301'],
  ['with a line separator', 'a\u2028b'],
])('[PN5] a QR payload %s is printed as words instead', (_name, payload) => {
  const operations = decoded([{ kind: 'qr', payload }])
  expect(operations.some(({ op }) => op === 'raster')).toBe(false)
  expect(
    printedRows(operations)
      .map(({ text }) => text)
      .join('').length,
  ).toBeGreaterThan(0)
})

test('[PN7] no part of a receipt, its dots included, can pass for a real-time command', () => {
  fc.assert(
    fc.property(
      fc.array(anyBlock, { maxLength: 4 }),
      fc.string({ minLength: 1, maxLength: 60 }),
      (blocks, payload) => {
        const bytes = encoded([...blocks, { kind: 'qr', payload }])
        expect(holdsRealtimeCommand(bytes)).toBe(false)
      },
    ),
    { numRuns: 60 },
  )
})

/** DLE EOT, DLE ENQ or DLE DC4 anywhere: printers look for them even inside dots and lengths. */
function holdsRealtimeCommand(bytes: Uint8Array): boolean {
  return bytes.some((byte, at) => byte === 0x10 && [0x04, 0x05, 0x14].includes(bytes[at + 1] ?? 0))
}
