import { assert } from './assert.ts'
import { itemCount } from './basket.ts'
import { isHeld } from './lot.ts'
import { formatMoney, type Money, money, subtractMoney } from './money.ts'
import { receiptWords } from './receipt-words.ts'
import type { ShownMark } from './risk-decision.ts'
import type { SaleCompleted, SaleLine } from './sale.ts'
import type { Store } from './store.ts'
import type { Tender } from './tender.ts'
import type { Language } from './text.ts'
import { dayKey, localStamp } from './time.ts'

/** A receipt as what stands on it, free of any printer's language. The encoder turns it into bytes. */
export type ReceiptBlock =
  | { readonly kind: 'title'; readonly text: string }
  | {
      readonly kind: 'text'
      readonly text: string
      readonly align: 'left' | 'center' | 'right'
      readonly strong?: boolean
    }
  /** Two columns: words left, figure right. `big` prints double height. */
  | {
      readonly kind: 'pair'
      readonly left: string
      readonly right: string
      readonly strong?: boolean
      readonly big?: boolean
    }
  | { readonly kind: 'rule' }
  | { readonly kind: 'blank' }
  | { readonly kind: 'qr'; readonly payload: string }

export interface Receipt {
  readonly blocks: readonly ReceiptBlock[]
  /** Kick the cash drawer before printing. */
  readonly openDrawer: boolean
}

export interface ReceiptInput {
  readonly sale: SaleCompleted
  readonly store: Store
  readonly terminalNumber: string
  readonly cashierName: string
  /** Epoch ms. */
  readonly completedAt: number
  readonly language: Language
  /** 0 for the first print, 1 for the first copy, and so on. */
  readonly copy: number
  /** Who decided the redemptions: the mark beside coupons, points and stored value (sync.md 7). */
  readonly mark: ShownMark
  /** Masked, or null without a member. */
  readonly memberName: string | null
  /** In the receipt's language, or null. */
  readonly tierName: string | null
}

/** The receipt of a sale. The drawer opens for cash and never for a copy. */
export function layoutReceipt(input: ReceiptInput): Receipt {
  const { sale, copy } = input
  assert(Number.isSafeInteger(copy) && copy >= 0, 'copies are counted from 0')
  const blocks = [
    ...headOf(input),
    rule,
    ...sale.lines.flatMap((line) => itemOf(line, input.language)),
    rule,
    ...totalsOf(input),
    ...tendersOf(input),
    ...pointsOf(input),
    rule,
    { kind: 'qr', payload: sale.receiptNumber } as const,
    ...copyMark(input),
    centred(receiptWords[input.language].thanks),
  ]
  return { blocks, openDrawer: copy === 0 && sale.tenders.some(({ kind }) => kind === 'cash') }
}

export const rule: ReceiptBlock = { kind: 'rule' }

export function centred(text: string): ReceiptBlock {
  return { kind: 'text', text, align: 'center' }
}

export function pair(left: string, right: string): ReceiptBlock {
  return { kind: 'pair', left, right }
}

/** A figure taken off, with its minus sign. */
function off(amount: Money): string {
  return formatMoney(money(-amount))
}

/** Marks a reprint at its head and its foot: half of a receipt must not pass for the first print. */
export function copyMark({ language, copy }: Pick<ReceiptInput, 'language' | 'copy'>): ReceiptBlock[] {
  return copy === 0 ? [] : [{ kind: 'title', text: `${receiptWords[language].copy} ${copy}` }]
}

function headOf(input: ReceiptInput): ReceiptBlock[] {
  const { sale, store, language } = input
  const words = receiptWords[language]
  const member = [input.memberName, input.tierName].filter((name) => name !== null).join(' ')
  return [
    { kind: 'title', text: store.name[language] },
    centred(store.address[language]),
    ...copyMark(input),
    rule,
    pair(words.receiptNumber, sale.receiptNumber),
    pair(words.time, localStamp(input.completedAt, store.timeZone)),
    pair(words.terminal, input.terminalNumber),
    pair(words.cashier, input.cashierName),
    ...(member === '' ? [] : [pair(words.member, member)]),
  ]
}

function itemOf(line: SaleLine, language: Language): ReceiptBlock[] {
  const words = receiptWords[language]
  const { quantity } = line
  const price = formatMoney(line.unitPrice)
  const count =
    quantity.unit === 'piece'
      ? `${quantity.amount} × ${price}`
      : `${kilograms(quantity.amount)} kg × ${price}${words.perKilogram}`
  return [
    { kind: 'text', text: line.name[language], align: 'left' },
    pair(`  ${count}`, formatMoney(line.gross)),
    ...(line.tierDiscount > 0 ? [pair(`  ${words.tierDiscount}`, off(line.tierDiscount))] : []),
    ...(line.campaignDiscount > 0 ? [pair(`  ${words.campaignDiscount}`, off(line.campaignDiscount))] : []),
    ...(line.couponDiscount > 0 ? [pair(`  ${words.couponDiscount}`, off(line.couponDiscount))] : []),
  ]
}

function totalsOf({ sale, language, mark: by }: ReceiptInput): ReceiptBlock[] {
  const words = receiptWords[language]
  const mark = `[${words.marks[by]}]`
  return [
    pair(words.itemCount, String(itemCount(sale))),
    pair(words.subtotal, formatMoney(sale.subtotal)),
    ...(sale.tierDiscount > 0 ? [pair(words.tierDiscount, off(sale.tierDiscount))] : []),
    ...(sale.campaignDiscount > 0 ? [pair(words.campaignDiscount, off(sale.campaignDiscount))] : []),
    ...sale.coupons.map(({ name, amount }) => pair(`${name[language]} ${mark}`, off(amount))),
    ...(sale.burned
      ? [
          pair(words.payable, formatMoney(sale.payable)),
          pair(`${words.pointsPaid} ${mark}`, off(sale.burned.amount)),
        ]
      : []),
    { kind: 'pair', left: words.toPay, right: formatMoney(sale.toPay), strong: true, big: true },
  ]
}

function tendersOf({ sale, language, mark }: ReceiptInput): ReceiptBlock[] {
  const words = receiptWords[language]
  const savings = subtractMoney(sale.subtotal, sale.payable)
  return [
    ...tenderPairs(sale.tenders, language, mark),
    ...(sale.change > 0
      ? [{ kind: 'pair', left: words.change, right: formatMoney(sale.change), strong: true } as const]
      : []),
    ...(savings > 0 ? [pair(words.savings, formatMoney(savings))] : []),
  ]
}

/**
 * What was paid or given back with, one line each; of stored value also the part that was given on top, and who decided
 * that it was spent, where it was (`mark`).
 */
export function tenderPairs(
  tenders: readonly Tender[],
  language: Language,
  mark: ShownMark | null = null,
): ReceiptBlock[] {
  const words = receiptWords[language]
  const decided = mark === null ? '' : ` [${words.marks[mark]}]`
  return tenders.flatMap((tender) => [
    pair(
      `${words.tenders[tender.kind]}${tender.kind === 'stored_value' ? decided : ''}`,
      formatMoney(tender.amount),
    ),
    ...(tender.kind === 'stored_value' && tender.gift > 0
      ? [pair(`  ${words.ofGiftBalance}`, formatMoney(tender.gift))]
      : []),
  ])
}

/** Points used, earned and left. */
function pointsOf({ sale, store, language, mark }: ReceiptInput): ReceiptBlock[] {
  const { member, burned, earned, plan } = sale
  if (!member) return []
  const words = receiptWords[language]
  const dayOf = (instant: number) => dayKey(instant, store.timeZone)
  const held = earned !== null && isHeld(earned)
  const isPending = earned !== null && !held && earned.spendableFrom > earned.earnedAt
  return [
    rule,
    ...(burned ? [pair(words.pointsBurned, String(burned.points))] : []),
    ...(burned && burned.ofFamily > 0 ? [pair(`  ${words.ofFamily}`, String(burned.ofFamily))] : []),
    ...(earned ? [pair(words.pointsEarned, String(earned.gross))] : []),
    ...(earned && earned.debtPaid > 0 ? [pair(`  ${words.debtPaid}`, String(-earned.debtPaid))] : []),
    ...(held ? [{ kind: 'text', text: `  ${words.heldWhileFrozen}`, align: 'left' } as const] : []),
    ...(isPending ? [pair(`  ${words.pendingFrom}`, dayOf(earned.spendableFrom))] : []),
    pair(balanceText({ language, mark }), String(member.pointsAfter)),
    // Its last day is the one before it is over.
    ...(plan ? [pair(words.planUntil, dayOf(plan.until - 1))] : []),
  ]
}

/** The balance is what this till knew: head office confirmed what was spent, never what is left. */
export function balanceText({ language, mark }: Pick<ReceiptInput, 'language' | 'mark'>): string {
  const { marks, pointsAfter } = receiptWords[language]
  return mark === 'H' ? pointsAfter : `${pointsAfter} [${marks[mark]}]`
}

/** Grams as kilograms with three decimals, by whole-number arithmetic. */
export function kilograms(grams: number): string {
  const rest = grams % 1_000
  return `${(grams - rest) / 1_000}.${String(rest).padStart(3, '0')}`
}
