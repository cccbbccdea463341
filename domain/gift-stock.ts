import type { GiftStock } from './gift.ts'
import { stockLeft } from './gift.ts'
import type { Uuid } from './ids.ts'
import { piecesMax } from './limits.ts'
import type { Gift } from './programme.ts'
import { refuse } from './refusal.ts'
import { ok, type Result } from './result.ts'

/** What moved a store's stock of a gift beside exchanges: it came, it broke or was lost, or it was counted. */
export const stockWays = ['delivered', 'written_off', 'counted'] as const
export type StockWay = (typeof stockWays)[number]

/** The data of `gift.stock_moved` (loyalty.md 4). */
export interface StockMoved {
  readonly storeId: Uuid
  readonly giftId: string
  readonly way: StockWay
  /** Pieces that came or went; of a count, what is there. */
  readonly amount: number
  /** What this till thought was there before. */
  readonly expected: number
}

/** The pieces left after a move: a count is what is there, whatever was thought before; never below 0. */
export function movedStock(left: number, { way, amount }: Pick<StockMoved, 'way' | 'amount'>): number {
  if (way === 'counted') return amount
  return way === 'delivered' ? left + amount : Math.max(0, left - amount)
}

/** How few and how many pieces a move may be of, with so many left. */
export function stockMoveRange(
  left: number,
  way: StockWay,
): { readonly least: number; readonly max: number } {
  if (way === 'counted') return { least: 0, max: piecesMax }
  return { least: 1, max: way === 'delivered' ? Math.max(0, piecesMax - left) : left }
}

/**
 * A move of a store's stock. Refuses `gift_unknown` (of a gift that is not counted) and `quantity_invalid` {max}: not
 * whole, nothing delivered or written off, more than the shelf may hold, or more written off than is there.
 */
export function settleStockMove({
  gift,
  stock,
  storeId,
  way,
  amount,
}: {
  readonly gift: Gift
  readonly stock: GiftStock | null
  readonly storeId: Uuid
  readonly way: StockWay
  readonly amount: number
}): Result<StockMoved> {
  const expected = stockLeft(gift, stock)
  if (expected === null) return refuse('gift_unknown')
  const { least, max } = stockMoveRange(expected, way)
  if (!Number.isSafeInteger(amount) || amount < least || amount > max)
    return refuse('quantity_invalid', { max })
  return ok({ storeId, giftId: gift.giftId, way, amount, expected })
}
