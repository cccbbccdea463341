import { priceOfQuantity, type Quantity } from './basket.ts'
import type { Uuid } from './ids.ts'
import { gramsMax, moneyMax, piecesMax } from './limits.ts'
import type { Lot } from './lot.ts'
import { addMoney, type Money, money, noMoney, sumMoney } from './money.ts'
import { noPoints, type Points, points } from './points.ts'
import type { Standing } from './price.ts'
import type { Product } from './product.ts'
import { advantagesOf, type Programme, templateOf } from './programme.ts'
import { giveBack, takeBack } from './refund-points.ts'
import { addsUp, burnedByLine, moneyBefore, refundsOf, returnedOf, shareBetween } from './refund-shares.ts'
import { refuse } from './refusal.ts'
import { ok, type Result } from './result.ts'
import type { SaleCompleted, SaleLine } from './sale.ts'
import type { Store } from './store.ts'
import type { Tender } from './tender.ts'
import { dayStartAfter } from './time.ts'

/** Goods of one line of a sale that came back. */
export interface ReturnedLine {
  /** Place of the line in its sale, from 0. */
  readonly place: number
  readonly sku: string
  /** Pieces or grams that came back now. */
  readonly amount: number
  /** Share of what money and points paid of the line, of what points did, of what it earned and of the growth it gave. */
  readonly net: Money
  readonly pointsShare: Money
  readonly takenBack: Points
  readonly givenBack: Points
  readonly growth: number
}

/** The data of a `sale.returned` event (loyalty.md 3: what its lines earned goes, what they burned comes back). */
export interface SaleReturned {
  readonly returnId: Uuid
  readonly receiptNumber: string
  readonly storeId: Uuid
  /** The sale; null for a return without one, by a supervisor. */
  readonly saleId: Uuid | null
  readonly saleReceiptNumber: string | null
  readonly lines: readonly ReturnedLine[]
  /** Σ net − Σ pointsShare: what was given back in money. */
  readonly refund: Money
  /** By what the sale was paid with, in its proportions; stored value keeps its split. */
  readonly refunds: readonly Tender[]
  readonly memberId: Uuid | null
  readonly takenBack: {
    readonly points: Points
    /** From the sale's own lot first, then the newest. */
    readonly lots: readonly { readonly lotId: Uuid; readonly points: Points }[]
    /** What no lot had left: paid off by the next earn. */
    readonly debt: Points
  } | null
  readonly givenBack: {
    readonly points: Points
    /** What of them were the family owner's, and when they were spent; null = none: the member's share of that month is theirs again. */
    readonly ofFamily: { readonly points: Points; readonly spentAt: number } | null
    readonly lots: readonly {
      readonly lotId: Uuid
      readonly memberId: Uuid
      readonly points: Points
      /** Of a lot that had expired: its new end. Null = it keeps its own. */
      readonly expiresAt: number | null
    }[]
  } | null
  /** Growth to take off again. */
  readonly growth: number
  readonly couponsRestored: readonly {
    readonly couponId: Uuid
    readonly templateId: Uuid
    readonly useNumber: number
  }[]
  readonly reason: 'unwanted' | 'damaged' | 'wrong_goods' | 'other'
}

/** What came back of a sale before: the amounts say it all, as every figure is a share by amount. */
export type EarlierReturn = Pick<ReturnedLine, 'place' | 'amount'>

/** What of a line may still come back. */
export interface Returnable {
  readonly place: number
  readonly unit: Quantity['unit']
  /** Pieces or grams. */
  readonly left: number
}

/**
 * What may still come back of each line of a sale, in its order. A paid membership that was sold is not goods: nothing of
 * its line comes back.
 */
export function returnable(
  sale: SaleCompleted,
  earlier: readonly EarlierReturn[],
  programme: Programme,
): Returnable[] {
  return sale.lines.map((line, place) => ({
    place,
    unit: line.quantity.unit,
    left: isPlan(line, programme) ? 0 : Math.max(0, line.quantity.amount - returnedOf(earlier, place)),
  }))
}

export interface ReturnInput {
  readonly sale: SaleCompleted
  /** Instant of the sale, epoch ms. */
  readonly saleTime: number
  /** All that came back of this sale before, in any order; a place may stand there more than once. */
  readonly earlier: readonly EarlierReturn[]
  /** What comes back now. */
  readonly wanted: readonly { readonly place: number; readonly amount: number }[]
  /** The sale's member as of now, whatever their status; null without a member or when this till knows them no more. */
  readonly standing: Standing | null
  /** Lots the sale burned from that `standing` does not hold, such as empty ones: their ends. */
  readonly burnedLots?: readonly Lot[]
  readonly programme: Programme
  readonly store: Store
  readonly now: number
  readonly returnId: Uuid
  readonly receiptNumber: string
  readonly reason: SaleReturned['reason']
}

/**
 * Takes goods of a sale back (loyalty.md 3): money by what was paid with, points the lines earned go, points they burned
 * come back. Each figure is the share of the amount returned so far less the share of what came back before, rounded down:
 * any parts sum to the whole, to the fen and the point. Refuses, in this order: `sale_unknown` (its figures do not add up),
 * `return_nothing`, `line_unknown`, `quantity_invalid` {max}, `return_too_much` {left}, `return_too_late` {days}.
 */
export function settleReturn(input: ReturnInput): Result<SaleReturned> {
  const { sale, earlier, standing, programme, store, now } = input
  const judged = judgeReturn(input)
  if (!judged.ok) return judged
  const burnedOf = burnedByLine(sale)
  const lines = judged.value.map(({ place, amount }): ReturnedLine => {
    const line = sale.lines[place] as SaleLine
    const before = returnedOf(earlier, place)
    const share = (total: number) => shareBetween(total, before, before + amount, line.quantity.amount)
    // Money and points are shared apart: shares of the net alone could fall below those of the points in it by a fen.
    const pointsShare = money(share(line.pointsShare))
    return {
      place,
      sku: line.sku,
      amount,
      net: addMoney(money(share(line.net - line.pointsShare)), pointsShare),
      pointsShare,
      takenBack: points(share(line.earned)),
      givenBack: points(share(burnedOf[place] as Points)),
      growth: share(line.growth),
    }
  })
  const sumOf = (figure: (line: ReturnedLine) => number) => lines.reduce((sum, line) => sum + figure(line), 0)
  const takenBack = points(sumOf((line) => line.takenBack))
  const givenBack = points(sumOf((line) => line.givenBack))
  const refund = money(sumOf((line) => line.net - line.pointsShare))
  return ok({
    returnId: input.returnId,
    receiptNumber: input.receiptNumber,
    storeId: store.storeId,
    saleId: sale.saleId,
    saleReceiptNumber: sale.receiptNumber,
    lines,
    refund,
    refunds: refundsOf(sale, moneyBefore(sale, earlier), refund),
    memberId: standing?.member.memberId ?? sale.member?.memberId ?? null,
    takenBack: takenBack > 0 ? takeBack(takenBack, sale, standing, now) : null,
    givenBack: givenBack > 0 ? giveBack(givenBack, input, burnedOf) : null,
    growth: sumOf((line) => line.growth),
    couponsRestored: isWhole(sale, [...earlier, ...lines]) ? restorable(sale, programme) : [],
    reason: input.reason,
  })
}

/** Goods without a sale they can be shown to come from. */
export interface LooseReturn {
  readonly product: Product
  /** Pieces or grams, as the product is counted. */
  readonly amount: number
  /** What is paid for them, at most today's price: a supervisor's judgement. */
  readonly refund: Money
}

/**
 * Takes goods back without their sale, in cash, with no points either way. A supervisor's act (permission
 * `return_without_sale`). Refuses `return_nothing`, `quantity_invalid` {max}, `return_too_much` {left: fen}: more than
 * they cost today.
 */
export function settleReturnWithoutSale({
  goods,
  store,
  returnId,
  receiptNumber,
  reason,
}: {
  readonly goods: readonly LooseReturn[]
  readonly store: Store
  readonly returnId: Uuid
  readonly receiptNumber: string
  readonly reason: SaleReturned['reason']
}): Result<SaleReturned> {
  if (goods.length === 0) return refuse('return_nothing')
  for (const one of goods) {
    const judged = judgeLoose(one)
    if (!judged.ok) return judged
  }
  const lines = goods.map(
    ({ product, amount, refund }, place): ReturnedLine => ({
      place,
      sku: product.sku,
      amount,
      net: refund,
      pointsShare: noMoney,
      takenBack: noPoints,
      givenBack: noPoints,
      growth: 0,
    }),
  )
  const refund = sumMoney(lines.map(({ net }) => net))
  if (refund > moneyMax) return refuse('return_too_much', { left: moneyMax })
  return ok({
    returnId,
    receiptNumber,
    storeId: store.storeId,
    saleId: null,
    saleReceiptNumber: null,
    lines,
    refund,
    refunds: refund > 0 ? [{ kind: 'cash', amount: refund }] : [],
    memberId: null,
    takenBack: null,
    givenBack: null,
    growth: 0,
    couponsRestored: [],
    reason,
  })
}

function judgeLoose({ product, amount, refund }: LooseReturn): Result<true> {
  const { unit, unitPrice } = product
  const max = unit === 'piece' ? piecesMax : gramsMax
  if (!Number.isSafeInteger(amount) || amount < 1 || amount > max) return refuse('quantity_invalid', { max })
  const left = priceOfQuantity(unitPrice, { unit, amount })
  if (!Number.isSafeInteger(refund) || refund < 0 || refund > left) return refuse('return_too_much', { left })
  return ok(true)
}

/** Days a sale's goods come back: the programme's, or more that the tier its member was in grants (loyalty.md 2). */
export function returnDaysOf({ member }: Pick<SaleCompleted, 'member'>, programme: Programme): number {
  const counts = member?.status === 'active' || member?.status === 'frozen'
  const tier = programme.tiers.find(({ tierId }) => counts && tierId === member.tierId)
  return Math.max(programme.returnDays, advantagesOf(tier ?? null).returnDays)
}

/** The last instant plus one at which goods sold at `saleTime` come back: the end of the store-local day so many days on. */
export function returnUntil(saleTime: number, days: number, timeZone: string): number {
  return dayStartAfter(saleTime, days + 1, timeZone)
}

/** What is wanted, one entry a line, judged. */
function judgeReturn(input: ReturnInput): Result<readonly EarlierReturn[]> {
  const { sale, saleTime, earlier, wanted, programme, store, now } = input
  if (!addsUp(sale)) return refuse('sale_unknown')
  if (wanted.length === 0) return refuse('return_nothing')
  const left = returnable(sale, earlier, programme)
  const amounts = new Map<number, number>()
  for (const { place, amount } of wanted) {
    const line = left[place]
    if (!line) return refuse('line_unknown')
    if (!Number.isSafeInteger(amount) || amount < 1) return refuse('quantity_invalid', { max: line.left })
    amounts.set(place, (amounts.get(place) ?? 0) + amount)
  }
  for (const [place, amount] of amounts) {
    const line = left[place] as Returnable
    if (amount > line.left) return refuse('return_too_much', { left: line.left })
  }
  const days = returnDaysOf(sale, programme)
  if (now >= returnUntil(saleTime, days, store.timeZone)) return refuse('return_too_late', { days })
  return ok([...amounts].sort(([a], [b]) => a - b).map(([place, amount]) => ({ place, amount })))
}

function isPlan({ sku }: SaleLine, programme: Programme): boolean {
  return programme.plans.some((plan) => plan.sku === sku)
}

/** Whether every line has come back whole. */
function isWhole(sale: SaleCompleted, returned: readonly EarlierReturn[]): boolean {
  return sale.lines.every(({ quantity }, place) => returnedOf(returned, place) >= quantity.amount)
}

function restorable(sale: SaleCompleted, programme: Programme): SaleReturned['couponsRestored'] {
  return sale.coupons
    .filter(({ templateId }) => templateOf(programme, templateId)?.restoredOnReturn === true)
    .map(({ couponId, templateId, useNumber }) => ({ couponId, templateId, useNumber }))
}
