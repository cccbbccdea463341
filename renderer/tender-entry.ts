import type { Uuid } from '../domain/ids.ts'
import { moneyMax } from '../domain/limits.ts'
import { type Money, money, noMoney, subtractMoney, sumMoney } from '../domain/money.ts'
import type { TenderKind, TenderWish } from '../domain/tender.ts'

/*
 * Amounts as they are typed on the pay screen. For display and for what the page hands to the core; whether it is
 * enough, and what the change is, the core decides.
 */

export const tenderKinds = ['cash', 'card', 'mobile', 'stored_value'] as const satisfies readonly TenderKind[]

/** A key of the amount keypad. */
export type AmountKey =
  | '0'
  | '1'
  | '2'
  | '3'
  | '4'
  | '5'
  | '6'
  | '7'
  | '8'
  | '9'
  | '00'
  | '.'
  | 'back'
  | 'clear'

/** The typed yuan after one more key; a key that makes no amount is ignored. */
export function typeAmount(text: string, key: AmountKey): string {
  if (key === 'clear') return ''
  if (key === 'back') return text.slice(0, -1)
  const longer = text === '0' && key !== '.' ? key : `${text === '' && key === '.' ? '0' : text}${key}`
  if (!/^\d+(\.\d{0,2})?$/.test(longer)) return text
  return amountOf(longer) > moneyMax ? text : longer.replace(/^0+(?=\d)/, '')
}

/** Typed yuan as fen, by digits alone. An empty text is nothing. */
export function amountOf(text: string): Money {
  const [yuan = '', fen = ''] = text.split('.')
  return money(Number(`${yuan}${fen.padEnd(2, '0')}`))
}

/** Fen as the text a person would have typed: 11250 is "112.50", 20000 is "200". */
export function typedAmount(amount: Money): string {
  const digits = String(amount).padStart(3, '0')
  const fen = digits.slice(-2)
  return fen === '00' ? digits.slice(0, -2) : `${digits.slice(0, -2)}.${fen}`
}

/** The tenders typed so far, empty ones left out; stored value names the account it comes from. */
export function tendersOf(
  texts: Readonly<Record<TenderKind, string>>,
  accountId: Uuid | null,
): readonly TenderWish[] {
  return tenderKinds
    .map((kind) => ({
      kind,
      amount: amountOf(texts[kind]),
      accountId: kind === 'stored_value' ? accountId : null,
    }))
    .filter((tender) => tender.amount > 0)
}

/** What the other tenders leave open for this one; zero when they cover it. */
export function openFor(kind: TenderKind, texts: Readonly<Record<TenderKind, string>>, toPay: Money): Money {
  const others = sumMoney(
    tenderKinds.filter((other) => other !== kind).map((other) => amountOf(texts[other])),
  )
  return others >= toPay ? noMoney : subtractMoney(toPay, others)
}

/** What one press pays with this tender: all that is open, but of an account no more than may be spent of it. */
export function exactFor(
  kind: TenderKind,
  texts: Readonly<Record<TenderKind, string>>,
  toPay: Money,
  spendable: Money,
): Money {
  const open = openFor(kind, texts, toPay)
  return kind === 'stored_value' && spendable < open ? spendable : open
}

/** What a handful of notes rounds up to, in fen; nobody counts out ones when a larger note is at hand. */
const noteSteps = [500, 1_000, 2_000, 5_000, 10_000]
const quickAmountsMax = 5

/**
 * What a customer is likely to hand over for an open sum: the sum rounded up to each usual note, nearest first,
 * the sum itself left out. Display only.
 */
export function quickAmounts(open: Money): readonly Money[] {
  if (open <= 0) return []
  const rounded = noteSteps.map((step) => open + ((step - (open % step)) % step))
  // Two of the largest note, when one would not have been enough.
  const amounts = [...new Set(rounded)].filter((amount) => amount > open).sort((a, b) => a - b)
  const largest = amounts.at(-1) ?? open
  if (amounts.length < quickAmountsMax && largest % 10_000 === 0) amounts.push(largest + 10_000)
  return amounts.slice(0, quickAmountsMax).map(money)
}
