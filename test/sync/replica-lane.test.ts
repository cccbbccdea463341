import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Replica } from '../../db/handle.ts'
import { openReplica } from '../../db/open.ts'
import { appliedMark } from '../../db/replica/applied-table.ts'
import { findCouponRow } from '../../db/replica/coupon-table.ts'
import { readCursor } from '../../db/replica/cursor-table.ts'
import { findMember } from '../../db/replica/member-table.ts'
import { findProduct } from '../../db/replica/product-table.ts'
import { allStaff } from '../../db/replica/staff-table.ts'
import { replicaFiles, swapReplica } from '../../db/replica/swap.ts'
import type { CentralClient } from '../../sync/central-client.ts'
import { CentralFault } from '../../sync/central-fault.ts'
import type { ChangeLine } from '../../sync/change-lines.ts'
import { openPart, readWholePart } from '../../sync/part-file.ts'
import { sealPinHash } from '../../sync/pin-seal.ts'
import { pushOnce } from '../../sync/push.ts'
import { createReplicaWriter, type ReplicaWriter } from '../../sync/replica-writer.ts'
import { dropTicket, readTicket, snapshotTicket } from '../../sync/snapshot.ts'
import { coupons, members, products } from '../sim/chain-facts.ts'
import { keys, openRig, type Rig } from './rig.ts'

const pepper = new Uint8Array(32).fill(9)
const sealPin = (pinHash: Uint8Array) => sealPinHash(pepper, pinHash)

let rig: Rig
const open: { close: () => void }[] = []
beforeEach(() => {
  rig = openRig()
})
afterEach(() => {
  for (const one of open.splice(0)) one.close()
  rig.close()
})

function writer(central: Partial<CentralClient> = {}, chunkRows?: number): ReplicaWriter {
  const made = createReplicaWriter({
    folder: rig.folder,
    replicaKey: keys.replica,
    sealPin,
    central: { ...rig.central, ...central },
    ...(chunkRows === undefined ? {} : { chunkRows }),
  })
  open.push({ close: () => void made.close() })
  return made
}

const ticketDeps = () => ({
  journal: rig.access,
  central: rig.central,
  newKey: () => randomBytes(32),
  folder: rig.folder,
})
const part = () => join(rig.folder, 'snapshot.part')

function reader(): Replica {
  const file = replicaFiles(rig.folder).current
  const replica = openReplica({ file, key: keys.replica, access: 'read' })
  open.push(replica)
  return replica
}

async function load(): Promise<void> {
  const one = writer()
  await one.loadSnapshot(await snapshotTicket(ticketDeps()), () => undefined)
  await one.close()
  dropTicket(rig.access)
  swapReplica(rig.folder)
}

test('[SY40] a snapshot becomes the replica: rows, cursor and marks of one moment, PINs sealed, nothing left behind', async () => {
  rig.record(2)
  await pushOnce(rig.push, 500)
  const progress: number[] = []
  const one = writer()
  await one.loadSnapshot(await snapshotTicket(ticketDeps()), (bps) => progress.push(bps))
  swapReplica(rig.folder)
  const replica = reader()
  const state = rig.model.state()
  expect(readCursor(replica)).toMatchObject({ change: state.change, feed: state.feeds.at(-1)?.name })
  expect(appliedMark(replica, rig.enrolment.terminalId)).toEqual({ epoch: 1, seq: 2 })
  expect(findMember(replica, members[0]?.memberId as never)).toEqual(members[0])
  expect(findCouponRow(replica, coupons[0]?.couponId as never)).toEqual(coupons[0])
  const pinHash = Buffer.alloc(32, 1)
  expect(allStaff(replica).map(({ pinSeal }) => Buffer.from(pinSeal))).toEqual([
    Buffer.from(sealPin(pinHash)),
  ])
  expect(progress.at(-1)).toBe(10_000)
  expect(progress).toEqual(progress.toSorted((a, b) => a - b))
  expect(existsSync(part())).toBe(false)
})

test('[SY41] what arrived of a snapshot lies encrypted, and a broken-off download goes on where it ended', async () => {
  const ticket = await snapshotTicket(ticketDeps())
  const asked: number[] = []
  let left = ticket.offer.compressedBytes / 2
  const cutting: Partial<CentralClient> = {
    async *readSnapshot(rest) {
      asked.push(rest.offset)
      for await (const bytes of rig.central.readSnapshot(rest)) {
        if (left <= 0) throw new CentralFault('unreachable', 'cut')
        left -= bytes.length
        yield bytes
      }
    },
  }
  await expect(writer(cutting).loadSnapshot(ticket, () => undefined)).rejects.toMatchObject({
    kind: 'unreachable',
  })
  const arrived = statSync(part()).size
  expect(arrived).toBeGreaterThanOrEqual(ticket.offer.compressedBytes / 2)
  const terminal = rig.model.terminalByCertificate(rig.enrolment.tls.certificate)
  const bytes = terminal && rig.model.snapshot(terminal, ticket.offer.snapshotId)
  expect(readFileSync(part()).equals(Buffer.from(bytes as Uint8Array).subarray(0, arrived))).toBe(false)
  expect(await snapshotTicket(ticketDeps())).toEqual(ticket)
  left = Number.POSITIVE_INFINITY
  await writer(cutting).loadSnapshot(ticket, () => undefined)
  expect(asked).toEqual([0, arrived - (arrived % 16)])
  expect(existsSync(replicaFiles(rig.folder).next)).toBe(true)
})

test('[SY42] a damaged part, other bytes than promised and a lying size are found out and thrown away', async () => {
  const ticket = await snapshotTicket(ticketDeps())
  const { offer } = ticket
  const spoiled: [string, typeof ticket][] = [
    ['another hash', { ...ticket, offer: { ...offer, sha256: 'a'.repeat(64) } }],
    ['a larger image', { ...ticket, offer: { ...offer, plainBytes: offer.plainBytes + 1 } }],
    ['a smaller image', { ...ticket, offer: { ...offer, plainBytes: offer.plainBytes - 1 } }],
  ]
  for (const [what, lying] of spoiled) {
    const loading = writer().loadSnapshot(lying, () => undefined)
    await expect(loading, what).rejects.toMatchObject({ kind: 'malformed', code: 'snapshot_damaged' })
    expect(existsSync(part()), what).toBe(false)
  }
  writeFileSync(part(), randomBytes(offer.compressedBytes))
  const damaged = writer().loadSnapshot(ticket, () => undefined)
  await expect(damaged).rejects.toMatchObject({ code: 'snapshot_damaged' })
  await writer().loadSnapshot(ticket, () => undefined)
})

test('[SY42] an offer beyond the limits or of another schema is not begun', async () => {
  const offer = await rig.central.offerSnapshot()
  const offers = (change: object) => ({
    ...ticketDeps(),
    central: { offerSnapshot: async () => ({ ...offer, ...change }) },
  })
  await expect(snapshotTicket(offers({ plainBytes: 3_000_000_000 }))).rejects.toMatchObject({
    kind: 'too_large',
  })
  await expect(snapshotTicket(offers({ replicaVersion: 99 }))).rejects.toMatchObject({
    code: 'replica_version',
  })
  expect(readTicket(rig.journal)).toBeNull()
})

test('[SY41] a part opens again at its last whole block, whatever a power cut left', () => {
  const key = randomBytes(32)
  const whole = randomBytes(1_000)
  const first = openPart(part(), key, 1_000)
  first.append(whole.subarray(0, 700))
  first.close()
  truncateSync(part(), 650)
  const second = openPart(part(), key, 1_000)
  expect(second.size()).toBe(640)
  second.append(whole.subarray(640))
  second.close()
  expect(readWholePart(part(), key, 'f'.repeat(64))).toBeNull()
  const third = openPart(part(), key, 1_000)
  expect(third.size()).toBe(1_000)
  third.close()
  const other = openPart(part(), key, 900)
  expect(other.size()).toBe(0)
  other.close()
})

test('[SY43] a pull brings what changed; unknown collections are passed over, unreadable rows set aside and named', async () => {
  await load()
  rig.model.change([
    { c: 'product', k: 'rice', d: { ...products[0], unitPrice: 1, addedLater: true } },
    { c: 'product', k: 'oil', d: null },
    { c: 'campaign', k: 'spring', d: { any: 1 } },
    { c: 'product', k: 'bad', d: { ...products[0], sku: 'bad', unitPrice: -1 } },
    { c: 'member', k: 'no id', d: null },
  ])
  const report = await writer().pull()
  expect(report).toMatchObject({
    applied: 2,
    setAside: 2,
    setAsideKeys: ['product bad', 'member no id'],
    more: false,
  })
  const replica = reader()
  expect(findProduct(replica, 'rice')?.unitPrice).toBe(1)
  expect(findProduct(replica, 'oil')).toBeNull()
  expect(findProduct(replica, 'bad')).toBeNull()
  expect(readCursor(replica)?.change).toBe(rig.model.state().change)
})

test.each([
  ['small chunks', 2],
  ['one chunk', undefined],
])(
  '[SY44] a stream cut off keeps the whole change numbers it brought, and the next pull goes on after them: %s',
  async (_, chunkRows) => {
    await load()
    const from = rig.model.state().change
    for (let price = 1; price <= 6; price++) {
      rig.model.change([
        { c: 'product', k: 'rice', d: { ...products[0], unitPrice: price } },
        { c: 'product', k: 'oil', d: { ...products[1], unitPrice: price } },
      ])
    }
    const seen: number[] = []
    const cutting: Partial<CentralClient> = {
      async *changes(at) {
        seen.push(at.cursor)
        const lines: ChangeLine[] = []
        for await (const portion of rig.central.changes(at)) lines.push(...portion)
        yield seen.length > 1 ? lines : lines.slice(0, 7)
        if (seen.length === 1) throw new CentralFault('unreachable', 'cut')
      },
    }
    const one = writer(cutting, chunkRows)
    await expect(one.pull()).rejects.toMatchObject({ kind: 'unreachable' })
    const replica = reader()
    expect(readCursor(replica)?.change).toBe(from + 3)
    expect([findProduct(replica, 'rice')?.unitPrice, findProduct(replica, 'oil')?.unitPrice]).toEqual([3, 3])
    await one.pull()
    expect(seen).toEqual([from, from + 3])
    expect(findProduct(replica, 'oil')?.unitPrice).toBe(6)
  },
)

test('[SY47] of several rows of one subject in a pull the last readable one stands, also over removals and new owners', async () => {
  await load()
  const coupon = coupons[0] as (typeof coupons)[number]
  const elsewhere = members[1]?.memberId as (typeof members)[number]['memberId']
  rig.model.change([{ c: 'product', k: 'rice', d: null }])
  rig.model.change([{ c: 'product', k: 'rice', d: { ...products[0], unitPrice: 5 } }])
  rig.model.change([{ c: 'product', k: 'oil', d: { ...products[1], unitPrice: 5 } }])
  rig.model.change([{ c: 'coupon', k: coupon.couponId, d: { ...coupon, usesDone: 1, memberId: elsewhere } }])
  rig.model.change([
    { c: 'product', k: 'oil', d: null },
    { c: 'product', k: 'rice', d: { ...products[0], unitPrice: -1 } },
    { c: 'coupon', k: coupon.couponId, d: { ...coupon, usesDone: 2, code: 'another' } },
  ])
  expect(await writer().pull()).toMatchObject({ applied: 6, setAsideKeys: ['product rice'] })
  const replica = reader()
  expect(findProduct(replica, 'rice')?.unitPrice).toBe(5)
  expect(findProduct(replica, 'oil')).toBeNull()
  expect(findCouponRow(replica, coupon.couponId)).toEqual({ ...coupon, usesDone: 2, code: 'another' })
})

test('[SY45] a mark and the rows it speaks of become visible together, wherever the chunks end', async () => {
  await load()
  rig.record(3)
  await pushOnce(rig.push, 1)
  await pushOnce(rig.push, 2)
  const replica = reader()
  expect(appliedMark(replica, rig.enrolment.terminalId).seq).toBe(0)
  await writer({}, 1).pull()
  expect(appliedMark(replica, rig.enrolment.terminalId)).toEqual({ epoch: 1, seq: 3 })
})

test('[SY46] a cursor the central does not know is a conflict: the replica is loaded anew', async () => {
  await load()
  const backup = rig.model.backup()
  rig.model.change([{ c: 'product', k: 'rice', d: null }])
  const one = writer()
  await one.pull()
  rig.model.restart(backup)
  await expect(one.pull()).rejects.toMatchObject({ kind: 'conflict', code: 'cursor_refused' })
  await one.close()
  await load()
  expect(findProduct(reader(), 'rice')).not.toBeNull()
})
