import { expect, test } from 'vitest'
import { accountByCode, accountOf, poolOf, stockOf } from '../../db/overlay/accounts.ts'
import { couponAsTold, couponAtHand, couponHistory, couponsOf, findCoupon } from '../../db/overlay/coupons.ts'
import { momentAt } from '../../db/overlay/files.ts'
import { findMemberByIdentifier, searchMembers, standingOf } from '../../db/overlay/members.ts'
import { putApplied } from '../../db/replica/applied-table.ts'
import { putIdentifier } from '../../db/replica/identifier-table.ts'
import { putLot } from '../../db/replica/lot-table.ts'
import { putMember } from '../../db/replica/member-table.ts'
import { points } from '../../domain/points.ts'
import { quietDay } from '../../domain/price.ts'
import { dayMs } from '../../domain/time.ts'
import { burned, earned, freshTill, grew, moment, pointsOf } from './overlay-rig.ts'
import { couponOf, lotOf, memberOf } from './replica-rows.ts'
import { numberedId as id, noon, terminalId } from './till-files.ts'

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

test('[OV6] without a replica nobody is known and nothing fails', () => {
  const overlay = { ...freshTill().overlay, replica: null }
  expect(findMemberByIdentifier(overlay, 'member_code', 'M1')).toBeNull()
  expect(standingOf(overlay, id(1), moment)).toBeNull()
  expect(couponsOf(overlay, id(1), moment)).toEqual([])
  expect(findCoupon(overlay, 'C1', moment)).toBeNull()
  expect(couponAtHand(overlay, id(1), moment)).toBeNull()
  expect(couponAsTold(overlay, { coupon: couponOf(1, null) }, moment)).toBeNull()
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

test.each([
  ['Asia/Shanghai', '2026-09-21T16:00:00Z', '2026-09-22T16:00:00Z'],
  ['Europe/Berlin', '2026-09-20T22:00:00Z', '2026-09-21T22:00:00Z'],
])('[OV19] the moment of a sale in %s has its day', (timeZone, dayFrom, dayUntil) => {
  const at = timeZone === 'Asia/Shanghai' ? Date.parse('2026-09-21T16:00:00Z') : noon
  expect(momentAt(at, timeZone)).toEqual({
    now: at,
    dayFrom: Date.parse(dayFrom),
    dayUntil: Date.parse(dayUntil),
    timeZone,
  })
})

test('[OV19] the day of a clock change has 23 or 25 hours', () => {
  const march = momentAt(Date.parse('2026-03-29T10:00:00Z'), 'Europe/Berlin')
  expect(march.dayUntil - march.dayFrom).toBe(dayMs - 3_600_000)
  const october = momentAt(Date.parse('2026-10-25T10:00:00Z'), 'Europe/Berlin')
  expect(october.dayUntil - october.dayFrom).toBe(dayMs + 3_600_000)
})
