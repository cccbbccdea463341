import { closeSync, copyFileSync, fsyncSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { replicaVersion } from '../../db/replica/schema.ts'
import { replicaFiles, swapReplica } from '../../db/replica/swap.ts'
import { assert } from '../../domain/assert.ts'
import { openPart } from '../../sync/part-file.ts'
import { sealPinHash } from '../../sync/pin-seal.ts'
import { loadSnapshot } from '../../sync/snapshot.ts'
import { idAt } from '../chain/facts.ts'
import { type ChainImage, imageChange, imageFeed } from '../chain/image.ts'
import { answerParent, childInput } from '../child.ts'
import { openPlainDatabase } from '../plain-database.ts'
import { upsertRows } from './row-upsert.ts'

/* Loads a downloaded snapshot as the till does, beside a plain copy of the file and beside the same rows one by one. */

export interface SnapshotInput {
  readonly folder: string
  readonly image: ChainImage
  readonly rounds: number
}

/** Milliseconds of each round. */
export interface SnapshotTimes {
  readonly load: readonly number[]
  /** Copied and synced; and only copied. */
  readonly copy: readonly number[]
  readonly copyUnsynced: readonly number[]
  readonly upsert: readonly number[]
  readonly rows: number
}

const { folder, image, rounds } = childInput<SnapshotInput>()
const key = Buffer.alloc(32, 5)
const partKey = Buffer.alloc(32, 6)

/** The part file as a finished download leaves it. */
function writePart(at: string): void {
  const part = openPart(join(at, 'snapshot.part'), partKey, image.compressedBytes)
  part.append(readFileSync(image.compressed))
  part.close()
}

async function load(at: string): Promise<number> {
  mkdirSync(at)
  writePart(at)
  const offer = {
    snapshotId: idAt('event', 0),
    replicaVersion,
    changeNumber: imageChange,
    feed: imageFeed,
    compressedBytes: image.compressedBytes,
    plainBytes: image.plainBytes,
    sha256: image.sha256,
  }
  const from = performance.now()
  await loadSnapshot(
    {
      central: {
        readSnapshot: () => {
          throw new Error('the part is whole: nothing is left to download')
        },
      },
      folder: at,
      replicaKey: key,
      sealPin: (pinHash) => sealPinHash(Buffer.alloc(32, 7), pinHash),
    },
    { offer, partKey: partKey.toString('hex') },
    () => undefined,
  )
  assert(swapReplica(at), 'a loaded snapshot becomes the replica')
  const took = performance.now() - from
  rmSync(replicaFiles(at).current)
  rmSync(at, { recursive: true })
  return took
}

function copy(target: string): { readonly synced: number; readonly unsynced: number } {
  const from = performance.now()
  copyFileSync(image.plain, target)
  const unsynced = performance.now() - from
  const file = openSync(target, 'r+')
  fsyncSync(file)
  closeSync(file)
  const synced = performance.now() - from
  rmSync(target)
  return { synced, unsynced }
}

function countRows(): number {
  const db = openPlainDatabase(image.plain)
  const rows = ['member', 'identifier', 'lot', 'coupon'].reduce(
    (sum, table) => sum + (db.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number),
    0,
  )
  db.close()
  return rows
}

const times = {
  load: [] as number[],
  copy: [] as number[],
  copyUnsynced: [] as number[],
  upsert: [] as number[],
}
const rows = countRows()
copy(join(folder, 'warm-up'))
for (let round = 0; round < rounds; round++) {
  const copied = copy(join(folder, 'copy'))
  times.copy.push(copied.synced)
  times.copyUnsynced.push(copied.unsynced)
  times.load.push(await load(join(folder, 'load')))
  times.upsert.push(upsertRows(image.plain, join(folder, 'upsert.db'), key))
}
const output: SnapshotTimes = { ...times, rows }
await answerParent(output)
process.exit(0)
