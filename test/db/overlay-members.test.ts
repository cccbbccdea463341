import { expect, test } from 'vitest'
import { accountOf } from '../../db/overlay/accounts.ts'
import { couponsOf, findCoupon } from '../../db/overlay/coupons.ts'
import { findMemberByIdentifier, isProvisional, searchMembers, standingOf } from '../../db/overlay/members.ts'
import { putApplied } from '../../db/replica/applied-table.ts'
import { putCoupon } from '../../db/replica/coupon-table.ts'
import { putIdentifier } from '../../db/replica/identifier-table.ts'
import { putLot } from '../../db/replica/lot-table.ts'
import { putMember, removeMember } from '../../db/replica/member-table.ts'
import type { Effect } from '../../domain/effect.ts'
import { money } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import {
  atHand,
  burned,
  earned,
  enrolled,
  freshTill,
  grew,
  moment,
  pointsOf,
  usedCoupon,
} from './overlay-rig.ts'
import { couponOf, lotOf, memberOf } from './replica-rows.ts'
import { numberedId as id, noon, terminalId } from './till-files.ts'

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

const topped = (member: number, principal: number): Effect => ({
  kind: 'value_changed',
  accountId: id(member),
  memberId: id(member),
  principal: money(principal),
  gift: money(0),
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
  did(4, topped(1, 500), topped(3, 70))
  did(5, topped(2, -20))
  const account = { accountId: id(3), memberId: id(3), principal: 550 }
  for (const member of [1, 2, 3]) {
    expect(standingOf(overlay, id(member), moment)).toMatchObject({
      member: { memberId: id(3), growth: 65 },
      day: { earned: 60, valueSpent: 20 },
      account,
    })
    expect(accountOf(overlay, id(member), moment)).toMatchObject({ account, spentToday: 20 })
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
  did(2, burned(2, 10, 5), spent(Date.parse('2026-08-31T15:59:59Z'), 5))
  expect(standingOf(overlay, id(1), moment)?.family).toEqual({
    ownerId: id(2),
    lots: [lotOf(10, 2, { points: points(45) })],
    left: 20,
  })
  const inOctober = { ...moment, now: Date.parse('2026-09-30T16:00:00Z') }
  expect(standingOf(overlay, id(1), inOctober)?.family?.left).toBe(100)
  // A return gives the month its share back, and no more than was spent in it.
  const back = (at: number, amount: number): Effect => ({
    kind: 'family_given_back',
    memberId: id(1),
    ownerId: id(2),
    spentAt: at,
    points: points(amount),
  })
  did(3, back(noon, 30), back(Date.parse('2026-08-31T15:59:59Z'), 5))
  expect(standingOf(overlay, id(1), moment)?.family?.left).toBe(50)
  did(4, back(noon, 1_000))
  expect(standingOf(overlay, id(1), moment)?.family?.left).toBe(100)
  expect(standingOf(overlay, id(2), moment)?.family).toBeNull()
  heard((tx) => putMember(tx, memberOf(2, { status: 'frozen' })))
  expect(standingOf(overlay, id(1), moment)?.family).toBeNull()
  // In another family what was spent and given back in the last one counts for nothing.
  heard((tx) => {
    putMember(tx, memberOf(3))
    putMember(tx, memberOf(1, { family: { ...family, ownerId: id(3) } }))
  })
  expect(standingOf(overlay, id(1), moment)?.family).toMatchObject({ ownerId: id(3), left: 70 })
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
