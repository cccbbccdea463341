import { fullBps } from '../domain/money.ts'
import type { Language, LocalText } from '../domain/text.ts'

/* How figures look on the screen. Money and points stay whole numbers: a decimal is text made of digits. */

const localeOf: Readonly<Record<Language, string>> = { zh: 'zh-CN', en: 'en-GB' }

/** Every way of writing a figure, in one language and one store's time zone. */
export interface Format {
  /** Words somebody wrote in both languages. */
  readonly local: (text: LocalText) => string
  /** Fen as ¥ with thousands and two decimals: ¥1,234.50; below zero −¥0.10. */
  readonly money: (fen: number) => string
  /** The same without the sign, for columns under one heading: 1,234.50. */
  readonly amount: (fen: number) => string
  /** A whole number with thousands. */
  readonly count: (value: number) => string
  /** Grams as kilograms with three decimals: 1.250 kg. */
  readonly weight: (grams: number) => string
  /** A price rate in the words of the trade: in Chinese the tenths paid (9 for 90 %), in English the per cent off (10). */
  readonly discount: (payBps: number) => string
  /** A multiplier: 15 000 basis points is 1.5. */
  readonly times: (bps: number) => string
  /** Hours and minutes of an instant in the store. */
  readonly time: (instant: number) => string
  /** Day of an instant in the store, as month and day. */
  readonly day: (instant: number) => string
  /** Year, month and day of an instant in the store. */
  readonly date: (instant: number) => string
  /** Weekday, month and day, for the clock. */
  readonly weekday: (instant: number) => string
}

/** Formats for a language. `timeZone` is the store's; before the store is known, the machine's own. */
export function createFormat(language: Language, timeZone: string | undefined): Format {
  const locale = localeOf[language]
  const zone = timeZone === undefined ? {} : { timeZone }
  const twoDecimals = { minimumFractionDigits: 2, maximumFractionDigits: 2 }
  const money = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: 'CNY',
    currencyDisplay: 'narrowSymbol',
    ...twoDecimals,
  })
  const amount = new Intl.NumberFormat(locale, twoDecimals)
  const count = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 })
  const weight = new Intl.NumberFormat(locale, { minimumFractionDigits: 3, maximumFractionDigits: 3 })
  const time = new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...zone,
  })
  const day = new Intl.DateTimeFormat(locale, { month: 'short', day: 'numeric', ...zone })
  const date = new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'short', day: 'numeric', ...zone })
  const weekday = new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    month: 'short',
    day: 'numeric',
    ...zone,
  })
  return {
    local: (text) => text[language],
    money: (fen) => withMinus(money.format(decimalText(fen, 2))),
    amount: (fen) => withMinus(amount.format(decimalText(fen, 2))),
    count: (value) => withMinus(count.format(value)),
    weight: (grams) => `${weight.format(decimalText(grams, 3))} kg`,
    discount: (payBps) =>
      language === 'zh' ? plain(decimalText(payBps, 3)) : plain(decimalText(fullBps - payBps, 2)),
    times: (bps) => plain(decimalText(bps, 4)),
    time: (instant) => time.format(instant),
    day: (instant) => day.format(instant),
    date: (instant) => date.format(instant),
    weekday: (instant) => weekday.format(instant),
  }
}

/** A whole number of the smallest unit as decimal text: 12345 with two places is "123.45". No float is made. */
export function decimalText(whole: number, places: number): Intl.StringNumericLiteral {
  const digits = String(Math.abs(whole)).padStart(places + 1, '0')
  const text = `${digits.slice(0, -places)}.${digits.slice(-places)}`
  return (whole < 0 ? `-${text}` : text) as Intl.StringNumericLiteral
}

/** Without the zeros that say nothing: 8.500 is 8.5, 9.000 is 9. */
function plain(text: string): string {
  return text.replace(/\.?0+$/, '')
}

/** A true minus is as wide as a digit and stands clear of the figure; a hyphen is neither. */
function withMinus(text: string): string {
  return text.replace('-', '−')
}
