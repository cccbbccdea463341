import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import type { Tx } from '../../db/handle.ts'
import {
  findAccountRow,
  findAccountRowByCode,
  putAccount,
  removeAccount,
} from '../../db/replica/account-table.ts'
import { appliedMark, putApplied, removeApplied } from '../../db/replica/applied-table.ts'
import { budgetSpent, putBudget, removeBudget } from '../../db/replica/budget-table.ts'
import { allCategories, putCategory, removeCategory } from '../../db/replica/category-table.ts'
import {
  findCouponRow,
  findCouponRowByCode,
  liveCouponRows,
  putCoupon,
  removeCoupon,
} from '../../db/replica/coupon-table.ts'
import { readCursor, saveCursor } from '../../db/replica/cursor-table.ts'
import { putGiftStock, removeGiftStock, stockRowsOf } from '../../db/replica/gift-stock-table.ts'
import { memberIdOf, putIdentifier, removeIdentifier } from '../../db/replica/identifier-table.ts'
import { findLot, lotsOf, putLot, removeLot } from '../../db/replica/lot-table.ts'
import { poolRowsOf, putLotteryPool, removeLotteryPool } from '../../db/replica/lottery-pool-table.ts'
import { findMemberPin, putMemberPin, removeMemberPin } from '../../db/replica/member-pin-table.ts'
import { findMember, putMember, removeMember } from '../../db/replica/member-table.ts'
import { pairsFor, putPair, removePair } from '../../db/replica/pair-table.ts'
import {
  favouriteProducts,
  findProduct,
  findProductByGtin,
  findProductByPlu,
  putProduct,
  removeProduct,
  searchProducts,
} from '../../db/replica/product-table.ts'
import {
  currentProgramme,
  noteProgrammeRefused,
  programmeRefused,
  putProgramme,
  removeProgramme,
} from '../../db/replica/programme-table.ts'
import { allStaff, findStaff, findStaffByCode, putStaff, removeStaff } from '../../db/replica/staff-table.ts'
import { findStore, putStore, removeStore } from '../../db/replica/store-table.ts'
import { transact } from '../../db/transact.ts'
import type { LotteryPool } from '../../domain/lottery.ts'
import { bps, money } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import type { Programme } from '../../domain/programme.ts'
import type { ValueAccount } from '../../domain/value-account.ts'
import { couponOf, lotOf, memberOf, productOf } from './replica-rows.ts'
import { numberedId as id, key, noon, replicaIn, terminalId, tillFolder } from './till-files.ts'

function freshReplica() {
  const replica = replicaIn(tillFolder())
  return { replica, write: (work: (tx: Tx) => void) => transact(replica, work) }
}

const accountOf = (changed: Partial<ValueAccount>): ValueAccount => ({
  accountId: id(60),
  code: 'G0000000000017',
  memberId: null,
  status: 'active',
  principal: money(5_000),
  gift: money(0),
  ...changed,
})
const poolOf = (drawn: number): LotteryPool => ({
  poolId: id(70),
  terminalId,
  storeId: id(1),
  lotteryId: 'spring',
  root: 'a'.repeat(64),
  seed: 'b'.repeat(64),
  tickets: ['nothing', 'coupon'],
  drawn,
})
const pinOf = (seal: string) => ({
  memberId: id(3),
  pinSalt: Buffer.from('salt'),
  pinSeal: Buffer.from(seal),
})

test('[RE1] a row put twice is replaced, and its tombstone removes it, in every collection', () => {
  const { replica, write } = freshReplica()
  const programmeOf = (version: number) => ({ version, tiers: [] }) as unknown as Programme
  const storeOf = (number: string) => ({
    storeId: id(1),
    number,
    name: { zh: '一店', en: 'One' },
    address: { zh: '', en: '' },
    timeZone: 'Asia/Shanghai',
  })
  const staffOf = (code: string) => ({
    staffId: id(2),
    code,
    name: '林小雨',
    role: 'cashier' as const,
    storeId: id(1),
    pinSalt: Buffer.from('salt'),
    pinSeal: Buffer.from('seal'),
  })
  const category = { categoryId: 'drinks', name: { zh: '饮料', en: 'Drinks' }, color: '#aabbcc', position: 1 }
  write((tx) => {
    for (const version of [3, 4]) putProgramme(tx, programmeOf(version))
    for (const number of ['S01', 'S02']) putStore(tx, storeOf(number))
    for (const code of ['101', '102']) putStaff(tx, staffOf(code))
    for (const position of [2, 1]) putCategory(tx, { ...category, position })
    for (const growth of [1, 2]) putMember(tx, memberOf(3, { growth }))
    for (const member of [3, 4]) putIdentifier(tx, { kind: 'nfc_uid', value: '04:a2', memberId: id(member) })
    for (const left of [3, 2]) putGiftStock(tx, { storeId: id(1), giftId: 'mug', left })
    for (const spent of [1, 2]) putBudget(tx, { templateId: id(700), spent: money(spent) })
    for (const gift of [1, 2]) putAccount(tx, accountOf({ gift: money(gift) }))
    for (const drawn of [0, 1]) putLotteryPool(tx, poolOf(drawn))
    for (const liftBps of [11_000, 12_000]) putPair(tx, { sku: 'tea', suggest: 'cup', liftBps: bps(liftBps) })
    for (const seal of ['old', 'new']) putMemberPin(tx, pinOf(seal))
    for (const seq of [1, 2]) putApplied(tx, { terminalId, epoch: 1, seq })
    for (const change of [1, 2]) saveCursor(tx, { feed: 'f', change, serverTime: noon })
  })
  // Fields later than the document's form are read as the rule was then (UP7).
  expect(currentProgramme(replica)).toMatchObject(programmeOf(4))
  expect(findStore(replica, id(1))).toEqual(storeOf('S02'))
  expect(findStaff(replica, id(2))).toEqual(staffOf('102'))
  expect(findStaffByCode(replica, id(1), '102')).toEqual(staffOf('102'))
  expect(findStaffByCode(replica, id(9), '102')).toBeNull()
  expect(allCategories(replica)).toEqual([category])
  expect(findMember(replica, id(3))).toEqual(memberOf(3, { growth: 2 }))
  expect(memberIdOf(replica, 'nfc_uid', '04:a2')).toBe(id(4))
  expect(stockRowsOf(replica, id(1))).toEqual([{ storeId: id(1), giftId: 'mug', left: 2 }])
  expect(budgetSpent(replica, id(700))).toBe(2)
  expect(findAccountRow(replica, id(60))).toEqual(accountOf({ gift: money(2) }))
  expect(findAccountRowByCode(replica, 'G0000000000017')).toEqual(accountOf({ gift: money(2) }))
  expect(poolRowsOf(replica, terminalId, 'spring', 5)).toEqual([poolOf(1)])
  expect(poolRowsOf(replica, terminalId, 'autumn', 5)).toEqual([])
  expect(pairsFor(replica, ['tea'], 5)).toEqual([{ sku: 'tea', suggest: 'cup', liftBps: 12_000 }])
  expect(findMemberPin(replica, id(3))).toEqual(pinOf('new'))
  expect(appliedMark(replica, terminalId)).toEqual({ epoch: 1, seq: 2 })
  expect(readCursor(replica)).toEqual({ feed: 'f', change: 2, serverTime: noon })
  write((tx) => {
    removeProgramme(tx, '4')
    removeStore(tx, id(1))
    removeStaff(tx, id(2))
    removeCategory(tx, 'drinks')
    removeMember(tx, id(3))
    removeIdentifier(tx, 'nfc_uid:04:a2')
    removeGiftStock(tx, `${id(1)}:mug`)
    removeBudget(tx, id(700))
    removeAccount(tx, id(60))
    removeLotteryPool(tx, id(70))
    removePair(tx, 'tea:cup')
    removeMemberPin(tx, id(3))
    removeApplied(tx, terminalId)
  })
  expect(currentProgramme(replica)).toMatchObject(programmeOf(3))
  expect([
    findStore(replica, id(1)),
    findMember(replica, id(3)),
    memberIdOf(replica, 'nfc_uid', '04:a2'),
  ]).toEqual([null, null, null])
  expect([allStaff(replica), allCategories(replica)]).toEqual([[], []])
  expect([stockRowsOf(replica, id(1)), pairsFor(replica, ['tea'], 5)]).toEqual([[], []])
  expect([budgetSpent(replica, id(700)), findAccountRow(replica, id(60))]).toEqual([0, null])
  expect([poolRowsOf(replica, terminalId, 'spring', 5), findMemberPin(replica, id(3))]).toEqual([[], null])
  expect(appliedMark(replica, terminalId)).toEqual({ epoch: 0, seq: 0 })
})

test('[RE2] lots and coupons move with their member and are removed by their own id', () => {
  const { replica, write } = freshReplica()
  write((tx) => {
    putLot(tx, lotOf(10, 1))
    putLot(tx, lotOf(11, 1))
    putCoupon(tx, couponOf(20, 1))
    putCoupon(tx, couponOf(21, null))
  })
  expect(lotsOf(replica, id(1))).toEqual([lotOf(10, 1), lotOf(11, 1)])
  const pending = lotOf(11, 1, { spendableFrom: noon + 5 })
  write((tx) => putLot(tx, pending))
  expect([findLot(replica, id(11)), findLot(replica, id(12))]).toEqual([pending, null])
  write((tx) => putLot(tx, lotOf(11, 1)))
  write((tx) => {
    putLot(tx, lotOf(10, 2, { points: points(7) }))
    putCoupon(tx, couponOf(20, 2, { usesDone: 1 }))
    putCoupon(tx, couponOf(21, 2))
  })
  expect(lotsOf(replica, id(1))).toEqual([lotOf(11, 1)])
  expect(lotsOf(replica, id(2))).toEqual([lotOf(10, 2, { points: points(7) })])
  expect(findCouponRow(replica, id(20))).toEqual(couponOf(20, 2, { usesDone: 1 }))
  expect(findCouponRowByCode(replica, couponOf(21, null).code)).toEqual(couponOf(21, 2))
  write((tx) => {
    removeLot(tx, id(10))
    removeCoupon(tx, id(20))
    putCoupon(tx, couponOf(21, null))
  })
  expect([lotsOf(replica, id(2)), findCouponRow(replica, id(20))]).toEqual([[], null])
  expect(findCouponRow(replica, id(21))).toEqual(couponOf(21, null))
})

test('[RE3] live coupons are issued, unexpired and unused', () => {
  const { replica, write } = freshReplica()
  write((tx) => {
    putCoupon(tx, couponOf(20, 1))
    putCoupon(tx, couponOf(21, 1, { status: 'revoked' }))
    putCoupon(tx, couponOf(22, 1, { validTo: noon }))
    putCoupon(tx, couponOf(23, 1, { usesDone: 2 }))
    putCoupon(tx, couponOf(25, 1, { usesDone: 2, usesRestored: 1 }))
    putCoupon(tx, couponOf(24, 2))
  })
  const ids = (now: number, limit: number) =>
    liveCouponRows(replica, id(1), now, limit).map((row) => row.couponId)
  expect(ids(noon, 10)).toEqual([id(20), id(25)])
  expect(ids(noon - 1, 10)).toEqual([id(20), id(22), id(25)])
  expect(ids(noon - 1, 1)).toEqual([id(20)])
})

test('[RE4] products are found by every code and searched by what a cashier types', () => {
  const { replica, write } = freshReplica()
  const apple = productOf(1, {
    name: { zh: '红富士苹果', en: 'Fuji apple 100%' },
    gtin: null,
    plu: '21001',
    unit: 'gram',
    categoryId: 'fruit',
    favourite: 1,
  })
  const water = productOf(2, { favourite: 0, tags: ['organic', 'own_brand'] })
  const tea = productOf(3, { name: { zh: '茉莉花茶', en: 'Tea_one' } })
  write((tx) => {
    for (const product of [tea, apple, water]) putProduct(tx, product)
  })
  expect(findProduct(replica, 'SKU1')).toEqual(apple)
  expect(findProductByGtin(replica, water.gtin ?? '')).toEqual(water)
  expect(findProductByPlu(replica, '21001')).toEqual(apple)
  expect([
    findProduct(replica, 'SKU9'),
    findProductByGtin(replica, '0'),
    findProductByPlu(replica, '0'),
  ]).toEqual([null, null, null])
  expect(favouriteProducts(replica, 10)).toEqual([water, apple])
  const found = (query: string, categoryId: string | null = null, limit = 10) =>
    searchProducts(replica, { query, categoryId, limit }).map(({ sku }) => sku)
  expect(found('')).toEqual(['SKU2', 'SKU1'])
  expect(found('', 'drinks')).toEqual(['SKU2', 'SKU3'])
  expect(found('苹果')).toEqual(['SKU1'])
  expect(found('fuji')).toEqual(['SKU1'])
  expect(found('21001')).toEqual(['SKU1'])
  expect(found('sku')).toEqual(['SKU1', 'SKU2', 'SKU3'])
  expect(found('sku', 'fruit')).toEqual(['SKU1'])
  expect(found('SKU3', null, 1)).toEqual(['SKU3'])
  expect(found('%')).toEqual(['SKU1'])
  expect(found('_')).toEqual(['SKU3'])
  expect(found(`' OR 1=1 --`)).toEqual([])
  write((tx) => removeProduct(tx, 'SKU1'))
  expect(found('苹果')).toEqual([])
})

test('[RE13] a programme that is not taken is noted until one as new is; the last good one goes on', () => {
  const { replica, write } = freshReplica()
  const programmeOf = (version: number) => ({ version, tiers: [] }) as unknown as Programme
  write((tx) => putProgramme(tx, programmeOf(5)))
  write((tx) => noteProgrammeRefused(tx, { version: 4, reason: 'broken' }))
  expect(programmeRefused(replica)).toBeNull()
  write((tx) => noteProgrammeRefused(tx, { version: 7, reason: 'newer' }))
  write((tx) => noteProgrammeRefused(tx, { version: 6, reason: 'broken' }))
  expect(programmeRefused(replica)).toEqual({ version: 7, reason: 'newer' })
  write((tx) => putProgramme(tx, programmeOf(6)))
  expect([programmeRefused(replica)?.version, currentProgramme(replica)?.version]).toEqual([7, 6])
  write((tx) => putProgramme(tx, programmeOf(7)))
  expect([programmeRefused(replica), currentProgramme(replica)?.version]).toEqual([null, 7])
  write((tx) => noteProgrammeRefused(tx, { version: 9, reason: 'broken' }))
  write((tx) => removeProgramme(tx, '9'))
  expect(programmeRefused(replica)).toBeNull()
})

test('[RE16] suggestions are the strongest pairs of a basket, each once, none that is there', () => {
  const { replica, write } = freshReplica()
  const pairOf = (sku: string, suggest: string, lift: number) => ({ sku, suggest, liftBps: bps(lift) })
  write((tx) => {
    putPair(tx, pairOf('tea', 'cup', 30_000))
    putPair(tx, pairOf('tea', 'milk', 20_000))
    putPair(tx, pairOf('bread', 'milk', 40_000))
    putPair(tx, pairOf('bread', 'jam', 40_000))
  })
  expect(pairsFor(replica, ['tea', 'bread'], 2)).toEqual([
    pairOf('bread', 'jam', 40_000),
    pairOf('bread', 'milk', 40_000),
  ])
  expect(pairsFor(replica, ['tea', 'bread', 'jam', 'milk'], 2)).toEqual([pairOf('tea', 'cup', 30_000)])
  expect(pairsFor(replica, ['rice'], 2)).toEqual([])
})

test('[RE5] what a tombstone removed is physically gone, also from pages no longer in use', () => {
  const folder = tillFolder()
  const replica = replicaIn(folder)
  const names = Array.from({ length: 200 }, (_, index) => `ERASE-${index}-${'x'.repeat(200)}`)
  const decrypted = () => {
    const connection = new Database(join(folder, 'replica.db'))
    connection.pragma(`cipher = 'sqlcipher'`)
    connection.pragma('legacy = 4')
    connection.pragma(`key = "x'${key.toString('hex')}'"`)
    const bytes = connection.serialize()
    connection.close()
    return bytes
  }
  transact(replica, (tx) => {
    for (const [index, maskedName] of names.entries()) putMember(tx, memberOf(index, { maskedName }))
  })
  expect(names.filter((name) => decrypted().includes(name)).length).toBe(200)
  transact(replica, (tx) => {
    for (const index of names.keys()) removeMember(tx, id(index))
  })
  expect(
    replica.prepare('PRAGMA freelist_count').get<{ freelist_count: number }>()?.freelist_count,
  ).toBeGreaterThan(5)
  expect(names.filter((name) => decrypted().includes(name))).toEqual([])
})
