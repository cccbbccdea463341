import type { Effect } from '../../domain/effect.ts'
import { templateOf } from '../../domain/programme.ts'
import {
  type Cause,
  changeFact,
  type Dispute,
  dispute,
  type Facts,
  keyOfUse,
  survivorId,
  unknownMember,
} from './facts.ts'

type Of<K extends Effect['kind']> = Extract<Effect, { readonly kind: K }>

/** A coupon's number takes effect once; the first event keeps it. */
export function redeemCoupon(facts: Facts, effect: Of<'coupon_used'>, cause: Cause): readonly Dispute[] {
  const { couponId, useNumber, usedAt, amount } = effect
  const { eventId, terminalId } = cause
  const subject = keyOfUse(couponId, useNumber)
  const coupon = facts.coupons.get(couponId)
  if (!coupon) return [dispute('coupon_unknown', subject, eventId, { amount })]
  const first = facts.uses.get(subject)
  if (first) return [dispute('coupon_use', subject, eventId, { other: first.row.eventId, amount })]
  const highest = coupon.row.usesMax + coupon.row.usesRestored
  if (useNumber > highest) {
    const last = facts.uses.get(keyOfUse(couponId, highest))
    return [dispute('coupon_overused', subject, eventId, { other: last?.row.eventId ?? null, amount })]
  }
  const memberId = effect.memberId === null ? null : survivorId(facts, effect.memberId)
  const row = {
    couponId,
    useNumber,
    eventId,
    terminalId,
    memberId,
    usedAt,
    amount,
    restoredBy: null,
    restoredAt: null,
  }
  facts.uses.set(subject, { row, changed: true })
  changeFact(coupon, { usesDone: Math.max(coupon.row.usesDone, useNumber) })
  spendBudget(facts, effect.templateId, amount)
  return coupon.row.status === 'revoked' ? [dispute('coupon_revoked', subject, eventId, { amount })] : []
}

/** Gives a use back, once, and only the one the event named took: the loser of a dispute has none to give back. */
export function restoreCoupon(
  facts: Facts,
  effect: Of<'coupon_restored'>,
  cause: Cause,
  usedBy: string | null,
): readonly Dispute[] {
  const { couponId, useNumber } = effect
  const { eventId, time } = cause
  const subject = keyOfUse(couponId, useNumber)
  const coupon = facts.coupons.get(couponId)
  const use = facts.uses.get(subject)
  if (!coupon || !use || use.row.restoredBy !== null || use.row.eventId !== usedBy) {
    const other = use?.row.restoredBy ?? use?.row.eventId ?? null
    return [dispute('restore_unknown', subject, eventId, { other })]
  }
  changeFact(use, { restoredBy: eventId, restoredAt: time })
  changeFact(coupon, { usesRestored: coupon.row.usesRestored + 1 })
  spendBudget(facts, effect.templateId, -use.row.amount)
  return []
}

/** A coupon the till issued: a welcome pack, a gift, a prize. Nothing is issued to an erased member. */
export function addIssuedCoupon(
  facts: Facts,
  { coupon }: Of<'coupon_issued'>,
  cause: Cause,
): readonly Dispute[] {
  if (facts.coupons.has(coupon.couponId)) return [dispute('coupon_taken', coupon.couponId, cause.eventId)]
  if (coupon.memberId !== null && facts.erased.has(coupon.memberId)) {
    return [unknownMember(coupon.memberId, cause.eventId)]
  }
  const memberId = coupon.memberId === null ? null : survivorId(facts, coupon.memberId)
  const row = { ...coupon, memberId, status: 'issued', usesDone: 0, usesRestored: 0 } as const
  facts.coupons.set(coupon.couponId, { row, changed: true })
  return []
}

/** What templates with a budget have given, never below nothing. */
function spendBudget(facts: Facts, templateId: Of<'coupon_used'>['templateId'], amount: number): void {
  const { newest } = facts.programmes
  const template = newest && templateOf(newest, templateId)
  const budget = facts.budgets.get(templateId)
  if (amount === 0 || (!budget && (template?.budget ?? null) === null)) return
  const row = { templateId, spent: Math.max(0, (budget?.row.spent ?? 0) + amount) }
  facts.budgets.set(templateId, { row, changed: true })
}
