import { createHash } from 'node:crypto'
import { zstdCompressSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openReplica } from '../../db/open.ts'
import { readCursor } from '../../db/replica/cursor-table.ts'
import { replicaFiles, swapReplica } from '../../db/replica/swap.ts'
import { travelRows } from '../../db/replica/travel-rows.ts'
import type { CentralClient } from '../../sync/central-client.ts'
import { CentralFault } from '../../sync/central-fault.ts'
import { type LoadReplicaDeps, loadReplica } from '../../sync/load-replica.ts'
import { sealPinHash } from '../../sync/pin-seal.ts'
import { createReplicaWriter } from '../../sync/replica-writer.ts'
import { keys, openRig, type Rig } from './rig.ts'

let rig: Rig
beforeEach(() => {
  rig = openRig()
})
afterEach(() => rig.close())

function depsOf(changes: Partial<CentralClient>): LoadReplicaDeps & { readonly said: readonly string[] } {
  const central = { ...rig.central, ...changes }
  const said: string[] = []
  return {
    said,
    journal: rig.access,
    central,
    writer: createReplicaWriter({
      folder: rig.folder,
      replicaKey: keys.replica,
      sealPin: (pinHash) => sealPinHash(new Uint8Array(32), pinHash),
      central,
    }),
    chance: { bytes: (count) => new Uint8Array(count).fill(3) },
    folder: rig.folder,
    onProgress: () => undefined,
    isStopped: () => false,
    log: (_level, word) => said.push(word),
  }
}

/** What was loaded is the chain of this moment. */
function expectChain(): void {
  swapReplica(rig.folder)
  const replica = openReplica({ file: replicaFiles(rig.folder).current, key: keys.replica, access: 'read' })
  const { change, rows } = rig.model.state()
  expect(readCursor(replica)?.change).toBe(change)
  for (const name of ['member', 'lot', 'product', 'coupon']) {
    const there = [...(rows.get(name)?.values() ?? [])].filter(({ d }) => d !== null)
    expect(there.length, name).toBeGreaterThan(0)
    expect([...travelRows(replica, name)], name).toHaveLength(there.length)
  }
  replica.close()
}

test.each([
  ['older by a year', 1],
  ['newer by a year', 99],
])(
  '[SY195] a central whose snapshots are %s: the chain comes row by row, also over a line that breaks',
  async (_, version) => {
    let asked = 0
    const deps = depsOf({
      offerSnapshot: async () => ({ ...(await rig.central.offerSnapshot()), replicaVersion: version }),
      async *changes(from) {
        asked += 1
        expect(from.whole).toBe(true)
        for await (const lines of rig.central.changes(from)) {
          yield asked === 1 ? lines.slice(0, 5) : lines
          if (asked === 1) throw new CentralFault('unreachable', 'cut')
        }
      },
    })
    await expect(loadReplica(deps)).rejects.toMatchObject({ kind: 'unreachable' })
    expect(await loadReplica(deps)).toBe(rig.model.state().feeds.at(-1)?.name)
    expect(deps.said).toContain('snapshot_unusable')
    expectChain()
  },
)

test('[SY195] a snapshot that came whole and is no replica of this version leads to the rows, never round and round', async () => {
  const plain = Buffer.from('SQLite format 3, or so it says'.repeat(200))
  const bytes = zstdCompressSync(plain)
  let offered = 0
  const deps = depsOf({
    offerSnapshot: async () => {
      offered += 1
      return {
        ...(await rig.central.offerSnapshot()),
        plainBytes: plain.length,
        compressedBytes: bytes.length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
      }
    },
    async *readSnapshot({ offset }) {
      yield bytes.subarray(offset)
    },
  })
  await loadReplica(deps)
  expect(offered).toBe(1)
  expectChain()
})
