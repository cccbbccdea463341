import { checkDigit } from '../../domain/gtin.ts'
import { money } from '../../domain/money.ts'
import type { Product } from '../../domain/product.ts'

/** A packed product of the demo, of brand B001 where `more` does not say another. */
export function packed(
  n: number,
  zh: string,
  en: string,
  categoryId: string,
  fen: number,
  favourite: number | null,
  more: Partial<Product> = {},
): Product {
  const digits = `6902083${String(n).padStart(5, '0')}`
  return {
    sku: `P${String(n).padStart(5, '0')}`,
    name: { zh, en },
    gtin: `0${digits}${checkDigit(digits)}`,
    plu: null,
    categoryId,
    brandId: 'B001',
    tags: [],
    unit: 'piece',
    unitPrice: money(fen),
    favourite,
    ...more,
  }
}

/** A product weighed at the scale. */
export function weighed(
  n: number,
  plu: string,
  zh: string,
  en: string,
  categoryId: string,
  fen: number,
  favourite: number,
): Product {
  return {
    sku: `P${String(n).padStart(5, '0')}`,
    name: { zh, en },
    gtin: null,
    plu,
    categoryId,
    brandId: null,
    tags: [],
    unit: 'gram',
    unitPrice: money(fen),
    favourite,
  }
}
