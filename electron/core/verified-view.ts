import type { RedemptionView, VerifiedCoupon } from '../../contract/verify-commands.ts'
import { undoOf } from '../../db/journal/event-list.ts'
import { type CouponAtHand, type CouponContext, usesLeft } from '../../domain/coupon.ts'
import type { TillEvent } from '../../domain/event.ts'
import type { Uuid } from '../../domain/ids.ts'
import { belongsToSale, couponState, faceValueOf, judgeAlone } from '../../domain/redemption.ts'
import type { Refusal } from '../../domain/refusal.ts'
import { minuteMs } from '../../domain/time.ts'
import type { Counter } from './counter.ts'
import type { FoundCoupon } from './find-coupon.ts'
import type { Rules } from './kept-rules.ts'
import { shownMark } from './marks.ts'

/** Who stands at the verification screen: the basket's member, if there is one. */
export function buyerOf({ basket }: Counter): Uuid | null {
  return basket.open()?.memberId ?? null
}

/**
 * Where and for whom a coupon is redeemed without a sale: whose it is, by its own word, else who stands at the till. A
 * coupon that names its member needs no other proof of whose it is than itself (loyalty.md 5).
 */
export function contextAlone(counter: Counter, rules: Rules, { coupon }: CouponAtHand): CouponContext {
  const now = counter.clock.now()
  const memberId = coupon.memberId ?? buyerOf(counter)
  const member = memberId === null ? null : (counter.chain.standing(memberId, now)?.member ?? null)
  return { member, store: rules.store, programme: rules.programme, now }
}

/** A coupon in one glance (loyalty.md 5). `outOfReach`: why the central would be needed and is not there. */
export function verifiedViewOf(
  counter: Counter,
  rules: Rules,
  found: FoundCoupon,
  outOfReach: Refusal | null,
): VerifiedCoupon {
  const { at, signed, askedOnline } = found
  const { coupon, template } = at
  const context = contextAlone(counter, rules, at)
  const judged = judgeAlone(at, context, 1)
  // It belongs beside goods: that is no "no", the screen offers to put it there.
  const refusal = judged.ok || judged.refusal.code === 'coupon_only_for_goods' ? null : judged.refusal
  const owner =
    coupon.memberId !== null && context.member?.memberId === coupon.memberId ? context.member : null
  return {
    couponId: coupon.couponId,
    name: template.name,
    terms: template.terms,
    refusal: refusal ?? outOfReach,
    state: couponState(coupon, context.now),
    kind: template.benefit.kind,
    forGoods: belongsToSale(template),
    owner: owner && {
      memberId: owner.memberId,
      maskedName: owner.maskedName,
      maskedPhone: owner.maskedPhone,
    },
    usesMax: coupon.usesMax,
    usesLeft: usesLeft(coupon),
    validFrom: coupon.validFrom,
    validTo: coupon.validTo,
    faceValue: faceValueOf(template),
    partner: template.partner,
    signed,
    askedOnline,
  }
}

/** A recorded redemption as the screen lists it. */
export function redemptionViewOf(
  counter: Counter,
  rules: Rules,
  event: TillEvent<'coupon.redeemed'>,
): RedemptionView {
  const { redemptionId, couponId, memberId, name, slipNumber, useNumbers } = event.data
  const at = counter.chain.coupon(couponId, counter.clock.now(), memberId)
  return {
    redemptionId,
    slipNumber,
    name,
    uses: useNumbers.length,
    usesLeft: at ? usesLeft(at.coupon) : 0,
    at: event.time,
    ...shownMark(counter.books.read(), event),
    undone: undoOf(counter.books.read(), redemptionId) !== null,
    undoUntil: event.time + rules.programme.undoMinutes * minuteMs,
  }
}
