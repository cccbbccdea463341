import type { CollectionName } from '../../contract/wire.ts'
import { assert } from '../../domain/assert.ts'
import { pullChunkRows } from '../../domain/limits.ts'
import type { Identifier } from '../../domain/member.ts'
import { monthsBefore } from '../../domain/member-months.ts'
import { dayMs, monthKey } from '../../domain/time.ts'
import { keepChainKeys } from '../chain-keys.ts'
import { keepCodeKey } from '../code-keys.ts'
import { type Database, type Transaction, waitForOthers } from '../database.ts'
import { chainTable, upsertSql } from '../tables/chain-rows.ts'
import { demoChainKeys } from './chain-keys.ts'
import { createChance } from './chance.ts'
import { demoCodeKeyRows } from './code-keys.ts'
import { demoAccounts, demoPairs, demoStocks } from './goods-and-value.ts'
import { demoMemberPins } from './member-pins.ts'
import { lotMonths, notableCount, seededCoupon, seededMember } from './members.ts'
import { demoCategories, demoProducts } from './products.ts'
import { demoProgramme } from './programme.ts'
import { demoStaffRows, demoStores, demoTimeZone } from './stores.ts'

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
/** Opening balances, so that the ledgers add up to lots and accounts from the first day. */
const openLedgerSql = `INSERT INTO points_entry ("memberId", "lotId", "debit", "credit", "points")
  SELECT "memberId", "lotId", 'opening', 'points', "points" FROM lot WHERE "points" > 0`
const openDebtsSql = `INSERT INTO points_entry ("memberId", "debit", "credit", "points")
  SELECT "memberId", 'debt', 'opening', "debt" FROM member WHERE "debt" > 0`
const openValueSql = `INSERT INTO value_entry ("accountId", "part", "debit", "credit", "amount")
  SELECT a."accountId", v.part, 'opening', 'value', v.amount FROM account a
  CROSS JOIN LATERAL (VALUES ('principal', a."principal"), ('gift', a."gift")) AS v(part, amount)
  WHERE v.amount > 0`
/** Uses that were made before the chain began have no event; the review begins with what members come with. */
const beginHistoriesSql = `INSERT INTO member_history
  SELECT m."memberId", jsonb_build_object(
      $2::text, jsonb_build_object('spent', m."growth" * 20, 'growth', m."growth", 'purchases', 1, 'interactions', 1),
      $3::text, jsonb_build_object('spent', 12000, 'growth', 0, 'purchases', 1, 'interactions', 1),
      $4::text, jsonb_build_object('spent', 9000, 'growth', 0, 'purchases', 1, 'interactions', 1),
      $5::text, jsonb_build_object('spent', 15000, 'growth', 0, 'purchases', 1, 'interactions', 1)),
    $1::bigint - 200 * 86400000::bigint, $1::bigint - 30 * 86400000::bigint, m."growth" * 100,
    CASE WHEN m."hasBought" THEN 8 ELSE 0 END,
    CASE WHEN NOT m."hasBought" THEN NULL
      WHEN m."lifecycle" = 'churn_risk' THEN $1::bigint - 200 * 86400000::bigint
      ELSE $1::bigint - 12 * 86400000::bigint END,
    0, $2, 0
  FROM member m WHERE m."status" <> 'merged'`

/**
 * Fills an empty database with the demo chain, in one transaction; one that has a store already is left as it is.
 * Decided by the seed, the size and the day of `now`: what is valid today depends on today.
 */
export async function seedDemo(database: Database, size: DemoSize, now: number): Promise<void> {
  const staff = await demoStaffRows()
  const pins = await demoMemberPins()
  const filled = await database.transaction(async (tx) => {
    await waitForOthers(tx)
    const [counter] = await tx.query<{ value: number }>(readCounterSql)
    const [stores] = await tx.query<{ filled: boolean }>(hasStoresSql)
    assert(counter && stores, 'each select has one row')
    if (stores.filled) return false
    await keepChainKeys(tx, demoChainKeys)
    for (const row of demoCodeKeyRows) await keepCodeKey(tx, row)
    const writer = createWriter(tx, counter.value)
    const products = withFavourites(demoProducts(size.products, createChance(size.seed)))
    await writer.write('store', demoStores)
    await writer.write('staff', staff)
    await writer.write('programme', [demoProgramme(startOfDay(now))])
    await writer.write('category', demoCategories)
    await writer.write('product', products)
    await writer.write('pair', demoPairs(products, createChance(size.seed + 3)))
    const members = Math.max(size.members, notableCount)
    await writeMembers(writer, { ...size, members }, now)
    await writer.write('member_pin', pins)
    await writeCoupons(writer, { ...size, members }, now)
    await writer.write('account', demoAccounts())
    await writer.write('gift_stock', demoStocks())
    await tx.query(openLedgerSql)
    await tx.query(openDebtsSql)
    await tx.query(openValueSql)
    await tx.query(beginHistoriesSql, historyValues(startOfDay(now)))
    await tx.query(setCounterSql, [writer.changeNumber(), now])
    return true
  })
  // So many rows at once, and the planner still believes the tables empty.
  if (filled) await database.script('ANALYZE')
}

function startOfDay(now: number): number {
  return now - (now % dayMs)
}

/** Today, and the month of today with the three before. */
function historyValues(today: number): unknown[] {
  return [today, monthKey(today, demoTimeZone), ...monthsBefore(today, 3, demoTimeZone)]
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
  const today = startOfDay(now)
  const about = { chance: createChance(size.seed + 1), today, months: lotMonths(today), keys: demoChainKeys }
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
  const today = startOfDay(now)
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
