import type { Effect } from '../../domain/effect.ts'
import type { Uuid } from '../../domain/ids.ts'
import { templateOf } from '../../domain/programme.ts'
import {
  type Cause,
  changeFact,
  type Dispute,
  dispute,
  type Facts,
  keyOfUse,
  survivorId,
  type UseFact,
  unknownMember,
} from './facts.ts'
import { authorityOfUse, keyOfCouponLoss, outranks } from './promises.ts'

type Of<K extends Effect['kind']> = Extract<Effect, { readonly kind: K }>

/**
 * A coupon's number takes effect once: for whoever had the stronger word, then for whoever was first (sync.md 7). What the
 * other's coupon gave is a loss. One that was revoked, or is another member's since, is used up all the same, and people
 * decide: whoever had its code may have been either.
 */
export function redeemCoupon(facts: Facts, effect: Of<'coupon_used'>, cause: Cause): readonly Dispute[] {
  const { couponId, useNumber, usedAt, amount } = effect
  const { eventId, terminalId } = cause
  const subject = keyOfUse(couponId, useNumber)
  const coupon = facts.coupons.get(couponId)
  if (!coupon) return [dispute('coupon_unknown', subject, eventId, { amount })]
  const first = facts.uses.get(subject)
  const authority = authorityOfUse(facts, eventId, effect)
  const memberId = effect.memberId === null ? null : survivorId(facts, effect.memberId)
  const use = {
    couponId,
    useNumber,
    eventId,
    terminalId,
    memberId,
    usedAt,
    amount,
    authority,
    restoredBy: null,
    restoredAt: null,
  }
  if (first) {
    // So people see it until they decided; what is left of it stays the owner's (docs/RULES.md 6).
    if (coupon.row.status === 'issued') changeFact(coupon, { status: 'disputed' })
    const takesOver = first.row.restoredBy === null && outranks(authority, first.row.authority)
    if (!takesOver) return [lost(facts, subject, use, first.row.eventId)]
    facts.turned.push(lost(facts, subject, first.row, eventId))
    spendBudget(facts, effect.templateId, amount - first.row.amount)
    facts.uses.set(subject, { row: use, changed: true })
    return []
  }
  const highest = coupon.row.usesMax + coupon.row.usesRestored
  if (useNumber > highest) {
    const last = facts.uses.get(keyOfUse(couponId, highest))
    bookLoss(facts, subject, use, last?.row.eventId ?? eventId)
    return [dispute('coupon_overused', subject, eventId, { other: last?.row.eventId ?? null, amount })]
  }
  facts.uses.set(subject, { row: use, changed: true })
  changeFact(coupon, { usesDone: Math.max(coupon.row.usesDone, useNumber) })
  spendBudget(facts, effect.templateId, amount)
  const isRevoked = coupon.row.status === 'revoked'
  const isAnothers = coupon.row.memberId !== null && survivorId(facts, coupon.row.memberId) !== memberId
  return [
    ...(isRevoked ? [dispute('coupon_revoked', subject, eventId, { amount })] : []),
    ...(isAnothers ? [dispute('coupon_not_yours', subject, eventId, { amount })] : []),
  ]
}

/** What an event gave for a use that is another's. */
function lost(
  facts: Facts,
  subject: string,
  { eventId, amount }: Pick<UseFact, 'eventId' | 'amount'>,
  other: Uuid,
): Dispute {
  bookLoss(facts, subject, { eventId, amount }, other)
  facts.promises.disputedUses.set(subject, eventId)
  return dispute('coupon_use', subject, eventId, { other, amount })
}

function bookLoss(
  facts: Facts,
  subject: string,
  { eventId, amount }: Pick<UseFact, 'eventId' | 'amount'>,
  other: Uuid,
): void {
  if (amount === 0) return
  facts.couponLosses.push({ eventId, other, subject, debit: 'loss', credit: 'redemption', amount })
  const { couponLost } = facts.promises
  const key = keyOfCouponLoss(eventId, subject)
  couponLost.set(key, (couponLost.get(key) ?? 0) + amount)
}

/** The loser's goods came back for what was paid: what its coupon gave is lost no more. False when nothing was. */
function reverseLoss(facts: Facts, subject: string, loser: string, winner: Uuid): boolean {
  const { couponLost } = facts.promises
  const key = keyOfCouponLoss(loser, subject)
  const amount = couponLost.get(key) ?? 0
  if (amount <= 0) return false
  const reversed = { eventId: loser as Uuid, other: winner, subject, amount } as const
  facts.couponLosses.push({ ...reversed, debit: 'redemption', credit: 'loss' })
  couponLost.set(key, 0)
  return true
}

/**
 * Gives a use back, once, and only the one the event named took: the loser of a dispute has none to give back. While
 * people have to decide whose it was, it comes back to nobody (sync.md 7).
 */
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
  // A use that was another's does not come back with the loser's goods; its loss does.
  if (usedBy !== null && usedBy !== use?.row.eventId) {
    if (reverseLoss(facts, subject, usedBy, use?.row.eventId ?? eventId)) return []
  }
  if (!coupon || !use || use.row.restoredBy !== null || use.row.eventId !== usedBy) {
    const other = use?.row.restoredBy ?? use?.row.eventId ?? null
    return [dispute('restore_unknown', subject, eventId, { other })]
  }
  const loser = facts.promises.disputedUses.get(subject)
  if (loser !== undefined) return [dispute('restore_disputed', subject, eventId, { other: loser })]
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
