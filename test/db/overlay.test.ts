import { rmSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Tx } from '../../db/handle.ts'
import { addEffects } from '../../db/journal/effect-table.ts'
import { openJournal, openReplica } from '../../db/open.ts'
import {
  couponAtHand,
  couponsOf,
  findCoupon,
  findMemberByIdentifier,
  type Overlay,
  standingOf,
} from '../../db/overlay.ts'
import { putApplied } from '../../db/replica/applied-table.ts'
import { putCoupon } from '../../db/replica/coupon-table.ts'
import { putIdentifier } from '../../db/replica/identifier-table.ts'
import { putLot } from '../../db/replica/lot-table.ts'
import { putMember } from '../../db/replica/member-table.ts'
import { putTemplate } from '../../db/replica/template-table.ts'
import { transact } from '../../db/transact.ts'
import type { Effect } from '../../domain/effect.ts'
import type { Uuid } from '../../domain/ids.ts'
import { points } from '../../domain/points.ts'
import { couponOf, lotOf, memberOf, templateOf } from './replica-rows.ts'
import { numberedId as id, journalIn, key, noon, replicaIn, terminalId, tillFolder } from './till-files.ts'

const moment = { now: noon, dayFrom: noon - 1_000, dayUntil: noon + 1_000 }

function freshTill() {
  const folder = tillFolder()
  const overlay = { journal: journalIn(folder), replica: replicaIn(folder), terminalId }
  return {
    overlay,
    heard: (work: (tx: Tx) => void) => transact(overlay.replica, work),
    did: (seq: number, ...effects: Effect[]) =>
      transact(overlay.journal, (tx) => addEffects(tx, { epoch: 1, seq }, effects)),
  }
}

const earned = (member: number, lot: number, amount: number, expiresAt = noon + 5_000): Effect => ({
  kind: 'points_earned',
  memberId: id(member),
  lotId: id(lot),
  points: points(amount),
  earnedAt: noon,
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
const usedCoupon = (coupon: number, member: number | null, useNumber: number, usedAt = noon): Effect => ({
  kind: 'coupon_used',
  couponId: id(coupon),
  templateId: id(700),
  memberId: member === null ? null : id(member),
  useNumber,
  usedAt,
})
const pointsOf = (overlay: Overlay, member: number, now = noon) =>
  standingOf(overlay, id(member), now)?.lots.reduce((sum, lot) => sum + lot.points, 0)

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
  expect(standingOf(overlay, id(1), noon)).toEqual({
    member: memberOf(1, { growth: 17 }),
    lots: [lotOf(10, 1, { points: points(50) })],
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
  expect(standingOf(overlay, id(1), noon)?.member.memberId).toBe(id(2))
  expect(pointsOf(overlay, 1)).toBe(40)
  heard((tx) => putMember(tx, memberOf(2, { status: 'merged', mergedInto: id(1) })))
  expect(standingOf(overlay, id(1), noon)).toBeNull()
})

test('[OV4] a coupon used here is used up here at once, by id, by code and in the list', () => {
  const { overlay, heard, did } = freshTill()
  heard((tx) => {
    putTemplate(tx, templateOf(700))
    putCoupon(tx, couponOf(20, 1, { usesDone: 1 }))
    putCoupon(tx, couponOf(21, 1))
    putCoupon(tx, couponOf(22, 1, { templateId: id(701) }))
  })
  const template = templateOf(700)
  expect(couponsOf(overlay, id(1), moment)).toEqual([
    { coupon: couponOf(20, 1, { usesDone: 1 }), template, usedToday: 0 },
    { coupon: couponOf(21, 1), template, usedToday: 0 },
  ])
  did(1, usedCoupon(20, 1, 2))
  did(2, usedCoupon(21, 1, 1, noon - 5_000))
  const full = { coupon: couponOf(20, 1, { usesDone: 2 }), template, usedToday: 1 }
  expect(couponAtHand(overlay, id(20), moment)).toEqual(full)
  expect(findCoupon(overlay, couponOf(20, 1).code, moment)).toEqual(full)
  expect(couponsOf(overlay, id(1), moment)).toEqual([
    { coupon: couponOf(21, 1, { usesDone: 1 }), template, usedToday: 1 },
  ])
  expect(couponAtHand(overlay, id(22), moment)).toBeNull()
})

test('[OV5] uses of the day count whether the chain heard of them or not, and by the buyer of a bearer coupon', () => {
  const { overlay, heard, did } = freshTill()
  did(1, usedCoupon(30, 1, 1), usedCoupon(31, 1, 1, noon - 1_001), usedCoupon(32, 1, 1, noon + 1_000))
  heard((tx) => {
    putTemplate(tx, templateOf(700))
    putCoupon(tx, couponOf(20, null))
    putApplied(tx, { terminalId, epoch: 1, seq: 1 })
  })
  expect(couponAtHand(overlay, id(20), moment)?.usedToday).toBe(0)
  expect(couponAtHand(overlay, id(20), { ...moment, buyerId: id(1) })?.usedToday).toBe(1)
  expect(couponAtHand(overlay, id(20), { ...moment, buyerId: id(2) })?.usedToday).toBe(0)
})

test('[OV6] without a replica nobody is known and nothing fails', () => {
  const overlay = { ...freshTill().overlay, replica: null }
  expect(findMemberByIdentifier(overlay, 'member_code', 'M1')).toBeNull()
  expect(standingOf(overlay, id(1), noon)).toBeNull()
  expect(couponsOf(overlay, id(1), moment)).toEqual([])
  expect(findCoupon(overlay, 'C1', moment)).toBeNull()
  expect(couponAtHand(overlay, id(1), moment)).toBeNull()
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
              addEffects(tx, place, effects)
              for (const effect of effects) {
                learn(all, owners, effect)
                if (index < markIndex) learn(heard, owners, effect)
              }
              if (index < markIndex) mark = place
            }
          })
          transact(replica, (tx) => {
            putTemplate(tx, templateOf(700))
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
            const standing = standingOf(overlay, id(member), noon)
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
