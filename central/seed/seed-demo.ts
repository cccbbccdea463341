import type { CollectionName } from '../../contract/wire.ts'
import { assert } from '../../domain/assert.ts'
import { pullChunkRows } from '../../domain/limits.ts'
import type { Identifier } from '../../domain/member.ts'
import { dayMs } from '../../domain/time.ts'
import { keepCodeKey } from '../code-keys.ts'
import type { Database, Transaction } from '../database.ts'
import { chainTable, upsertSql } from '../tables/chain-rows.ts'
import { createChance } from './chance.ts'
import { demoCodeKeyRows } from './code-keys.ts'
import { lotMonths, seededCoupon, seededMember } from './members.ts'
import { demoCategories, demoProducts } from './products.ts'
import { demoProgramme, demoTemplates } from './programme.ts'
import { demoStaffRows, demoStores } from './stores.ts'

export interface DemoSize {
  /** Decides every name, price and date; the ids do not depend on it. */
  readonly seed: number
  readonly members: number
  /** Left out: two for each member. */
  readonly coupons?: number | undefined
  readonly products: number
}

const hasStoresSql = 'SELECT EXISTS (SELECT FROM store) AS "filled"'
const setCounterSql = 'UPDATE change_counter SET "value" = $1, "changedAt" = $2'
const readCounterSql = 'SELECT "value" FROM change_counter FOR UPDATE'
/** Opening balances, so that the ledger adds up to the lots from the first day. */
const openLedgerSql = `INSERT INTO points_entry ("memberId", "lotId", "debit", "credit", "points")
  SELECT "memberId", "lotId", 'opening', 'points', "points" FROM lot WHERE "points" > 0`

/**
 * Fills an empty database with the demo chain, in one transaction; one that has a store already is left as it is.
 * Decided by the seed, the size and the day of `now`: what is valid today depends on today.
 */
export async function seedDemo(database: Database, size: DemoSize, now: number): Promise<void> {
  const staff = await demoStaffRows()
  const filled = await database.transaction(async (tx) => {
    const [counter] = await tx.query<{ value: number }>(readCounterSql)
    const [stores] = await tx.query<{ filled: boolean }>(hasStoresSql)
    assert(counter && stores, 'each select has one row')
    if (stores.filled) return false
    const writer = createWriter(tx, counter.value)
    for (const row of demoCodeKeyRows) await keepCodeKey(tx, row)
    await writer.write('store', demoStores)
    await writer.write('staff', staff)
    await writer.write('programme', [demoProgramme])
    await writer.write('category', demoCategories)
    await writer.write('template', Object.values(demoTemplates))
    await writer.write('product', withFavourites(demoProducts(size.products, createChance(size.seed))))
    await writeMembers(writer, size, now)
    await writeCoupons(writer, size, now)
    await tx.query(openLedgerSql)
    await tx.query(setCounterSql, [writer.changeNumber(), now])
    return true
  })
  // So many rows at once, and the planner still believes the tables empty.
  if (filled) await database.script('ANALYZE')
}

interface Writer {
  readonly write: (collection: CollectionName, rows: readonly object[]) => Promise<void>
  readonly changeNumber: () => number
}

/** Writes rows in portions of one change number each, no larger than a till applies at once. */
function createWriter(tx: Transaction, from: number): Writer {
  let changeNumber = from
  return {
    async write(collection, rows) {
      const table = chainTable(collection)
      assert(table, 'a collection of the feed')
      for (let at = 0; at < rows.length; at += pullChunkRows) {
        changeNumber += 1
        await tx.query(upsertSql(table), [JSON.stringify(rows.slice(at, at + pullChunkRows)), changeNumber])
      }
    },
    changeNumber: () => changeNumber,
  }
}

/** Four favourites more from each category's first products, after the notable ones. */
function withFavourites(products: ReturnType<typeof demoProducts>): typeof products {
  let place = products.filter(({ favourite }) => favourite !== null).length
  const seen = new Map<string, number>()
  return products.map((product) => {
    const count = seen.get(product.categoryId) ?? 0
    if (product.favourite !== null || count >= 2 || place >= 40) return product
    seen.set(product.categoryId, count + 1)
    place += 1
    return { ...product, favourite: place - 1 }
  })
}

async function writeMembers(writer: Writer, size: DemoSize, now: number): Promise<void> {
  const today = now - (now % dayMs)
  const about = { chance: createChance(size.seed + 1), today, months: lotMonths(today) }
  let lotCount = 0
  for (let first = 1; first <= size.members; first += pullChunkRows) {
    const members: object[] = []
    const identifiers: Identifier[] = []
    const lots: object[] = []
    for (let n = first; n < first + pullChunkRows && n <= size.members; n++) {
      const seeded = seededMember(n, lotCount, about)
      lotCount += seeded.lots.length
      members.push(seeded.member)
      identifiers.push(...seeded.identifiers)
      lots.push(...seeded.lots)
    }
    await writer.write('member', members)
    await writer.write('identifier', identifiers)
    await writer.write('lot', lots)
  }
}

async function writeCoupons(writer: Writer, size: DemoSize, now: number): Promise<void> {
  const today = now - (now % dayMs)
  const count = size.coupons ?? size.members * 2
  const chance = createChance(size.seed + 2)
  for (let first = 1; first <= count; first += pullChunkRows) {
    const length = Math.min(pullChunkRows, count - first + 1)
    const coupons = Array.from({ length }, (_, index) =>
      seededCoupon(first + index, size.members, chance, today),
    )
    await writer.write('coupon', coupons)
  }
}
