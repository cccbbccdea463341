import type { Uuid } from './ids.ts'
import type { Bps, Money } from './money.ts'
import type { LocalText } from './text.ts'

/** What a coupon does to the goods in its scope. */
export type CouponBenefit =
  | { readonly kind: 'amount_off'; readonly amount: Money }
  /** `payBps` 8 000 is 8折; `cap` is the most it takes off. */
  | { readonly kind: 'percent_off'; readonly payBps: Bps; readonly cap: Money | null }
  | { readonly kind: 'cash_voucher'; readonly amount: Money }

/** Which goods count. Empty lists mean "all" for `include` and "none" for `exclude`; exclusion wins. */
export interface GoodsScope {
  readonly include: GoodsSelection
  readonly exclude: GoodsSelection
}

export interface GoodsSelection {
  readonly skus: readonly string[]
  readonly categoryIds: readonly string[]
  readonly brandIds: readonly string[]
}

export interface CouponTemplate {
  readonly templateId: Uuid
  readonly name: LocalText
  readonly benefit: CouponBenefit
  readonly scope: GoodsScope
  /** Goods in scope must come to at least this after the tier discount. */
  readonly minimumSpend: Money
  /** Stores that take it; empty = all. */
  readonly storeIds: readonly Uuid[]
  /** Tiers that may use it; empty = all, also without a member when the coupon is bearer. */
  readonly tierIds: readonly string[]
  /** ISO weekdays (1 Monday … 7 Sunday); empty = all. */
  readonly weekdays: readonly number[]
  /** Minutes after local midnight, `to` exclusive; null = all day. */
  readonly hours: { readonly from: number; readonly to: number } | null
  /** Uses per member and store-local day, or null. */
  readonly dayLimit: number | null
  /** At most one coupon of a group in a basket; null = no group. */
  readonly stackingGroup: string | null
  /** True: nothing else may stand beside it. */
  readonly exclusive: boolean
  /** Lower is applied first. */
  readonly priority: number
}
