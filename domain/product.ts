import type { Money } from './money.ts'
import type { LocalText } from './text.ts'

/** How a product is counted: pieces, or grams of weighed goods. */
export type Unit = 'piece' | 'gram'

export interface Product {
  readonly sku: string
  readonly name: LocalText
  /** GTIN-14 text, leading zeros kept, or null for goods without a code of their own. */
  readonly gtin: string | null
  /** Five digits printed inside price- and weight-embedded labels, or null. */
  readonly plu: string | null
  readonly categoryId: string
  readonly brandId: string | null
  /** Labels that coupons and campaigns go by, such as `organic`. */
  readonly tags: readonly string[]
  readonly unit: Unit
  /** Per piece, or per 1 000 g. */
  readonly unitPrice: Money
  /** Place on the favourites grid (0 is first), or null. */
  readonly favourite: number | null
}

export interface Category {
  readonly categoryId: string
  readonly name: LocalText
  /** `#rrggbb`, the colour of its tiles. */
  readonly color: string
  readonly position: number
}
