import { createWriteStream } from 'node:fs'
import { mkdir, open, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { setTimeout as after } from 'node:timers/promises'
import type { SnapshotOffer } from '../contract/wire.ts'
import { replicaVersion } from '../db/replica/schema.ts'
import type { Uuid } from '../domain/ids.ts'
import type { Clock } from './clock.ts'
import type { Database } from './database.ts'
import { newId } from './ids.ts'
import { snapshotPartBytes, snapshotReuseMs, snapshotsKeptMax, snapshotWaitMs } from './limits.ts'
import { RequestRefused } from './problem.ts'
import { buildSnapshot } from './snapshot-build.ts'
import { keepFeed, readChangeCounter } from './tables/change-counter.ts'
import { currentFeed } from './tables/feed.ts'
import {
  addSnapshot,
  findSnapshot,
  newestSnapshot,
  type SnapshotRow,
  snapshotParts,
} from './tables/snapshot.ts'

/** A snapshot whose file lies here. */
interface LocalSnapshot extends SnapshotRow {
  readonly file: string
}

/** The snapshots of the chain's stores: files of this process, kept in the database for other nodes. */
export interface Snapshots {
  /**
   * A snapshot of the store's view of the chain: the one at hand when nothing changed or it is young enough, whichever
   * node built it, else a new one. Refuses `snapshot_building` (503) when that takes longer than a till waits: it asks
   * again.
   */
  readonly offer: (storeId: Uuid) => Promise<SnapshotOffer>
  /** The file of an offer any node made to the store. Refuses `snapshot_gone` (410). */
  readonly find: (
    storeId: Uuid,
    snapshotId: string,
  ) => Promise<{ readonly file: string; readonly offer: SnapshotOffer }>
  /** Removes the files; a build under way fails with the database it reads. */
  readonly close: () => Promise<void>
}

export async function createSnapshots(options: {
  readonly database: Database
  readonly clock: Clock
  /** Only files of this process live here: what is left of the one before is removed. */
  readonly folder: string
  /** Whether other processes may answer the same tills. */
  readonly isShared: boolean
}): Promise<Snapshots> {
  const { database, clock, folder, isShared } = options
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const kept: LocalSnapshot[] = []
  const building = createOnce<LocalSnapshot>()
  const fetching = createOnce<LocalSnapshot>()

  async function keep(snapshot: LocalSnapshot): Promise<LocalSnapshot> {
    kept.push(snapshot)
    const ofStore = kept.filter(({ storeId }) => storeId === snapshot.storeId)
    for (const old of ofStore.slice(0, -snapshotsKeptMax)) {
      kept.splice(kept.indexOf(old), 1)
      await rm(old.file, { force: true })
    }
    return snapshot
  }

  async function build(storeId: Uuid): Promise<LocalSnapshot> {
    const builtAt = clock()
    const snapshotId = newId(builtAt)
    const file = fileOf(snapshotId)
    const built = await buildSnapshot(database, { storeId, file, serverTime: builtAt })
    const snapshot = { offer: { snapshotId, replicaVersion, ...built }, storeId, file, builtAt }
    if (isShared) {
      await database.transaction((tx) => addSnapshot(tx, snapshot, partsOf(file), snapshotsKeptMax))
    }
    return keep(snapshot)
  }

  /** Brings the bytes another node kept. */
  async function fetchFile(row: SnapshotRow): Promise<LocalSnapshot> {
    const file = fileOf(row.offer.snapshotId)
    await pipeline(snapshotParts(database, row.offer.snapshotId), createWriteStream(file))
    const { size } = await stat(file)
    if (size !== row.offer.compressedBytes) throw gone()
    return keep({ ...row, file })
  }

  async function usable(storeId: Uuid): Promise<SnapshotRow | null> {
    const local = kept.findLast((snapshot) => snapshot.storeId === storeId) ?? null
    const last = isShared ? await newestSnapshot(database, storeId) : local
    if (!last || last.offer.replicaVersion !== replicaVersion) return null
    await keepFeed(database)
    // One from before the database was put back speaks of changes that never were.
    if (last.offer.feed !== (await currentFeed(database))) return null
    const { value, horizon } = await readChangeCounter(database)
    // One from before the horizon cannot be led on from.
    if (last.offer.changeNumber < horizon) return null
    if (clock() - last.builtAt < snapshotReuseMs) return last
    return value === last.offer.changeNumber ? last : null
  }

  function fileOf(snapshotId: string): string {
    return join(folder, `${snapshotId}.zst`)
  }

  return {
    async offer(storeId) {
      const atHand = await usable(storeId)
      if (atHand) return atHand.offer
      const waiting = new AbortController()
      const underWay = building(storeId, () => build(storeId))
      // Nobody may be waiting any more when it fails; the next to ask builds anew.
      underWay.catch(() => undefined)
      try {
        const late = after(snapshotWaitMs, null, { signal: waiting.signal }).catch(() => null)
        const built = await Promise.race([underWay, late])
        if (!built) throw new RequestRefused(503, 'snapshot_building', 'the snapshot is being built', 2)
        return built.offer
      } finally {
        waiting.abort()
      }
    },
    async find(storeId, snapshotId) {
      const isIt = (one: SnapshotRow) => one.storeId === storeId && one.offer.snapshotId === snapshotId
      const local = kept.find(isIt)
      if (local) return local
      const row = isShared ? await findSnapshot(database, storeId, snapshotId) : null
      if (!row) throw gone()
      return fetching(snapshotId, () => fetchFile(row))
    },
    async close() {
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function gone(): RequestRefused {
  return new RequestRefused(410, 'snapshot_gone', 'this snapshot is not kept any more')
}

/** The file in parts of `snapshotPartBytes`. */
async function* partsOf(file: string): AsyncGenerator<Buffer, void> {
  const handle = await open(file)
  try {
    for (;;) {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(snapshotPartBytes))
      if (bytesRead === 0) return
      yield buffer.subarray(0, bytesRead)
    }
  } finally {
    await handle.close()
  }
}

/** Does work once for all who want it while it is under way. */
function createOnce<T>(): (key: string, work: () => Promise<T>) => Promise<T> {
  const underWay = new Map<string, Promise<T>>()
  return (key, work) => {
    const known = underWay.get(key)
    if (known !== undefined) return known
    const started = work().finally(() => underWay.delete(key))
    underWay.set(key, started)
    return started
  }
}
