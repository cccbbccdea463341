import { verify } from 'argon2'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../../central/database.ts'
import { migrate } from '../../central/migrate.ts'
import { openPglite } from '../../central/pglite-database.ts'
import { demoChainKeys } from '../../central/seed/chain-keys.ts'
import { createChance } from '../../central/seed/chance.ts'
import { lotMonths, seededCoupon, seededMember } from '../../central/seed/members.ts'
import { notableCoupons, notableMembers, notableProducts } from '../../central/seed/notable.ts'
import { demoCategories, demoProducts } from '../../central/seed/products.ts'
import { demoProgramme } from '../../central/seed/programme.ts'
import { seedDemo } from '../../central/seed/seed-demo.ts'
import { demoStaff, demoStaffRows, demoStores } from '../../central/seed/stores.ts'
import { demoTemplates } from '../../central/seed/templates.ts'
import {
  categorySchema,
  couponSchema,
  identifierSchema,
  lotSchema,
  memberSchema,
  productSchema,
  staffRowSchema,
  storeSchema,
} from '../../contract/entities.ts'
import { programmeSchema, templateSchema } from '../../contract/programme.ts'
import { classifyScan } from '../../domain/scan.ts'
import { dayMs } from '../../domain/time.ts'

const today = 20_000 * dayMs
const members = (seed: number, count: number) => {
  const about = { chance: createChance(seed), today, months: lotMonths(today), keys: demoChainKeys }
  let lots = 0
  return Array.from({ length: count }, (_, index) => {
    const seeded = seededMember(index + 1, lots, about)
    lots += seeded.lots.length
    return seeded
  })
}

test('[CE40] the demo chain fits the contract, row by row', async () => {
  for (const store of demoStores) storeSchema.parse(store)
  for (const staff of await demoStaffRows()) staffRowSchema.parse(staff)
  programmeSchema.parse(demoProgramme(today))
  for (const category of demoCategories) categorySchema.parse(category)
  for (const template of Object.values(demoTemplates)) templateSchema.parse(template)
  for (const product of demoProducts(5_000, createChance(1))) productSchema.parse(product)
  for (const { member, identifiers, lots } of members(1, 500)) {
    memberSchema.parse(member)
    for (const identifier of identifiers) identifierSchema.parse(identifier)
    for (const lot of lots) lotSchema.parse(lot)
  }
  const chance = createChance(2)
  for (let n = 1; n <= 500; n++) couponSchema.parse(seededCoupon(n, 250, chance, today))
})

test('[CE40] every product has a code of its own that a scan understands, or a PLU', () => {
  for (const count of [60, 5_000, 20_000]) {
    const products = demoProducts(count, createChance(3))
    expect(products).toHaveLength(count)
    const codes = products.map(({ gtin, plu }) => gtin ?? `plu ${plu}`)
    expect(new Set(codes).size).toBe(count)
    expect(new Set(products.map(({ sku }) => sku)).size).toBe(count)
    const names = new Set(products.map(({ name }) => name.zh))
    expect(names.size).toBe(count)
    for (const { gtin, unit, plu } of products) {
      if (gtin === null) {
        expect([unit, plu]).toEqual(['gram', expect.stringMatching(/^\d{5}$/)])
        continue
      }
      expect(gtin).toMatch(/^069\d{11}$/)
      const scanned = classifyScan(gtin.slice(1), demoProgramme(today).labelPrefixes)
      expect(scanned).toEqual({ ok: true, value: { kind: 'product', gtin } })
    }
  }
})

test('[CE40] the same seed gives the same chain, another seed another one with the same ids', () => {
  expect(members(7, 300)).toEqual(members(7, 300))
  expect(demoProducts(300, createChance(7))).toEqual(demoProducts(300, createChance(7)))
  const [one, two] = [members(7, 300), members(8, 300)]
  expect(one).not.toEqual(two)
  expect(one.map(({ member }) => member.memberId)).toEqual(two.map(({ member }) => member.memberId))
})

test('[CE40] staff sign in with the PINs the demo names', async () => {
  const rows = await demoStaffRows()
  for (const { code, pin } of demoStaff) {
    const row = rows.find((staff) => staff.code === code)
    const encode = (part: string | undefined) => (part ?? '').replaceAll('=', '')
    const hash = `$argon2id$v=19$m=19456,t=2,p=1$${encode(row?.pinSalt)}$${encode(row?.pinHash)}`
    expect(await verify(hash, pin)).toBe(true)
    expect(await verify(hash, '000000')).toBe(false)
  }
})

test('[CE40] the notable members, coupons and products are what tests rely on', () => {
  const [gold, silver, frozen] = members(9, 3)
  const points = (seeded: typeof gold) => seeded?.lots.reduce((sum, lot) => sum + lot.points, 0)
  expect([points(gold), points(silver), points(frozen)]).toEqual([12_480, 3_000, 500])
  expect(gold?.lots.every(({ expiresAt }) => expiresAt > today)).toBe(true)
  expect(gold?.member).toMatchObject({ tierId: 'gold', status: 'active', code: notableMembers.gold.code })
  expect(frozen?.member.status).toBe('frozen')
  const coupon = seededCoupon(4, 100, createChance(1), today)
  expect(coupon).toMatchObject({ code: notableCoupons.goldTenVoucher.code, usesDone: 0, status: 'issued' })
  expect(coupon.validFrom).toBeLessThan(today)
  expect(demoProducts(100, createChance(1))[0]).toEqual(notableProducts.rice)
})

let database: Database
beforeAll(async () => {
  database = await openPglite(null)
  await migrate(database, today)
})
afterAll(() => database.close())

test('[CE41] an empty database is filled once, as large as asked, and its ledger adds up', async () => {
  const size = { seed: 1, members: 2_500, products: 100 }
  await seedDemo(database, size, today)
  await seedDemo(database, { ...size, seed: 2 }, today)
  const count = async (table: string) => {
    const [row] = await database.query<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)
    return row?.n
  }
  expect(await count('member')).toBe(2_500)
  expect(await count('coupon')).toBe(5_000)
  expect(await count('product')).toBe(100)
  expect(await count('store')).toBe(3)
  expect(await count('staff')).toBe(9)
  const [sums] = await database.query<{ lots: number; ledger: number; entries: number }>(
    `SELECT (SELECT sum("points") FROM lot) AS "lots",
      (SELECT sum("points") FROM points_entry WHERE "credit" = 'points') AS "ledger"`,
  )
  expect(sums?.lots).toBeGreaterThan(100_000)
  expect(sums?.ledger).toBe(sums?.lots)
  const [largest] = await database.query<{ n: number }>(
    `SELECT max(n) AS n FROM (SELECT count(*) AS n FROM member GROUP BY "changeNumber") counted`,
  )
  expect(largest?.n).toBeLessThanOrEqual(2_000)
})
