import type { Quantity } from './basket.ts'
import { formatMoney, money, subtractMoney } from './money.ts'
import { kilograms, pair, type Receipt, type ReceiptBlock, rule, tenderPairs } from './receipt.ts'
import { receiptWords } from './receipt-words.ts'
import type { SaleReturned } from './refund.ts'
import { markText, qr, type SlipFrame, slipOf, strongPair } from './slip.ts'
import { slipWords } from './slip-words.ts'
import type { LocalText } from './text.ts'

/** What a line that came back is called, in the order of `SaleReturned.lines`. */
export interface ReturnedName {
  readonly name: LocalText
  readonly unit: Quantity['unit']
}

export interface ReturnReceiptInput {
  readonly returned: SaleReturned
  readonly names: readonly ReturnedName[]
  /** Of coupons given back, in the order of `couponsRestored`. */
  readonly couponNames: readonly LocalText[]
}

/** The receipt of a return: goods, money, points both ways and coupons. The drawer opens for cash and never for a copy. */
export function layoutReturnReceipt(frame: SlipFrame, input: ReturnReceiptInput): Receipt {
  const { returned } = input
  const words = slipWords[frame.language]
  const { receiptNumber, saleReceiptNumber, refund, refunds, reason } = returned
  const receipt = slipOf(frame, { title: words.refund, slipNumber: receiptNumber }, [
    saleReceiptNumber === null ? pair(words.withoutSale, '') : pair(words.ofSale, saleReceiptNumber),
    pair(words.reason, words.reasons[reason]),
    rule,
    ...returned.lines.flatMap((line, place) => itemOf(line, input.names[place], frame)),
    rule,
    { kind: 'pair', left: words.refundTotal, right: formatMoney(refund), strong: true, big: true },
    ...(refunds.length > 0 ? [pair(words.refundedBy, '')] : []),
    ...tenderPairs(refunds, frame.language),
    ...pointsOf(frame, returned),
    ...couponsOf(frame, input),
    rule,
    pair(words.customerSignature, ''),
    { kind: 'blank' },
    qr(receiptNumber),
  ])
  return { ...receipt, openDrawer: frame.copy === 0 && refunds.some(({ kind }) => kind === 'cash') }
}

function itemOf(
  line: SaleReturned['lines'][number],
  named: ReturnedName | undefined,
  { language }: SlipFrame,
): ReceiptBlock[] {
  const count = named?.unit === 'gram' ? `${kilograms(line.amount)} kg` : `× ${line.amount}`
  return [
    { kind: 'text', text: named?.name[language] ?? line.sku, align: 'left' },
    pair(`  ${count}`, formatMoney(money(-subtractMoney(line.net, line.pointsShare)))),
  ]
}

function pointsOf(frame: SlipFrame, { takenBack, givenBack }: SaleReturned): ReceiptBlock[] {
  const words = slipWords[frame.language]
  const mark = markText(frame)
  const { pointsAfter } = receiptWords[frame.language]
  if (!takenBack && !givenBack) return []
  return [
    rule,
    ...(givenBack ? [pair(`${words.pointsGivenBack} [${mark}]`, String(givenBack.points))] : []),
    ...(takenBack ? [pair(`${words.pointsTakenBack} [${mark}]`, String(-takenBack.points))] : []),
    ...(takenBack && takenBack.debt > 0 ? [pair(`  ${words.pointsOwed}`, String(takenBack.debt))] : []),
    ...(frame.pointsAfter === null ? [] : [pair(`${pointsAfter} [${mark}]`, String(frame.pointsAfter))]),
  ]
}

function couponsOf(frame: SlipFrame, { couponNames }: ReturnReceiptInput): ReceiptBlock[] {
  const words = slipWords[frame.language]
  return couponNames.map((name) => strongPair(words.couponsRestored, name[frame.language]))
}
