import { createHash } from 'node:crypto'
import {
  createReadStream,
  createWriteStream,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { constants, createZstdCompress } from 'node:zlib'
import { putCategory } from '../../db/replica/category-table.ts'
import { addCoupon } from '../../db/replica/coupon-table.ts'
import { putIdentifier } from '../../db/replica/identifier-table.ts'
import { createSnapshotImage } from '../../db/replica/image.ts'
import { addLot } from '../../db/replica/lot-table.ts'
import { putMember } from '../../db/replica/member-table.ts'
import { putProduct } from '../../db/replica/product-table.ts'
import { putProgramme } from '../../db/replica/programme-table.ts'
import { replicaTables } from '../../db/replica/schema.ts'
import { putStaff } from '../../db/replica/staff-table.ts'
import { putStore } from '../../db/replica/store-table.ts'
import { cashier, categories, longAgo, productAt, productCount, programme, store } from './facts.ts'
import { couponAt, couponsPerMember, lotAt, lotsPerMember, memberAt } from './members.ts'
import { cashierPinHash, cashierSalt } from './pin-hash.ts'

/** The run of change numbers and the number the image stands for. */
export const imageFeed = 'bench'
export const imageChange = 1_000

/** A snapshot as a central would serve it. */
export interface ChainImage {
  /** The plain SQLite file and what it comes to compressed (zstd level 3). */
  readonly plain: string
  readonly compressed: string
  readonly plainBytes: number
  readonly compressedBytes: number
  /** Of the compressed bytes. */
  readonly sha256: string
  readonly members: number
}

const rowsPerWrite = 50_000

/** The image of a chain of `members`, made once and kept in `cache`. */
export async function chainImage(cache: string, members: number): Promise<ChainImage> {
  const plain = join(cache, `chain-${members}-${imageVersion()}.db`)
  const compressed = `${plain}.zst`
  if (!existsSync(plain)) {
    removeOlder(cache, members)
    await buildImage(plain, members)
  }
  if (!existsSync(compressed)) await compress(plain, compressed)
  return {
    plain,
    compressed,
    plainBytes: statSync(plain).size,
    compressedBytes: statSync(compressed).size,
    sha256: await sha256Of(compressed),
    members,
  }
}

/** Changes with the schema and with the rows this folder makes. */
function imageVersion(): string {
  const made = createHash('sha256').update(replicaTables)
  for (const name of ['facts.ts', 'members.ts', 'image.ts', 'pin-hash.ts'])
    made.update(readFileSync(join(import.meta.dirname, name)))
  return made.digest('hex').slice(0, 12)
}

/** Images of the same size made by an earlier version. */
function removeOlder(cache: string, members: number): void {
  for (const name of readdirSync(cache))
    if (name.startsWith(`chain-${members}-`)) rmSync(join(cache, name), { force: true })
}

async function buildImage(file: string, members: number): Promise<void> {
  const half = `${file}.half`
  rmSync(half, { force: true })
  const pinSeal = await cashierPinHash()
  const image = createSnapshotImage(half)
  image.write((tx) => {
    putProgramme(tx, programme)
    putStore(tx, store)
    putStaff(tx, { ...cashier, pinSalt: cashierSalt, pinSeal })
    for (const category of categories) putCategory(tx, category)
    for (let index = 0; index < productCount; index++) putProduct(tx, productAt(index))
  })
  // Table by table and in the order of the keys, as a central reads them out.
  const eachMember = (put: (tx: Parameters<Parameters<typeof image.write>[0]>[0], index: number) => void) => {
    for (let from = 0; from < members; from += rowsPerWrite)
      image.write((tx) => {
        for (let index = from; index < Math.min(members, from + rowsPerWrite); index++) put(tx, index)
      })
  }
  eachMember((tx, index) => putMember(tx, memberAt(index)))
  eachMember((tx, index) => {
    const { code, memberId } = memberAt(index)
    putIdentifier(tx, { kind: 'member_code', value: code, memberId })
  })
  eachMember((tx, index) => {
    for (let nth = 0; nth < lotsPerMember(index); nth++) addLot(tx, lotAt(index, nth))
  })
  eachMember((tx, index) => {
    for (let nth = 0; nth < couponsPerMember; nth++) addCoupon(tx, couponAt(index, nth))
  })
  image.finish({ feed: imageFeed, change: imageChange, serverTime: longAgo })
  renameSync(half, file)
}

async function compress(plain: string, compressed: string): Promise<void> {
  const half = `${compressed}.half`
  const encoder = createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: 3 } })
  await pipeline(createReadStream(plain, { highWaterMark: 1 << 20 }), encoder, createWriteStream(half))
  renameSync(half, compressed)
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const block of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(block as Buffer)
  return hash.digest('hex')
}
