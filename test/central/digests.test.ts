import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../../central/database.ts'
import { createDigests, type Digests } from '../../central/digests.ts'
import { changeRows } from '../../central/head-office/change-rows.ts'
import { rowsPageMax } from '../../central/limits.ts'
import { migrate } from '../../central/migrate.ts'
import { openPglite } from '../../central/pglite-database.ts'
import { chainTable } from '../../central/tables/chain-rows.ts'
import { beginFeed } from '../../central/tables/feed.ts'
import { productRow, storeOne } from '../suites/central-chain.ts'

let database: Database
let kept: Digests
/** Statements asked of the rows of products. */
let read = 0
beforeAll(async () => {
  database = await openPglite(null)
  await migrate(database, 1)
  await database.transaction((tx) => beginFeed(tx, 'first'))
  const rows = Array.from({ length: 2_300 }, (_, n) => productRow(1_000 + n, n))
  for (let from = 0; from < rows.length; from += 900) {
    await changeRows(database, { rows: rows.slice(from, from + 900) }, 1_000)
  }
  kept = createDigests(counting(database))
})
afterAll(() => database.close())

function counting(on: Database): Database {
  return {
    ...on,
    transaction: (work, isolation) =>
      on.transaction(
        (tx) =>
          work({
            ...tx,
            query: (sql, values) => {
              if (sql.includes('COLLATE "C" LIMIT')) read++
              return tx.query(sql, values)
            },
          }),
        isolation,
      ),
  }
}

const table = () => {
  const found = chainTable('product')
  if (!found) throw new Error('products are copied')
  return found
}
const answer = (from: Digests, since: number) =>
  from.answer({ table: table(), storeId: storeOne, since, feed: 'first' }, ['sku', 'unitPrice'])

test('[CE184] a digest is kept: asked again it reads no row, and after a change the one range alone', async () => {
  const head = await changeRows(database, { rows: [productRow(1, 1)] }, 1_000)
  const first = await answer(kept, head)
  expect(first.ranges.length).toBe(3)
  expect(first.ranges.reduce((sum, { count }) => sum + count, 0)).toBe(2_301)
  read = 0
  expect(await answer(kept, head)).toEqual(first)
  expect(read).toBe(0)
  const later = await changeRows(database, { rows: [productRow(3_000, 7)] }, 1_000)
  const second = await answer(kept, later)
  expect(read).toBe(1)
  expect(second.ranges.filter(({ hash }, n) => hash !== first.ranges[n]?.hash).length).toBe(1)
})

test('[CE184] what is kept is what a central that never reckoned finds, after any change and at any cursor', async () => {
  const cursors: number[] = []
  for (let turn = 0; turn < 3; turn++) {
    const rows = [
      productRow(1_000 + turn * 613, 9_000 + turn),
      productRow(7_000 + turn, turn),
      { c: 'product', k: `P${2_000 + turn}`, d: null },
    ]
    cursors.push(await changeRows(database, { rows }, 1_000))
    for (const since of cursors) {
      const [mine, fresh] = [await answer(kept, since), await answer(createDigests(database), since)]
      const total = ({ ranges }: typeof mine) => ranges.reduce((sum, { count }) => sum + count, 0)
      expect(total(mine)).toBe(total(fresh))
      expect(mine.touched.toSorted()).toEqual(fresh.touched.toSorted())
      const sum = ({ ranges }: typeof mine) =>
        BigInt.asUintN(
          64,
          ranges.reduce((all, { hash }) => all + BigInt(`0x${hash}`), 0n),
        )
      expect(sum(mine)).toBe(sum(fresh))
    }
  }
})

test('[CE184] what is kept from before the horizon is reckoned anew: what went since is no longer told', async () => {
  await answer(kept, await changeRows(database, { rows: [productRow(1, 3)] }, 1_000))
  const later = await changeRows(database, { rows: [{ c: 'product', k: 'P1500', d: null }] }, 1_000)
  await database.query(`DELETE FROM tombstone WHERE "key" = 'P1500'`)
  await database.query('UPDATE change_counter SET "horizon" = "value"')
  const [mine, fresh] = [await answer(kept, later), await answer(createDigests(database), later)]
  const total = ({ ranges }: typeof mine) => ranges.reduce((sum, { count }) => sum + count, 0)
  expect(total(mine)).toBe(total(fresh))
})

test('[CE185] a range that grew comes page by page, and pages together lose nothing', async () => {
  const since = await changeRows(database, { rows: [productRow(1, 2)] }, 1_000)
  const request = { table: table(), storeId: storeOne, since, feed: 'first' }
  const first = await kept.rows(request, { after: '', to: null })
  expect(first.rows).toHaveLength(rowsPageMax)
  expect(first.next).toBe(first.rows.at(-1)?.k)
  const second = await kept.rows(request, { after: first.next ?? '', to: null })
  expect(second.next).toBeUndefined()
  const keys = [...first.rows, ...second.rows].map(({ k }) => k)
  const { ranges } = await answer(kept, since)
  expect(keys).toHaveLength(ranges.reduce((sum, { count }) => sum + count, 0))
  expect(keys).toEqual([...new Set(keys)].toSorted((a, b) => (a < b ? -1 : 1)))
})
