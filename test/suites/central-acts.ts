import { zstdDecompressSync } from 'node:zlib'
import Database from 'better-sqlite3'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { ledgersAnswerSchema } from '../../contract/head-office.ts'
import { collections, snapshotOfferSchema } from '../../contract/wire.ts'
import type { TillEvent } from '../../domain/event.ts'
import { type LotteryPool, ticketNonce } from '../../domain/lottery.ts'
import { money } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import {
  burnOf,
  couponOf,
  donationOf,
  enrolmentOf,
  giftOf,
  redemptionOf,
  restoringOf,
  returnedLine,
  returnOf,
  suiteProgramme,
  topUpOf,
} from './central-acts-data.ts'
import {
  couponRow,
  farAway,
  idOf,
  longAgo,
  lotRow,
  memberRow,
  smallChain,
  storeOne,
} from './central-chain.ts'
import {
  enrolTill,
  newEventId,
  type PushResult,
  postJson,
  type SuiteTill,
  sha256,
  tableOf,
} from './central-till.ts'
import type { ReferenceUnderTest, StartReferenceUnderTest } from './central-under-test.ts'
import { expectEffects } from './effects-oracle.ts'

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

/** What every event type does to the rows all tills copy. Of the reference central: the model knows fewer. */
export function actsContract(start: StartReferenceUnderTest): void {
  let central: ReferenceUnderTest | null = null
  let till: SuiteTill
  let other: SuiteTill
  let number = 20

  const running = async () => {
    if (central) return central
    central = await start()
    await central.change(smallChain)
    const published = await central.headOffice('programme', postJson({ document: suiteProgramme }))
    expect(published.status).toBe(200)
    return central
  }
  beforeEach(async () => {
    const host = await running()
    till = await enrolTill(host)
    other = await enrolTill(host)
  })
  afterAll(async () => central?.close())

  const next = () => {
    number += 1
    return number
  }
  const ownLot = async (amount: number, member = 1) => {
    const n = next()
    await (await running()).change([lotRow(n, member, amount)])
    return n
  }
  const ownCoupon = async (usesMax = 1) => {
    const n = next()
    const row = couponRow(n, 1, usesMax)
    const code = `C${String(n).padStart(13, '0')}`
    await (await running()).change([{ ...row, d: { ...row.d, code } }])
    return n
  }
  const ownAccount = async (principal: number, gift: number) => {
    const n = next()
    const accountId = idOf('a', n)
    const d = { accountId, code: null, memberId: null, status: 'active', principal, gift }
    await (await running()).change([{ c: 'account', k: accountId, d }])
    return accountId
  }
  const stock = async (left: number) => {
    const d = { storeId: storeOne, giftId: 'rice_bowl', left }
    await (await running()).change([{ c: 'gift_stock', k: `${storeOne}:rice_bowl`, d }])
  }
  const table = async () => tableOf((await till.pull()).rows)
  const taken = (result: PushResult) => {
    if (!('answer' in result)) throw new Error(`the push was not taken: ${JSON.stringify(result)}`)
    return result.answer.verdicts
  }
  const kinds = (result: PushResult) =>
    taken(result).map(({ disputes }) => disputes?.map(({ kind }) => kind) ?? [])
  /** Pushes and proves that the rows moved as the effects say, and nothing is disputed. */
  const proven = async (events: readonly TillEvent[]) => {
    const before = await table()
    const verdicts = taken(await till.push(events))
    expect(verdicts.map(({ outcome }) => outcome)).toEqual(events.map(() => 'applied'))
    const after = await table()
    expect(expectEffects(before, after, events)).toBeGreaterThan(0)
    return after
  }
  const poolOf = async (of: SuiteTill): Promise<LotteryPool> => {
    const rows = [...(await table()).values()] as unknown as LotteryPool[]
    const pool = rows.find((row) => row.tickets !== undefined && row.terminalId === of.enrolment.terminalId)
    if (!pool) throw new Error('no pool was dealt')
    return pool
  }
  const draw = (of: SuiteTill, pool: LotteryPool, index: number, more: { prizeId?: string } = {}) => {
    const drawId = newEventId()
    return of.seal(
      'lottery.drawn',
      {
        drawId,
        slipNumber: 'S01-T1-1-000001',
        storeId: storeOne,
        memberId: idOf('m', 1),
        lotteryId: pool.lotteryId,
        poolId: pool.poolId,
        index,
        prizeId: more.prizeId ?? (pool.tickets[index] as string),
        name: { zh: '奖', en: 'Prize' },
        nonce: ticketNonce(pool.seed, index, sha256),
        burned: burnOf(1, []),
        issued: null,
      },
      drawId,
    )
  }

  test('[CE44] the rows move as the effects of each event say, type by type', async () => {
    const [lot, owners, coupon, knives] = [
      await ownLot(5_000),
      await ownLot(900, 2),
      await ownCoupon(),
      await ownCoupon(3),
    ]
    const card = await ownAccount(10_000, 2_000)
    await stock(3)
    const family = { ownerId: idOf('m', 2), monthCap: points(3_000), month: '2020-09', spent: points(40) }
    await (await running()).change([memberRow(1, 500, { debt: points(60), family })])
    const [giftId, redemptionId, topUpId, donationId, returnId] = Array.from({ length: 5 }, newEventId)
    if (!giftId || !redemptionId || !topUpId || !donationId || !returnId) throw new Error('five ids')
    const sale = till.sell({
      member: 1,
      burns: [
        { lot, points: 300 },
        { lot: owners, points: 200, owner: 2 },
      ],
      growth: 7,
      pieces: 2,
      coupons: [{ coupon, useNumber: 1 }],
      more: {
        earned: {
          lotId: newEventId(),
          points: points(40),
          gross: points(100),
          debtPaid: points(60),
          earnedAt: longAgo,
          spendableFrom: longAgo + 1,
          expiresAt: farAway,
        },
        plan: { planId: 'plus_year', until: farAway },
        tenders: [
          {
            kind: 'stored_value',
            amount: money(1_000),
            accountId: card,
            principal: money(800),
            gift: money(200),
          },
        ],
        firstPurchase: true,
      },
    })
    await proven([sale])
    await proven([
      till.seal(
        'gift.exchanged',
        giftOf(giftId, storeOne, {
          burned: burnOf(1, [{ lot, points: 600 }]),
          issued: couponOf(next(), idOf('m', 1)),
        }),
        giftId,
      ),
      till.seal(
        'coupon.redeemed',
        redemptionOf(redemptionId, storeOne, knives, { useNumbers: [1, 2] }),
        redemptionId,
      ),
      till.seal('coupon.restored', restoringOf(redemptionId, knives, [2])),
      till.seal(
        'points.donated',
        donationOf(donationId, storeOne, burnOf(1, [{ lot, points: 1_000 }])),
        donationId,
      ),
      till.seal(
        'value.topped_up',
        topUpOf(topUpId, storeOne, card, { principal: money(5_000), gift: money(500) }),
        topUpId,
      ),
      till.seal('consent.changed', {
        memberId: idOf('m', 2),
        consents: [{ purpose: 'marketing', given: true, version: '2', at: longAgo + 5 }],
      }),
      draw(till, await poolOf(till), 0),
      draw(till, await poolOf(till), 1),
    ])
    await proven([
      till.seal(
        'sale.returned',
        returnOf(returnId, storeOne, sale.id, {
          memberId: idOf('m', 1),
          takenBack: {
            points: points(30),
            lots: [{ lotId: idOf('l', lot), points: points(20) }],
            debt: points(10),
          },
          givenBack: {
            points: points(100),
            lots: [{ lotId: idOf('l', lot), memberId: idOf('m', 1), points: points(100), expiresAt: null }],
          },
          growth: 3,
          couponsRestored: [{ couponId: idOf('c', coupon), templateId: idOf('t', 1), useNumber: 1 }],
          refunds: [
            {
              kind: 'stored_value',
              amount: money(500),
              accountId: card,
              principal: money(400),
              gift: money(100),
            },
          ],
        }),
        returnId,
      ),
    ])
    const enrolled = next()
    const welcome = couponOf(next(), idOf('m', enrolled))
    await proven([
      till.seal(
        'member.enrolled',
        enrolmentOf(enrolled, storeOne, `phone ${enrolled}`, { issued: [welcome] }),
      ),
    ])
  })

  test('[CE45] more of a line than was sold comes back only once: the rest is disputed and moves nothing', async () => {
    const lot = await ownLot(1_000)
    const sale = till.sell({ member: 1, pieces: 3 })
    const back = (amount: number, of: SuiteTill = till) => {
      const returnId = newEventId()
      const takenBack = {
        points: points(5),
        lots: [{ lotId: idOf('l', lot), points: points(5) }],
        debt: points(0),
      }
      const more = { memberId: idOf('m', 1), lines: [returnedLine(0, amount)], takenBack }
      return of.seal('sale.returned', returnOf(returnId, storeOne, sale.id, more), returnId)
    }
    const first = back(2)
    expect(kinds(await till.push([sale, first]))).toEqual([[], []])
    const second = back(2, other)
    expect(taken(await other.push([second]))[0]?.disputes).toEqual([
      { kind: 'return_over', subject: `${sale.id}:0`, other: first.id },
    ])
    expect(kinds(await other.push([back(1, other)]))).toEqual([[]])
    expect((await table()).get(`lot ${idOf('l', lot)}`)?.['points']).toBe(990)
    const nowhere = other.seal('sale.returned', returnOf(newEventId(), storeOne, newEventId(), {}))
    expect(kinds(await other.push([nowhere]))).toEqual([['sale_unknown']])
    const without = other.seal('sale.returned', returnOf(newEventId(), storeOne, null, {}))
    expect(kinds(await other.push([without]))).toEqual([[]])
  })

  test('[CE46] what a lot has no more is owed; an expired lot begins anew with what comes back', async () => {
    const [short, ended] = [await ownLot(10), next()]
    const row = lotRow(ended, 1, 70)
    await (await running()).change([{ ...row, d: { ...row.d, expiresAt: longAgo + 100 } }, memberRow(1)])
    const sale = till.sell({ member: 1 })
    const returned = till.seal(
      'sale.returned',
      returnOf(newEventId(), storeOne, sale.id, {
        memberId: idOf('m', 1),
        takenBack: {
          points: points(25),
          lots: [{ lotId: idOf('l', short), points: points(25) }],
          debt: points(0),
        },
        givenBack: {
          points: points(40),
          lots: [
            {
              lotId: idOf('l', ended),
              memberId: idOf('m', 1),
              points: points(40),
              expiresAt: longAgo + 9_000,
            },
          ],
        },
      }),
      newEventId(),
      { time: longAgo + 200 },
    )
    expect(kinds(await till.push([sale, returned]))).toEqual([[], []])
    const after = await table()
    expect(after.get(`lot ${idOf('l', short)}`)?.['points']).toBe(0)
    expect(after.get(`member ${idOf('m', 1)}`)?.['debt']).toBe(15)
    expect(after.get(`lot ${idOf('l', ended)}`)).toMatchObject({ points: 40, expiresAt: longAgo + 9_000 })
  })

  test('[CE47] a use comes back once, and only to the event that took it; then another number is free', async () => {
    const coupon = await ownCoupon()
    const [one, two] = [newEventId(), newEventId()]
    const first = till.seal('coupon.redeemed', redemptionOf(one, storeOne, coupon, {}), one)
    const loser = other.seal('coupon.redeemed', redemptionOf(two, storeOne, coupon, {}), two)
    expect(kinds(await till.push([first]))).toEqual([[]])
    expect(
      kinds(await other.push([loser, other.seal('coupon.restored', restoringOf(two, coupon, [1]))])),
    ).toEqual([['coupon_use'], ['restore_unknown']])
    const undo = () => till.seal('coupon.restored', restoringOf(one, coupon, [1]))
    expect(kinds(await till.push([undo(), undo()]))).toEqual([[], ['restore_unknown']])
    const [three, four] = [newEventId(), newEventId()]
    const again = till.seal(
      'coupon.redeemed',
      redemptionOf(three, storeOne, coupon, { useNumbers: [2] }),
      three,
    )
    const over = till.seal('coupon.redeemed', redemptionOf(four, storeOne, coupon, { useNumbers: [3] }), four)
    expect(kinds(await till.push([again, over]))).toEqual([[], ['coupon_overused']])
    expect((await table()).get(`coupon ${idOf('c', coupon)}`)).toMatchObject({ usesDone: 2, usesRestored: 1 })
  })

  test('[CE48] a signed coupon nobody had heard of becomes known with its first use; an unsigned one is disputed', async () => {
    const [signed, plain, ids] = [next(), next(), [newEventId(), newEventId(), newEventId()] as const]
    const use = (coupon: number, id: (typeof ids)[0], more: object) =>
      till.seal('coupon.redeemed', redemptionOf(id, storeOne, coupon, more), id)
    const result = await till.push([
      use(signed, ids[0], { signed: true }),
      use(signed, ids[1], { signed: true }),
      use(plain, ids[2], {}),
    ])
    expect(kinds(result)).toEqual([[], ['coupon_use'], ['coupon_unknown']])
    expect((await table()).get(`coupon ${idOf('c', signed)}`)).toMatchObject({ usesDone: 1 })
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
    await host.change([
      { c: 'pair', k: 'P1:P2', d: { sku: 'P1', suggest: 'P2', liftBps: 15_000 } },
      { c: 'budget', k: idOf('t', 1), d: { templateId: idOf('t', 1), spent: 100 } },
      { c: 'member_pin', k: idOf('m', 1), d: { memberId: idOf('m', 1), pinSalt: 'AAAA', pinHash: 'AAAA' } },
    ])
    await ownAccount(1, 1)
    await stock(5)
    const { rows } = await till.pull()
    const found = new Set(rows.map(({ c }) => c))
    for (const name of Object.keys(collections)) {
      if (name !== 'category') expect(found, name).toContain(name)
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

  test('[CE66] whatever happened, the ledgers come to nothing', async () => {
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
