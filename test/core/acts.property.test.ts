import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { eventsAfter } from '../../db/journal/event-table.ts'
import { openJournal, openReplica } from '../../db/open.ts'
import { stockOf } from '../../db/overlay/accounts.ts'
import { momentAt } from '../../db/overlay/files.ts'
import { standingOf } from '../../db/overlay/members.ts'
import type { EventType, TillEvent } from '../../domain/event.ts'
import type { Uuid } from '../../domain/ids.ts'
import { type Lot, openLots, spendablePoints } from '../../domain/lot.ts'
import { money } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import { centralInContact, tillInContact } from './contact.ts'
import { codeOfOil, noon, programme, storeId, terminalId, wang } from './demo-chain.ts'
import { accounts, pool } from './demo-value.ts'
import { outputOf } from './member-rig.ts'
import { begin, openSale } from './refusal-row.ts'
import { generous, leaseOf } from './risk-rows.ts'
import { cash, keys, type Page, payCash, scan } from './till-parts.ts'
import { newTill, type Rig, startTill } from './till-rig.ts'

/** What bounds a till alone has tests of its own (risk.test.ts): here every act may happen. */
const unbounded = { policy: generous, leases: [leaseOf(wang.memberId, 1_000_000)] }

/*
 * Whatever a counter does, in any order and with the process dying in between: what the screen shows is what the lots
 * sum to, nothing falls below zero, and an independent count of the events says the same.
 */

type Step =
  | { readonly kind: 'sell'; readonly oils: number; readonly burn: number; readonly value: number }
  | { readonly kind: 'gift'; readonly giftId: string }
  | { readonly kind: 'draw' }
  | { readonly kind: 'donate' }
  | { readonly kind: 'top_up'; readonly amount: number }
  | { readonly kind: 'return'; readonly sale: number; readonly place: number }
  | { readonly kind: 'restart' }

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('sell' as const),
      oils: fc.integer({ min: 1, max: 4 }),
      burn: fc.integer({ min: 0, max: 6 }),
      value: fc.nat(5_000),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('gift' as const),
      giftId: fc.constantFrom('cup', 'wash', 'gone'),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'draw' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'donate' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('top_up' as const),
      amount: fc.integer({ min: 1, max: 60_000 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('return' as const), sale: fc.nat(5), place: fc.nat(3) }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'restart' as const }) },
)

async function sell(page: Page, { oils, burn, value }: Extract<Step, { kind: 'sell' }>): Promise<void> {
  for (let place = 1; place <= oils; place++) await scan(page, codeOfOil(place))
  await scan(page, wang.code)
  const burned = await page.call('burnPoints', { points: points(burn * 100) })
  const { toPay } = page.slice('basket_changed')
  const spent = Math.min(value, toPay)
  if (spent === 0 || 'refusal' in burned) {
    expect(await payCash(page)).toHaveProperty('output')
    return
  }
  const rest = toPay - spent
  const tender = { kind: 'stored_value' as const, amount: money(spent), accountId: wang.memberId }
  const paid = await page.call('commitSale', {
    saleId: openSale(page),
    toPay,
    tenders: rest > 0 ? [tender, cash(rest)] : [tender],
  })
  // What the account or the day's limit does not give is paid in cash.
  if ('refusal' in paid) expect(await payCash(page)).toHaveProperty('output')
}

async function take(rig: Rig, asked: Step): Promise<Rig> {
  const { folder, page } = rig
  if (asked.kind === 'restart') return startTill(folder)
  if (asked.kind === 'sell') {
    await sell(page, asked)
    return rig
  }
  await scan(page, wang.code)
  const actId = await begin(page)
  if (asked.kind === 'gift') await page.call('exchangeGift', { actId, giftId: asked.giftId })
  if (asked.kind === 'draw') await page.call('drawLottery', { actId })
  if (asked.kind === 'donate') {
    await page.call('donatePoints', { actId, projectId: 'school', points: points(1_000) })
  }
  if (asked.kind === 'top_up') {
    const { amount } = asked
    const accountId: Uuid = wang.memberId
    await page.call('topUpValue', { actId, accountId, amount: money(amount), tenders: [cash(amount)] })
  }
  if (asked.kind === 'return') {
    const sales = of(eventsIn(folder), 'sale.completed')
    const sale = sales[asked.sale % Math.max(1, sales.length)]
    const lines = [{ place: asked.place, amount: 1 }]
    if (sale) await page.call('returnSale', { actId, saleId: sale.data.saleId, lines, reason: 'other' })
  }
  return rig
}

type Events = readonly TillEvent[]

/** Everything recorded so far, by a connection of its own. */
function eventsIn(folder: string): Events {
  const key = Uint8Array.from(Buffer.from(keys.journal, 'hex'))
  const journal = openJournal({ file: join(folder, 'journal.db'), key })
  const events = eventsAfter(journal, { epoch: 0, seq: 0 }, 10_000, 100_000_000)
  journal.close()
  return events
}

function of<T extends EventType>(events: Events, type: T): TillEvent<T>[] {
  return events.filter((event) => event.type === type) as TillEvent<T>[]
}

/** What the two files say together, read by connections of this test. */
function truthOf({ clock, folder }: Rig) {
  const key = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'))
  const journal = openJournal({ file: join(folder, 'journal.db'), key: key(keys.journal) })
  const replica = openReplica({ file: join(folder, 'replica.db'), key: key(keys.replica), access: 'read' })
  const overlay = { journal, replica, terminalId }
  const standing = standingOf(overlay, wang.memberId, momentAt(clock.now(), 'Asia/Shanghai'))
  const stock = stockOf(overlay, storeId)
  journal.close()
  replica.close()
  if (!standing) throw new Error('Wang is known')
  return { standing, stock }
}

/** Points by an independent count over the events alone. */
function pointsByEvents(events: Events): { readonly balance: number; readonly debt: number } {
  const sum = (figures: readonly number[]) => figures.reduce((total, one) => total + one, 0)
  const sales = of(events, 'sale.completed').map(({ data }) => data)
  const returns = of(events, 'sale.returned').map(({ data }) => data)
  const spent = [
    ...of(events, 'gift.exchanged'),
    ...of(events, 'lottery.drawn'),
    ...of(events, 'points.donated'),
  ].map(({ data }) => data.burned.points)
  const debt =
    sum(returns.map(({ takenBack }) => takenBack?.debt ?? 0)) -
    sum(sales.map(({ earned }) => earned?.debtPaid ?? 0))
  const balance =
    1_100 +
    sum(sales.map(({ earned }) => earned?.points ?? 0)) -
    sum(sales.map(({ burned }) => burned?.points ?? 0)) -
    sum(spent) +
    sum(returns.map(({ givenBack }) => givenBack?.points ?? 0)) -
    sum(returns.map(({ takenBack }) => (takenBack?.points ?? 0) - (takenBack?.debt ?? 0)))
  return { balance, debt }
}

/** Stored value by the events alone. */
function valueByEvents(events: Events): number {
  const { principal, gift } = accounts.wang
  let value: number = principal + gift
  for (const { data } of of(events, 'value.topped_up')) value += data.principal + data.gift
  for (const { data } of of(events, 'sale.completed')) {
    for (const tender of data.tenders) if (tender.kind === 'stored_value') value -= tender.amount
  }
  for (const { data } of of(events, 'sale.returned')) {
    for (const refund of data.refunds) if (refund.kind === 'stored_value') value += refund.amount
  }
  return value
}

/** Whether what an act burned came from the lots first to expire: no open lot before the last one burned keeps a point. */
function isFirstToEnd(
  before: readonly Lot[],
  burned: readonly { readonly lotId: Uuid; readonly points: number }[],
): boolean {
  const order = openLots(before, noon).map(({ lotId }) => lotId)
  const places = burned.map(({ lotId }) => order.indexOf(lotId))
  return places.every((place, at) => {
    if (place !== at) return false
    const isLast = at === burned.length - 1
    return isLast || burned[at]?.points === before.find(({ lotId }) => lotId === order[place])?.points
  })
}

async function play(start: Rig, steps: readonly Step[]): Promise<void> {
  let rig = start
  let events: Events = []
  for (const one of steps) {
    const before = truthOf(rig)
    const burnsBefore = burnsOf(events).length
    rig = await take(rig, one)
    events = eventsIn(rig.folder)
    const { standing, stock } = truthOf(rig)
    for (const burn of burnsOf(events).slice(burnsBefore)) {
      expect(isFirstToEnd(before.standing.lots, burn)).toBe(true)
    }
    expect(standing.lots.every((lot) => lot.points > 0)).toBe(true)
    const counted = pointsByEvents(events)
    expect(spendablePoints(standing.lots, rig.clock.now())).toBe(counted.balance)
    expect(standing.member.debt).toBe(counted.debt)
    expect(counted.debt).toBeGreaterThanOrEqual(0)
    const value = (standing.account?.principal ?? 0) + (standing.account?.gift ?? 0)
    expect(value).toBe(valueByEvents(events))
    const cups = of(events, 'gift.exchanged').filter(({ data }) => data.giftId === 'cup').length
    expect(stock.find(({ giftId }) => giftId === 'cup')?.left).toBe(3 - cups)
    await scan(rig.page, wang.code)
    expect(rig.page.slice('basket_changed').member).toMatchObject({
      points: counted.balance,
      debt: counted.debt,
      value,
    })
    await rig.page.call('clearBasket', {})
  }
  const drawn = of(events, 'lottery.drawn').map(({ data }) => data.index)
  expect(drawn).toEqual(pool.tickets.slice(0, drawn.length).map((_, index) => index))
  expect(rig.bugs).toEqual([])
}

/** What each act burned, by its lots. */
function burnsOf(events: Events) {
  return [
    ...of(events, 'sale.completed').flatMap(({ data, seq }) =>
      data.burned ? [{ seq, lots: data.burned.lots }] : [],
    ),
    ...[...of(events, 'gift.exchanged'), ...of(events, 'lottery.drawn'), ...of(events, 'points.donated')].map(
      ({ data, seq }) => ({ seq, lots: data.burned.lots }),
    ),
  ]
    .sort((a, b) => a.seq - b.seq)
    .map(({ lots }) => lots)
}

const easy = { lottery: programme.lottery && { ...programme.lottery, dayLimit: 99 } }

test('[PD10] any acts in any order, without contact and over crashes: screen, lots and events agree, and nothing falls below zero', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      await play(await newTill({}, { ...unbounded, programme: easy }), steps)
    }),
    { numRuns: 12, seed: 20_261_122 },
  )
}, 120_000)

test('[PD11] the same in contact with the central', async () => {
  const central = await centralInContact()
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        step.filter(({ kind }) => kind !== 'restart'),
        { minLength: 4, maxLength: 10 },
      ),
      async (steps) => {
        const rig = await tillInContact(central, { programme: easy })
        await play(rig, steps)
        await rig.till.stop()
      },
    ),
    { numRuns: 4, seed: 20_261_122 },
  )
}, 120_000)

test('[PD12] the acts of the property happen: sequences sell, burn, draw, exchange, top up and return', async () => {
  const all: Step[] = [
    { kind: 'sell', oils: 3, burn: 2, value: 1_000 },
    { kind: 'gift', giftId: 'cup' },
    { kind: 'draw' },
    { kind: 'top_up', amount: 10_000 },
    { kind: 'return', sale: 0, place: 0 },
    { kind: 'restart' },
    { kind: 'sell', oils: 1, burn: 0, value: 0 },
  ]
  const rig = await newTill({}, unbounded)
  await play(rig, all)
  const events = eventsIn(rig.folder)
  for (const type of [
    'sale.completed',
    'gift.exchanged',
    'lottery.drawn',
    'value.topped_up',
    'sale.returned',
  ] as const) {
    expect(of(events, type).length).toBeGreaterThan(0)
  }
  expect(outputOf(await rig.page.call('recentSales', {})).sales.length).toBeGreaterThan(0)
})
