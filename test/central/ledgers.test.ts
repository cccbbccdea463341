import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../../central/database.ts'
import { openPostgres } from '../../central/postgres-database.ts'
import { verifyChains } from '../../central/verify-chains.ts'
import type { Verdict } from '../../contract/wire.ts'
import { assert } from '../../domain/assert.ts'
import type { TillEvent } from '../../domain/event.ts'
import type { Uuid } from '../../domain/ids.ts'
import { money } from '../../domain/money.ts'
import { standardPolicy } from '../../domain/risk.ts'
import { burnOf, donationOf, giftOf, redemptionOf, returnOf, topUpOf } from '../suites/central-acts-data.ts'
import { couponRow, idOf, lotRow, smallChain, storeOne } from '../suites/central-chain.ts'
import { enrolTill, newEventId, type SuiteTill } from '../suites/central-till.ts'
import { type Fleet, fleetOf, startNode } from './node-fleet.ts'
import { type PostgresServer, startPostgres } from './postgres.ts'

/*
 * Tills that spend the same points, coupons and value at once, over two nodes of the central on one PostgreSQL. The
 * order in which that comes is the machine's; what must hold holds in each.
 */

const limitMs = 180_000
const tills = 6
const batches = 8
const eventsMax = 25

let postgres: PostgresServer
let fleet: Fleet
let database: Database
beforeAll(async () => {
  postgres = await startPostgres()
  const keeping = await postgres.keep()
  assert(keeping.database.kind === 'postgres', 'a database of PostgreSQL')
  const { url } = keeping.database
  fleet = fleetOf([await startNode(url), await startNode(url)])
  database = openPostgres(url, () => undefined)
}, limitMs)
afterAll(async () => {
  await fleet.close()
  await database.close()
  await postgres.stop()
})

/** Whole numbers below `below` that repeat for a seed. */
function chanceOf(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** What the acts promised, added up beside the central. */
interface Promised {
  redeemed: number
  donated: number
  valueSpent: number
  readonly uses: Map<string, Uuid[]>
}

const account = idOf('a', 1)
const lots = [11, 12, 13]
const coupons = [11, 12, 13]

/** The next act of a till: anything that spends what all of them spend. */
function act(
  till: SuiteTill,
  chance: (below: number) => number,
  sold: TillEvent[],
  told: Promised,
): TillEvent {
  const [id, storeId] = [newEventId(), till.enrolment.storeId]
  const lot = lots[chance(lots.length)] ?? 11
  const coupon = coupons[chance(coupons.length)] ?? 11
  const amount = 1 + chance(400)
  const useNumber = 1 + chance(3)
  const use = () => {
    const key = `${idOf('c', coupon)}:${useNumber}`
    told.uses.set(key, [...(told.uses.get(key) ?? []), id])
  }
  const burned = burnOf(1, [{ lot, points: amount }])
  switch (chance(8)) {
    case 0:
      told.redeemed += amount
      return till.seal('gift.exchanged', giftOf(id, storeId, { burned }), id)
    case 1:
      told.donated += amount
      return till.seal('points.donated', donationOf(id, storeId, burned), id)
    case 2:
      return till.seal('value.topped_up', topUpOf(id, storeId, account, { principal: money(amount) }), id)
    case 3:
      use()
      return till.seal('coupon.redeemed', redemptionOf(id, storeId, coupon, { useNumbers: [useNumber] }), id)
    case 4: {
      const sale = sold.at(chance(sold.length))
      const data = returnOf(id, storeId, sale?.id ?? newEventId(), { memberId: idOf('m', 1) })
      return till.seal('sale.returned', data, id)
    }
    case 5: {
      told.valueSpent += amount
      const tender = { accountId: account, principal: money(amount), gift: money(0), amount: money(amount) }
      return till.sell({ more: { tenders: [{ kind: 'stored_value', ...tender }] } })
    }
    case 6: {
      const sale = till.sell({ member: 1, earns: amount, coupons: [{ coupon, useNumber }] })
      const key = `${idOf('c', coupon)}:${useNumber}`
      told.uses.set(key, [...(told.uses.get(key) ?? []), sale.id])
      sold.push(sale)
      return sale
    }
    default: {
      told.redeemed += amount
      const sale = till.sell({ member: 1, pieces: 3, burns: [{ lot, points: amount }] })
      sold.push(sale)
      return sale
    }
  }
}

const numberOf = async (sql: string) => Number((await database.query<{ n: unknown }>(sql))[0]?.n)
const credited = (book: 'points' | 'value', credit: string) =>
  numberOf(
    `SELECT coalesce(sum("${book === 'points' ? 'points' : 'amount'}"), 0) AS n FROM ${book}_entry WHERE "credit" = '${credit}'`,
  )
/** Everything a repeated push might change. */
const everything = async () =>
  Promise.all(
    [
      ['points_entry', '"number"'],
      ['value_entry', '"number"'],
      ['coupon_use', '"couponId", "useNumber"'],
      ['lot', '"lotId"'],
      ['account', '"accountId"'],
      ['coupon', '"couponId"'],
      ['gift_stock', '"storeId", "giftId"'],
      ['dispute', '"eventId"'],
      ['returned_line', '"saleId"'],
    ].map(([table, order]) =>
      database.query(`SELECT to_jsonb(t)::text AS row FROM ${table} t ORDER BY ${order}, t::text`),
    ),
  )

test('[CE109] tills that spend the same at once over several nodes: every ledger holds and nothing is used twice', {
  timeout: limitMs,
}, async () => {
  await fleet.change([
    ...smallChain,
    ...lots.map((lot) => lotRow(lot, 1, 300)),
    couponRow(11, null, 1),
    couponRow(12, null, 2),
    couponRow(13, null, 3),
    {
      c: 'account',
      k: account,
      d: { accountId: account, code: null, memberId: null, status: 'active', principal: 500, gift: 0 },
    },
    { c: 'gift_stock', k: `${storeOne}:rice_bowl`, d: { storeId: storeOne, giftId: 'rice_bowl', left: 5 } },
  ])
  const told: Promised = { redeemed: 0, donated: 0, valueSpent: 0, uses: new Map() }
  const sellers = await Promise.all(Array.from({ length: tills }, () => enrolTill(fleet)))
  const pushed = await Promise.all(
    sellers.map(async (till, nth) => {
      const chance = chanceOf(nth + 1)
      const sold: TillEvent[] = []
      const all: { readonly events: readonly TillEvent[]; readonly verdicts: readonly Verdict[] }[] = []
      for (let batch = 0; batch < batches; batch++) {
        const events = Array.from({ length: 1 + chance(eventsMax) }, () => act(till, chance, sold, told))
        // Now and then the same batch at both nodes at once, as a till does that gave up waiting too early.
        const answers = await Promise.all(Array.from({ length: 1 + chance(2) }, () => till.push(events)))
        const verdicts = answers.map((result) => {
          assert('answer' in result, `the push is taken, not ${JSON.stringify(result)}`)
          return result.answer.verdicts
        })
        const first = verdicts.find((said) => said.every(({ outcome }) => outcome !== 'duplicate')) ?? []
        expect(first.map(({ id }) => id)).toEqual(events.map(({ id }) => id))
        all.push({ events, verdicts: first })
      }
      return { till, all }
    }),
  )
  const all = pushed.flatMap(({ all: batchesOf }) => batchesOf)
  const said = new Map(all.flatMap(({ verdicts }) => verdicts.map((verdict) => [verdict.id, verdict])))
  const outcomes = new Set([...said.values()].map(({ outcome }) => outcome))
  expect(outcomes).toEqual(new Set(['applied', 'disputed']))

  // What was promised is booked once, whoever bore it; nothing is below nothing.
  expect(await credited('points', 'redemption')).toBe(told.redeemed)
  expect(await credited('points', 'donation')).toBe(told.donated)
  expect(await credited('value', 'redemption')).toBe(told.valueSpent)
  // Beyond what there was the member owes as far as the limits let them; what is beyond that is lost, not forgotten.
  expect(await numberOf('SELECT max("debt") AS n FROM member')).toBe(standardPolicy.overdraftMax)
  expect(await numberOf('SELECT count(*) AS n FROM points_entry WHERE "debit" = \'loss\'')).toBeGreaterThan(0)
  expect(await numberOf('SELECT count(*) AS n FROM lot WHERE "points" < 0')).toBe(0)
  expect(await numberOf('SELECT count(*) AS n FROM account WHERE "principal" < 0 OR "gift" < 0')).toBe(0)
  expect(await numberOf('SELECT count(*) AS n FROM gift_stock WHERE "left" < 0')).toBe(0)
  // Of all that claim a use one has it, and each other one is told whose it is.
  for (const [key, claims] of told.uses) {
    const undisputed = claims.filter((id) => {
      const about = said.get(id)?.disputes ?? []
      return !about.some(({ kind, subject }) => kind.startsWith('coupon_') && key.startsWith(subject))
    })
    expect(undisputed.length).toBeLessThanOrEqual(1)
  }
  // Chains whole, lots and accounts what the books say, uses by events that are there.
  expect((await database.transaction(verifyChains, 'repeatable')).findings).toEqual([])

  // Told again, everything is a duplicate and nothing moves.
  const before = await everything()
  await Promise.all(
    pushed.map(async ({ till, all: batchesOf }) => {
      for (const { events, verdicts } of batchesOf) {
        const again = await till.push(events)
        assert('answer' in again, 'the push is taken')
        expect(again.answer.verdicts).toEqual(
          verdicts.map((verdict) => ({ ...verdict, outcome: 'duplicate' })),
        )
      }
    }),
  )
  expect(await everything()).toEqual(before)
  expect([...fleet.statuses.keys()].filter((status) => status >= 500)).toEqual([])
})
