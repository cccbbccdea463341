import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { readChanges } from '../../central/change-feed.ts'
import type { Database } from '../../central/database.ts'
import { changeRows } from '../../central/head-office/change-rows.ts'
import { supersededKeptMs } from '../../central/limits.ts'
import { migrate, NewerDatabase } from '../../central/migrate.ts'
import { openPglite } from '../../central/pglite-database.ts'
import { pruneSuperseded } from '../../central/prune.ts'
import { chainTables } from '../../central/tables/chain-rows.ts'
import { beginFeed } from '../../central/tables/feed.ts'
import { compareFeedRows, feedStages, isEarly, stageOf } from '../../contract/feed-order.ts'
import { type ChangeRow, collections } from '../../contract/wire.ts'
import { idOf, lotRow, memberRow, productRow, storeOne, storeRow } from '../suites/central-chain.ts'
import type { ChainRow } from '../suites/central-under-test.ts'

let database: Database
beforeAll(async () => {
  database = await openPglite(null)
  await migrate(database, 1)
})
afterAll(() => database.close())

beforeEach(async () => {
  const tables = ['feed', 'superseded', 'tombstone', ...chainTables.map(({ collection }) => collection)]
  await database.script(`TRUNCATE ${tables.join(', ')} CASCADE`)
  await database.query('UPDATE change_counter SET "value" = 0, "changedAt" = 0, "horizon" = 0')
  await database.transaction((tx) => beginFeed(tx, 'first'))
})

const change = (...rows: ChainRow[]) =>
  changeRows(database, { rows: rows.map((row) => ({ ...row, v: 'any' as const })) }, 1_000)
const read = (since: number, feed: string | null = 'first', limit = 100) =>
  readChanges(database, { storeId: storeOne, since, feed, limit })
const rowsOf = ({ lines }: { readonly lines: readonly string[] }) =>
  lines.map((line) => JSON.parse(line) as ChangeRow)
const refusal = { name: 'RequestRefused', code: 'cursor_refused' }

test('[CE28] what stands apart from events comes first, under the number the till already has', async () => {
  const since = await change(memberRow(1), productRow(1, 100))
  await change(lotRow(1, 1, 100))
  await change(lotRow(1, 1, 90), productRow(2, 200))
  await change({ c: 'product', k: 'P1', d: null })
  const page = await read(since)
  expect(rowsOf(page).map(({ c, v, k }) => [c, v - since, k])).toEqual([
    ['product', 0, 'P1'],
    ['product', 0, 'P2'],
    ['lot', 1, idOf('l', 1)],
    ['lot', 2, idOf('l', 1)],
  ])
  expect(rowsOf(page).map(({ d }) => d?.['points'] ?? d?.['unitPrice'] ?? null)).toEqual([null, 200, 100, 90])
  expect(page).toMatchObject({ cursor: since + 3, more: false })
})

test('[CE28] the order of an answer is a property of each collection: erasures, rules, prices, people, the rest', async () => {
  expect(feedStages).toEqual(['denied', 'rules', 'prices', 'people', 'moving'])
  const rows = Object.keys(collections).flatMap((c, n) => [
    { c, v: 100 - n, d: {} },
    { c, v: n, d: null },
  ])
  const sorted = rows.toSorted(compareFeedRows)
  const stages = sorted.map((row) =>
    isEarly(row) ? (row.d === null ? 'denied' : stageOf[row.c as 'store']) : 'moving',
  )
  expect(stages.map((stage) => feedStages.indexOf(stage))).toEqual(
    stages.map((stage) => feedStages.indexOf(stage)).toSorted((a, b) => a - b),
  )
  const moving = sorted.filter((row) => !isEarly(row)).map(({ v }) => v)
  expect(moving).toEqual(moving.toSorted((a, b) => a - b))
  const together = ['applied', 'lot', 'coupon'].map((c) => ({ c, v: 7, d: {} }))
  expect(together.toSorted(compareFeedRows).at(-1)?.c).toBe('applied')
  expect(isEarly({ c: 'of_next_year', d: {} })).toBe(false)
})

test('[CE18] a page has no more rows than asked, unless one number alone has more', async () => {
  const since = await change(storeRow(1))
  for (let n = 0; n < 4; n++) await change(productRow(n, 1), memberRow(n), lotRow(n, n, 5))
  const sizes = async (limit: number) => {
    const found: number[] = []
    for (let at = since; ; ) {
      const page = await read(at, 'first', limit)
      found.push(page.lines.length)
      at = page.cursor
      if (!page.more) return found
    }
  }
  expect(await sizes(1)).toEqual([3, 3, 3, 3])
  expect(await sizes(5)).toEqual([3, 3, 3, 3])
  expect(await sizes(6)).toEqual([6, 6])
  expect(await sizes(11)).toEqual([9, 3])
  expect(await sizes(12)).toEqual([12])
})

test('[CE21] a run ends where the next began: a cursor beyond that was given by a state that is lost', async () => {
  const end = await change(productRow(1, 1))
  await database.transaction((tx) => beginFeed(tx, 'second'))
  await change(productRow(2, 1))
  await change(productRow(3, 1))
  expect(rowsOf(await read(end)).map(({ k }) => k)).toEqual(['P2', 'P3'])
  await expect(read(end + 1)).rejects.toMatchObject(refusal)
  expect(rowsOf(await read(end + 1, 'second')).map(({ k }) => k)).toEqual(['P3'])
  await expect(read(end + 3, 'second')).rejects.toMatchObject(refusal)
})

test('[CE29] former versions are dropped when no till can be that old; an older cursor is refused', async () => {
  const since = await change(memberRow(1), lotRow(1, 1, 100))
  const replaced = await changeRows(database, { rows: [{ ...lotRow(1, 1, 90), v: 'any' }] }, 5_000)
  expect(rowsOf(await read(0, null)).filter(({ c }) => c === 'lot')).toHaveLength(2)
  await pruneSuperseded(database, 5_000 + supersededKeptMs)
  expect(rowsOf(await read(since)).filter(({ c }) => c === 'lot')).toHaveLength(1)
  await pruneSuperseded(database, 5_001 + supersededKeptMs)
  await expect(read(since)).rejects.toMatchObject(refusal)
  await expect(read(0, null)).rejects.toMatchObject(refusal)
  expect(rowsOf(await read(replaced))).toEqual([])
  // Who makes a replica of all of it keeps nothing of between.
  const all = { storeId: storeOne, since: 0, feed: null, limit: 1, whole: true }
  const first = await readChanges(database, all)
  expect(first.more).toBe(true)
  const rest = await readChanges(database, { ...all, since: first.cursor, feed: first.feed, limit: 100 })
  expect(
    rowsOf(rest)
      .filter(({ c }) => c === 'lot')
      .map(({ d }) => d?.['points']),
  ).toEqual([90])
})

test('[CE30] migrating twice does nothing; a newer database is left alone', async () => {
  await migrate(database, 2)
  await database.query('INSERT INTO migration ("number", "name", "ranAt") VALUES (99, $1, 3)', ['later'])
  await expect(migrate(database, 4)).rejects.toBeInstanceOf(NewerDatabase)
})
