import fc from 'fast-check'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { type ChangeRow, collections } from '../../contract/wire.ts'
import {
  couponRow,
  identifierRow,
  idOf,
  lotRow,
  memberRow,
  productRow,
  smallChain,
  storeOne,
  storeTwo,
} from './central-chain.ts'
import { enrolTill, fromStart, type Place, type SuiteTill, tableOf } from './central-till.ts'
import type { CentralUnderTest, StartCentralUnderTest } from './central-under-test.ts'

export function changesContract(start: StartCentralUnderTest): void {
  let central: CentralUnderTest | null = null
  const running = async () => {
    if (central) return central
    central = await start()
    await central.change(smallChain)
    return central
  }
  let host: CentralUnderTest
  let till: SuiteTill
  beforeEach(async () => {
    host = await running()
    till = await enrolTill(host)
  })
  afterAll(async () => central?.close())

  test('[CE15] the feed brings every row of the chain, in its own shape and under its own key', async () => {
    const { rows } = await till.pull()
    for (const wanted of smallChain) {
      if (wanted.c === 'staff' && wanted.d?.['storeId'] !== storeOne) continue
      const found = rows.filter(({ c, k }) => c === wanted.c && k === wanted.k)
      expect(found.at(-1)?.d, `${wanted.c} ${wanted.k}`).toEqual(wanted.d)
    }
    for (const { c, d } of rows) {
      if (d !== null) expect(collections[c as keyof typeof collections].safeParse(d).error).toBeUndefined()
    }
  })

  test('[CE15] nothing new is an empty answer with the same cursor', async () => {
    const { place } = await till.pull()
    const again = await till.pullPage(place)
    expect(again).toMatchObject({ rows: [], end: { cursor: place.cursor, feed: place.feed, more: false } })
  })

  test('[CE16] only tills of the store get its staff and its marks', async () => {
    const far = await enrolTill(host, 'S02')
    const rows = (await far.pull()).rows
    const storesOfStaff = rows.filter(({ c }) => c === 'staff').map(({ d }) => d?.['storeId'])
    expect(new Set(storesOfStaff)).toEqual(new Set([storeTwo]))
    const marks = rows.filter(({ c }) => c === 'applied').map(({ k }) => k)
    expect(marks).toContain(far.enrolment.terminalId)
    expect(marks).not.toContain(till.enrolment.terminalId)
  })

  test('[CE17] a changed row comes again, a deleted one as a tombstone, a restored one as a row', async () => {
    await host.change([productRow(7, 700)])
    let { place } = await till.pull()
    await host.change([productRow(7, 650)])
    const changed = await till.pull(place)
    expect(changed.rows.map(({ c, k, d }) => [c, k, d?.['unitPrice']])).toEqual([['product', 'P7', 650]])
    await host.change([{ c: 'product', k: 'P7', d: null }])
    place = changed.place
    const gone = await till.pull(place)
    expect(gone.rows.map(({ c, k, d }) => [c, k, d])).toEqual([['product', 'P7', null]])
    await host.change([productRow(7, 600)])
    expect(tableOf((await till.pull(place)).rows).get('product P7')?.['unitPrice']).toBe(600)
    expect(tableOf((await till.pull()).rows).get('product P7')?.['unitPrice']).toBe(600)
  })

  test('[CE18] pages end between change numbers, never inside one, and lose nothing', async () => {
    for (let n = 0; n < 4; n++) await host.change([productRow(20, n), productRow(21, n), productRow(22, n)])
    const whole = await till.pull()
    for (const limit of [1, 2, 4]) {
      const paged = await till.pull(fromStart, limit)
      expect(paged.pages.length).toBeGreaterThan(2)
      expect(tableOf(paged.rows)).toEqual(tableOf(whole.rows))
      expect(paged.place).toEqual(whole.place)
      let cursor = 0
      for (const { rows, end } of paged.pages) {
        const numbers = rows.map(({ v }) => v)
        expect(numbers).toEqual(numbers.toSorted((a, b) => a - b))
        for (const v of numbers) expect(v).toBeGreaterThanOrEqual(cursor)
        for (const v of numbers) expect(v).toBeLessThanOrEqual(end.cursor)
        cursor = end.cursor
      }
    }
  })

  test('[CE19] wherever a till stops between change numbers, its rows hold exactly the events its marks name', async () => {
    let lots = 40
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 1 }), fc.integer({ min: 1, max: 3 })), {
          minLength: 2,
          maxLength: 8,
        }),
        fc.integer({ min: 1, max: 6 }),
        async (steps, limit) => {
          lots += 1
          const lot = lots
          const from = (await till.pull()).place
          const two = [await enrolTill(host), await enrolTill(host)] as const
          await host.change([lotRow(lot, 1, 1_000)])
          for (const [who, count] of steps) {
            const one = two[who as 0 | 1]
            const batch = Array.from({ length: count }, () =>
              one.sell({ member: 1, burns: [{ lot, points: who === 0 ? 1 : 10 }], growth: 1 }),
            )
            await one.push(batch)
          }
          const { rows } = await till.pull(from, limit)
          checkEveryStop(rows, lot, two)
        },
      ),
      { numRuns: 12 },
    )
  })

  test('[CE20] erasing a member takes identifiers, lots and coupons along and leaves no former version', async () => {
    await host.change([memberRow(8), identifierRow(8), lotRow(8, 8, 100), couponRow(8, 8)])
    await till.push([till.sell({ member: 8, burns: [{ lot: 8, points: 10 }], growth: 5 })])
    const { place } = await till.pull()
    await host.change([{ c: 'member', k: idOf('m', 8), d: null }])
    const gone = new Set((await till.pull(place)).rows.filter(({ d }) => d === null).map(keyOf))
    expect(gone).toEqual(
      new Set([
        `member ${idOf('m', 8)}`,
        'identifier member_code:M000000000008',
        `lot ${idOf('l', 8)}`,
        `coupon ${idOf('c', 8)}`,
      ]),
    )
    const left = (await till.pull()).rows.filter(
      ({ d }) => d !== null && JSON.stringify(d).includes(idOf('m', 8)),
    )
    // But for the row that says so, for good.
    expect(left.map(keyOf)).toEqual([`erasure ${idOf('m', 8)}`])
  })

  test('[CE21] a cursor of an unknown run, or beyond what its run had, is refused', async () => {
    const { place } = await till.pull()
    const refused: Place[] = [
      { cursor: place.cursor, feed: 'nobody' },
      { cursor: place.cursor, feed: null },
      { cursor: place.cursor + 1_000, feed: place.feed },
    ]
    for (const { cursor, feed } of refused) {
      const query = new URLSearchParams({ since: String(cursor), ...(feed === null ? {} : { feed }) })
      const response = await till.ask(`/v1/changes?${query}`)
      expect(response.status).toBe(409)
      expect(await response.json()).toMatchObject({ code: 'cursor_refused' })
    }
  })

  test('[CE21] after a restart a cursor goes on; one that a restored central never gave is refused', async () => {
    const { place } = await till.pull()
    await host.restart()
    const after = await till.pullPage(place)
    expect(after.rows).toEqual([])
    const restore = await host.backup()
    await host.change([productRow(30, 1)])
    const ahead = (await till.pull()).place
    await restore()
    await host.change([productRow(31, 1)])
    await host.change([productRow(32, 1)])
    expect((await till.pullPage(place)).end.feed).not.toBe(ahead.feed)
    const query = new URLSearchParams({ since: String(ahead.cursor), feed: ahead.feed ?? '' })
    expect((await till.ask(`/v1/changes?${query}`)).status).toBe(409)
    expect(tableOf((await till.pull(place)).rows).has('product P31')).toBe(true)
  })
}

const keyOf = ({ c, k }: ChangeRow) => `${c} ${k}`

/** Applies rows one change number at a time and compares the lot with what the marks say was burned from it. */
function checkEveryStop(
  rows: readonly ChangeRow[],
  lot: number,
  tills: readonly [SuiteTill, SuiteTill],
): void {
  const table = new Map<string, Readonly<Record<string, unknown>>>()
  let stops = 0
  for (const [index, row] of rows.entries()) {
    if (row.d !== null) table.set(keyOf(row), row.d)
    if (rows[index + 1]?.v === row.v) continue
    const points = table.get(`lot ${idOf('l', lot)}`)?.['points']
    if (points === undefined) continue
    const [seqOne, seqTwo] = tills.map(
      ({ enrolment }) => table.get(`applied ${enrolment.terminalId}`)?.['seq'] as number,
    )
    expect(points).toBe(1_000 - (seqOne ?? 0) - 10 * (seqTwo ?? 0))
    stops += 1
  }
  expect(stops).toBeGreaterThan(1)
}
