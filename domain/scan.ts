import type { Money } from './money.ts'

/** What a scanned or typed text turned out to be. */
export type ScannedCode =
  /** A trade item, as GTIN-14. */
  | { readonly kind: 'product'; readonly gtin: string }
  /** An in-store label that carries its price. */
  | { readonly kind: 'priced_label'; readonly plu: string; readonly price: Money }
  /** An in-store label that carries its weight, in whole grams. */
  | { readonly kind: 'weighed_label'; readonly plu: string; readonly grams: number }
  | { readonly kind: 'member'; readonly code: string }
  | { readonly kind: 'coupon'; readonly code: string }
