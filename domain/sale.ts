import { assert } from './assert.ts'
import type { Quantity } from './basket.ts'
import { planBurn } from './burn.ts'
import type { CouponAtHand } from './coupon.ts'
import { growthOf } from './earn.ts'
import type { Uuid } from './ids.ts'
import { moneyMax, tendersMax } from './limits.ts'
import { spendablePoints } from './lot.ts'
import { tierOf } from './member.ts'
import { type Money, subtractMoney, sumMoney } from './money.ts'
import { addPoints, type Points, subtractPoints } from './points.ts'
import {
  type AppliedCoupon,
  type PricedBasket,
  type PricedLine,
  type PriceInput,
  priceBasket,
} from './price.ts'
import { refuse } from './refusal.ts'
import { ok, type Result } from './result.ts'
import type { LocalText } from './text.ts'
import { endOfMonthAfter } from './time.ts'

/** How something was paid. Points are not a tender here: they travel as `burned`. */
export type TenderKind = 'cash' | 'card' | 'mobile'

export interface Tender {
  readonly kind: TenderKind
  /** Handed over, > 0. Only cash may exceed what is to be paid. */
  readonly amount: Money
}

export interface SaleLine {
  readonly sku: string
  readonly name: LocalText
  readonly categoryId: string
  readonly quantity: Quantity
  /** Per piece or per 1 000 g. */
  readonly unitPrice: Money
  readonly gross: Money
  readonly tierDiscount: Money
  readonly couponDiscount: Money
  readonly pointsShare: Money
  readonly net: Money
  readonly earned: Points
}

export interface CouponUse {
  readonly couponId: Uuid
  readonly templateId: Uuid
  readonly name: LocalText
  /** 1 for the first use of the coupon: (couponId, useNumber) takes effect at most once in the chain. */
  readonly useNumber: number
  readonly amount: Money
}

/** The data of a `sale.completed` event: everything that happened at once, in one record (sync.md 2). */
export interface SaleCompleted {
  readonly saleId: Uuid
  readonly receiptNumber: string
  readonly storeId: Uuid
  readonly lines: readonly SaleLine[]
  readonly subtotal: Money
  readonly tierDiscount: Money
  readonly payable: Money
  readonly toPay: Money
  readonly tenders: readonly Tender[]
  readonly change: Money
  readonly member: {
    readonly memberId: Uuid
    readonly tierId: string
    /** Points spendable after this sale, as this till knew them. */
    readonly pointsAfter: Points
  } | null
  readonly burned: {
    readonly points: Points
    readonly amount: Money
    readonly lots: readonly { readonly lotId: Uuid; readonly points: Points }[]
  } | null
  readonly earned: {
    readonly lotId: Uuid
    readonly points: Points
    readonly earnedAt: number
    readonly expiresAt: number
  } | null
  /** Growth (whole yuan paid) the sale adds. */
  readonly growth: number
  readonly coupons: readonly CouponUse[]
}

export interface SettleInput {
  /** Its `now` is the instant of the sale. */
  readonly price: PriceInput
  /** `priceBasket(price)`, when the caller has it at hand. */
  readonly priced?: PricedBasket
  readonly tenders: readonly Tender[]
  /** Id of the lot the sale earns, minted by the caller before. */
  readonly lotId: Uuid
  readonly receiptNumber: string
}

export interface Settled {
  readonly sale: SaleCompleted
  readonly priced: PricedBasket
}

/** `<store number>-<terminal number>-<epoch>-<seq>`: unique in the chain without asking anybody. */
export function receiptNumberOf(place: {
  readonly storeNumber: string
  readonly terminalNumber: string
  readonly epoch: number
  readonly seq: number
}): string {
  const { storeNumber, terminalNumber, epoch, seq } = place
  return `${storeNumber}-${terminalNumber}-${epoch}-${String(seq).padStart(6, '0')}`
}

/**
 * Settles a basket with its tenders. Refuses, in this order: `basket_empty`, `points_not_enough` {points},
 * `tender_invalid`, `tender_over` {over}, `tender_short` {missing}.
 */
export function settleSale(input: SettleInput): Result<Settled> {
  const { price, tenders, lotId, receiptNumber } = input
  const { basket, standing, programme, store, now } = price
  if (basket.lines.length === 0) return refuse('basket_empty')
  const priced = input.priced ?? priceBasket(price)
  const member = standing?.member ?? null
  const lots = standing?.lots ?? []
  const spendable = spendablePoints(lots, now)
  if (member?.status === 'active' && basket.pointsToBurn > spendable) {
    return refuse('points_not_enough', { points: spendable })
  }
  const paid = payWith(tenders, priced.toPay)
  if (!paid.ok) return paid
  const burned = planBurn(lots, priced.burn.points, now)
  if (!burned.ok) return burned
  const pointsAfter = addPoints(subtractPoints(spendable, priced.burn.points), priced.earns)
  const sale: SaleCompleted = {
    saleId: basket.saleId,
    receiptNumber,
    storeId: store.storeId,
    lines: priced.lines.map(saleLine),
    subtotal: priced.subtotal,
    tierDiscount: priced.tierDiscount,
    payable: priced.payable,
    toPay: priced.toPay,
    tenders,
    change: paid.value,
    member: member && {
      memberId: member.memberId,
      tierId: tierOf(member, programme).tierId,
      pointsAfter,
    },
    burned:
      priced.burn.points > 0
        ? { points: priced.burn.points, amount: priced.burn.amount, lots: burned.value }
        : null,
    earned:
      priced.earns > 0
        ? {
            lotId,
            points: priced.earns,
            earnedAt: now,
            expiresAt: endOfMonthAfter(now, programme.earn.lotMonths, store.timeZone),
          }
        : null,
    growth: member?.status === 'active' ? growthOf(priced.toPay) : 0,
    coupons: priced.coupons.map((applied) => couponUse(applied, price.coupons)),
  }
  return ok({ sale, priced })
}

/** The change for these tenders. Card and mobile take no more than is to be paid, so that change is always cash. */
function payWith(tenders: readonly Tender[], toPay: Money): Result<Money> {
  if (tenders.length > tendersMax || !tenders.every(isTender)) return refuse('tender_invalid')
  const exact = sumMoney(tenders.filter(({ kind }) => kind !== 'cash').map(({ amount }) => amount))
  if (exact > toPay) return refuse('tender_over', { over: subtractMoney(exact, toPay) })
  const paid = sumMoney(tenders.map(({ amount }) => amount))
  // Change stays a figure that every crossing takes.
  if (paid > moneyMax) return refuse('tender_invalid')
  if (paid < toPay) return refuse('tender_short', { missing: subtractMoney(toPay, paid) })
  return ok(subtractMoney(paid, toPay))
}

function isTender({ amount }: Tender): boolean {
  return Number.isSafeInteger(amount) && amount > 0 && amount <= moneyMax
}

function saleLine({
  line,
  gross,
  tierDiscount,
  couponShares,
  pointsShare,
  net,
  earns,
}: PricedLine): SaleLine {
  const { product, quantity, labelPrice } = line
  return {
    sku: product.sku,
    name: product.name,
    categoryId: product.categoryId,
    quantity,
    // A labelled package is one piece at its label's price.
    unitPrice: labelPrice ?? product.unitPrice,
    gross,
    tierDiscount,
    couponDiscount: sumMoney(couponShares.map(({ amount }) => amount)),
    pointsShare,
    net,
    earned: earns,
  }
}

function couponUse({ couponId, amount }: AppliedCoupon, coupons: readonly CouponAtHand[]): CouponUse {
  const at = coupons.find(({ coupon }) => coupon.couponId === couponId)
  assert(at, `coupon ${couponId} was applied from those at hand`)
  return {
    couponId,
    templateId: at.template.templateId,
    name: at.template.name,
    useNumber: at.coupon.usesDone + 1,
    amount,
  }
}
