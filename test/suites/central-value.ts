import { zstdDecompressSync } from 'node:zlib'
import Database from 'better-sqlite3'
import { beforeEach, expect, test } from 'vitest'
import { accountAnswerSchema, ledgersAnswerSchema } from '../../contract/head-office.ts'
import { collections, snapshotOfferSchema } from '../../contract/wire.ts'
import type { StockWay } from '../../domain/gift-stock.ts'
import type { Uuid } from '../../domain/ids.ts'
import { moneyMax } from '../../domain/limits.ts'
import { money } from '../../domain/money.ts'
import { actsBench } from './acts-bench.ts'
import { burnOf, giftOf, topUpOf } from './central-acts-data.ts'
import { idOf, storeOne } from './central-chain.ts'
import { newEventId, type SuiteTill, tableOf } from './central-till.ts'
import type { StartReferenceUnderTest } from './central-under-test.ts'

/** Collections beside those the first contract looks at, by their tables in a snapshot. */
const snapshotTables = [
  'account',
  'gift_stock',
  'lottery_pool',
  'budget',
  'pair',
  'member_pin',
  'identifier',
] as const

/** Value, stock, draws, and what holds whatever happened. */
export function valueContract(start: StartReferenceUnderTest): void {
  const bench = actsBench(start)
  const { running, next, ownLot, ownAccount, stock, table, kinds, taken, poolOf, draw } = bench
  let till: SuiteTill
  let other: SuiteTill
  beforeEach(() => {
    till = bench.till()
    other = bench.other()
  })

  test('[CE49] an account never falls below nothing: what is missing is disputed with the event before', async () => {
    const card = await ownAccount(1_000, 300)
    const pay = (of: SuiteTill, principal: number, gift: number) =>
      of.sell({
        more: {
          tenders: [
            {
              kind: 'stored_value',
              amount: money(principal + gift),
              accountId: card,
              principal: money(principal),
              gift: money(gift),
            },
          ],
        },
      })
    const first = pay(till, 800, 100)
    expect(kinds(await till.push([first]))).toEqual([[]])
    const late = pay(other, 500, 100)
    expect(taken(await other.push([late]))[0]?.disputes).toEqual([
      { kind: 'value_overdraft', subject: card, other: first.id },
    ])
    expect((await table()).get(`account ${card}`)).toMatchObject({ principal: 0, gift: 100 })
    const nobody = idOf('a', next())
    const topUp = other.seal(
      'value.topped_up',
      topUpOf(newEventId(), storeOne, nobody, { principal: money(500) }),
    )
    expect(kinds(await other.push([topUp]))).toEqual([['account_unknown']])
    expect((await table()).get(`account ${nobody}`)).toMatchObject({ principal: 500, memberId: null })
  })

  test('[CE163] an account may come to more than one act may bring, and every till can still read it', async () => {
    const card = await ownAccount(0, 0)
    const most = (id: Uuid) => topUpOf(id, storeOne, card, { principal: money(moneyMax) })
    const acts = [newEventId(), newEventId()].map((id) => till.seal('value.topped_up', most(id)))
    expect(kinds(await till.push(acts))).toEqual([[], []])
    expect((await table()).get(`account ${card}`)).toMatchObject({ principal: 2 * moneyMax })
    const response = await (await running()).headOffice(`accounts/${card}`)
    expect(accountAnswerSchema.parse(await response.json()).ledger.principal).toBe(2 * moneyMax)
    const { rows } = await till.pull()
    const row = rows.findLast(({ c, k }) => c === 'account' && k === card)
    expect(collections.account.safeParse(row?.d).success).toBe(true)
  })

  test('[CE50] a gift handed over beyond the stock is disputed; the stock stays at nothing', async () => {
    await stock(1)
    const lot = await ownLot(500)
    const give = (of: SuiteTill) => {
      const id = newEventId()
      return of.seal(
        'gift.exchanged',
        giftOf(id, storeOne, { burned: burnOf(1, [{ lot, points: 100 }]) }),
        id,
      )
    }
    const [first, late] = [give(till), give(other)]
    expect(kinds(await till.push([first]))).toEqual([[]])
    expect(kinds(await other.push([late]))).toEqual([['stock_overdraft']])
    const after = await table()
    expect(after.get(`gift_stock ${storeOne}:rice_bowl`)?.['left']).toBe(0)
    expect(after.get(`lot ${idOf('l', lot)}`)?.['points']).toBe(300)
  })

  test('[CE51] tickets are taken in order, each with its own prize: anything else is disputed', async () => {
    const pool = await poolOf(till)
    const wrongPrize = pool.tickets[3] === 'none' ? 'coupon' : 'none'
    const events = [
      draw(till, pool, 0),
      draw(till, pool, 1),
      draw(till, pool, 1),
      draw(till, pool, 3, { prizeId: wrongPrize }),
      draw(till, pool, 4),
    ]
    expect(kinds(await till.push(events))).toEqual([[], [], ['draw_wrong'], ['draw_wrong'], []])
    expect((await poolOf(till)).drawn).toBe(5)
    expect(kinds(await other.push([draw(other, pool, 5)]))).toEqual([['draw_wrong']])
    expect((await poolOf(till)).drawn).toBe(5)
  })

  test('[CE19] wherever a till stops, accounts and pools hold exactly the events its marks name', async () => {
    const card = await ownAccount(1_000, 0)
    const pool = await poolOf(till)
    const { place } = await till.pull()
    const topUp = () =>
      till.seal('value.topped_up', topUpOf(newEventId(), storeOne, card, { principal: money(10) }))
    for (let n = 0; n < 3; n++) await till.push([topUp(), draw(till, pool, n)])
    const { rows } = await till.pull(place, 1)
    const seen = new Map<string, Readonly<Record<string, unknown>>>()
    const stops: unknown[] = []
    for (const [at, row] of rows.entries()) {
      if (row.d !== null) seen.set(`${row.c} ${row.k}`, row.d)
      if (rows[at + 1]?.v === row.v) continue
      const seq = seen.get(`applied ${till.enrolment.terminalId}`)?.['seq']
      stops.push([
        seq,
        seen.get(`account ${card}`)?.['principal'],
        seen.get(`lottery_pool ${pool.poolId}`)?.['drawn'],
      ])
    }
    expect(stops).toEqual([
      [2, 1_010, 1],
      [4, 1_020, 2],
      [6, 1_030, 3],
    ])
  })

  test('[CE15] rows of every collection fit the contract, and a snapshot holds them all', async () => {
    const host = await running()
    await host.change([{ c: 'member', k: idOf('m', 4_000), d: null }])
    await host.change([
      { c: 'pair', k: 'P1:P2', d: { sku: 'P1', suggest: 'P2', liftBps: 15_000 } },
      { c: 'budget', k: idOf('t', 1), d: { templateId: idOf('t', 1), spent: 100 } },
      { c: 'member_pin', k: idOf('m', 1), d: { memberId: idOf('m', 1), pinSalt: 'AAAA', pinHash: 'AAAA' } },
      {
        c: 'denial',
        k: `coupon:${idOf('c', 9)}`,
        d: { kind: 'coupon', subject: idOf('c', 9), since: 1, reason: 'stolen' },
      },
    ])
    await ownAccount(1, 1)
    await stock(5)
    const { rows } = await till.pull()
    const found = new Set(rows.map(({ c }) => c))
    // Leases and limits are the central's own; a store without goods has no category.
    const rowless = new Set(['category', 'policy', 'lease'])
    for (const name of Object.keys(collections)) {
      if (!rowless.has(name)) expect(found, name).toContain(name)
    }
    for (const { c, k, d } of rows) {
      if (d === null) continue
      expect(collections[c as keyof typeof collections].safeParse(d).error, `${c} ${k}`).toBeUndefined()
    }
    const offer = snapshotOfferSchema.parse(await (await till.ask('/v1/snapshot', { method: 'POST' })).json())
    const file = await till.ask(`/v1/snapshot/${offer.snapshotId}`)
    const database = new Database(zstdDecompressSync(Buffer.from(await file.arrayBuffer())))
    const current = tableOf(rows)
    for (const collection of snapshotTables) {
      const { n } = database.prepare(`SELECT count(*) AS n FROM ${collection}`).get() as { n: number }
      const wanted = [...current.keys()].filter((key) => key.startsWith(`${collection} `)).length
      expect(n, collection).toBe(wanted)
    }
    database.close()
  })

  test('[CE241] a store’s stock follows what came, was written off and was counted, and every till of the store sees it', async () => {
    await stock(2)
    const [first, second] = [bench.till(), bench.other()]
    const move = (of: SuiteTill, way: StockWay, amount: number, giftId = 'rice_bowl') =>
      of.seal('gift.stock_moved', { storeId: storeOne, giftId, way, amount, expected: 0 })
    const left = async (giftId = 'rice_bowl') => {
      const rows = (await second.pull()).rows.filter(({ k }) => k === `${storeOne}:${giftId}`)
      return (rows.at(-1)?.d as { readonly left?: number } | null | undefined)?.left
    }
    expect(bench.kinds(await first.push([move(first, 'delivered', 5)]))).toEqual([[]])
    expect(await left()).toBe(7)
    expect(
      bench.kinds(await second.push([move(second, 'counted', 4), move(second, 'written_off', 1)])),
    ).toEqual([[], []])
    expect(await left()).toBe(3)
    // More than is there: the shelf is empty, and people look at it.
    expect(bench.kinds(await first.push([move(first, 'written_off', 4)]))).toEqual([['stock_overdraft']])
    expect(await left()).toBe(0)
    expect(bench.kinds(await first.push([move(first, 'delivered', 6, 'new_gift')]))).toEqual([[]])
    expect(await left('new_gift')).toBe(6)
  })

  test('[CE66] whatever happened, the ledgers come to nothing', async () => {
    const [lot, card] = [await ownLot(400), await ownAccount(1_000, 300)]
    const over = {
      kind: 'stored_value',
      amount: money(1_500),
      accountId: card,
      principal: money(1_100),
      gift: money(400),
    } as const
    const topUp = topUpOf(newEventId(), storeOne, card, { principal: money(50), gift: money(20) })
    const paid = till.seal('value.topped_up', topUp)
    const spend = till.sell({
      member: 1,
      burns: [{ lot, points: 500 }],
      earns: 9,
      more: { tenders: [over] },
    })
    const result = await till.push([paid, spend])
    expect(kinds(result)).toEqual([[], ['points_overdraft', 'value_overdraft']])
    const response = await (await running()).headOffice('ledgers')
    const ledgers = ledgersAnswerSchema.parse(await response.json())
    for (const part of [ledgers.points, ledgers.principal, ledgers.gift]) {
      expect(part.length).toBeGreaterThan(2)
      expect(part.reduce((sum, account) => sum + account.sum, 0)).toBe(0)
    }
    const rows = [...(await table())]
    const sumOf = (prefix: string, field: string) =>
      rows.reduce((sum, [key, row]) => sum + (key.startsWith(prefix) ? Number(row[field]) : 0), 0)
    const ofAccount = (part: typeof ledgers.points, name: string) =>
      part.find(({ account }) => account === name)?.sum
    expect(ofAccount(ledgers.points, 'points')).toBe(sumOf('lot ', 'points'))
    expect(ofAccount(ledgers.principal, 'value')).toBe(sumOf('account ', 'principal'))
    expect(ofAccount(ledgers.gift, 'value')).toBe(sumOf('account ', 'gift'))
  })
}
