import { expect, test } from 'vitest'
import { couponAsTold, couponAtHand, couponHistory, couponsOf, findCoupon } from '../../db/overlay/coupons.ts'
import { putApplied } from '../../db/replica/applied-table.ts'
import { putBudget } from '../../db/replica/budget-table.ts'
import { putCoupon } from '../../db/replica/coupon-table.ts'
import { saveCursor } from '../../db/replica/cursor-table.ts'
import { money } from '../../domain/money.ts'
import { atHand, freshTill, moment, restored, usedCoupon } from './overlay-rig.ts'
import { couponOf, templateOf } from './replica-rows.ts'
import { numberedId as id, noon, terminalId } from './till-files.ts'

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

test('[OV20] a till gives out no number it used itself, also where the mark of a twin covers an event the rows do not contain', () => {
  const { overlay, heard, did } = freshTill()
  heard((tx) => putCoupon(tx, couponOf(20, 1)))
  did(1, usedCoupon(20, 1, 1))
  did(2, restored(20, 1, 1))
  heard((tx) => putApplied(tx, { terminalId, epoch: 1, seq: 9 }))
  expect(couponAtHand(overlay, id(20), moment)?.coupon).toMatchObject({ usesDone: 1, usesRestored: 0 })
  expect(couponHistory(overlay, id(20))?.coupon).toMatchObject({ usesDone: 1, usesRestored: 0 })
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
  expect(couponAsTold(overlay, { coupon: couponOf(40, null) }, moment)).toEqual(atHand(couponOf(40, null)))
  did(1, usedCoupon(40, null, 1))
  heard((tx) => putApplied(tx, { terminalId, epoch: 1, seq: 1 }))
  expect(couponAsTold(overlay, { coupon: couponOf(40, null) }, moment)?.coupon.usesDone).toBe(1)
  heard((tx) => putCoupon(tx, couponOf(40, null, { usesDone: 2, status: 'revoked' })))
  expect(couponAsTold(overlay, { coupon: couponOf(40, null) }, moment)?.coupon).toEqual(
    couponOf(40, null, { usesDone: 2, status: 'revoked' }),
  )
  expect(couponAsTold(overlay, { coupon: couponOf(41, null, { templateId: id(9) }) }, moment)).toBeNull()
})

test('[OV15] whose a coupon is says who told of it last: the central when asked, or the copy once it is as far', () => {
  const { overlay, heard } = freshTill()
  const cursor = { feed: 'one', serverTime: noon }
  heard((tx) => {
    putCoupon(tx, couponOf(40, 1, { usesMax: 3, usesDone: 1 }))
    saveCursor(tx, { ...cursor, change: 7 })
  })
  const told = { coupon: couponOf(40, 2, { usesMax: 3, validTo: noon + 9 }), toldAt: 8 }
  expect(couponAsTold(overlay, told, moment)?.coupon).toEqual({ ...told.coupon, usesDone: 1 })
  expect(couponAsTold(overlay, { ...told, toldAt: 7 }, moment)?.coupon.memberId).toBe(id(1))
  heard((tx) => {
    putCoupon(tx, couponOf(40, 3, { usesMax: 3, usesDone: 1 }))
    saveCursor(tx, { ...cursor, change: 9 })
  })
  expect(couponAsTold(overlay, told, moment)?.coupon.memberId).toBe(id(3))
})

test('[OV15] a use given back that was told counts once, with a row here or without', () => {
  const { overlay, heard, did } = freshTill()
  did(1, usedCoupon(40, null, 1))
  did(2, restored(40, null, 1))
  const told = couponOf(40, null, { usesDone: 1, usesRestored: 1 })
  expect(couponAsTold(overlay, { coupon: told }, moment)?.coupon).toEqual(told)
  expect(couponAsTold(overlay, { coupon: couponOf(40, null) }, moment)?.coupon).toEqual(told)
  heard((tx) => putCoupon(tx, couponOf(41, null, { usesDone: 1 })))
  const back = couponOf(41, null, { usesDone: 1, usesRestored: 1 })
  expect(couponAsTold(overlay, { coupon: back }, moment)?.coupon).toEqual(back)
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
