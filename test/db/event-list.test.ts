import { expect, test } from 'vitest'
import type { Journal } from '../../db/handle.ts'
import { addEffects } from '../../db/journal/effect-table.ts'
import { eventsOfType, redemptionsOf, returnsOfSale, undoOf } from '../../db/journal/event-list.ts'
import { appendEvent, chainHead } from '../../db/journal/event-table.ts'
import { memberDay, valueSpentBetween } from '../../db/journal/member-day.ts'
import { addSale } from '../../db/journal/sale-table.ts'
import { transact } from '../../db/transact.ts'
import type { Effect } from '../../domain/effect.ts'
import { type EventType, sealEvent, type TillEvent } from '../../domain/event.ts'
import { money } from '../../domain/money.ts'
import { noPoints, points } from '../../domain/points.ts'
import { quietDay } from '../../domain/price.ts'
import { dayMs } from '../../domain/time.ts'
import { numberedId as id, journalIn, noon, sealer, terminalId, tillFolder } from './till-files.ts'

const cashier = id(900)

/** Records an event of any type with what it did; a sale gets its line. */
function happened(
  journal: Journal,
  number: number,
  event: {
    readonly type: EventType
    readonly data: object
    readonly time?: number
    readonly effects?: readonly Effect[]
  },
): TillEvent {
  return transact(journal, (tx) => {
    const { type, time = noon, effects = [] } = event
    const draft = { id: id(number), type, time, actor: cashier, rules: 1, mode: 'isolated' as const }
    const sealed = sealEvent({ ...draft, data: event.data as never }, chainHead(tx, terminalId, 1), sealer)
    appendEvent(tx, sealed)
    addEffects(tx, sealed, effects)
    if (type === 'sale.completed') {
      addSale(tx, {
        saleId: sealed.id,
        epoch: 1,
        seq: sealed.seq,
        completedAt: time,
        receiptNumber: `S01-T1-1-${String(sealed.seq).padStart(6, '0')}`,
        toPay: money(1),
        paid: money(1),
        change: money(0),
        earned: noPoints,
        burned: noPoints,
        itemCount: 1,
        memberName: null,
      })
    }
    return sealed
  })
}

const idsOf = (events: readonly TillEvent[]) => events.map((event) => event.id)

test('[JO16] what happened of a type is found by its time, sales also after the clock was set back', () => {
  const journal = journalIn(tillFolder())
  const sale = (number: number, time: number) =>
    happened(journal, number, { type: 'sale.completed', data: {}, time })
  sale(1, noon - 3 * dayMs)
  sale(2, noon)
  happened(journal, 3, { type: 'approval.given', data: {}, time: noon + 1 })
  sale(4, noon + dayMs)
  sale(5, noon - 10)
  sale(6, noon + 20)
  happened(journal, 7, { type: 'approval.given', data: {}, time: noon + 30 })
  happened(journal, 8, { type: 'coupon.redeemed', data: {}, time: noon + 40 })
  const today = { from: noon - 100, until: noon + 100, limit: 10 }
  expect(idsOf(eventsOfType(journal, 'sale.completed', today))).toEqual([id(2), id(5), id(6)])
  expect(idsOf(eventsOfType(journal, 'sale.completed', { ...today, limit: 2 }))).toEqual([id(2), id(5)])
  expect(idsOf(eventsOfType(journal, 'approval.given', today))).toEqual([id(3), id(7)])
  expect(idsOf(eventsOfType(journal, 'approval.given', { ...today, from: noon + 2 }))).toEqual([id(7)])
  expect(idsOf(eventsOfType(journal, 'approval.given', { ...today, until: noon + 30 }))).toEqual([id(3)])
  expect(eventsOfType(journal, 'lottery.drawn', today)).toEqual([])
})

test('[JO16] looking back for sales stops days before, however long the journal is', () => {
  const journal = journalIn(tillFolder())
  for (let number = 1; number <= 450; number++) {
    happened(journal, number, { type: 'sale.completed', data: {}, time: noon + number * 3_600_000 })
  }
  const asked = { from: noon + 100 * 3_600_000, until: noon + 350 * 3_600_000, limit: 1_000 }
  const found = eventsOfType(journal, 'sale.completed', asked)
  expect([found.length, found[0]?.id, found.at(-1)?.id]).toEqual([250, id(100), id(349)])
})

test('[JO17] what came back of a sale and what undid a redemption is found at once', () => {
  const journal = journalIn(tillFolder())
  const back = (number: number, saleId: string | null) =>
    happened(journal, number, { type: 'sale.returned', data: { saleId } })
  back(1, id(50))
  back(2, null)
  back(3, id(51))
  back(4, id(50))
  happened(journal, 5, { type: 'coupon.restored', data: { redemptionId: id(60) } })
  expect(idsOf(returnsOfSale(journal, id(50)))).toEqual([id(1), id(4)])
  expect(returnsOfSale(journal, id(52))).toEqual([])
  expect([undoOf(journal, id(60))?.id, undoOf(journal, id(61))]).toEqual([id(5), null])
  for (const [sql, index] of [
    [`type = 'sale.returned' AND json_extract(body, '$.data.saleId') = ?`, 'eventOfReturn'],
    [`type = 'coupon.restored' AND json_extract(body, '$.data.redemptionId') = ?`, 'eventOfUndo'],
  ] as const) {
    const plan = journal
      .prepare(`EXPLAIN QUERY PLAN SELECT body FROM event WHERE ${sql}`)
      .all<{ detail: string }>('x')
    expect(plan[0]?.detail).toContain(index)
  }
})

const member = id(1)
const burn = (lot: number, amount: number, memberId = member): Effect => ({
  kind: 'points_burned',
  memberId,
  lotId: id(lot),
  points: points(amount),
})
const use = (coupon: number, memberId: typeof member | null = member): Effect => ({
  kind: 'coupon_used',
  couponId: id(coupon),
  templateId: id(700),
  memberId,
  useNumber: 1,
  usedAt: noon,
  amount: money(500),
})

test("[JO18] a member's day sums what they earned, burned, redeemed, drew and spent at this till", () => {
  const journal = journalIn(tillFolder())
  const day = { from: noon - 1_000, until: noon + 1_000 }
  expect(memberDay(journal, [member], day)).toEqual(quietDay)
  const burned = (amount: number, paid: number, inflated = 0) => ({
    points: amount,
    amount: paid,
    inflated,
  })
  const sale = { member: { memberId: member } }
  happened(journal, 1, {
    type: 'sale.completed',
    data: { ...sale, burned: burned(300, 300) },
    effects: [
      burn(10, 200),
      burn(11, 100),
      { kind: 'points_earned', memberId: member, lotId: id(12), points: points(7), ...lotTimes },
      { kind: 'debt_changed', memberId: member, change: -3 },
      use(20),
      use(21),
      { kind: 'value_changed', accountId: member, memberId: member, principal: money(-90), gift: money(-10) },
    ],
  })
  happened(journal, 2, {
    type: 'sale.completed',
    data: { ...sale, burned: burned(100, 160, 60) },
    effects: [burn(10, 100)],
  })
  happened(journal, 3, {
    type: 'lottery.drawn',
    data: { memberId: member, burned: { points: 200 } },
    effects: [burn(10, 200), { kind: 'ticket_drawn', poolId: id(70), memberId: member, index: 0 }],
  })
  happened(journal, 4, {
    type: 'points.donated',
    data: { memberId: member, burned: { points: 1_000 }, amount: 100 },
    effects: [burn(10, 1_000)],
  })
  // What pays no debt off, what was topped up, and what lies before the day, is no part of it.
  happened(journal, 5, {
    type: 'sale.returned',
    data: { memberId: member },
    effects: [
      { kind: 'debt_changed', memberId: member, change: 5 },
      { kind: 'value_changed', accountId: member, memberId: member, principal: money(70), gift: money(0) },
    ],
  })
  happened(journal, 6, { type: 'sale.completed', data: sale, time: noon - 1_001, effects: [burn(10, 100)] })
  happened(journal, 7, { type: 'sale.completed', data: sale, time: noon + 1_000, effects: [use(20)] })
  expect(memberDay(journal, [member], day)).toEqual({
    earned: 10,
    burned: 400,
    inflated: 60,
    redemptions: 4,
    redeemedValue: 300 + 1_000 + 160 + 100,
    draws: 1,
    valueSpent: 100,
  })
  expect(valueSpentBetween(journal, member, day)).toBe(100)
  expect(valueSpentBetween(journal, id(2), day)).toBe(0)
})

const lotTimes = { earnedAt: noon, spendableFrom: noon, expiresAt: noon + dayMs }

test("[JO18] what a family member spent of an owner's points is the spender's day, not the owner's", () => {
  const journal = journalIn(tillFolder())
  const [spender, owner, former] = [id(1), id(2), id(3)]
  happened(journal, 1, {
    type: 'sale.completed',
    data: { member: { memberId: spender }, burned: { points: 100, amount: 100, inflated: 0 } },
    effects: [
      burn(10, 100, owner),
      { kind: 'family_spent', memberId: spender, ownerId: owner, spentAt: noon, points: points(100) },
    ],
  })
  happened(journal, 2, {
    type: 'sale.completed',
    data: { member: { memberId: former }, burned: { points: 200, amount: 200, inflated: 0 } },
    effects: [burn(11, 200, former)],
  })
  const day = { from: noon, until: noon + 1 }
  expect(memberDay(journal, [spender], day)).toMatchObject({ burned: 100, redemptions: 1 })
  expect(memberDay(journal, [owner], day)).toEqual(quietDay)
  // Merged: what was done under the former id is the survivor's.
  expect(memberDay(journal, [spender, former], day)).toMatchObject({ burned: 300, redemptions: 2 })
})

test("[JO19] a member's redemptions are acts, with who did them", () => {
  const journal = journalIn(tillFolder())
  const sale = (memberId: string | null) => ({ member: memberId ? { memberId } : null })
  happened(journal, 1, {
    type: 'sale.completed',
    data: sale(member),
    effects: [burn(10, 1), use(20), use(21)],
  })
  happened(journal, 2, {
    type: 'coupon.redeemed',
    data: { memberId: member },
    time: noon + 5,
    effects: [use(22)],
  })
  happened(journal, 3, { type: 'sale.completed', data: sale(id(2)), time: noon + 6, effects: [burn(10, 5)] })
  happened(journal, 4, { type: 'sale.completed', data: sale(member), time: noon - 1, effects: [use(23)] })
  expect(redemptionsOf(journal, [member], noon)).toEqual([
    { eventId: id(1), type: 'sale.completed', time: noon, actor: cashier },
    { eventId: id(2), type: 'coupon.redeemed', time: noon + 5, actor: cashier },
  ])
  expect(redemptionsOf(journal, [member], noon + 6)).toEqual([])
  // Of those merged into them too, each act once, in the order it happened.
  const merged = redemptionsOf(journal, [id(2), member], noon)
  expect(merged.map(({ eventId }) => eventId)).toEqual([id(1), id(2), id(3)])
})
