import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { constants, createZstdCompress } from 'node:zlib'
import type { MemberPinRow, StaffRow } from '../contract/entities.ts'
import type { PolicyRow } from '../contract/risk.ts'
import type { AppliedMark } from '../contract/wire.ts'
import { putAccount } from '../db/replica/account-table.ts'
import { putApplied } from '../db/replica/applied-table.ts'
import { putBudget } from '../db/replica/budget-table.ts'
import { putCategory } from '../db/replica/category-table.ts'
import { addCoupon } from '../db/replica/coupon-table.ts'
import { putDenial } from '../db/replica/denial-table.ts'
import { type Erasure, putErasure } from '../db/replica/erasure-table.ts'
import { putGiftStock } from '../db/replica/gift-stock-table.ts'
import { putIdentifier } from '../db/replica/identifier-table.ts'
import { createSnapshotImage, type SnapshotImage } from '../db/replica/image.ts'
import { putLease } from '../db/replica/lease-table.ts'
import { addLot } from '../db/replica/lot-table.ts'
import { putLotteryPool } from '../db/replica/lottery-pool-table.ts'
import { putMemberPin } from '../db/replica/member-pin-table.ts'
import { putMember } from '../db/replica/member-table.ts'
import { putPair } from '../db/replica/pair-table.ts'
import { putPolicy } from '../db/replica/policy-table.ts'
import { putProduct } from '../db/replica/product-table.ts'
import { putProgramme } from '../db/replica/programme-table.ts'
import { putStaff } from '../db/replica/staff-table.ts'
import { putStore } from '../db/replica/store-table.ts'
import type { Budget, Pair } from '../domain/chain-figures.ts'
import type { Coupon } from '../domain/coupon.ts'
import type { GiftStock } from '../domain/gift.ts'
import type { Uuid } from '../domain/ids.ts'
import type { Lot } from '../domain/lot.ts'
import type { LotteryPool } from '../domain/lottery.ts'
import type { Identifier, Member } from '../domain/member.ts'
import type { Category, Product } from '../domain/product.ts'
import type { Programme } from '../domain/programme.ts'
import type { Denial, Lease } from '../domain/risk.ts'
import type { Store } from '../domain/store.ts'
import type { ValueAccount } from '../domain/value-account.ts'
import type { Database, Transaction } from './database.ts'
import { snapshotRowsAtOnce } from './limits.ts'
import { copiedArea, copiedSql } from './tables/area.ts'
import { keepFeed, readChangeCounter } from './tables/change-counter.ts'
import { currentFeed } from './tables/feed.ts'

/** A finished snapshot file. */
export interface BuiltSnapshot {
  readonly changeNumber: number
  readonly feed: string
  readonly plainBytes: number
  readonly compressedBytes: number
  /** Of the compressed bytes, 64 hex digits. */
  readonly sha256: string
}

/** zstd level 3: at level 9 the file is a tenth smaller and takes five times as long. */
const zstdLevel = 3

const nobody = '00000000-0000-0000-0000-000000000000'

/* Each table page by page in the order of the replica's primary keys, from the key after the last one read. */
/** The newest versions: a till that does not know the form of the last one goes by the one before. */
const programmesSql = `SELECT "body" FROM programme ORDER BY "version" DESC LIMIT 3`
/** The limits in force and the ones before, as for programmes. */
const policiesSql = 'SELECT * FROM policy ORDER BY "version" DESC LIMIT 3'
const denialsSql = 'SELECT * FROM denial ORDER BY "kind", "subject"'
const leasesSql = 'SELECT * FROM lease WHERE "storeId" = $1 ORDER BY "leaseId"'
const storesSql = 'SELECT "storeId", "number", "name", "address", "timeZone" FROM store ORDER BY "storeId"'
const categoriesSql = 'SELECT "categoryId", "name", "color", "position" FROM category ORDER BY "categoryId"'
const staffSql = 'SELECT * FROM staff WHERE "storeId" = $1 ORDER BY "staffId"'
const appliedSql =
  'SELECT "terminalId", "epoch", "seq" FROM applied WHERE "storeId" = $1 ORDER BY "terminalId"'
const stocksSql = 'SELECT "storeId", "giftId", "left" FROM gift_stock WHERE "storeId" = $1 ORDER BY "giftId"'
const poolsSql = 'SELECT * FROM lottery_pool WHERE "storeId" = $1 ORDER BY "poolId"'
const budgetsSql = 'SELECT "templateId", "spent" FROM budget ORDER BY "templateId"'
const pairsSql = `SELECT "sku", "suggest", "liftBps" FROM pair WHERE ("sku", "suggest") > ($1, $2)
  ORDER BY "sku", "suggest" LIMIT $3`
const pinsSql = `SELECT "memberId", "pinSalt", "pinHash" FROM member_pin t WHERE "memberId" > $1
  AND ${copiedSql('member_pin', '$3')} ORDER BY "memberId" LIMIT $2`
const accountsSql = `SELECT * FROM account t WHERE "accountId" > $1 AND ${copiedSql('account', '$3')}
  ORDER BY "accountId" LIMIT $2`
const erasuresSql =
  'SELECT "memberId", "erasedAt" FROM erasure WHERE "memberId" > $1 ORDER BY "memberId" LIMIT $2'
const productsSql = 'SELECT * FROM product WHERE "sku" > $1 ORDER BY "sku" LIMIT $2'
const membersSql = `SELECT * FROM member t WHERE "memberId" > $1 AND ${copiedSql('member', '$3')}
  ORDER BY "memberId" LIMIT $2`
const identifiersSql = `SELECT * FROM identifier t WHERE ("kind", "value") > ($1, $2)
  AND ${copiedSql('identifier', '$4')} ORDER BY "kind", "value" LIMIT $3`
const lotsSql = `SELECT * FROM lot t WHERE "lotId" > $1 AND ${copiedSql('lot', '$3')}
  ORDER BY "lotId" LIMIT $2`
const couponsSql = `SELECT * FROM coupon t WHERE "couponId" > $1 AND ${copiedSql('coupon', '$3')}
  ORDER BY "couponId" LIMIT $2`

/**
 * Writes the chain as one store's tills copy it, all of one moment, into a SQLite file of the replica's tables, and
 * compresses it to `file`. Staff of other stores stay out: their PIN hashes are nobody else's; so do members of other areas
 * where the rules say so.
 */
export async function buildSnapshot(
  database: Database,
  request: { readonly storeId: Uuid; readonly file: string; readonly serverTime: number },
): Promise<BuiltSnapshot> {
  const plain = `${request.file}.plain`
  await keepFeed(database)
  try {
    const { image, ...place } = await database.transaction(async (tx) => {
      // Begun anew each time the transaction is.
      await rm(plain, { force: true })
      const image = createSnapshotImage(plain)
      try {
        await copySmallTables(tx, image, request.storeId)
        await copyLargeTables(tx, image, await copiedArea(tx, request.storeId))
        return { image, change: (await readChangeCounter(tx)).value, feed: await currentFeed(tx) }
      } catch (error) {
        image.abandon()
        throw error
      }
    }, 'repeatable')
    image.finish({ ...place, serverTime: request.serverTime })
    const { size: plainBytes } = await stat(plain)
    const { sha256, compressedBytes } = await compressFile(plain, request.file, plainBytes)
    return { changeNumber: place.change, feed: place.feed, plainBytes, compressedBytes, sha256 }
  } finally {
    await rm(plain, { force: true })
  }
}

async function copySmallTables(tx: Transaction, image: SnapshotImage, storeId: Uuid): Promise<void> {
  const policies = await tx.query<PolicyRow>(policiesSql)
  const denials = await tx.query<Denial>(denialsSql)
  const leases = await tx.query<Lease>(leasesSql, [storeId])
  const programmes = await tx.query<{ body: Programme }>(programmesSql)
  const stores = await tx.query<Store>(storesSql)
  const categories = await tx.query<Category>(categoriesSql)
  const staff = await tx.query<StaffRow>(staffSql, [storeId])
  const stocks = await tx.query<GiftStock>(stocksSql, [storeId])
  const pools = await tx.query<LotteryPool>(poolsSql, [storeId])
  const budgets = await tx.query<Budget>(budgetsSql)
  const marks = await tx.query<AppliedMark>(appliedSql, [storeId])
  image.write((file) => {
    for (const policy of policies) putPolicy(file, policy)
    for (const denial of denials) putDenial(file, denial)
    for (const { body } of programmes) putProgramme(file, body)
    for (const store of stores) putStore(file, store)
    for (const category of categories) putCategory(file, category)
    for (const { pinSalt, pinHash, ...member } of staff) {
      const pinSeal = Buffer.from(pinHash, 'base64')
      putStaff(file, { ...member, pinSalt: Buffer.from(pinSalt, 'base64'), pinSeal })
    }
    for (const stock of stocks) putGiftStock(file, stock)
    for (const pool of pools) putLotteryPool(file, pool)
    for (const budget of budgets) putBudget(file, budget)
    for (const lease of leases) putLease(file, lease)
    for (const mark of marks) putApplied(file, mark)
  })
}

async function copyLargeTables(tx: Transaction, image: SnapshotImage, area: string | null): Promise<void> {
  await copyPages<Erasure>(image, putErasure, (last) =>
    tx.query(erasuresSql, [last?.memberId ?? nobody, snapshotRowsAtOnce]),
  )
  await copyPages<Product>(image, putProduct, (last) =>
    tx.query(productsSql, [last?.sku ?? '', snapshotRowsAtOnce]),
  )
  await copyPages<Pair>(image, putPair, (last) =>
    tx.query(pairsSql, [last?.sku ?? '', last?.suggest ?? '', snapshotRowsAtOnce]),
  )
  await copyPages<MemberPinRow>(image, putPin, (last) =>
    tx.query(pinsSql, [last?.memberId ?? nobody, snapshotRowsAtOnce, area]),
  )
  await copyPages<Member>(image, putMember, (last) =>
    tx.query(membersSql, [last?.memberId ?? nobody, snapshotRowsAtOnce, area]),
  )
  await copyPages<Identifier>(image, putIdentifier, (last) =>
    tx.query(identifiersSql, [last?.kind ?? '', last?.value ?? '', snapshotRowsAtOnce, area]),
  )
  await copyPages<Lot>(image, addLot, (last) =>
    tx.query(lotsSql, [last?.lotId ?? nobody, snapshotRowsAtOnce, area]),
  )
  await copyPages<Coupon>(image, addCoupon, (last) =>
    tx.query(couponsSql, [last?.couponId ?? nobody, snapshotRowsAtOnce, area]),
  )
  await copyPages<ValueAccount>(image, putAccount, (last) =>
    tx.query(accountsSql, [last?.accountId ?? nobody, snapshotRowsAtOnce, area]),
  )
}

/** A member's PIN as a snapshot carries it: the hash itself, which the till seals as it imports. */
function putPin(file: FileTransaction, { memberId, pinSalt, pinHash }: MemberPinRow): void {
  const pinSeal = Buffer.from(pinHash, 'base64')
  putMemberPin(file, { memberId, pinSalt: Buffer.from(pinSalt, 'base64'), pinSeal })
}

type FileTransaction = Parameters<Parameters<SnapshotImage['write']>[0]>[0]

async function copyPages<Row>(
  image: SnapshotImage,
  put: (file: FileTransaction, row: Row) => void,
  after: (last: Row | undefined) => Promise<readonly Row[]>,
): Promise<void> {
  let rows = await after(undefined)
  while (rows.length > 0) {
    const page = rows
    image.write((file) => {
      for (const row of page) put(file, row)
    })
    rows = page.length < snapshotRowsAtOnce ? [] : await after(page.at(-1))
  }
}

async function compressFile(
  from: string,
  to: string,
  plainBytes: number,
): Promise<{ readonly sha256: string; readonly compressedBytes: number }> {
  const hash = createHash('sha256')
  let compressedBytes = 0
  const count = new Transform({
    transform(part: Buffer, _encoding, done) {
      hash.update(part)
      compressedBytes += part.length
      done(null, part)
    },
  })
  const compress = createZstdCompress({
    params: { [constants.ZSTD_c_compressionLevel]: zstdLevel },
    pledgedSrcSize: plainBytes,
  })
  await pipeline(createReadStream(from), compress, count, createWriteStream(to))
  return { sha256: hash.digest('hex'), compressedBytes }
}
