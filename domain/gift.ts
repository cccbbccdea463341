import { planBurn } from './burn.ts'
import type { Coupon } from './coupon.ts'
import type { Uuid } from './ids.ts'
import { type CouponIdentity, issueCoupon } from './issue-coupon.ts'
import { spendablePoints } from './lot.ts'
import { tierOf } from './member.ts'
import type { Standing } from './price.ts'
import { type Gift, type Programme, templateOf } from './programme.ts'
import { refuse } from './refusal.ts'
import { ok, type Result } from './result.ts'
import type { PointsBurned } from './sale.ts'
import type { Store } from './store.ts'
import type { LocalText } from './text.ts'

/** A store's stock of a gift. */
export interface GiftStock {
  readonly storeId: Uuid
  readonly giftId: string
  readonly left: number
}

/** The data of `gift.exchanged`. */
export interface GiftExchanged {
  readonly exchangeId: Uuid
  readonly slipNumber: string
  readonly storeId: Uuid
  readonly memberId: Uuid
  readonly giftId: string
  readonly name: LocalText
  readonly burned: PointsBurned
  /** Whether a piece left the store's stock. */
  readonly stocked: boolean
  /** The coupon that was issued, for gifts that are one. */
  readonly issued: Coupon | null
}

/** The gift of an id. Refuses `gift_unknown`. */
export function giftOf(programme: Programme, giftId: string): Result<Gift> {
  const gift = programme.gifts.find((one) => one.giftId === giftId)
  return gift ? ok(gift) : refuse('gift_unknown')
}

/** Pieces the store has of a gift; null = it is not counted. A stock nobody told us of is empty. */
export function stockLeft(gift: Gift, stock: GiftStock | null): number | null {
  if (!gift.stocked) return null
  return stock ? Math.max(0, stock.left) : 0
}

/** Whether the screen warns that a gift is about to run out. */
export function isLow(gift: Gift, stock: GiftStock | null): boolean {
  const left = stockLeft(gift, stock)
  return left !== null && left <= gift.lowStock
}

/**
 * Whether a member may have a gift for points now. Refuses, in this order: `member_missing`, `member_frozen`,
 * `gift_wrong_tier` {tierIds}, `gift_out_of_stock`, `coupon_template_unknown`, `points_not_enough` {points}.
 */
export function judgeGift({
  gift,
  standing,
  stock,
  programme,
  now,
}: {
  readonly gift: Gift
  readonly standing: Standing | null
  /** Effective stock of this store, own unheard exchanges counted; null = none told. */
  readonly stock: GiftStock | null
  readonly programme: Programme
  readonly now: number
}): Result<true> {
  if (!standing) return refuse('member_missing')
  const { member, lots } = standing
  if (member.status !== 'active') return refuse('member_frozen')
  if (gift.tierIds.length > 0 && !gift.tierIds.includes(tierOf(member, programme).tierId)) {
    return refuse('gift_wrong_tier', { tierIds: gift.tierIds.join(',') })
  }
  if (stockLeft(gift, stock) === 0) return refuse('gift_out_of_stock')
  if (gift.benefit.kind === 'coupon' && !templateOf(programme, gift.benefit.templateId)) {
    return refuse('coupon_template_unknown')
  }
  const spendable = spendablePoints(lots, now)
  if (spendable < gift.points) return refuse('points_not_enough', { points: spendable })
  return ok(true)
}

/** Exchanges points for a gift. The coupon of one that is a coupon is issued to the member. Refuses as `judgeGift`. */
export function settleGift({
  exchangeId,
  slipNumber,
  gift,
  standing,
  stock,
  programme,
  store,
  now,
  coupon,
}: {
  readonly exchangeId: Uuid
  readonly slipNumber: string
  readonly gift: Gift
  readonly standing: Standing | null
  readonly stock: GiftStock | null
  readonly programme: Programme
  readonly store: Store
  readonly now: number
  /** Made before, used when the gift is a coupon. */
  readonly coupon: CouponIdentity
}): Result<GiftExchanged> {
  const judged = judgeGift({ gift, standing, stock, programme, now })
  if (!judged.ok) return judged
  if (!standing) return refuse('member_missing')
  const { member, lots } = standing
  const burned = planBurn(lots, gift.points, now)
  if (!burned.ok) return burned
  const template = gift.benefit.kind === 'coupon' ? templateOf(programme, gift.benefit.templateId) : null
  return ok({
    exchangeId,
    slipNumber,
    storeId: store.storeId,
    memberId: member.memberId,
    giftId: gift.giftId,
    name: gift.name,
    burned: { points: gift.points, lots: burned.value },
    stocked: gift.stocked,
    issued: template && issueCoupon(template, { ...coupon, member, now, timeZone: store.timeZone }),
  })
}
