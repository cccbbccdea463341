import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import type { SnapshotOffer } from '../contract/wire.ts'
import { replicaVersion } from '../db/replica/schema.ts'
import type { Uuid } from '../domain/ids.ts'
import type { Clock } from './clock.ts'
import type { Database } from './database.ts'
import { newId } from './ids.ts'
import { snapshotReuseMs, snapshotsKeptMax, snapshotWaitMs } from './limits.ts'
import { RequestRefused } from './problem.ts'
import { buildSnapshot } from './snapshot-build.ts'
import { readChangeCounter } from './tables/change-counter.ts'

interface Snapshot {
  readonly offer: SnapshotOffer
  readonly storeId: Uuid
  readonly file: string
  readonly builtAt: number
}

/** The snapshots this process has built; they do not outlive it. */
export interface Snapshots {
  /**
   * A snapshot of the store's view of the chain: the one at hand when nothing changed or it is young enough, else a
   * new one. Refuses `snapshot_building` (503) when that takes longer than a till waits: it asks again.
   */
  readonly offer: (storeId: Uuid) => Promise<SnapshotOffer>
  /** The file of an offer made to the store. Refuses `snapshot_gone` (410). */
  readonly find: (
    storeId: Uuid,
    snapshotId: string,
  ) => { readonly file: string; readonly offer: SnapshotOffer }
  /** Removes the files; a build under way fails with the database it reads. */
  readonly close: () => Promise<void>
}

export async function createSnapshots(options: {
  readonly database: Database
  readonly clock: Clock
  /** Only files of this process live here: what is left of the one before is removed. */
  readonly folder: string
}): Promise<Snapshots> {
  const { database, clock, folder } = options
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const kept: Snapshot[] = []
  const building = new Map<Uuid, Promise<Snapshot>>()

  async function build(storeId: Uuid): Promise<Snapshot> {
    const builtAt = clock()
    const snapshotId = newId(builtAt)
    const file = join(folder, `${snapshotId}.zst`)
    const built = await buildSnapshot(database, { storeId, file, serverTime: builtAt })
    const snapshot = { offer: { snapshotId, replicaVersion, ...built }, storeId, file, builtAt }
    kept.push(snapshot)
    const ofStore = kept.filter((other) => other.storeId === storeId)
    for (const old of ofStore.slice(0, -snapshotsKeptMax)) {
      kept.splice(kept.indexOf(old), 1)
      await rm(old.file, { force: true })
    }
    return snapshot
  }

  async function usable(storeId: Uuid): Promise<Snapshot | null> {
    const last = kept.findLast((snapshot) => snapshot.storeId === storeId)
    if (!last) return null
    if (clock() - last.builtAt < snapshotReuseMs) return last
    return (await readChangeCounter(database)).value === last.offer.changeNumber ? last : null
  }

  function buildOnce(storeId: Uuid): Promise<Snapshot> {
    const underWay = building.get(storeId)
    if (underWay) return underWay
    const started = build(storeId).finally(() => building.delete(storeId))
    building.set(storeId, started)
    return started
  }

  return {
    async offer(storeId) {
      const atHand = await usable(storeId)
      if (atHand) return atHand.offer
      const waiting = new AbortController()
      const underWay = buildOnce(storeId)
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
    find(storeId, snapshotId) {
      const found = kept.find(
        (snapshot) => snapshot.storeId === storeId && snapshot.offer.snapshotId === snapshotId,
      )
      if (!found) throw new RequestRefused(410, 'snapshot_gone', 'this snapshot is not kept any more')
      return found
    },
    async close() {
      await rm(folder, { recursive: true, force: true })
    },
  }
}
