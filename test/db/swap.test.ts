import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { NewerSchema, ReplicaBroken } from '../../db/faults.ts'
import { openReplica } from '../../db/open.ts'
import { addCoupon, findCouponRow, findCouponRowByCode } from '../../db/replica/coupon-table.ts'
import { readCursor } from '../../db/replica/cursor-table.ts'
import { createSnapshotImage } from '../../db/replica/image.ts'
import { addLot, lotsOf, putLot } from '../../db/replica/lot-table.ts'
import { findMemberPin, putMemberPin } from '../../db/replica/member-pin-table.ts'
import { findMember, putMember } from '../../db/replica/member-table.ts'
import { findProductByGtin, putProduct } from '../../db/replica/product-table.ts'
import { currentProgramme, programmeRefused, putProgramme } from '../../db/replica/programme-table.ts'
import { findStaff, putStaff } from '../../db/replica/staff-table.ts'
import { importImage, replicaFiles, swapReplica } from '../../db/replica/swap.ts'
import { transact } from '../../db/transact.ts'
import type { Programme } from '../../domain/programme.ts'
import { couponOf, lotOf, memberOf, productOf } from './replica-rows.ts'
import { numberedId as id, key, noon, thrown, tillFolder } from './till-files.ts'

const staff = {
  staffId: id(800),
  code: '101',
  name: '林小雨',
  role: 'cashier' as const,
  storeId: id(801),
  pinSalt: Buffer.from('salt'),
  pinSeal: Buffer.from('PIN-HASH-IN-SNAPSHOT'),
}
const memberPin = {
  memberId: id(1),
  pinSalt: Buffer.from('salt'),
  pinSeal: Buffer.from('PIN-HASH-OF-MEMBER'),
}
const sealPin = (pinHash: Uint8Array) => Buffer.from(`sealed ${pinHash.length}`)
const cursorOf = (change: number) => ({ feed: 'feed', change, serverTime: noon })

function imageOf(members: number, change: number): Buffer {
  const file = join(tillFolder(), 'snapshot.db')
  const image = createSnapshotImage(file)
  image.write((tx) => {
    for (let number = 1; number <= members; number++) {
      putMember(tx, memberOf(number))
      addLot(tx, lotOf(1_000 + number, number))
      addCoupon(tx, couponOf(2_000 + number, number % 5 === 0 ? null : number))
    }
    putProduct(tx, productOf(1))
    putStaff(tx, staff)
    putMemberPin(tx, memberPin)
  })
  image.finish(cursorOf(change))
  return readFileSync(file)
}

/** An image with programmes of these versions in it. */
function imageWith(versions: readonly number[], change: number): Buffer {
  const file = join(tillFolder(), 'snapshot.db')
  const image = createSnapshotImage(file)
  image.write((tx) => {
    for (const version of versions) putProgramme(tx, { version, tiers: [] } as unknown as Programme)
  })
  image.finish(cursorOf(change))
  return readFileSync(file)
}

function openCurrent(folder: string) {
  const replica = openReplica({ file: replicaFiles(folder).current, key, access: 'write' })
  onTestFinished(replica.close)
  return replica
}

test('[RE6] a snapshot becomes the replica, every row and index of it, PIN hashes sealed', () => {
  const folder = tillFolder()
  importImage({ folder, image: imageOf(300, 7), key, sealPin })
  expect(existsSync(replicaFiles(folder).current)).toBe(false)
  expect(swapReplica(folder)).toBe(true)
  expect(readdirSync(folder)).toEqual(['replica.db'])
  const replica = openCurrent(folder)
  expect(readCursor(replica)).toEqual(cursorOf(7))
  for (const number of [1, 150, 300]) {
    expect(findMember(replica, id(number))).toEqual(memberOf(number))
    expect(lotsOf(replica, id(number))).toEqual([lotOf(1_000 + number, number)])
    const coupon = couponOf(2_000 + number, number % 5 === 0 ? null : number)
    expect(findCouponRow(replica, coupon.couponId)).toEqual(coupon)
    expect(findCouponRowByCode(replica, coupon.code)).toEqual(coupon)
  }
  expect(findProductByGtin(replica, productOf(1).gtin ?? '')).toEqual(productOf(1))
  expect(findStaff(replica, staff.staffId)).toEqual({ ...staff, pinSeal: Buffer.from('sealed 20') })
  expect(findMemberPin(replica, id(1))).toEqual({ ...memberPin, pinSeal: Buffer.from('sealed 18') })
  expect(replica.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' })
  const schema = (db: ReturnType<typeof openReplica>) =>
    db.prepare('SELECT name FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name').all()
  expect(schema(replica)).toEqual(schema(openCurrent(tillFolder())))
  transact(replica, (tx) => putLot(tx, lotOf(1_001, 2)))
})

test('[RE7] nothing of a snapshot stands readable in any file of the folder', () => {
  const folder = tillFolder()
  const image = imageOf(300, 7)
  expect(image.includes('138****5678')).toBe(true)
  importImage({ folder, image, key, sealPin })
  for (const name of readdirSync(folder))
    for (const text of ['138****5678', 'PIN-HASH', 'SQLite format', 'CREATE TABLE'])
      expect(readFileSync(join(folder, name)).includes(text)).toBe(false)
})

/** A till that runs on change 1, its writer killed with rows in the WAL, and change 2 imported beside it. */
function tillBetween(): string {
  const folder = tillFolder()
  const { current } = replicaFiles(folder)
  importImage({ folder, image: imageOf(20, 1), key, sealPin })
  swapReplica(folder)
  const replica = openReplica({ file: current, key, access: 'write' })
  transact(replica, (tx) => putMember(tx, memberOf(999)))
  const killed = join(folder, 'killed')
  mkdirSync(killed)
  for (const suffix of ['', '-wal', '-shm']) cpSync(current + suffix, join(killed, `replica.db${suffix}`))
  replica.close()
  for (const name of readdirSync(killed)) renameSync(join(killed, name), join(folder, name))
  rmSync(killed, { recursive: true })
  importImage({ folder, image: imageOf(30, 2), key, sealPin })
  return folder
}

test('[RE18] a snapshot whose programme this till cannot go by leaves the one at work in force and says so', () => {
  const folder = tillFolder()
  const load = (versions: readonly number[], change: number) => {
    const judgeProgramme = (document: unknown) => {
      const { version } = document as { version: number }
      return version > 50 ? 'newer' : version % 10 === 0 ? 'broken' : 'good'
    }
    importImage({ folder, image: imageWith(versions, change), key, sealPin, judgeProgramme })
    swapReplica(folder)
    const replica = openReplica({ file: replicaFiles(folder).current, key, access: 'write' })
    const found = { version: currentProgramme(replica)?.version, refused: programmeRefused(replica) }
    replica.close()
    return found
  }
  expect(load([10], 1)).toEqual({ version: undefined, refused: { version: 10, reason: 'broken' } })
  expect(load([7, 8], 2)).toEqual({ version: 8, refused: null })
  expect(load([10], 3)).toEqual({ version: 8, refused: { version: 10, reason: 'broken' } })
  expect(load([9, 10, 51], 4)).toEqual({ version: 9, refused: { version: 51, reason: 'newer' } })
  expect(load([10, 11], 5)).toEqual({ version: 11, refused: null })
})

test('[RE8] before the swap the old replica is whole, its WAL included', () => {
  const replica = openCurrent(tillBetween())
  expect(readCursor(replica)).toEqual(cursorOf(1))
  expect(findMember(replica, id(999))).toEqual(memberOf(999))
})

test.each([
  ['before its first step', (_folder: string) => undefined],
  ['after the WAL went', (folder: string) => rmSync(join(folder, 'replica.db-wal'))],
  [
    'after all beside the file went',
    (folder: string) => {
      for (const suffix of ['-wal', '-shm']) rmSync(join(folder, `replica.db${suffix}`))
    },
  ],
])('[RE9] a swap cut short %s is finished by the next start, old WAL never replayed', (_, stopAfter) => {
  const folder = tillBetween()
  expect(existsSync(join(folder, 'replica.db-wal'))).toBe(true)
  stopAfter(folder)
  expect(swapReplica(folder)).toBe(true)
  expect(swapReplica(folder)).toBe(false)
  const replica = openCurrent(folder)
  expect(readCursor(replica)).toEqual(cursorOf(2))
  expect([findMember(replica, id(999)), findMember(replica, id(30))]).toEqual([null, memberOf(30)])
  expect(replica.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' })
})

test('[RE10] an import cut short is forgotten, and a new one starts over', () => {
  const folder = tillBetween()
  const { loading, next } = replicaFiles(folder)
  renameSync(next, loading)
  expect(swapReplica(folder)).toBe(false)
  expect(existsSync(loading)).toBe(false)
  writeFileSync(loading, 'left by a kill')
  importImage({ folder, image: imageOf(5, 3), key, sealPin })
  swapReplica(folder)
  expect(readCursor(openCurrent(folder))).toEqual(cursorOf(3))
})

function changed(image: Buffer, statements: string): Buffer {
  const connection = new Database(image)
  connection.exec(statements)
  const bytes = connection.serialize()
  connection.close()
  return bytes
}

const strangers: readonly [string, () => Buffer][] = [
  ['not a database', () => Buffer.from('<html>'.repeat(2_000))],
  ['cut short', () => imageOf(300, 2).subarray(0, 40_960)],
  [
    'a damaged page',
    () => {
      const bytes = imageOf(300, 2)
      bytes.fill(0xff, 4_096 * 20, 4_096 * 21)
      return bytes
    },
  ],
  [
    'a trigger of its own',
    () => changed(imageOf(3, 2), 'CREATE TRIGGER t AFTER INSERT ON member BEGIN SELECT 1; END'),
  ],
  ['a missing table', () => changed(imageOf(3, 2), 'DROP TABLE lot')],
  ['an older schema', () => changed(imageOf(3, 2), 'PRAGMA user_version = 0')],
]

test.each(strangers)('[RE11] an image that is %s is refused, and the old replica stays', (_, image) => {
  const folder = tillFolder()
  importImage({ folder, image: imageOf(3, 1), key, sealPin })
  swapReplica(folder)
  expect(thrown(() => importImage({ folder, image: image(), key, sealPin }))).toBeInstanceOf(ReplicaBroken)
  expect(swapReplica(folder)).toBe(false)
  expect(readdirSync(folder)).toEqual(['replica.db'])
  expect(readCursor(openCurrent(folder))).toEqual(cursorOf(1))
})

test('[RE12] an image of a newer schema says so', () => {
  const image = changed(imageOf(3, 2), 'PRAGMA user_version = 99')
  expect(thrown(() => importImage({ folder: tillFolder(), image, key, sealPin }))).toBeInstanceOf(NewerSchema)
})
