import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Effect, effectsOf } from '../../domain/effect.ts'
import type { Uuid } from '../../domain/ids.ts'
import { money, noMoney, splitMoney } from '../../domain/money.ts'
import { points, splitPoints } from '../../domain/points.ts'
import {
  type EarlierReturn,
  type ReturnInput,
  returnable,
  type SaleReturned,
  settleReturn,
} from '../../domain/refund.ts'
import type { SaleCompleted } from '../../domain/sale.ts'
import type { Tender } from '../../domain/tender.ts'
import { dayMs } from '../../domain/time.ts'
import { granted, id, lot, noon, programme, sale, saleLine, standing, store } from './act-shop.ts'

/* Returns in parts: nothing is lost and nothing made, however goods come back. */

function input(changes: Partial<ReturnInput> & Pick<ReturnInput, 'sale'>): ReturnInput {
  return {
    saleTime: noon,
    earlier: [],
    wanted: [],
    standing: null,
    programme,
    store,
    now: noon + 1_000,
    returnId: id(700),
    receiptNumber: 'S01-T1-1-000050',
    reason: 'unwanted',
    ...changes,
  }
}

function saleMember(): NonNullable<SaleCompleted['member']> {
  const none = points(0)
  return {
    memberId: id(100),
    tierId: 'silver',
    status: 'active',
    pointsAfter: none,
    subscription: null,
    birthday: null,
    tags: [],
    repeatCategoryIds: [],
    debt: points(4),
    earnedToday: none,
    burnedToday: none,
    inflatedToday: none,
  }
}

/** Any sale with its figures in keeping: shares within nets, burned points and tenders that sum. */
const anySale = fc
  .record({
    lines: fc.array(
      fc.record({
        amount: fc.integer({ min: 1, max: 5_000 }),
        net: fc.integer({ min: 0, max: 1_000_000 }),
        pointsShareBps: fc.integer({ min: 0, max: 10_000 }),
        earned: fc.integer({ min: 0, max: 100_000 }),
        growth: fc.integer({ min: 0, max: 100_000 }),
      }),
      { minLength: 1, maxLength: 5 },
    ),
    burned: fc.integer({ min: 0, max: 100_000 }),
    burnedWeights: fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 4 }),
    tenderWeights: fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 1, maxLength: 4 }),
    change: fc.integer({ min: 0, max: 5_000 }),
    left: fc.array(fc.integer({ min: 0, max: 100_000 }), { maxLength: 4 }),
  })
  .map(({ lines, burned, burnedWeights, tenderWeights, change, left }) => {
    const saleLines = lines.map((one) =>
      saleLine({
        quantity: { unit: 'gram', amount: one.amount },
        net: money(one.net),
        pointsShare: money(Math.floor((one.net * one.pointsShareBps) / 10_000)),
        earned: points(one.earned),
        growth: one.growth,
      }),
    )
    const burnedAmount = saleLines.reduce((sum, line) => sum + line.pointsShare, 0)
    const toPay = saleLines.reduce((sum, line) => sum + line.net - line.pointsShare, 0)
    const [cash = noMoney, ...others] = splitMoney(money(toPay), tenderWeights)
    const tenders: Tender[] = [
      { kind: 'cash', amount: money(cash + change) },
      ...others.map((amount, place): Tender => {
        const gift = money(Math.floor(amount / 3))
        if (place > 0) return { kind: 'card', amount }
        return { kind: 'stored_value', amount, accountId: id(100), principal: money(amount - gift), gift }
      }),
    ]
    const gross = saleLines.reduce((sum, line) => sum + line.earned, 0)
    const lotsOfBurn = splitPoints(points(burned), burnedWeights)
    const of: SaleCompleted = sale({
      lines: saleLines,
      tenders: tenders.filter(({ amount }) => amount > 0),
      change: money(change),
      member: saleMember(),
      burned:
        burned > 0 && burnedAmount > 0
          ? {
              points: points(burned),
              amount: money(burnedAmount),
              valueBps: programme.budgetStopBps,
              campaignId: null,
              inflated: points(0),
              ofFamily: points(0),
              lots: lotsOfBurn.map((part, place) => ({
                lotId: id(300 + place),
                memberId: id(100),
                points: part,
              })),
            }
          : null,
      earned: {
        lotId: id(60),
        points: points(gross),
        gross: points(gross),
        debtPaid: points(0),
        earnedAt: noon,
        spendableFrom: noon,
        expiresAt: noon + dayMs,
      },
    })
    return { sale: of, left }
  })

function totalOf(returns: readonly SaleReturned[]) {
  const byLot = (lots: readonly { readonly lotId: string; readonly points: number }[]) => {
    const sums: Record<string, number> = {}
    for (const one of lots) sums[one.lotId] = (sums[one.lotId] ?? 0) + one.points
    return sums
  }
  const tenders: Record<string, number> = {}
  const count = (kind: string, amount: number) => {
    tenders[kind] = amount + (tenders[kind] ?? 0)
  }
  for (const { refunds } of returns) {
    for (const tender of refunds) {
      if (tender.kind === 'stored_value') {
        count('principal', tender.principal)
        count('gift', tender.gift)
      } else count(tender.kind, tender.amount)
    }
  }
  const sum = (of: (one: SaleReturned) => number) => returns.reduce((all, one) => all + of(one), 0)
  return {
    refund: sum(({ refund }) => refund),
    tenders: Object.fromEntries(Object.entries(tenders).filter(([, amount]) => amount > 0)),
    takenBack: sum(({ takenBack }) => takenBack?.points ?? 0),
    givenBack: sum(({ givenBack }) => givenBack?.points ?? 0),
    lots: byLot(returns.flatMap(({ givenBack }) => givenBack?.lots ?? [])),
    growth: sum(({ growth }) => growth),
    nets: sum(({ lines }) => lines.reduce((all, line) => all + line.net, 0)),
  }
}

test('[RF9] any parts of a return sum to the whole, to the fen and the point, lot by lot and tender by tender', () => {
  fc.assert(
    fc.property(anySale, fc.infiniteStream(fc.integer({ min: 0, max: 5_000 })), ({ sale: of }, chance) => {
      const whole = of.lines.map(({ quantity }, place) => ({ place, amount: quantity.amount }))
      const once = granted(settleReturn(input({ sale: of, wanted: whole })))
      const parts: SaleReturned[] = []
      const earlier: EarlierReturn[] = []
      for (let round = 0; round < 40; round++) {
        const left = returnable(of, earlier, programme)
        const wanted = left
          .map(({ place, left: most }) => ({
            place,
            amount: round === 39 ? most : Math.min(most, (chance.next().value as number) % (most + 1)),
          }))
          .filter(({ amount }) => amount > 0)
        if (wanted.length === 0) continue
        parts.push(granted(settleReturn(input({ sale: of, wanted, earlier }))))
        earlier.push(...wanted)
      }
      expect(totalOf(parts)).toEqual(totalOf([once]))
      expect(once.refund).toBe(of.toPay)
      expect(once.takenBack?.points ?? 0).toBe(of.earned?.gross ?? 0)
      expect(once.givenBack?.points ?? 0).toBe(of.burned?.points ?? 0)
      for (const part of parts) {
        expect(part.refund).toBeGreaterThanOrEqual(0)
        expect(part.refund).toBe(part.refunds.reduce((sum, { amount }) => sum + amount, 0))
        for (const line of part.lines) {
          for (const figure of [line.net, line.pointsShare, line.takenBack, line.givenBack, line.growth]) {
            expect(figure).toBeGreaterThanOrEqual(0)
          }
        }
      }
    }),
    { numRuns: 300 },
  )
})

test('[RF10] points are conserved: what a return takes lies in lots or is owed, and no lot gives more than it has', () => {
  fc.assert(
    fc.property(anySale, ({ sale: of, left }) => {
      const lots = [lot(60, left[0] ?? 0), ...left.slice(1).map((rest, place) => lot(400 + place, rest))]
      const whole = of.lines.map(({ quantity }, place) => ({ place, amount: quantity.amount }))
      const { takenBack, givenBack } = granted(
        settleReturn(input({ sale: of, wanted: whole, standing: standing({ lots }) })),
      )
      const taken = takenBack?.lots ?? []
      const sum = taken.reduce((all, one) => all + one.points, 0)
      expect(sum + (takenBack?.debt ?? 0)).toBe(takenBack?.points ?? 0)
      for (const one of taken) {
        expect(one.points).toBeGreaterThan(0)
        expect(one.points).toBeLessThanOrEqual(lots.find(({ lotId }) => lotId === one.lotId)?.points ?? 0)
      }
      if ((takenBack?.debt ?? 0) > 0) expect(sum).toBe(lots.reduce((all, one) => all + one.points, 0))
      const given = (givenBack?.lots ?? []).reduce((all, one) => all + one.points, 0)
      expect(given).toBe(givenBack?.points ?? 0)
    }),
    { numRuns: 200 },
  )
})

/** A member's books, kept by the effects alone. */
interface Books {
  readonly lots: Map<string, number>
  debt: number
  growth: number
  value: number
}

function post(books: Books, effects: readonly Effect[]): void {
  const add = (lotId: string, change: number) => books.lots.set(lotId, (books.lots.get(lotId) ?? 0) + change)
  for (const effect of effects) {
    if (effect.kind === 'points_burned' || effect.kind === 'points_taken_back')
      add(effect.lotId, -effect.points)
    else if (effect.kind === 'points_earned' || effect.kind === 'points_given_back')
      add(effect.lotId, effect.points)
    else if (effect.kind === 'debt_changed') books.debt += effect.change
    else if (effect.kind === 'growth_added') books.growth += effect.growth
    else if (effect.kind === 'value_changed') books.value += effect.principal + effect.gift
  }
}

test('[RF10] a sale and the whole of its return, in parts and with points spent between, leave the books as they were', () => {
  const chance = fc.infiniteStream(fc.integer({ min: 0, max: 5_000 }))
  fc.assert(
    fc.property(
      anySale,
      fc.integer({ min: 0, max: 500 }),
      fc.integer({ min: 0, max: 100_000 }),
      chance,
      (any, owed, spent, by) => {
        const debtPaid = points(Math.min(owed, any.sale.earned?.gross ?? 0))
        const earned = any.sale.earned && {
          ...any.sale.earned,
          debtPaid,
          points: points(any.sale.earned.gross - debtPaid),
        }
        const of: SaleCompleted = {
          ...any.sale,
          earned,
          growth: any.sale.lines.reduce((sum, one) => sum + one.growth, 0),
        }
        const start = new Map(of.burned?.lots.map((one) => [one.lotId as string, one.points as number]))
        const books: Books = { lots: new Map(start), debt: owed, growth: 0, value: 0 }
        post(books, effectsOf({ type: 'sale.completed', time: noon, data: of }))
        // What was earned is spent elsewhere, as far as it goes.
        const gone = Math.min(spent, earned?.points ?? 0)
        books.lots.set(id(60), (books.lots.get(id(60)) ?? 0) - gone)
        const earlier: EarlierReturn[] = []
        for (let round = 0; round < 20; round++) {
          const wanted = returnable(of, earlier, programme)
            .map(({ place, left }) => ({
              place,
              amount: round === 19 ? left : Math.min(left, (by.next().value as number) % (left + 1)),
            }))
            .filter(({ amount }) => amount > 0)
          if (wanted.length === 0) continue
          const lots = [...books.lots].map(([lotId, left]) =>
            lot(0, left, { lotId: lotId as Uuid, expiresAt: noon + dayMs }),
          )
          const returned = granted(
            settleReturn(input({ sale: of, wanted, earlier, standing: standing({ lots }) })),
          )
          post(books, effectsOf({ type: 'sale.returned', time: noon, data: returned }))
          for (const left of books.lots.values()) expect(left).toBeGreaterThanOrEqual(0)
          earlier.push(...wanted)
        }
        const sum = (lots: ReadonlyMap<string, number>) =>
          [...lots.values()].reduce((all, left) => all + left, 0)
        expect(sum(books.lots) - books.debt + gone).toBe(sum(start) - owed)
        expect([books.growth, books.value]).toEqual([0, 0])
      },
    ),
    { numRuns: 200 },
  )
})
