import type { GoodsScope } from './goods-scope.ts'
import type { Uuid } from './ids.ts'
import type { Bps, Money } from './money.ts'
import type { LocalText } from './text.ts'

/** What a coupon gives (loyalty.md 5). The last two give no goods: they are redeemed at the verification screen. */
export type CouponBenefit =
  | { readonly kind: 'amount_off'; readonly amount: Money }
  /** `payBps` 8 000 is 8折; `cap` is the most it takes off. */
  | { readonly kind: 'percent_off'; readonly payBps: Bps; readonly cap: Money | null }
  | { readonly kind: 'cash_voucher'; readonly amount: Money }
  /** So many pieces of the goods in scope for nothing, the dearest first. */
  | { readonly kind: 'exchange'; readonly pieces: number }
  /** Of each `buy + get` pieces in scope, dearest first, the last `get` cost `payBps`; at most `timesMax` times. */
  | {
      readonly kind: 'buy_get'
      readonly buy: number
      readonly get: number
      readonly payBps: Bps
      readonly timesMax: number | null
    }
  /** Up to `pieces` pieces in scope, dearest first, cost `price` each; one that costs less already keeps its price. */
  | { readonly kind: 'fixed_price'; readonly price: Money; readonly pieces: number | null }
  | { readonly kind: 'service' }
  | { readonly kind: 'parking'; readonly minutes: number }

/** When a coupon of the template may be used, fixed as it is issued. */
export type CouponValidity =
  | { readonly kind: 'between'; readonly from: number; readonly until: number }
  /** To the end of the store-local day so many days on. */
  | { readonly kind: 'days'; readonly days: number }
  /** Three days before the member's birthday to three days after, the next one to come or under way. */
  | { readonly kind: 'birthday_week' }

/** What a till without contact may do with it (sync.md 7). */
export type OfflinePolicy = 'bounded' | 'online_only'

export type Channel = 'store' | 'online' | 'app'

export interface CouponTemplate {
  readonly templateId: Uuid
  readonly name: LocalText
  /** The rules in a sentence for people. */
  readonly terms: LocalText
  readonly benefit: CouponBenefit
  /** What it is worth to a limit or a step-up where the benefit does not say it by itself. */
  readonly faceValue: Money
  readonly scope: GoodsScope
  /** Goods in scope must come to at least this after tier and campaign prices. */
  readonly minimumSpend: Money
  readonly validity: CouponValidity
  /** Uses of one coupon. */
  readonly usesMax: number
  /** Stores that take it; empty = all. */
  readonly storeIds: readonly Uuid[]
  /** Channels that take it; empty = all. A till is `store`. */
  readonly channels: readonly Channel[]
  /** Tiers that may use it; empty = all, also without a member when the coupon is bearer. */
  readonly tierIds: readonly string[]
  /** Members with one of these tags may use it; empty = all. */
  readonly memberTags: readonly string[]
  /** ISO weekdays (1 Monday … 7 Sunday); empty = all. */
  readonly weekdays: readonly number[]
  /** Minutes after local midnight, `to` exclusive; null = all day. */
  readonly hours: { readonly from: number; readonly to: number } | null
  /** Uses per member and store-local day, or null. */
  readonly dayLimit: number | null
  /** Uses per member over all coupons of the template, or null. */
  readonly memberLimit: number | null
  /** What the chain means to give with it; it stops by itself at `budgetStopBps` of this. Null = no budget. */
  readonly budget: Money | null
  /** At most one coupon of a group in a basket; null = no group. */
  readonly stackingGroup: string | null
  /** True: nothing else may stand beside it. */
  readonly exclusive: boolean
  /** Lower is applied first. */
  readonly priority: number
  /** May be given to another member by its owner (online). */
  readonly transferable: boolean
  /** Given back when all goods of its sale are returned. */
  readonly restoredOnReturn: boolean
  /** Always asks for a second proof. */
  readonly highValue: boolean
  readonly offlinePolicy: OfflinePolicy
  /** The partner brand whose coupon it is, or null. */
  readonly partner: LocalText | null
}
