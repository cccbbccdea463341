import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { zstdCompressSync } from 'node:zlib'
import type { MemberPinRow, StaffRow } from '../../contract/entities.ts'
import type { AppliedMark, SnapshotOffer } from '../../contract/wire.ts'
import type { Tx } from '../../db/handle.ts'
import { putAccount } from '../../db/replica/account-table.ts'
import { putApplied } from '../../db/replica/applied-table.ts'
import { putBudget } from '../../db/replica/budget-table.ts'
import { putCategory } from '../../db/replica/category-table.ts'
import { addCoupon } from '../../db/replica/coupon-table.ts'
import { putDenial } from '../../db/replica/denial-table.ts'
import { putErasure } from '../../db/replica/erasure-table.ts'
import { putGiftStock } from '../../db/replica/gift-stock-table.ts'
import { putIdentifier } from '../../db/replica/identifier-table.ts'
import { createSnapshotImage } from '../../db/replica/image.ts'
import { putLease } from '../../db/replica/lease-table.ts'
import { addLot } from '../../db/replica/lot-table.ts'
import { putLotteryPool } from '../../db/replica/lottery-pool-table.ts'
import { putMemberPin } from '../../db/replica/member-pin-table.ts'
import { putMember } from '../../db/replica/member-table.ts'
import { putPair } from '../../db/replica/pair-table.ts'
import { putPolicy } from '../../db/replica/policy-table.ts'
import { putProduct } from '../../db/replica/product-table.ts'
import { putProgramme } from '../../db/replica/programme-table.ts'
import { replicaVersion } from '../../db/replica/schema.ts'
import { putStaff } from '../../db/replica/staff-table.ts'
import { putStore } from '../../db/replica/store-table.ts'
import type { Uuid } from '../../domain/ids.ts'
import { fastFolder } from './fast-folder.ts'
import type { ModelState } from './model-state.ts'

/** A snapshot as the model offers it, its bytes in memory. */
export interface ModelSnapshot {
  readonly offer: SnapshotOffer
  readonly storeId: Uuid
  readonly bytes: Uint8Array
}

/** How a row comes into the image, by collection; a collection a till of this version does not know is left out. */
const writers: Readonly<Record<string, (tx: Tx, row: never) => void>> = {
  erasure: putErasure,
  denial: putDenial,
  policy: putPolicy,
  programme: putProgramme,
  store: putStore,
  staff: (tx: Tx, { pinSalt, pinHash, ...row }: StaffRow) =>
    putStaff(tx, {
      ...row,
      pinSalt: Buffer.from(pinSalt, 'base64'),
      pinSeal: Buffer.from(pinHash, 'base64'),
    }),
  category: putCategory,
  product: putProduct,
  pair: putPair,
  member: putMember,
  member_pin: (tx: Tx, { memberId, pinSalt, pinHash }: MemberPinRow) =>
    putMemberPin(tx, {
      memberId,
      pinSalt: Buffer.from(pinSalt, 'base64'),
      pinSeal: Buffer.from(pinHash, 'base64'),
    }),
  identifier: putIdentifier,
  lot: addLot,
  coupon: addCoupon,
  account: putAccount,
  gift_stock: putGiftStock,
  lottery_pool: putLotteryPool,
  budget: putBudget,
  lease: putLease,
  applied: (tx: Tx, { terminalId, epoch, seq }: AppliedMark) => putApplied(tx, { terminalId, epoch, seq }),
}

/** Builds a store's snapshot of the rows as they stand. */
export function buildModelSnapshot(
  state: ModelState,
  at: { readonly snapshotId: string; readonly storeId: Uuid; readonly serverTime: number },
): ModelSnapshot {
  const folder = mkdtempSync(join(fastFolder(), 'evertill-image-'))
  try {
    const file = join(folder, 'image.db')
    const image = createSnapshotImage(file)
    image.write((tx) => {
      for (const [collection, write] of Object.entries(writers)) {
        for (const row of state.rows.get(collection)?.values() ?? []) {
          if (row.d !== null && (row.storeId === null || row.storeId === at.storeId))
            write(tx, row.d as never)
        }
      }
    })
    const feed = state.feeds.at(-1)?.name ?? ''
    image.finish({ feed, change: state.change, serverTime: at.serverTime })
    const plain = readFileSync(file)
    const bytes = zstdCompressSync(plain)
    return {
      storeId: at.storeId,
      bytes,
      offer: {
        snapshotId: at.snapshotId as Uuid,
        replicaVersion,
        changeNumber: state.change,
        feed,
        compressedBytes: bytes.length,
        plainBytes: plain.length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
      },
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
