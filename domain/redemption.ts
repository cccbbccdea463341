import { assert, unreachable } from './assert.ts'
import { type Coupon, type CouponAtHand, type CouponContext, judgeCoupon, usesLeft } from './coupon.ts'
import type { CouponBenefit, CouponTemplate } from './coupon-template.ts'
import type { Uuid } from './ids.ts'
import type { Money } from './money.ts'
import { refuse } from './refusal.ts'
import { ok, type Result } from './result.ts'
import type { SignedUse } from './signed-code.ts'
import type { LocalText } from './text.ts'
import { minuteMs } from './time.ts'

/** The data of `coupon.redeemed`: uses of a coupon without a sale, at the verification screen (loyalty.md 5). */
export interface CouponRedeemed {
  readonly redemptionId: Uuid
  readonly slipNumber: string
  readonly storeId: Uuid
  readonly couponId: Uuid
  readonly templateId: Uuid
  readonly name: LocalText
  /** Whose it is; null = bearer. */
  readonly memberId: Uuid | null
  /** Numbers of the uses, ascending. */
  readonly useNumbers: readonly number[]
  readonly faceValue: Money
  /** For a coupon its code proved; else null. */
  readonly signed: SignedUse | null
}

/** The data of `coupon.restored`: a redemption taken back by a supervisor. */
export interface CouponRestored {
  /** The redemption or sale whose uses come back. */
  readonly redemptionId: Uuid
  readonly couponId: Uuid
  readonly templateId: Uuid
  readonly memberId: Uuid | null
  readonly useNumbers: readonly number[]
  readonly reason: 'undo'
}

/** How a coupon stands, for people (loyalty.md 5). */
export type CouponState = 'issued' | 'reserved' | 'redeemed' | 'restored' | 'expired' | 'revoked' | 'disputed'

/** The state of a coupon at `now`: withdrawn and disputed before anything else, used up before expired. */
export function couponState(coupon: Coupon, now: number): CouponState {
  if (coupon.status === 'revoked' || coupon.status === 'disputed') return coupon.status
  if (usesLeft(coupon) === 0) return 'redeemed'
  if (now >= coupon.validTo) return 'expired'
  if (coupon.status === 'reserved') return 'reserved'
  return coupon.usesRestored > 0 ? 'restored' : 'issued'
}

/** What one use is worth to limits, step-up and figures: the amount its benefit names, else the template's face value. */
export function faceValueOf({ benefit, faceValue }: Pick<CouponTemplate, 'benefit' | 'faceValue'>): Money {
  return benefit.kind === 'amount_off' || benefit.kind === 'cash_voucher' ? benefit.amount : faceValue
}

/**
 * Whether so many uses may be redeemed without a sale. Refuses what `judgeCoupon` refuses, then, in this order:
 * `coupon_only_for_goods` (it takes something off goods, or asks for a minimum spend), `uses_not_left` {left} (also for
 * a count that is none), `coupon_day_limit` {limit}, `coupon_member_limit` {limit}.
 */
export function judgeAlone(at: CouponAtHand, context: CouponContext, uses: number): Result<true> {
  const judged = judgeCoupon(at, context)
  if (!judged.ok) return judged
  const { coupon, template } = at
  if (belongsToSale(template)) return refuse('coupon_only_for_goods')
  const left = usesLeft(coupon)
  if (!Number.isSafeInteger(uses) || uses < 1 || uses > left) return refuse('uses_not_left', { left })
  if (template.dayLimit !== null && at.usedToday + uses > template.dayLimit) {
    return refuse('coupon_day_limit', { limit: template.dayLimit })
  }
  if (template.memberLimit !== null && at.usedByMember + uses > template.memberLimit) {
    return refuse('coupon_member_limit', { limit: template.memberLimit })
  }
  return ok(true)
}

/** Whether its coupons belong beside goods: they take something off them or ask for a minimum spend. */
export function belongsToSale({ benefit, minimumSpend }: CouponTemplate): boolean {
  return !standsAlone(benefit) || minimumSpend > 0
}

/** A template that may only be used while the central answers. Refuses `coupon_online_only`. */
export function judgeReach(template: CouponTemplate, online: boolean): Result<true> {
  return template.offlinePolicy === 'online_only' && !online ? refuse('coupon_online_only') : ok(true)
}

/** Redeems uses without a sale, under the numbers that follow the last one. Refuses as `judgeAlone`. */
export function settleRedemption({
  at,
  context,
  uses,
  redemptionId,
  slipNumber,
}: {
  readonly at: CouponAtHand
  readonly context: CouponContext
  readonly uses: number
  readonly redemptionId: Uuid
  readonly slipNumber: string
}): Result<CouponRedeemed> {
  const judged = judgeAlone(at, context, uses)
  if (!judged.ok) return judged
  const { coupon, template } = at
  return ok({
    redemptionId,
    slipNumber,
    storeId: context.store.storeId,
    couponId: coupon.couponId,
    templateId: template.templateId,
    name: template.name,
    memberId: coupon.memberId ?? context.member?.memberId ?? null,
    useNumbers: Array.from({ length: uses }, (_, place) => coupon.usesDone + 1 + place),
    faceValue: faceValueOf(template),
    signed: at.signed ?? null,
  })
}

/**
 * Whether a redemption may be taken back. Refuses `already_undone`, then `undo_too_late` {minutes} after that many
 * minutes (loyalty.md 5: five). A clock that was set back does not lengthen the time for ever: an instant before the
 * redemption counts as the redemption's.
 */
export function judgeUndo(
  redeemedAt: number,
  now: number,
  undoMinutes: number,
  already: boolean,
): Result<true> {
  if (already) return refuse('already_undone')
  if (now - redeemedAt > undoMinutes * minuteMs) return refuse('undo_too_late', { minutes: undoMinutes })
  return ok(true)
}

/** Takes a redemption back: all of its uses. Judge with `judgeUndo` first. */
export function settleUndo(redeemed: CouponRedeemed): CouponRestored {
  const { redemptionId, couponId, templateId, memberId, useNumbers } = redeemed
  assert(useNumbers.length > 0, `redemption ${redemptionId} has uses`)
  return { redemptionId, couponId, templateId, memberId, useNumbers, reason: 'undo' }
}

/** Exchange, voucher, service and parking give something by themselves; the others take off the price of goods. */
function standsAlone({ kind }: CouponBenefit): boolean {
  switch (kind) {
    case 'exchange':
    case 'cash_voucher':
    case 'service':
    case 'parking':
      return true
    case 'amount_off':
    case 'percent_off':
    case 'buy_get':
    case 'fixed_price':
      return false
    default:
      return unreachable(kind)
  }
}
