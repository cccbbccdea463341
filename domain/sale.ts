import type { Quantity } from './basket.ts'
import type { Uuid } from './ids.ts'
import type { Money } from './money.ts'
import type { Points } from './points.ts'
import type { PricedBasket, PriceInput } from './price.ts'
import type { Result } from './result.ts'
import type { LocalText } from './text.ts'

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
  throw new Error('pending')
}

/**
 * Settles a basket with its tenders. Refuses, in this order: `basket_empty`, `points_not_enough` {points},
 * `tender_invalid`, `tender_over` {over}, `tender_short` {missing}.
 */
export function settleSale(input: SettleInput): Result<Settled> {
  throw new Error('pending')
}
