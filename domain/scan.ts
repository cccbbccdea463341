import type { Money } from './money.ts'
import type { LabelPrefix } from './programme.ts'
import type { Result } from './result.ts'

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

/** GS1 mod-10 check digit over any number of digits (GS1 General Specifications 7.9). */
export function checkDigit(digits: string): string {
  throw new Error('pending')
}

/** EAN-8, UPC-A, EAN-13 or GTIN-14 with a right check digit as GTIN-14, else null. */
export function gtinOf(text: string): string | null {
  throw new Error('pending')
}

/** The member code of a number: `M` + 12 digits + check digit. */
export function memberCode(number: number): string {
  throw new Error('pending')
}

/** The coupon code of a number: `C` + 12 digits + check digit. */
export function couponCode(number: number): string {
  throw new Error('pending')
}

/** What a scanned or typed text is. Refuses `code_too_long`, `code_damaged`, `code_unknown`. */
export function classifyScan(text: string, labelPrefixes: readonly LabelPrefix[]): Result<ScannedCode> {
  throw new Error('pending')
}
