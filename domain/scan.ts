import { assert } from './assert.ts'
import type { Addition } from './basket.ts'
import { digitalLinkElements } from './digital-link.ts'
import { elementsOf, groupSeparator, printedElements } from './gs1.ts'
import { goodsOf } from './gs1-goods.ts'
import { checkDigit, checks, gtinOfUpcE, gtinPattern } from './gtin.ts'
import { identifierLengthMax, scanLengthMax } from './limits.ts'
import { type Money, money } from './money.ts'
import type { LabelPrefix } from './programme.ts'
import { refuse } from './refusal.ts'
import { ok, type Result } from './result.ts'
import { type Carrier, withoutMark } from './symbology.ts'

/** EAN-13 with the two or five digits beside it that say which issue of a magazine it is. */
const addOnPattern = /^[0-9]{13}(?:[0-9]{2}|[0-9]{5})$/

/** C0 and C1 control characters, and U+FFFD, which stands where a decoder met broken bytes. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const brokenPattern = /[\u0000-\u001f\u007f-\u009f\ufffd]/

/** What a scanned or typed text turned out to be. */
export type ScannedCode =
  /** A trade item, as GTIN-14, with the amount or the price its code carries. */
  | ({ readonly kind: 'product'; readonly gtin: string } & Addition)
  /** An in-store label that carries its price. */
  | { readonly kind: 'priced_label'; readonly plu: string; readonly price: Money }
  /** An in-store label that carries its weight, in whole grams. */
  | { readonly kind: 'weighed_label'; readonly plu: string; readonly grams: number }
  | { readonly kind: 'member'; readonly code: string }
  | { readonly kind: 'coupon'; readonly code: string }
  /** A gift card of stored value. */
  | { readonly kind: 'account'; readonly code: string }
  /** Signed codes, to be verified yet (codes/): the whole text. */
  | { readonly kind: 'signed_coupon'; readonly text: string }
  | { readonly kind: 'dynamic_member'; readonly text: string }

/** The member code of a number: `M` + 12 digits + check digit. */
export function memberCode(number: number): string {
  return ownCode('M', number)
}

/** The coupon code of a number: `C` + 12 digits + check digit. */
export function couponCode(number: number): string {
  return ownCode('C', number)
}

/** The gift card code of a number: `G` + 12 digits + check digit. */
export function giftCardCode(number: number): string {
  return ownCode('G', number)
}

/** What a scanned or typed text is. Refuses `code_too_long`, `code_damaged`, `code_unknown`. */
export function classifyScan(text: string, labelPrefixes: readonly LabelPrefix[]): Result<ScannedCode> {
  if (text.length > scanLengthMax) return refuse('code_too_long', { max: scanLengthMax })
  const { text: code, carrier } = withoutMark(text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, ''))
  const coded = codedGoods(code, carrier)
  if (coded) return coded
  if (code === '' || brokenPattern.test(code) || !code.isWellFormed()) return refuse('code_damaged')
  if (carrier === 'ean_13_add_on' && addOnPattern.test(code))
    return classifyDigits(code.slice(0, 13), labelPrefixes)
  if (gtinPattern.test(code)) return classifyDigits(upcOf(code, carrier) ?? code, labelPrefixes)
  // No base45 text ends in a space, so that none of theirs was cut off above.
  if (code.startsWith(signedPrefixes.coupon)) return ok({ kind: 'signed_coupon', text: code })
  if (code.startsWith(signedPrefixes.member)) return ok({ kind: 'dynamic_member', text: code })
  const own = /^([MCG])([0-9]{13})$/.exec(code.toUpperCase())
  if (!own) return refuse('code_unknown')
  if (!checks(own[2] as string)) return refuse('code_damaged')
  return ok({ kind: ownKinds[own[1] as keyof typeof ownKinds], code: own[0] })
}

/** Goods by GS1 element strings or a Digital Link; null where the text is neither. */
function codedGoods(code: string, carrier: Carrier | null): Result<ScannedCode> | null {
  const sent = carrier === 'gs1' || code.includes(groupSeparator) || /^01[0-9]{14}./.test(code)
  const elements =
    (sent ? elementsOf(code) : null) ??
    (code.startsWith('(') ? printedElements(code) : null) ??
    (/^https?:/i.test(code) ? digitalLinkElements(code) : null)
  if (!elements) return carrier === 'gs1' ? refuse('code_damaged') : null
  const goods = goodsOf(elements)
  return goods.ok ? ok({ kind: 'product', ...goods.value }) : goods
}

/**
 * The UPC-A behind eight digits, where the mark says they are none of EAN-8, or where they only check that way. Digits
 * that check both ways and bear no mark are an EAN-8.
 */
function upcOf(code: string, carrier: Carrier | null): string | null {
  if (code.length !== 8 || carrier === 'ean_8') return null
  return carrier === 'ean_13' || !checks(code) ? gtinOfUpcE(code) : null
}

/** What signed codes begin with (sync.md 6). */
const signedPrefixes = { coupon: 'EC1:', member: 'EM1:' } as const

const ownKinds = { M: 'member', C: 'coupon', G: 'account' } as const

/**
 * The spellings in which a text may stand among the identifiers of members, most likely first: cards as they are
 * printed, NFC identities as readers type them (`04:A2:…`, `04a2…`). Empty for what no card says.
 */
export function identifierSpellings(text: string): readonly string[] {
  const plain = withoutMark(text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '')).text
  if (plain.length > identifierLengthMax || !/^[0-9A-Za-z]+(?:[:\- ][0-9A-Za-z]+)*$/.test(plain)) return []
  const joined = plain.replace(/[:\- ]/g, '')
  return [...new Set([plain, joined.toUpperCase(), joined.toLowerCase(), joined])]
}

/** Digits of a trade item's length: damaged when the last does not check, a label when the table names the prefix. */
function classifyDigits(digits: string, labelPrefixes: readonly LabelPrefix[]): Result<ScannedCode> {
  if (!checks(digits)) return refuse('code_damaged')
  // Some scanners put a 0 before an EAN-13; the check digit stays the same.
  const ean = digits.length === 14 && digits.startsWith('0') ? digits.slice(1) : digits
  const label = ean.length === 13 ? labelPrefixes.find(({ prefix }) => ean.startsWith(prefix)) : undefined
  if (!label) return ok({ kind: 'product', gtin: digits.padStart(14, '0') })
  const plu = ean.slice(2, 7)
  const figure = Number(ean.slice(7, 12))
  // A scale that printed nothing: the label must be made anew.
  if (figure === 0) return refuse('code_damaged')
  if (label.figure === 'price_fen') return ok({ kind: 'priced_label', plu, price: money(figure) })
  return ok({ kind: 'weighed_label', plu, grams: figure })
}

function ownCode(letter: 'M' | 'C' | 'G', number: number): string {
  assert(Number.isSafeInteger(number) && number >= 0 && number < 1e12, 'a number of at most twelve digits')
  const digits = String(number).padStart(12, '0')
  return `${letter}${digits}${checkDigit(digits)}`
}
