import { statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ReconcileProgress } from '../../contract/replica-thread.ts'
import { collections } from '../../contract/wire.ts'
import type { Replica } from '../../db/handle.ts'
import { openReplica } from '../../db/open.ts'
import { readCursor } from '../../db/replica/cursor-table.ts'
import { replicaFiles, swapReplica } from '../../db/replica/swap.ts'
import { travelRows } from '../../db/replica/travel-rows.ts'
import { transact } from '../../db/transact.ts'
import type { CentralClient } from '../../sync/central-client.ts'
import { CentralFault } from '../../sync/central-fault.ts'
import { nightAfter } from '../../sync/nightly.ts'
import { sealPinHash } from '../../sync/pin-seal.ts'
import { reconcileStart } from '../../sync/reconcile.ts'
import { createReplicaWriter, type ReplicaWriter } from '../../sync/replica-writer.ts'
import { snapshotTicket } from '../../sync/snapshot.ts'
import { keys, openRig, type Rig } from './rig.ts'

let rig: Rig
let writer: ReplicaWriter
let replica: Replica
beforeEach(async () => {
  rig = openRig()
  writer = writerOf()
  const newKey = () => new Uint8Array(32).fill(8)
  const ticket = await snapshotTicket({
    journal: rig.access,
    central: rig.central,
    newKey,
    folder: rig.folder,
  })
  await writer.loadSnapshot(ticket, () => undefined)
  swapReplica(rig.folder)
  await writer.pull()
  replica = openReplica({ file: replicaFiles(rig.folder).current, key: keys.replica, access: 'write' })
})
afterEach(async () => {
  await writer.close()
  replica.close()
  rig.close()
})

function writerOf(central: Partial<CentralClient> = {}): ReplicaWriter {
  return createReplicaWriter({
    folder: rig.folder,
    replicaKey: keys.replica,
    sealPin: (pinHash) => sealPinHash(new Uint8Array(32), pinHash),
    central: { ...rig.central, ...central },
  })
}

/** Steps to the end, `between` after each. */
async function compare(
  between: (progress: ReconcileProgress) => unknown = () => undefined,
): Promise<ReconcileProgress> {
  let progress = reconcileStart
  while (!progress.done) {
    progress = await writer.reconcile(progress)
    await between(progress)
  }
  return progress
}

const everything = () =>
  Object.fromEntries(
    Object.keys(collections).map((name) => [
      name,
      [...travelRows(replica, name)].map(({ key, row }) => [key, row]),
    ]),
  )
const spoil = (...statements: readonly string[]) =>
  transact(replica, (tx) => {
    for (const sql of statements) expect(tx.prepare(sql).run().changes, sql).toBeGreaterThan(0)
  })

test('[SY180] equal copies differ in nothing and nothing is written', async () => {
  const before = everything()
  expect(before['member']?.length).toBeGreaterThan(0)
  const found = await compare()
  expect(found).toMatchObject({ wrong: 0, repaired: 0, skipped: 0, done: true })
  expect(found.rows).toBeGreaterThan(10)
  expect(everything()).toEqual(before)
})

test('[SY181] missing, extra and changed rows of several collections are found and put right', async () => {
  const before = everything()
  spoil(
    'DELETE FROM product WHERE sku = (SELECT min(sku) FROM product)',
    `INSERT INTO identifier SELECT kind, value || 'x', memberId FROM identifier LIMIT 1`,
    'UPDATE lot SET points = points + 1 WHERE lotId = (SELECT min(lotId) FROM lot)',
    'UPDATE member SET growth = growth + 7 WHERE memberId = (SELECT max(memberId) FROM member)',
    `UPDATE coupon SET status = 'revoked' WHERE couponId = (SELECT max(couponId) FROM coupon)`,
    `UPDATE staff SET pinSeal = zeroblob(32) WHERE staffId = (SELECT min(staffId) FROM staff)`,
    'DELETE FROM store WHERE storeId = (SELECT min(storeId) FROM store)',
  )
  const cursor = readCursor(replica)
  expect(everything()).not.toEqual(before)
  expect(await compare()).toMatchObject({ wrong: 7, repaired: 7, skipped: 0 })
  expect(everything()).toEqual(before)
  expect(readCursor(replica)).toEqual(cursor)
  expect(await compare()).toMatchObject({ wrong: 0, repaired: 0 })
})

test('[SY196] a range that grew beyond a page is put right page by page; pages without end are a fault', async () => {
  const paged = (size: number): Partial<CentralClient> => ({
    async rows(from, range) {
      const answer = await rig.central.rows(from, range)
      const rows = answer.rows.slice(0, size)
      const next = rows.at(-1)?.k
      return { ...answer, rows, ...(rows.length < answer.rows.length && next !== undefined ? { next } : {}) }
    },
  })
  const before = everything()
  spoil('UPDATE lot SET points = points + 1', 'DELETE FROM product')
  await writer.close()
  writer = writerOf(paged(1))
  const found = await compare()
  expect(found.wrong).toBeGreaterThan(5)
  expect(found).toMatchObject({ repaired: found.wrong, skipped: 0 })
  expect(everything()).toEqual(before)
  spoil('DELETE FROM product')
  await writer.close()
  writer = writerOf({ rows: async () => ({ rows: [], touched: [], next: 'P' }) })
  await expect(compare()).rejects.toMatchObject({ kind: 'malformed' })
})

test('[SY182] a chain that changes meanwhile, and pulls between the steps, do no harm and hide nothing', async () => {
  spoil('UPDATE lot SET points = points + 1', 'DELETE FROM identifier')
  let turn = 0
  await compare(async () => {
    turn++
    const products = [...(rig.model.state().rows.get('product')?.values() ?? [])]
    const row = products[turn % products.length]
    if (row?.d) rig.model.change([{ c: 'product', k: row.k, d: { ...row.d, unitPrice: turn } }])
    const lots = [...(rig.model.state().rows.get('lot')?.values() ?? [])]
    const lot = lots[turn % lots.length]
    if (lot?.d && turn % 2 === 0) rig.model.change([{ c: 'lot', k: lot.k, d: { ...lot.d, points: turn } }])
    if (turn % 3 === 0) await writer.pull()
  })
  await writer.pull()
  expect(await compare()).toMatchObject({ wrong: 0 })
  for (const { key, row } of travelRows(replica, 'lot')) {
    expect(row).toEqual(rig.model.state().rows.get('lot')?.get(key)?.d)
  }
})

test('[SY183] what is begun of a collection may be lost at any step; a central that is away is asked again', async () => {
  spoil('DELETE FROM lot', 'UPDATE product SET unitPrice = unitPrice + 1')
  let progress = reconcileStart
  for (let turn = 0; turn < 400 && !progress.done; turn++) {
    // Every tenth time the writer is a new one, as after its thread died.
    if (turn % 10 === 9) {
      await writer.close()
      writer = writerOf()
    }
    progress = await writer.reconcile(progress)
  }
  expect(progress.done).toBe(true)
  expect(progress.wrong).toBe(progress.repaired)
  expect((await compare()).wrong).toBe(0)
})

test('[SY186] no page of somebody erased stays in the WAL, also where a comparison reads on or the pull was cut off', async () => {
  const walBytes = () => statSync(join(rig.folder, 'replica.db-wal')).size
  const erase = (place: number) => {
    const [memberId] = [...(rig.model.state().rows.get('member')?.keys() ?? [])].slice(place)
    rig.model.change([{ c: 'member', k: memberId ?? '', d: null }])
  }
  const begun = await writer.reconcile(reconcileStart)
  erase(0)
  await writer.pull()
  expect(walBytes()).toBe(0)
  expect((await writer.reconcile(begun)).skipped).toBe(0)
  erase(1)
  rig.model.change([{ c: 'product', k: 'rice', d: null }])
  const cutOff = writerOf({
    async *changes(from) {
      for await (const lines of rig.central.changes(from)) yield lines.filter(({ kind }) => kind === 'row')
      throw new CentralFault('unreachable', 'cut off')
    },
  })
  await expect(cutOff.pull()).rejects.toThrow('cut off')
  expect(walBytes()).toBeGreaterThan(0)
  // That process dies; the next one forgets at its first pull, which brings nothing.
  await writer.close()
  writer = writerOf()
  await writer.pull()
  expect(walBytes()).toBe(0)
})

test('[SY184] nights are the store’s: between two and five, each till at its own time', () => {
  const at = (wall: string, fraction: number) =>
    new Date(nightAfter(Date.parse(wall), 'Asia/Shanghai', fraction)).toISOString()
  expect(at('2026-11-30T15:00:00Z', 0)).toBe('2026-11-30T18:00:00.000Z')
  expect(at('2026-11-30T15:00:00Z', 0.5)).toBe('2026-11-30T19:30:00.000Z')
  expect(at('2026-11-30T18:00:00Z', 0)).toBe('2026-12-01T18:00:00.000Z')
  expect(at('2026-11-30T17:30:00Z', 0.999)).toBe('2026-11-30T20:59:49.200Z')
})
