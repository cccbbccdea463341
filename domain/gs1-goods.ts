import type { Addition, Quantity } from './basket.ts'
import type { Elements } from './gs1.ts'
import { gtinOf } from './gtin.ts'
import { gramsMax, moneyMax, piecesMax } from './limits.ts'
import { type Money, money } from './money.ts'
import { refuse } from './refusal.ts'
import { ok, type Result } from './result.ts'

/** A trade item by its GTIN-14, with the amount or the price its code carries. */
export type CodedGoods = { readonly gtin: string } & Addition

/** Mainland China's currency in ISO 4217's digits; a price in another one is none we can ask. */
const yuan = '156'

/**
 * What the elements of a code sell: its product (01), its net weight (310n, kilograms), its count (30) or its price
 * (392n, 393n in yuan; `n` places of decimals). A price stands for the whole package, whatever it weighs.
 * Refuses `code_unknown` where no product is named, `code_damaged` where a figure is none.
 */
export function goodsOf(elements: Elements): Result<CodedGoods> {
  const named = elements.get('01')
  if (named === undefined) return refuse('code_unknown')
  const gtin = gtinOf(named)
  if (gtin === null) return refuse('code_damaged')
  const goods: { gtin: string; quantity?: Quantity; labelPrice?: Money } = { gtin }
  for (const [identifier, value] of elements) {
    const family = identifier.slice(0, 3)
    const places = Number(identifier[3])
    if (family === '392' || (family === '393' && value.startsWith(yuan))) {
      const fen = scaled(family === '392' ? value : value.slice(3), places, 2)
      if (fen === null || fen === 0 || fen > moneyMax) return refuse('code_damaged')
      goods.labelPrice = money(fen)
    } else if (family === '393') {
      return refuse('code_unknown')
    } else if (family === '310') {
      const grams = scaled(value, places, 3)
      if (grams === null || grams === 0 || grams > gramsMax) return refuse('code_damaged')
      goods.quantity = { unit: 'gram', amount: grams }
    } else if (identifier === '30') {
      const pieces = Number(value)
      if (pieces === 0 || pieces > piecesMax) return refuse('code_damaged')
      goods.quantity = { unit: 'piece', amount: pieces }
    }
  }
  if (goods.labelPrice !== undefined) delete goods.quantity
  return ok(goods)
}

/** Digits with `places` decimals as a whole number of units `decimals` places smaller; null where it is not whole or too large. */
function scaled(digits: string, places: number, decimals: number): number | null {
  const shift = decimals - places
  if (shift >= 0) {
    const whole = Number(digits + '0'.repeat(shift))
    return Number.isSafeInteger(whole) ? whole : null
  }
  // What is less than a gram or a fen is none of ours unless it is nothing.
  const padded = digits.padStart(-shift + 1, '0')
  const rest = padded.slice(shift)
  return /^0+$/.test(rest) ? Number(padded.slice(0, shift)) : null
}
