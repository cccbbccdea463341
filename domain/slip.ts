import type { Coupon } from './coupon.ts'
import { certificatePayload, type PointsDonated } from './donation.ts'
import type { GiftExchanged } from './gift.ts'
import type { LotteryDrawn } from './lottery.ts'
import { formatMoney } from './money.ts'
import type { Points } from './points.ts'
import {
  balanceText,
  centred,
  copyMark,
  pair,
  type Receipt,
  type ReceiptBlock,
  rule,
  tenderPairs,
} from './receipt.ts'
import { receiptWords } from './receipt-words.ts'
import type { CouponRedeemed, CouponRestored } from './redemption.ts'
import type { ShownMark } from './risk-decision.ts'
import type { PointsBurned } from './sale.ts'
import { slipWords } from './slip-words.ts'
import type { Store } from './store.ts'
import type { ValueToppedUp } from './stored-value.ts'
import type { Language, LocalText } from './text.ts'
import { dayKey, localStamp } from './time.ts'

/** What every slip says of where, when and by whom. */
export interface SlipFrame {
  readonly store: Store
  readonly terminalNumber: string
  readonly cashierName: string
  /** When it happened, epoch ms. */
  readonly at: number
  readonly language: Language
  /** 0 for the first print, 1 for the first copy, and so on. */
  readonly copy: number
  /** Who decided: the mark beside points and coupons (sync.md 7). */
  readonly mark: ShownMark
  /** Masked; null without a member. */
  readonly memberName: string | null
  /** Spendable after the act as this till knew it; null = not said. */
  readonly pointsAfter: Points | null
}

/** Uses redeemed without a sale. */
export function layoutRedemptionSlip(
  frame: SlipFrame,
  { redeemed, usesLeft }: { readonly redeemed: CouponRedeemed; readonly usesLeft: number },
): Receipt {
  const words = slipWords[frame.language]
  const { name, slipNumber, useNumbers, faceValue, signed } = redeemed
  return slipOf(frame, { title: words.redemption, slipNumber }, [
    strongPair(words.coupon, `${name[frame.language]} [${markText(frame)}]`),
    pair(words.uses, String(useNumbers.length)),
    pair(words.usesLeft, String(usesLeft)),
    ...(faceValue > 0 ? [pair(words.worth, formatMoney(faceValue))] : []),
    ...(signed ? [centred(words.signature)] : []),
    rule,
    qr(slipNumber),
  ])
}

/** A redemption taken back by a supervisor. */
export function layoutUndoSlip(
  frame: SlipFrame,
  {
    restored,
    slipNumber,
    name,
    usesLeft,
  }: {
    readonly restored: CouponRestored
    /** Of the redemption that was taken back. */
    readonly slipNumber: string
    readonly name: LocalText
    readonly usesLeft: number
  },
): Receipt {
  const words = slipWords[frame.language]
  return slipOf(frame, { title: words.undone, slipNumber }, [
    strongPair(words.coupon, `${name[frame.language]} [${markText(frame)}]`),
    pair(words.uses, String(-restored.useNumbers.length)),
    pair(words.usesLeft, String(usesLeft)),
    rule,
    qr(slipNumber),
  ])
}

/** A gift for points; what is not a coupon is handed over against the slip. */
export function layoutGiftSlip(frame: SlipFrame, exchanged: GiftExchanged): Receipt {
  const words = slipWords[frame.language]
  const { name, slipNumber, burned, issued } = exchanged
  return slipOf(frame, { title: words.gift, slipNumber }, [
    big(name[frame.language]),
    ...pointsOf(frame, burned),
    ...(issued ? issuedOf(frame, issued) : [centred(words.handOver)]),
    rule,
    qr(slipNumber),
  ])
}

/** A draw: the ticket, its prize and the proof that the till did not choose. */
export function layoutLotterySlip(
  frame: SlipFrame,
  {
    drawn,
    prize,
  }: {
    readonly drawn: LotteryDrawn
    /** What the prize is: goods are handed over against the slip. */
    readonly prize: 'nothing' | 'coupon' | 'goods'
  },
): Receipt {
  const words = slipWords[frame.language]
  const { name, slipNumber, burned, issued, poolId, index, prizeId, nonce } = drawn
  return slipOf(frame, { title: words.lottery, slipNumber }, [
    big(name[frame.language]),
    ...pointsOf(frame, burned),
    ...(issued ? issuedOf(frame, issued) : []),
    ...(prize === 'goods' ? [centred(words.handOver)] : []),
    rule,
    pair(words.ticket, `${poolId.slice(-8)} / ${index + 1}`),
    pair(words.proof, nonce.slice(0, 16)),
    qr(`EL1:${poolId}:${index}:${prizeId}:${nonce}`),
  ])
}

/** A donation's certificate, with all a checker needs in its code. */
export function layoutDonationSlip(
  frame: SlipFrame,
  { donated, slipNumber }: { readonly donated: PointsDonated; readonly slipNumber: string },
): Receipt {
  const words = slipWords[frame.language]
  return slipOf(frame, { title: words.donation, slipNumber }, [
    strongPair(words.project, donated.name[frame.language]),
    { kind: 'pair', left: words.donated, right: formatMoney(donated.amount), strong: true, big: true },
    ...pointsOf(frame, donated.burned),
    rule,
    pair(words.certificate, donated.certificateNumber),
    qr(certificatePayload(donated)),
  ])
}

/** A top-up: principal and gift apart. The drawer opens for cash and never for a copy. */
export function layoutTopUpReceipt(frame: SlipFrame, toppedUp: ValueToppedUp): Receipt {
  const words = slipWords[frame.language]
  const { change } = receiptWords[frame.language]
  const { receiptNumber, principal, gift, tenders, principalAfter, giftAfter } = toppedUp
  const receipt = slipOf(frame, { title: words.topUp, slipNumber: receiptNumber }, [
    { kind: 'pair', left: words.principal, right: formatMoney(principal), strong: true, big: true },
    ...(gift > 0 ? [pair(words.giftBalance, formatMoney(gift))] : []),
    ...tenderPairs(tenders, frame.language),
    ...(toppedUp.change > 0 ? [strongPair(change, formatMoney(toppedUp.change))] : []),
    rule,
    pair(`${words.principalAfter} [${markText(frame)}]`, formatMoney(principalAfter)),
    pair(`${words.giftAfter} [${markText(frame)}]`, formatMoney(giftAfter)),
    rule,
    qr(receiptNumber),
  ])
  return { ...receipt, openDrawer: frame.copy === 0 && tenders.some(({ kind }) => kind === 'cash') }
}

/** Head and foot around what a slip is about. */
export function slipOf(
  frame: SlipFrame,
  { title, slipNumber }: { readonly title: string; readonly slipNumber: string },
  body: readonly ReceiptBlock[],
): Receipt {
  const { store, language, at, terminalNumber, cashierName, memberName } = frame
  const words = receiptWords[language]
  const blocks: ReceiptBlock[] = [
    { kind: 'title', text: store.name[language] },
    centred(store.address[language]),
    { kind: 'title', text: title },
    ...copyMark(frame),
    rule,
    pair(slipWords[language].slipNumber, slipNumber),
    pair(words.time, localStamp(at, store.timeZone)),
    pair(words.terminal, terminalNumber),
    pair(words.cashier, cashierName),
    ...(memberName === null || memberName === '' ? [] : [pair(words.member, memberName)]),
    rule,
    ...body,
    ...copyMark(frame),
    centred(words.thanks),
  ]
  return { blocks, openDrawer: false }
}

export function strongPair(left: string, right: string): ReceiptBlock {
  return { kind: 'pair', left, right, strong: true }
}

export function qr(payload: string): ReceiptBlock {
  return { kind: 'qr', payload }
}

/** The letter and word for who decided. */
export function markText({ language, mark }: Pick<SlipFrame, 'language' | 'mark'>): string {
  return receiptWords[language].marks[mark]
}

function big(text: string): ReceiptBlock {
  return { kind: 'pair', left: text, right: '', strong: true, big: true }
}

/** Points used and left. */
function pointsOf(frame: SlipFrame, burned: PointsBurned): ReceiptBlock[] {
  const words = receiptWords[frame.language]
  return [
    pair(`${words.pointsBurned} [${markText(frame)}]`, String(burned.points)),
    ...(frame.pointsAfter === null ? [] : [pair(balanceText(frame), String(frame.pointsAfter))]),
  ]
}

/** A coupon that was issued, to be used from the paper too. */
function issuedOf({ language, store }: SlipFrame, coupon: Coupon): ReceiptBlock[] {
  const words = slipWords[language]
  return [
    rule,
    pair(words.issuedCoupon, coupon.code),
    // Its last day is the one before it has expired.
    pair(words.validUntil, dayKey(coupon.validTo - 1, store.timeZone)),
    qr(coupon.code),
  ]
}
