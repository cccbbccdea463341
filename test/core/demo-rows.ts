import { createHmac } from 'node:crypto'
import { argon2id, hash } from 'argon2'
import type { Tx } from '../../db/handle.ts'
import { putAccount } from '../../db/replica/account-table.ts'
import { putCategory } from '../../db/replica/category-table.ts'
import { putCoupon } from '../../db/replica/coupon-table.ts'
import { saveCursor } from '../../db/replica/cursor-table.ts'
import { putGiftStock } from '../../db/replica/gift-stock-table.ts'
import { putIdentifier } from '../../db/replica/identifier-table.ts'
import { putLot } from '../../db/replica/lot-table.ts'
import { putLotteryPool } from '../../db/replica/lottery-pool-table.ts'
import { putMember } from '../../db/replica/member-table.ts'
import { putPair } from '../../db/replica/pair-table.ts'
import { putProduct } from '../../db/replica/product-table.ts'
import { putProgramme } from '../../db/replica/programme-table.ts'
import { putStaff } from '../../db/replica/staff-table.ts'
import { putStore } from '../../db/replica/store-table.ts'
import { bps } from '../../domain/money.ts'
import type { Programme } from '../../domain/programme.ts'
import {
  blacklisted,
  cake,
  child,
  coupons,
  frozen,
  lots,
  noon,
  oils,
  plus,
  poor,
  pork,
  programme,
  staff,
  store,
  storeId,
  wang,
} from './demo-chain.ts'
import { accounts, pool } from './demo-value.ts'

/* The chain of demo-chain.ts as rows of a replica. */

const salt = Buffer.alloc(16, 7)
const hashes = new Map<string, Promise<Buffer>>()

/** Argon2id as the central makes it: 19 MiB, two passes, one lane. */
function pinHash(pin: string): Promise<Buffer> {
  const known = hashes.get(pin)
  if (known !== undefined) return known
  const made = hash(pin, {
    type: argon2id,
    memoryCost: 19_456,
    timeCost: 2,
    parallelism: 1,
    hashLength: 32,
    salt,
    raw: true,
  })
  hashes.set(pin, made)
  return made
}

/** The PIN hashes of the staff, sealed with a pepper, ready for `putChain`. */
export async function sealedPins(pepper: Uint8Array): Promise<ReadonlyMap<string, Uint8Array>> {
  const seals = new Map<string, Uint8Array>()
  for (const { code, pin } of Object.values(staff))
    seals.set(
      code,
      createHmac('sha256', pepper)
        .update(await pinHash(pin))
        .digest(),
    )
  return seals
}

/** Writes the whole chain into a replica. */
export function putChain(
  tx: Tx,
  seals: ReadonlyMap<string, Uint8Array>,
  changed: Partial<Programme> = {},
): void {
  putProgramme(tx, { ...programme, ...changed })
  putStore(tx, store)
  putCategory(tx, {
    categoryId: 'grocery',
    name: { zh: '粮油', en: 'Grocery' },
    color: '#c08030',
    position: 0,
  })
  for (const product of [...oils, pork, cake, plus]) putProduct(tx, product)
  for (const member of [wang, frozen, blacklisted, child, poor]) {
    putMember(tx, member)
    putIdentifier(tx, { kind: 'member_code', value: member.code, memberId: member.memberId })
  }
  for (const coupon of Object.values(coupons)) putCoupon(tx, coupon)
  for (const lot of lots) putLot(tx, lot)
  for (const account of Object.values(accounts)) putAccount(tx, account)
  putGiftStock(tx, { storeId, giftId: 'cup', left: 3 })
  putGiftStock(tx, { storeId, giftId: 'gone', left: 0 })
  putLotteryPool(tx, pool)
  putPair(tx, { sku: 'SKU1', suggest: 'SKU3', liftBps: bps(30_000) })
  putPair(tx, { sku: 'SKU1', suggest: 'PORK', liftBps: bps(25_000) })
  putPair(tx, { sku: 'SKU1', suggest: 'SKU4', liftBps: bps(20_000) })
  putPair(tx, { sku: 'SKU2', suggest: 'SKU5', liftBps: bps(15_000) })
  for (const { pin: _pin, ...person } of Object.values(staff)) {
    const pinSeal = seals.get(person.code)
    if (!pinSeal) throw new Error(`no seal for ${person.code}`)
    putStaff(tx, { ...person, storeId, pinSalt: salt, pinSeal })
  }
  saveCursor(tx, { feed: 'feed-1', change: 1, serverTime: noon })
}
