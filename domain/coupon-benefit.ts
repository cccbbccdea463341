import { unreachable } from './assert.ts'
import type { CouponBenefit } from './coupon-template.ts'
import {
  type Bps,
  bps,
  fullBps,
  type Money,
  maxMoney,
  minMoney,
  money,
  noMoney,
  roundedShare,
  splitMoney,
  subtractMoney,
  sumMoney,
} from './money.ts'

/** What benefits act on: lines by place, as the coupons before have left them. */
export interface BenefitLines {
  /** What each line still costs. */
  readonly nets: readonly Money[]
  /** How many pieces each line counts as: 0 for weighed goods, 1 for a labelled package. */
  readonly pieces: readonly number[]
}

/** Whether a benefit is of goods at all; the others are redeemed at the verification screen. */
export function isForGoods({ kind }: CouponBenefit): boolean {
  return kind !== 'service' && kind !== 'parking'
}

/**
 * What a benefit takes off the lines at `places` (ascending), a share for each of them: never below zero, never more
 * than the line still costs (loyalty.md 5). Half a fen goes to the customer. Absurd figures take nothing or everything.
 */
export function benefitShares(
  benefit: CouponBenefit,
  places: readonly number[],
  { nets, pieces }: BenefitLines,
): Money[] {
  const costs = places.map((place) => nets[place] as Money)
  if (isByPiece(benefit)) {
    const counts = places.map((place) => pieces[place] as number)
    return pieceShares(benefit, costs, counts)
  }
  const taken = amountOff(benefit, sumMoney(costs))
  return taken === 0 ? costs.map(() => noMoney) : splitMoney(taken, costs)
}

/** What a benefit that does not go by pieces takes off `cost`: at most all of it. */
export function amountOff(benefit: Exclude<CouponBenefit, PieceBenefit>, cost: Money): Money {
  switch (benefit.kind) {
    case 'amount_off':
    case 'cash_voucher':
      return maxMoney(noMoney, minMoney(benefit.amount, cost))
    case 'percent_off': {
      const off = roundedShare(cost, offBps(benefit.payBps), 'half_up')
      return benefit.cap === null ? off : maxMoney(noMoney, minMoney(off, benefit.cap))
    }
    case 'service':
    case 'parking':
      return noMoney
    default:
      return unreachable(benefit)
  }
}

/** The most a benefit by pieces may take off goods that cost `cost` in all and whose dearest piece costs `dearest`. */
export function pieceMost(benefit: PieceBenefit, cost: Money, dearest: Money): Money {
  const cheaper = benefit.kind === 'buy_get' ? benefit.timesMax : benefit.pieces
  if (cheaper === null) return cost
  const count = benefit.kind === 'buy_get' ? cheaper * Math.max(0, benefit.get) : cheaper
  return minMoney(cost, money(Math.max(0, count) * offPiece(benefit, dearest)))
}

/** The amount of a benefit that is one; 0 of the others. Coupons of one template differ in nothing else (`templateAsSigned`). */
export function worthOf(benefit: CouponBenefit): Money {
  return benefit.kind === 'amount_off' || benefit.kind === 'cash_voucher' ? benefit.amount : noMoney
}

/** Whether a benefit acts on pieces by their price. */
export function isByPiece(benefit: CouponBenefit): benefit is PieceBenefit {
  return benefit.kind === 'exchange' || benefit.kind === 'buy_get' || benefit.kind === 'fixed_price'
}

/** Rate taken off where `payBps` is to be paid; nothing where that is the whole or more. */
export function offBps(payBps: Bps): Bps {
  return bps(Math.max(0, fullBps - payBps))
}

export type PieceBenefit = Extract<CouponBenefit, { kind: 'exchange' | 'buy_get' | 'fixed_price' }>

/**
 * What is taken off each line. Its pieces are equal shares of what it costs, the first so many a fen dearer (`splitMoney`);
 * all pieces stand by price, dearest first, equal ones in the order of the lines, and the benefit names those it makes
 * cheaper.
 */
function pieceShares(benefit: PieceBenefit, costs: readonly Money[], pieces: readonly number[]): Money[] {
  const lines = costs.length
  // One whole number for each price of a line: by it they sort without being looked into. 1e9 fen × 500 lines at most.
  const runs: number[] = []
  let all = 0
  for (let at = 0; at < lines; at++) {
    const count = pieces[at] as number
    if (count < 1) continue
    const dearer = (costs[at] as number) % count
    const price = ((costs[at] as number) - dearer) / count
    if (dearer > 0) runs.push((price + 1) * lines + lines - 1 - at)
    runs.push(price * lines + lines - 1 - at)
    all += count
  }
  const sorted = Float64Array.from(runs).sort()
  const { first: isCheaperBefore, last } = cheaperOf(benefit, all)
  const shares = costs.map(() => 0)
  let passed = 0
  for (let run = sorted.length - 1; run >= 0 && passed < last; run--) {
    const key = sorted[run] as number
    const price = Math.floor(key / lines)
    const at = lines - 1 - (key - price * lines)
    const dearer = (costs[at] as number) % (pieces[at] as number)
    const isDearer = price * (pieces[at] as number) > (costs[at] as number) - dearer
    const count = isDearer ? dearer : (pieces[at] as number) - dearer
    const cheaper = isCheaperBefore(passed + count) - isCheaperBefore(passed)
    if (cheaper > 0) shares[at] = (shares[at] as number) + cheaper * offPiece(benefit, money(price))
    passed += count
  }
  return shares.map(money)
}

/** How many of the first so many pieces (dearest first, of `all`) the benefit makes cheaper, and after how many none is any more. */
function cheaperOf(
  benefit: PieceBenefit,
  all: number,
): { readonly first: (count: number) => number; readonly last: number } {
  if (benefit.kind !== 'buy_get') {
    const last = Math.max(0, benefit.pieces ?? all)
    return { first: (count) => Math.min(count, last), last }
  }
  const { buy, get, timesMax } = benefit
  if (buy < 0 || get < 1) return { first: () => 0, last: 0 }
  const group = buy + get
  const last = group * Math.min((all - (all % group)) / group, Math.max(0, timesMax ?? all))
  const first = (count: number) => {
    const within = Math.min(count, last)
    const rest = within % group
    return ((within - rest) / group) * get + Math.max(0, rest - buy)
  }
  return { first, last }
}

/** What one of those pieces costs less. */
function offPiece(benefit: PieceBenefit, price: Money): Money {
  switch (benefit.kind) {
    case 'exchange':
      return price
    case 'buy_get':
      return roundedShare(price, offBps(benefit.payBps), 'half_up')
    case 'fixed_price':
      return maxMoney(noMoney, subtractMoney(price, maxMoney(noMoney, benefit.price)))
    default:
      return unreachable(benefit)
  }
}
