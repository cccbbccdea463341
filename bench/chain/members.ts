import type { Coupon } from '../../domain/coupon.ts'
import type { Lot } from '../../domain/lot.ts'
import { type Member, newMemberDefaults } from '../../domain/member.ts'
import { points } from '../../domain/points.ts'
import { couponCode, memberCode } from '../../domain/scan.ts'
import { farAhead, idAt, longAgo, templates } from './facts.ts'

/** Coupons of each member. */
export const couponsPerMember = 2

/** Every member has a lot, every second one a second. */
export function lotsPerMember(index: number): number {
  return 1 + (index % 2)
}

export function memberAt(index: number): Member {
  return {
    ...newMemberDefaults,
    memberId: idAt('member', index),
    code: memberCode(index),
    maskedName: '王*',
    maskedPhone: `138****${String(index % 10_000).padStart(4, '0')}`,
    tierId: ['bronze', 'silver', 'gold'][index % 3] ?? 'bronze',
    growth: (index * 37) % 10_000,
    initials: 'w',
    sealed: null,
    birthday: `${String((index % 12) + 1).padStart(2, '0')}-${String((index % 28) + 1).padStart(2, '0')}`,
    joinedAt: longAgo,
    referrerId: null,
    hasBought: true,
    consents: [],
  }
}

/** The `nth` (0, 1 …) lot of a member. */
export function lotAt(index: number, nth: number): Lot {
  return {
    lotId: idAt('lot', index * 2 + nth),
    memberId: idAt('member', index),
    earnedAt: longAgo + nth,
    spendableFrom: longAgo + nth,
    expiresAt: farAhead + nth,
    points: points(5_000 + ((index * 13) % 5_000)),
  }
}

/** The `nth` (0, 1) coupon of a member: one of each template, good for any number of uses. */
export function couponAt(index: number, nth: number): Coupon {
  const number = index * couponsPerMember + nth
  return {
    couponId: idAt('coupon', number),
    code: couponCode(number),
    templateId: templates[nth % templates.length]?.templateId ?? idAt('template', 0),
    memberId: idAt('member', index),
    status: 'issued',
    validFrom: longAgo,
    validTo: farAhead,
    usesMax: 1_000_000,
    usesDone: 0,
    usesRestored: 0,
    issuedAt: longAgo,
  }
}
