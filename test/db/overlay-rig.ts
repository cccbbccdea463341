import type { Tx } from '../../db/handle.ts'
import { addEffects } from '../../db/journal/effect-table.ts'
import type { Overlay } from '../../db/overlay/files.ts'
import { standingOf } from '../../db/overlay/members.ts'
import { transact } from '../../db/transact.ts'
import type { Coupon } from '../../domain/coupon.ts'
import type { CouponTemplate } from '../../domain/coupon-template.ts'
import type { Effect } from '../../domain/effect.ts'
import type { Uuid } from '../../domain/ids.ts'
import { money } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import { memberOf, templateOf } from './replica-rows.ts'
import { numberedId as id, journalIn, noon, replicaIn, terminalId, tillFolder } from './till-files.ts'

/* A till with both files, and what it may have done. */

export const templates = (templateId: Uuid): CouponTemplate | null =>
  templateId === id(700) ? templateOf(700) : null
export const moment = {
  now: noon,
  dayFrom: noon - 1_000,
  dayUntil: noon + 1_000,
  timeZone: 'Asia/Shanghai',
  templates,
}

export function freshTill() {
  const folder = tillFolder()
  const overlay = { journal: journalIn(folder), replica: replicaIn(folder), terminalId }
  return {
    overlay,
    heard: (work: (tx: Tx) => void) => transact(overlay.replica, work),
    did: (seq: number, ...effects: Effect[]) =>
      transact(overlay.journal, (tx) => addEffects(tx, { epoch: 1, seq, time: noon }, effects)),
    didAt: (seq: number, time: number, ...effects: Effect[]) =>
      transact(overlay.journal, (tx) => addEffects(tx, { epoch: 1, seq, time }, effects)),
  }
}

export const earned = (member: number, lot: number, amount: number, expiresAt = noon + 5_000): Effect => ({
  kind: 'points_earned',
  memberId: id(member),
  lotId: id(lot),
  points: points(amount),
  earnedAt: noon,
  spendableFrom: noon,
  expiresAt,
})
export const burned = (member: number, lot: number, amount: number): Effect => ({
  kind: 'points_burned',
  memberId: id(member),
  lotId: id(lot),
  points: points(amount),
})
export const grew = (member: number, growth: number): Effect => ({
  kind: 'growth_added',
  memberId: id(member),
  growth,
})
export const usedCoupon = (coupon: number, member: number | null, useNumber: number): Effect => ({
  kind: 'coupon_used',
  couponId: id(coupon),
  templateId: id(700),
  memberId: member === null ? null : id(member),
  useNumber,
  usedAt: noon,
  amount: money(500),
})
export const restored = (coupon: number, member: number | null, useNumber: number): Effect => ({
  kind: 'coupon_restored',
  couponId: id(coupon),
  templateId: id(700),
  memberId: member === null ? null : id(member),
  useNumber,
})
export const enrolled = (member: number, changed: Parameters<typeof memberOf>[1] = {}): Effect => ({
  kind: 'member_enrolled',
  member: memberOf(member, { growth: 0, ...changed }),
  identifiers: [
    { kind: 'member_code', value: `M${member}`, memberId: id(member) },
    { kind: 'phone_hash', value: `hash ${member}`, memberId: id(member) },
  ],
})
export const atHand = (coupon: Coupon, changed: object = {}) => ({
  coupon,
  template: templateOf(700),
  usedToday: 0,
  usedByMember: 0,
  spentOfBudget: 0,
  ...changed,
})
export const pointsOf = (overlay: Overlay, member: number, now = noon) =>
  standingOf(overlay, id(member), { ...moment, now })?.lots.reduce((sum, lot) => sum + lot.points, 0)
