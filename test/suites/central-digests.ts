import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type ChangeRow,
  collections,
  type DigestsAnswer,
  digestsAnswerSchema,
  type RowsAnswer,
  rowsAnswerSchema,
} from '../../contract/wire.ts'
import { rangeOf, rowHash, sumText } from '../../domain/row-digest.ts'
import { idOf, lotRow, memberRow, productRow, smallChain } from './central-chain.ts'
import { enrolTill, type Place, type SuiteTill, sha256 } from './central-till.ts'
import type { CentralUnderTest, StartCentralUnderTest } from './central-under-test.ts'

/** Every collection but those of which only the newest version is compared. */
const compared = Object.keys(collections).filter((name) => name !== 'programme' && name !== 'policy')
const fieldsOf = (name: string) =>
  Object.keys((collections[name as 'lot'] as unknown as { shape: object }).shape).filter(
    (field) => field !== 'pinHash',
  )

export function digestContract(start: StartCentralUnderTest): void {
  let central: CentralUnderTest
  let till: SuiteTill
  beforeAll(async () => {
    central = await start()
    await central.change(smallChain)
    await central.change(Array.from({ length: 12 }, (_, n) => productRow(100 + n, n)))
    till = await enrolTill(central)
  })
  afterAll(() => central.close())

  const query = (place: Place, more: Record<string, string>) =>
    new URLSearchParams({ since: String(place.cursor), feed: place.feed ?? '', ...more })
  const digests = async (place: Place, collection: string, fields = fieldsOf(collection)) => {
    const response = await till.ask(`/v1/digests?${query(place, { collection, fields: fields.join(',') })}`)
    expect(response.status, collection).toBe(200)
    return digestsAnswerSchema.parse(await response.json())
  }
  const rows = async (
    place: Place,
    collection: string,
    range: Record<string, string>,
  ): Promise<RowsAnswer> => {
    const response = await till.ask(`/v1/rows?${query(place, { collection, ...range })}`)
    expect(response.status, collection).toBe(200)
    return rowsAnswerSchema.parse(await response.json())
  }

  test('[CE181] digests are of just the rows the feed brought, alike on both sides', async () => {
    const { rows: pulled, place } = await till.pull()
    for (const collection of compared) {
      const answer = await digests(place, collection)
      expect(answer.touched, collection).toEqual([])
      expect(sumsOf(answer, collection, pulled), collection).toEqual(answer.ranges)
    }
  })

  test('[CE181] what changed after the cursor counts on neither side, whatever happened to it', async () => {
    await central.change([productRow(60, 1), productRow(61, 1), lotRow(60, 1, 5)])
    const { rows: pulled, place } = await till.pull()
    await central.change([
      productRow(60, 2),
      { c: 'product', k: 'P61', d: null },
      productRow(62, 1),
      memberRow(2, 99),
    ])
    await till.push([till.sell({ member: 1, burns: [{ lot: 1, points: 10 }] })])
    const touched: Record<string, string[]> = {
      product: ['P60', 'P61', 'P62'],
      member: [idOf('m', 2)],
      lot: [idOf('l', 1)],
    }
    for (const collection of ['product', 'member', 'lot', 'coupon', 'identifier']) {
      const answer = await digests(place, collection)
      for (const key of touched[collection] ?? []) expect(answer.touched).toContain(key)
      expect(sumsOf(answer, collection, pulled), collection).toEqual(answer.ranges)
    }
    const later = await till.pull()
    for (const collection of compared) {
      const answer = await digests(later.place, collection)
      expect(sumsOf(answer, collection, later.rows), collection).toEqual(answer.ranges)
    }
  })

  test('[CE182] hashes cover the fields asked for that the central knows: two versions compare what both know', async () => {
    const { rows: pulled, place } = await till.pull()
    const answer = await digests(place, 'lot', ['points', 'lotId', 'ofNextYear'])
    if (!answer.fields.includes('ofNextYear')) expect(answer.fields).toEqual(['lotId', 'points'])
    expect(sumsOf(answer, 'lot', pulled)).toEqual(answer.ranges)
  })

  test('[CE183] the rows of a range are those with keys in it, as of the cursor', async () => {
    const { rows: pulled, place } = await till.pull()
    const { ranges } = await digests(place, 'product')
    const all: string[] = []
    for (const [index, { to }] of ranges.entries()) {
      const after = index === 0 ? '' : (ranges[index - 1]?.to ?? '')
      const answer = await rows(place, 'product', { after, ...(to === null ? {} : { to }) })
      for (const { k, d } of answer.rows) {
        expect(k > after && (to === null || k <= to)).toBe(true)
        expect(d).toEqual(pulled.filter((row) => row.c === 'product' && row.k === k).at(-1)?.d)
        all.push(k)
      }
    }
    expect(all).toEqual(all.toSorted((a, b) => (a < b ? -1 : 1)))
    await central.change([productRow(1, 4_321)])
    const later = await rows(place, 'product', { after: '' })
    expect(later.touched).toEqual(['P1'])
    expect(later.rows.map(({ k }) => k)).toEqual(all.filter((key) => key !== 'P1'))
  })

  test('[CE21] digests and rows of a cursor this central never gave are refused', async () => {
    const { place } = await till.pull()
    for (const wrong of [
      { cursor: place.cursor, feed: 'nobody' },
      { cursor: place.cursor + 1_000, feed: place.feed },
    ]) {
      for (const path of ['digests', 'rows']) {
        const asked = query(wrong, { collection: 'lot', fields: 'lotId', after: '' })
        const response = await till.ask(`/v1/${path}?${asked}`)
        expect(response.status).toBe(409)
        expect(await response.json()).toMatchObject({ code: 'cursor_refused' })
      }
    }
  })
}

/** The ranges of an answer as a till that applied these rows has them. */
function sumsOf(
  answer: DigestsAnswer,
  collection: string,
  pulled: readonly ChangeRow[],
): DigestsAnswer['ranges'] {
  const left = new Set(answer.touched)
  const table = new Map<string, Readonly<Record<string, unknown>>>()
  for (const { c, k, d } of pulled) {
    if (c !== collection) continue
    if (d === null) table.delete(k)
    else table.set(k, d)
  }
  const ends = answer.ranges.map(({ to }) => to)
  const sums = ends.map((to) => ({ to, count: 0, sum: 0n }))
  for (const [key, row] of table) {
    const range = sums[rangeOf(ends, key)]
    if (!range || left.has(key)) continue
    range.count += 1
    range.sum += rowHash({ key, row }, answer.fields, sha256)
  }
  return sums.map(({ to, count, sum }) => ({ to, count, hash: sumText(sum) }))
}
