import { expect, test } from 'vitest'
import { soak } from './soak.ts'

const sizes = { receipts: 20, scansPerReceipt: 5 }

test('[SK1] every scan on the line is sold once and every receipt is on paper once, in order', async () => {
  const { pieces, printed, sold, taken } = await soak(sizes)
  expect(taken).toBe(100)
  expect(pieces).toBe(100)
  expect(new Set(sold).size).toBe(20)
  expect(printed).toEqual(sold)
}, 120_000)
