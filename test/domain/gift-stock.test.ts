import { expect, test } from 'vitest'
import { movedStock, type StockWay, settleStockMove } from '../../domain/gift-stock.ts'
import { piecesMax } from '../../domain/limits.ts'
import { points } from '../../domain/points.ts'
import type { Gift } from '../../domain/programme.ts'
import { id } from './shop.ts'

const bowl: Gift = {
  giftId: 'bowl',
  name: { zh: '碗', en: 'Bowl' },
  points: points(100),
  benefit: { kind: 'goods' },
  tierIds: [],
  stocked: true,
  lowStock: 2,
  position: 1,
}
const settle = (way: StockWay, amount: number, left: number | null = 3, gift = bowl) =>
  settleStockMove({
    gift,
    stock: left === null ? null : { storeId: id(1), giftId: 'bowl', left },
    storeId: id(1),
    way,
    amount,
  })

test.each<[StockWay, number, number]>([
  ['delivered', 5, 8],
  ['written_off', 2, 1],
  ['written_off', 9, 0],
  ['counted', 7, 7],
  ['counted', 0, 0],
])('[GI20] of three pieces, %s %i leaves %i', (way, amount, left) => {
  expect(movedStock(3, { way, amount })).toBe(left)
})

test('[GI21] a move says what was expected; a stock nobody told of is empty', () => {
  expect(settle('counted', 7)).toEqual({
    ok: true,
    value: { storeId: id(1), giftId: 'bowl', way: 'counted', amount: 7, expected: 3 },
  })
  expect(settle('delivered', 1, null)).toMatchObject({ ok: true, value: { expected: 0 } })
})

test.each<[string, StockWay, number, number]>([
  ['nothing delivered', 'delivered', 0, piecesMax - 3],
  ['more than fits', 'delivered', piecesMax, piecesMax - 3],
  ['nothing written off', 'written_off', 0, 3],
  ['more written off than there is', 'written_off', 4, 3],
  ['half a piece', 'counted', 1.5, piecesMax],
  ['less than nothing', 'counted', -1, piecesMax],
])('[GI21] %s is refused', (_, way, amount, max) => {
  expect(settle(way, amount)).toEqual({ ok: false, refusal: { code: 'quantity_invalid', figures: { max } } })
})

test('[GI21] a gift that is not counted has no stock to move', () => {
  expect(settle('counted', 1, 3, { ...bowl, stocked: false })).toMatchObject({
    refusal: { code: 'gift_unknown' },
  })
})
