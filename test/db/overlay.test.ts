import { rmSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Tx } from '../../db/handle.ts'
import { addEffects } from '../../db/journal/effect-table.ts'
import { openJournal, openReplica } from '../../db/open.ts'
import { accountByCode, accountOf, poolOf, stockOf } from '../../db/overlay/accounts.ts'
import { couponAsTold, couponAtHand, couponHistory, couponsOf, findCoupon } from '../../db/overlay/coupons.ts'
import { momentAt, type Overlay } from '../../db/overlay/files.ts'
import { findMemberByIdentifier, isProvisional, searchMembers, standingOf } from '../../db/overlay/members.ts'
import { putAccount } from '../../db/replica/account-table.ts'
import { putApplied } from '../../db/replica/applied-table.ts'
import { putBudget } from '../../db/replica/budget-table.ts'
import { putCoupon } from '../../db/replica/coupon-table.ts'
import { putGiftStock } from '../../db/replica/gift-stock-table.ts'
import { putIdentifier } from '../../db/replica/identifier-table.ts'
import { putLot } from '../../db/replica/lot-table.ts'
import { putLotteryPool } from '../../db/replica/lottery-pool-table.ts'
import { putMember, removeMember } from '../../db/replica/member-table.ts'
import { transact } from '../../db/transact.ts'
import type { Coupon } from '../../domain/coupon.ts'
import type { CouponTemplate } from '../../domain/coupon-template.ts'
import type { Effect } from '../../domain/effect.ts'
import type { Uuid } from '../../domain/ids.ts'
import { money } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import { quietDay } from '../../domain/price.ts'
import { dayMs } from '../../domain/time.ts'
import { couponOf, lotOf, memberOf, templateOf } from './replica-rows.ts'
import { numberedId as id, journalIn, key, noon, replicaIn, terminalId, tillFolder } from './till-files.ts'

const templates = (templateId: Uuid): CouponTemplate | null =>
  templateId === id(700) ? templateOf(700) : null
const moment = {
  now: noon,
  dayFrom: noon - 1_000,
  dayUntil: noon + 1_000,
  month: '2026-09',
  monthFrom: noon - 5_000,
  templates,
}

function freshTill() {
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

const earned = (member: number, lot: number, amount: number, expiresAt = noon + 5_000): Effect => ({
  kind: 'points_earned',
  memberId: id(member),
  lotId: id(lot),
  points: points(amount),
  earnedAt: noon,
  spendableFrom: noon,
  expiresAt,
})
const burned = (member: number, lot: number, amount: number): Effect => ({
  kind: 'points_burned',
  memberId: id(member),
  lotId: id(lot),
  points: points(amount),
})
const grew = (member: number, growth: number): Effect => ({
  kind: 'growth_added',
  memberId: id(member),
  growth,
})
const usedCoupon = (coupon: number, member: number | null, useNumber: number): Effect => ({
  kind: 'coupon_used',
  couponId: id(coupon),
  templateId: id(700),
  memberId: member === null ? null : id(member),
  useNumber,
  usedAt: noon,
  amount: money(500),
})
const restored = (coupon: number, member: number | null, useNumber: number): Effect => ({
  kind: 'coupon_restored',
  couponId: id(coupon),
  templateId: id(700),
  memberId: member === null ? null : id(member),
  useNumber,
})
const enrolled = (member: number, changed: Parameters<typeof memberOf>[1] = {}): Effect => ({
  kind: 'member_enrolled',
  member: memberOf(member, { growth: 0, ...changed }),
  identifiers: [
    { kind: 'member_code', value: `M${member}`, memberId: id(member) },
    { kind: 'phone_hash', value: `hash ${member}`, memberId: id(member) },
  ],
})
const atHand = (coupon: Coupon, changed: object = {}) => ({
  coupon,
  template: templateOf(700),
  usedToday: 0,
  usedByMember: 0,
  spentOfBudget: 0,
  ...changed,
})
const pointsOf = (overlay: Overlay, member: number, now = noon) =>
  standingOf(overlay, id(member), { ...moment, now })?.lots.reduce((sum, lot) => sum + lot.points, 0)

test('[OV1] own effects count until the applied mark passes them, then the chain rows do', () => {
  const { overlay, heard, did } = freshTill()
  heard((tx) => {
    putMember(tx, memberOf(1, { growth: 10 }))
    putIdentifier(tx, { kind: 'member_code', value: 'M1', memberId: id(1) })
    putLot(tx, lotOf(10, 1))
  })
  did(1, burned(1, 10, 30), earned(1, 11, 5), grew(1, 7))
  did(2, burned(1, 11, 5), burned(1, 10, 20))
  expect(pointsOf(overlay, 1)).toBe(50)
  expect(findMemberByIdentifier(overlay, 'member_code', 'M1')?.growth).toBe(17)
  heard((tx) => {
    putLot(tx, lotOf(10, 1, { points: points(70) }))
    putLot(tx, lotOf(11, 1, { points: points(5) }))
    putMember(tx, memberOf(1, { growth: 17 }))
    putApplied(tx, { terminalId, epoch: 1, seq: 1 })
  })
  expect(standingOf(overlay, id(1), moment)).toEqual({
    member: memberOf(1, { growth: 17 }),
    lots: [lotOf(10, 1, { points: points(50) })],
    day: { ...quietDay, earned: 5 },
    account: null,
    family: null,
  })
  heard((tx) => putApplied(tx, { terminalId, epoch: 2, seq: 0 }))
  expect(pointsOf(overlay, 1)).toBe(75)
})

test('[OV2] a lot counts until the instant it expires, an own new one too', () => {
  const { overlay, heard, did } = freshTill()
  heard((tx) => {
    putMember(tx, memberOf(1))
    putLot(tx, lotOf(10, 1, { expiresAt: noon + 10 }))
  })
  did(1, earned(1, 11, 5, noon + 20))
  expect([9, 10, 19, 20].map((later) => pointsOf(overlay, 1, noon + later))).toEqual([105, 5, 5, 0])
})

test('[OV3] a merged member is the surviving one; what it burned before still counts', () => {
  const { overlay, heard, did } = freshTill()
  heard((tx) => {
    putMember(tx, memberOf(1, { status: 'merged', mergedInto: id(2) }))
    putMember(tx, memberOf(2))
    putIdentifier(tx, { kind: 'card_number', value: '77', memberId: id(1) })
    putLot(tx, lotOf(10, 2))
  })
  did(1, burned(1, 10, 60))
  expect(findMemberByIdentifier(overlay, 'card_number', '77')?.memberId).toBe(id(2))
  expect(standingOf(overlay, id(1), moment)?.member.memberId).toBe(id(2))
  expect(pointsOf(overlay, 1)).toBe(40)
  heard((tx) => putMember(tx, memberOf(2, { status: 'merged', mergedInto: id(1) })))
  expect(standingOf(overlay, id(1), moment)).toBeNull()
})

test('[OV4] a coupon used here is used up here at once, by id, by code and in the list', () => {
  const { overlay, heard, did, didAt } = freshTill()
  heard((tx) => {
    putCoupon(tx, couponOf(20, 1, { usesDone: 1 }))
    putCoupon(tx, couponOf(21, 1))
    putCoupon(tx, couponOf(22, 1, { templateId: id(701) }))
  })
  expect(couponsOf(overlay, id(1), moment)).toEqual([
    atHand(couponOf(20, 1, { usesDone: 1 }), { usedByMember: 1 }),
    atHand(couponOf(21, 1), { usedByMember: 1 }),
  ])
  did(1, usedCoupon(20, 1, 2))
  didAt(2, noon - 5_000, usedCoupon(21, 1, 1))
  const full = atHand(couponOf(20, 1, { usesDone: 2 }), { usedToday: 1, usedByMember: 3 })
  expect(couponAtHand(overlay, id(20), moment)).toEqual(full)
  expect(findCoupon(overlay, couponOf(20, 1).code, moment)).toEqual(full)
  expect(couponsOf(overlay, id(1), moment)).toEqual([
    atHand(couponOf(21, 1, { usesDone: 1 }), { usedToday: 1, usedByMember: 3 }),
  ])
  expect(couponAtHand(overlay, id(22), moment)).toBeNull()
})

test('[OV5] uses of the day count whether the chain heard of them or not, and by the buyer of a bearer coupon', () => {
  const { overlay, heard, didAt } = freshTill()
  didAt(1, noon, usedCoupon(30, 1, 1))
  didAt(2, noon - 1_001, usedCoupon(31, 1, 1))
  didAt(3, noon + 1_000, usedCoupon(32, 1, 1))
  heard((tx) => {
    putCoupon(tx, couponOf(20, null))
    putCoupon(tx, couponOf(31, 1, { usesDone: 1 }))
    putApplied(tx, { terminalId, epoch: 1, seq: 3 })
  })
  expect(couponAtHand(overlay, id(20), moment)).toMatchObject({ usedToday: 0, usedByMember: 0 })
  // 31 is counted by the chain, the other two only here.
  expect(couponAtHand(overlay, id(20), { ...moment, buyerId: id(1) })).toMatchObject({
    usedToday: 1,
    usedByMember: 3,
  })
  expect(couponAtHand(overlay, id(20), { ...moment, buyerId: id(2) })?.usedToday).toBe(0)
})

test('[OV6] without a replica nobody is known and nothing fails', () => {
  const overlay = { ...freshTill().overlay, replica: null }
  expect(findMemberByIdentifier(overlay, 'member_code', 'M1')).toBeNull()
  expect(standingOf(overlay, id(1), moment)).toBeNull()
  expect(couponsOf(overlay, id(1), moment)).toEqual([])
  expect(findCoupon(overlay, 'C1', moment)).toBeNull()
  expect(couponAtHand(overlay, id(1), moment)).toBeNull()
  expect(couponAsTold(overlay, couponOf(1, null), moment)).toBeNull()
  expect(couponHistory(overlay, id(1))).toBeNull()
  expect(searchMembers(overlay, '5678', 5)).toEqual({ members: [], more: false })
  expect([accountOf(overlay, id(1), moment), accountByCode(overlay, 'G1', moment)]).toEqual([null, null])
  expect([stockOf(overlay, id(1)), poolOf(overlay, 'spring')]).toEqual([[], null])
})

test('[OV8] what a return took back and gave back is in the lots, the debt and the growth', () => {
  const { overlay, heard, did } = freshTill()
  heard((tx) => {
    putMember(tx, memberOf(1, { growth: 10, debt: points(5) }))
    putLot(tx, lotOf(10, 1, { points: points(30) }))
    putLot(tx, lotOf(11, 1, { points: points(0), expiresAt: noon - 10 }))
  })
  did(1, burned(1, 10, 30), earned(1, 12, 40))
  did(
    2,
    { kind: 'points_given_back', memberId: id(1), lotId: id(10), points: points(20), expiresAt: null },
    { kind: 'points_given_back', memberId: id(1), lotId: id(11), points: points(7), expiresAt: noon + 9 },
    { kind: 'points_given_back', memberId: id(1), lotId: id(13), points: points(3), expiresAt: noon + 9 },
    { kind: 'points_given_back', memberId: id(1), lotId: id(14), points: points(3), expiresAt: null },
    { kind: 'points_taken_back', memberId: id(1), lotId: id(12), points: points(25) },
    { kind: 'debt_changed', memberId: id(1), change: 6 },
    { kind: 'growth_added', memberId: id(1), growth: -4 },
  )
  const standing = standingOf(overlay, id(1), moment)
  expect(standing?.member).toMatchObject({ debt: 11, growth: 6 })
  expect(standing?.lots.map(({ lotId, points, expiresAt }) => [lotId, points, expiresAt])).toEqual([
    [id(10), 20, noon + 1_000_000],
    [id(11), 7, noon + 9],
    [id(12), 15, noon + 5_000],
    [id(13), 3, noon + 9],
  ])
})

test('[OV9] a member enrolled here is known here at once, and no longer by that once the chain has answered', () => {
  const { overlay, heard, did } = freshTill()
  expect(findMemberByIdentifier(overlay, 'phone_hash', 'hash 5')).toBeNull()
  did(1, enrolled(5), { kind: 'coupon_issued', coupon: couponOf(20, 5) })
  did(2, earned(5, 11, 30), grew(5, 12), { kind: 'member_bought', memberId: id(5), boughtAt: noon })
  expect(findMemberByIdentifier(overlay, 'phone_hash', 'hash 5')?.memberId).toBe(id(5))
  expect(standingOf(overlay, id(5), moment)).toMatchObject({
    member: { memberId: id(5), growth: 12, hasBought: true },
    lots: [{ lotId: id(11), points: 30 }],
  })
  expect(couponsOf(overlay, id(5), moment)).toEqual([atHand(couponOf(20, 5))])
  expect(findCoupon(overlay, couponOf(20, 5).code, moment)).toEqual(atHand(couponOf(20, 5)))
  expect([isProvisional(overlay, id(5)), isProvisional(overlay, id(6))]).toEqual([true, false])
  // The chain knew the phone: the provisional member was merged into another.
  heard((tx) => {
    putMember(tx, memberOf(5, { status: 'merged', mergedInto: id(6) }))
    putMember(tx, memberOf(6, { growth: 100 }))
    putIdentifier(tx, { kind: 'phone_hash', value: 'hash 5', memberId: id(6) })
    putCoupon(tx, couponOf(20, 6))
    putApplied(tx, { terminalId, epoch: 1, seq: 1 })
  })
  expect(isProvisional(overlay, id(5))).toBe(false)
  expect(standingOf(overlay, id(5), moment)).toMatchObject({
    member: { memberId: id(6), growth: 112, hasBought: true },
    lots: [{ lotId: id(11), memberId: id(6), points: 30 }],
    day: { earned: 30 },
  })
  // An erasure leaves nobody, though the journal still has the enrolment.
  heard((tx) => {
    removeMember(tx, id(5))
    putApplied(tx, { terminalId, epoch: 1, seq: 2 })
  })
  expect(standingOf(overlay, id(5), moment)).toBeNull()
})

test('[OV10] whatever was done under ids merged into a member is theirs, over several merges', () => {
  const { overlay, heard, did } = freshTill()
  heard((tx) => {
    putMember(tx, memberOf(1, { status: 'merged', mergedInto: id(2) }))
    putMember(tx, memberOf(2, { status: 'merged', mergedInto: id(3) }))
    putMember(tx, memberOf(3, { growth: 5 }))
    putCoupon(tx, couponOf(20, 1))
  })
  did(1, earned(1, 10, 10), grew(1, 10))
  did(2, earned(2, 11, 20), grew(2, 20), usedCoupon(21, 2, 1))
  did(3, earned(3, 12, 30), grew(3, 30))
  for (const member of [1, 2, 3]) {
    expect(standingOf(overlay, id(member), moment)).toMatchObject({
      member: { memberId: id(3), growth: 65 },
      day: { earned: 60 },
    })
    expect(pointsOf(overlay, member)).toBe(60)
    expect(couponsOf(overlay, id(member), moment)).toEqual([
      atHand({ ...couponOf(20, 1), memberId: id(3) }, { usedToday: 1, usedByMember: 1 }),
    ])
  }
})

test('[OV11] a paid membership, consents and a first purchase count from the moment they happened', () => {
  const { overlay, heard, did } = freshTill()
  const consent = (purpose: 'service' | 'marketing', given: boolean, at: number) => ({
    purpose,
    given,
    version: '1',
    at,
  })
  heard((tx) =>
    putMember(
      tx,
      memberOf(1, {
        subscription: { planId: 'plus', until: noon + 5 },
        consents: [consent('service', true, 1), consent('marketing', true, 1)],
      }),
    ),
  )
  did(
    1,
    { kind: 'subscription_started', memberId: id(1), planId: 'plus', until: noon + 90 },
    { kind: 'subscription_started', memberId: id(1), planId: 'old', until: noon + 1 },
    { kind: 'consents_changed', memberId: id(1), consents: [consent('marketing', false, 2)] },
    { kind: 'member_bought', memberId: id(1), boughtAt: noon },
  )
  expect(standingOf(overlay, id(1), moment)?.member).toMatchObject({
    subscription: { planId: 'plus', until: noon + 90 },
    consents: [consent('service', true, 1), consent('marketing', false, 2)],
    hasBought: true,
  })
})

test('[OV12] a family spends from the owner within the month, what was spent here included', () => {
  const { overlay, heard, did } = freshTill()
  const family = { ownerId: id(2), monthCap: points(100), month: '2026-09', spent: points(30) }
  const spent = (at: number, amount: number): Effect => ({
    kind: 'family_spent',
    memberId: id(1),
    ownerId: id(2),
    spentAt: at,
    points: points(amount),
  })
  heard((tx) => {
    putMember(tx, memberOf(1, { family }))
    putMember(tx, memberOf(2))
    putLot(tx, lotOf(10, 2))
  })
  did(1, burned(2, 10, 50), spent(noon, 50))
  did(2, burned(2, 10, 5), spent(noon - 6_000, 5))
  expect(standingOf(overlay, id(1), moment)?.family).toEqual({
    ownerId: id(2),
    lots: [lotOf(10, 2, { points: points(45) })],
    left: 20,
  })
  expect(standingOf(overlay, id(1), { ...moment, month: '2026-10' })?.family?.left).toBe(50)
  expect(standingOf(overlay, id(2), moment)?.family).toBeNull()
  heard((tx) => putMember(tx, memberOf(2, { status: 'frozen' })))
  expect(standingOf(overlay, id(1), moment)?.family).toBeNull()
})

test('[OV13] members are searched by digits, initials or both, those enrolled here first, at most so many', () => {
  const { overlay, heard, did } = freshTill()
  heard((tx) => {
    putMember(tx, memberOf(1))
    putMember(tx, memberOf(2, { initials: 'zl', maskedPhone: '139****1234' }))
  })
  did(1, enrolled(5), enrolled(6, { initials: 'wy', maskedPhone: '137****1234' }))
  const found = (query: string, limit = 10) =>
    searchMembers(overlay, query, limit)?.members.map(({ member, provisional }) => [
      member.memberId,
      provisional,
    ])
  expect(found('5678')).toEqual([
    [id(5), true],
    [id(1), false],
  ])
  expect(found('1234')).toEqual([
    [id(6), true],
    [id(2), false],
  ])
  expect(found('W')).toEqual([
    [id(6), true],
    [id(5), true],
    [id(1), false],
  ])
  expect(found('wy 1234')).toEqual([[id(6), true]])
  expect(searchMembers(overlay, 'w', 2)).toMatchObject({ more: true })
  expect(searchMembers(overlay, 'w', 3)).toMatchObject({ more: false })
  for (const query of ['', '12', '123456', "w' OR 1", '王'])
    expect(searchMembers(overlay, query, 5)).toBeNull()
})

test('[OV14] a use given back here can be made again, under a number of its own', () => {
  const { overlay, heard, did } = freshTill()
  heard((tx) => {
    putCoupon(tx, couponOf(20, 1))
    putBudget(tx, { templateId: id(700), spent: money(10_000) })
  })
  const withBudget = { ...moment, templates: () => templateOf(700, { budget: money(50_000) }) }
  did(1, usedCoupon(20, 1, 1), usedCoupon(20, 1, 2))
  expect(couponsOf(overlay, id(1), withBudget)).toEqual([])
  expect(couponAtHand(overlay, id(20), withBudget)).toMatchObject({ spentOfBudget: 11_000, usedToday: 2 })
  did(2, restored(20, 1, 2))
  expect(couponsOf(overlay, id(1), withBudget)).toMatchObject([
    {
      coupon: couponOf(20, 1, { usesDone: 2, usesRestored: 1 }),
      usedToday: 1,
      usedByMember: 1,
      spentOfBudget: 10_500,
    },
  ])
  did(3, usedCoupon(20, 1, 3))
  expect(couponsOf(overlay, id(1), withBudget)).toEqual([])
  expect(couponAtHand(overlay, id(20), moment)).toMatchObject({ coupon: { usesDone: 3 }, spentOfBudget: 0 })
})

test('[OV15] a coupon told by its signature or by the central counts the uses made here, ever', () => {
  const { overlay, heard, did } = freshTill()
  expect(couponAsTold(overlay, couponOf(40, null), moment)).toEqual(atHand(couponOf(40, null)))
  did(1, usedCoupon(40, null, 1))
  heard((tx) => putApplied(tx, { terminalId, epoch: 1, seq: 1 }))
  expect(couponAsTold(overlay, couponOf(40, null), moment)?.coupon.usesDone).toBe(1)
  heard((tx) => putCoupon(tx, couponOf(40, null, { usesDone: 2, status: 'revoked' })))
  expect(couponAsTold(overlay, couponOf(40, null), moment)?.coupon).toEqual(
    couponOf(40, null, { usesDone: 2, status: 'revoked' }),
  )
  expect(couponAsTold(overlay, couponOf(41, null, { templateId: id(9) }), moment)).toBeNull()
})

test("[OV16] a coupon's past is its issue, what was done here and how often elsewhere", () => {
  const { overlay, heard, didAt } = freshTill()
  heard((tx) => putCoupon(tx, couponOf(20, 1, { usesMax: 9, usesDone: 2 })))
  didAt(1, noon + 5, usedCoupon(20, 1, 3))
  didAt(2, noon + 9, restored(20, 1, 3))
  expect(couponHistory(overlay, id(20))).toEqual({
    coupon: couponOf(20, 1, { usesMax: 9, usesDone: 3, usesRestored: 1 }),
    steps: [
      { at: noon, what: 'issued', useNumber: null },
      { at: noon + 5, what: 'redeemed', useNumber: 3 },
      { at: noon + 9, what: 'restored', useNumber: 3 },
    ],
    usesElsewhere: 2,
  })
  expect(couponHistory(overlay, id(21))).toBeNull()
})

test('[OV17] an account has what was topped up and spent here, and says what was spent today', () => {
  const { overlay, heard, didAt } = freshTill()
  const changed = (account: number, member: number | null, principal: number, gift: number): Effect => ({
    kind: 'value_changed',
    accountId: id(account),
    memberId: member === null ? null : id(member),
    principal: money(principal),
    gift: money(gift),
  })
  const card = {
    accountId: id(60),
    code: 'G0000000000017',
    memberId: null,
    status: 'active' as const,
    principal: money(5_000),
    gift: money(1_000),
  }
  heard((tx) => {
    putAccount(tx, card)
    putMember(tx, memberOf(1))
  })
  didAt(1, noon - 1_001, changed(60, null, -1_000, -200))
  didAt(2, noon, changed(60, null, -500, -100), changed(1, 1, 300, 30))
  expect(accountByCode(overlay, card.code, moment)).toEqual({
    account: { ...card, principal: 3_500, gift: 700 },
    spentToday: 600,
  })
  expect(accountOf(overlay, id(60), moment)?.account.principal).toBe(3_500)
  heard((tx) => {
    putAccount(tx, { ...card, principal: money(4_000), gift: money(800) })
    putApplied(tx, { terminalId, epoch: 1, seq: 1 })
  })
  expect(accountOf(overlay, id(60), moment)).toEqual({
    account: { ...card, principal: 3_500, gift: 700 },
    spentToday: 600,
  })
  expect(standingOf(overlay, id(1), moment)?.account).toEqual({
    accountId: id(1),
    code: null,
    memberId: id(1),
    status: 'active',
    principal: 300,
    gift: 30,
  })
  didAt(3, noon, changed(1, 1, -400, -10))
  expect(standingOf(overlay, id(1), moment)).toMatchObject({
    account: { principal: 0, gift: 20 },
    day: { valueSpent: 410 },
  })
  expect([accountOf(overlay, id(61), moment), accountByCode(overlay, 'G9', moment)]).toEqual([null, null])
})

test('[OV18] stock and pools count down here, and no ticket is drawn twice whatever the chain says', () => {
  const { overlay, heard, did } = freshTill()
  const pool = (number: number, drawn: number) => ({
    poolId: id(number),
    terminalId,
    storeId: id(1),
    lotteryId: 'spring',
    root: 'a'.repeat(64),
    seed: 'b'.repeat(64),
    tickets: ['nothing', 'coupon', 'nothing'],
    drawn,
  })
  const drew = (number: number, index: number): Effect => ({
    kind: 'ticket_drawn',
    poolId: id(number),
    memberId: id(5),
    index,
  })
  heard((tx) => {
    putGiftStock(tx, { storeId: id(1), giftId: 'mug', left: 2 })
    putGiftStock(tx, { storeId: id(1), giftId: 'bag', left: 9 })
    for (const number of [70, 71]) putLotteryPool(tx, pool(number, 0))
  })
  const taken = (giftId: string): Effect => ({ kind: 'stock_taken', storeId: id(1), giftId, amount: 1 })
  did(1, taken('mug'), drew(70, 0))
  did(2, taken('mug'), taken('bag'), drew(70, 1))
  did(3, taken('mug'))
  expect(stockOf(overlay, id(1))).toEqual([
    { storeId: id(1), giftId: 'bag', left: 8 },
    { storeId: id(1), giftId: 'mug', left: 0 },
  ])
  expect(poolOf(overlay, 'spring')).toEqual(pool(70, 2))
  // A central put back forgot the draws and is already fed past them: they stay drawn.
  heard((tx) => putApplied(tx, { terminalId, epoch: 1, seq: 3 }))
  expect(poolOf(overlay, 'spring')?.drawn).toBe(2)
  expect(stockOf(overlay, id(1)).map(({ left }) => left)).toEqual([9, 2])
  did(4, drew(70, 2))
  expect(poolOf(overlay, 'spring')).toEqual(pool(71, 0))
  heard((tx) => putLotteryPool(tx, pool(71, 3)))
  expect(poolOf(overlay, 'spring')).toEqual(pool(71, 3))
  expect(poolOf(overlay, 'autumn')).toBeNull()
})

test.each([
  ['Asia/Shanghai', '2026-09-21T16:00:00Z', '2026-09-22T16:00:00Z', '2026-09', '2026-08-31T16:00:00Z'],
  ['Europe/Berlin', '2026-09-20T22:00:00Z', '2026-09-21T22:00:00Z', '2026-09', '2026-08-31T22:00:00Z'],
])(
  '[OV19] the moment of a sale in %s has its day and month',
  (timeZone, dayFrom, dayUntil, month, monthFrom) => {
    const at = timeZone === 'Asia/Shanghai' ? Date.parse('2026-09-21T16:00:00Z') : noon
    expect(momentAt(at, timeZone)).toEqual({
      now: at,
      dayFrom: Date.parse(dayFrom),
      dayUntil: Date.parse(dayUntil),
      month,
      monthFrom: Date.parse(monthFrom),
    })
  },
)

test('[OV19] the day of a clock change has 23 or 25 hours and its month begins where it does', () => {
  const march = momentAt(Date.parse('2026-03-29T10:00:00Z'), 'Europe/Berlin')
  expect(march.dayUntil - march.dayFrom).toBe(dayMs - 3_600_000)
  expect(march.monthFrom).toBe(Date.parse('2026-02-28T23:00:00Z'))
  const october = momentAt(Date.parse('2026-10-31T10:00:00Z'), 'Europe/Berlin')
  expect(october.monthFrom).toBe(Date.parse('2026-09-30T22:00:00Z'))
})

/* The model: what the chain will say once it heard everything, kept in plain maps. */

interface Truth {
  readonly points: Map<Uuid, number>
  readonly uses: Map<Uuid, number>
  readonly growth: Map<Uuid, number>
}

const members = [1, 2, 3]
const lots = members.flatMap((member) => [0, 1].map((n) => ({ lot: member * 10 + n, member })))
const coupons = [...members, null].map((member, index) => ({ coupon: 50 + index, member }))

function truthAtStart(): Truth {
  return {
    points: new Map(lots.map(({ lot }) => [id(lot), 100])),
    uses: new Map(coupons.map(({ coupon }) => [id(coupon), 0])),
    growth: new Map(members.map((member) => [id(member), 100])),
  }
}

function learn(truth: Truth, owners: Map<Uuid, Uuid>, effect: Effect): void {
  const add = (map: Map<Uuid, number>, at: Uuid, amount: number) => map.set(at, (map.get(at) ?? 0) + amount)
  if (effect.kind === 'points_burned') add(truth.points, effect.lotId, -effect.points)
  if (effect.kind === 'points_earned') {
    add(truth.points, effect.lotId, effect.points)
    owners.set(effect.lotId, effect.memberId)
  }
  if (effect.kind === 'growth_added') add(truth.growth, effect.memberId, effect.growth)
  if (effect.kind === 'coupon_used') add(truth.uses, effect.couponId, 1)
}

const actPart = fc.record({
  member: fc.constantFrom(...members),
  burn: fc.integer({ min: 0, max: 40 }),
  earn: fc.integer({ min: 0, max: 40 }),
  coupon: fc.option(fc.constantFrom(...coupons)),
  pick: fc.nat(1_000),
})

test('[OV7] replica up to any mark plus own effects after it is what the chain will say', () => {
  fc.assert(
    fc.property(
      fc.array(actPart, { maxLength: 25 }),
      fc.nat(25),
      fc.integer({ min: 1, max: 25 }),
      (acts, markIndex, perEpoch) => {
        const folder = tillFolder()
        const journal = openJournal({ file: join(folder, 'journal.db'), key })
        const replica = openReplica({ file: join(folder, 'replica.db'), key, access: 'write' })
        try {
          const owners = new Map(lots.map(({ lot, member }) => [id(lot), id(member)]))
          const [all, heard] = [truthAtStart(), truthAtStart()]
          let mark = { epoch: 0, seq: 0 }
          transact(journal, (tx) => {
            for (const [index, act] of acts.entries()) {
              const place = { epoch: 1 + Math.floor(index / perEpoch), seq: 1 + (index % perEpoch) }
              const own = [...owners].filter(([, owner]) => owner === id(act.member)).map(([lot]) => lot)
              const from = own[act.pick % own.length] as Uuid
              const burn = Math.min(act.burn, all.points.get(from) ?? 0)
              const useNumber = act.coupon ? (all.uses.get(id(act.coupon.coupon)) ?? 0) + 1 : 0
              const effects: Effect[] = [
                ...(burn > 0
                  ? [
                      {
                        kind: 'points_burned',
                        memberId: id(act.member),
                        lotId: from,
                        points: points(burn),
                      } as const,
                    ]
                  : []),
                ...(act.earn > 0
                  ? [earned(act.member, 1_000 + index, act.earn), grew(act.member, act.earn)]
                  : []),
                ...(act.coupon && useNumber <= 2
                  ? [usedCoupon(act.coupon.coupon, act.coupon.member, useNumber)]
                  : []),
              ]
              addEffects(tx, { ...place, time: noon }, effects)
              for (const effect of effects) {
                learn(all, owners, effect)
                if (index < markIndex) learn(heard, owners, effect)
              }
              if (index < markIndex) mark = place
            }
          })
          transact(replica, (tx) => {
            for (const member of members)
              putMember(tx, memberOf(member, { growth: heard.growth.get(id(member)) ?? 0 }))
            for (const [lotId, left] of heard.points)
              putLot(tx, { ...lotOf(1, 1), lotId, memberId: owners.get(lotId) as Uuid, points: points(left) })
            for (const { coupon, member } of coupons)
              putCoupon(tx, couponOf(coupon, member, { usesDone: heard.uses.get(id(coupon)) ?? 0 }))
            putApplied(tx, { terminalId, ...mark })
          })
          const overlay = { journal, replica, terminalId }
          for (const member of members) {
            const standing = standingOf(overlay, id(member), moment)
            expect(standing?.member.growth).toBe(all.growth.get(id(member)))
            expect(new Map(standing?.lots.map((lot) => [lot.lotId, lot.points]))).toEqual(
              new Map([...all.points].filter(([lot, left]) => owners.get(lot) === id(member) && left > 0)),
            )
            expect(
              couponsOf(overlay, id(member), moment).map(({ coupon }) => [coupon.couponId, coupon.usesDone]),
            ).toEqual(
              coupons
                .filter((coupon) => coupon.member === member && (all.uses.get(id(coupon.coupon)) ?? 0) < 2)
                .map(({ coupon }) => [id(coupon), all.uses.get(id(coupon))]),
            )
          }
          for (const { coupon } of coupons)
            expect(couponAtHand(overlay, id(coupon), moment)?.coupon.usesDone).toBe(all.uses.get(id(coupon)))
        } finally {
          journal.close()
          replica.close()
          rmSync(folder, { recursive: true, force: true })
        }
      },
    ),
    { numRuns: 100, seed: 20_261_122 },
  )
  // A hundred tills with two encrypted files each: seconds on a quiet machine, longer beside other work.
}, 90_000)
