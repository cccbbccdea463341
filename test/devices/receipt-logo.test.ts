import { expect, test } from 'vitest'
import type { ReceiptBlock } from '../../domain/receipt.ts'
import { encodeReceipt } from '../../electron/devices/codec/receipt-encoder.ts'
import { decodeEscpos, type EscposOperation, printedRows, rasterPng } from '../fakes/escpos-decoder.ts'

const left = (text: string): ReceiptBlock => ({ kind: 'text', text, align: 'left' })

/** A PNG of black and white dots, as the chain's mark may be. */
function png(width: number, height: number, isBlack: (x: number, y: number) => boolean): Buffer {
  const rows = Array.from({ length: height }, (_, y) => {
    const row = new Uint8Array(Math.ceil(width / 8))
    for (let x = 0; x < width; x++) if (isBlack(x, y)) row[x >> 3] = (row[x >> 3] ?? 0) | (0x80 >> (x & 7))
    return row
  })
  return Buffer.from(rasterPng({ width, height, rows }, 1, 0))
}

const rastersOf = (operations: readonly EscposOperation[]) =>
  operations.flatMap((one) => (one.op === 'raster' ? [one.raster] : []))

test('[PN40] the mark of the chain stands over the name of the store, dot by dot', () => {
  const isBlack = (x: number, y: number) => (x + y) % 3 === 0
  const logo = { png: png(40, 24, isBlack).toString('base64'), dotsWide: 40 }
  const blocks: ReceiptBlock[] = [{ kind: 'title', text: 'Evertill' }, left('1')]
  const operations = decodeEscpos(encodeReceipt({ blocks, openDrawer: false }, { columns: 48, logo }))
  const kinds = operations.map(({ op }) => op).filter((op) => op === 'raster' || op === 'text')
  expect(kinds.slice(0, 2)).toEqual(['raster', 'text'])
  const [raster] = rastersOf(operations)
  expect(raster).toMatchObject({ width: 40, height: 24 })
  for (let y = 0; y < 24; y++)
    for (let x = 0; x < 40; x++)
      expect([x, y, (((raster?.rows[y]?.[x >> 3] ?? 0) << (x & 7)) & 0x80) !== 0]).toEqual([
        x,
        y,
        isBlack(x, y),
      ])
  // A slip that does not begin with the name has none.
  const slip = decodeEscpos(encodeReceipt({ blocks: [left('1')], openDrawer: false }, { columns: 48, logo }))
  expect(rastersOf(slip)).toEqual([])
})

test('[PN40] a mark that is damaged or wider than the paper is left out, and all else is as it was', () => {
  const blocks: ReceiptBlock[] = [{ kind: 'title', text: 'Evertill' }, left('1')]
  const plain = encodeReceipt({ blocks, openDrawer: false }, { columns: 32 })
  const whole = png(385, 8, () => true)
  const damaged = Buffer.from(png(40, 24, () => true))
  damaged[damaged.length - 20] = (damaged[damaged.length - 20] ?? 0) ^ 0xff
  for (const logo of [
    { png: whole.toString('base64'), dotsWide: 385 },
    { png: damaged.toString('base64'), dotsWide: 40 },
  ]) {
    const bytes = encodeReceipt({ blocks, openDrawer: false }, { columns: 32, logo })
    expect(rastersOf(decodeEscpos(bytes))).toEqual([])
    expect(printedRows(decodeEscpos(bytes)).map(({ text }) => text)).toEqual(
      printedRows(decodeEscpos(plain)).map(({ text }) => text),
    )
  }
})
