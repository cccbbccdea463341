import { afterEach, beforeEach, expect, test } from 'vitest'
import { collections } from '../../contract/wire.ts'
import type { Replica } from '../../db/handle.ts'
import { openReplica } from '../../db/open.ts'
import { findAccountRow } from '../../db/replica/account-table.ts'
import { budgetSpent } from '../../db/replica/budget-table.ts'
import { saveCursor } from '../../db/replica/cursor-table.ts'
import { stockRowsOf } from '../../db/replica/gift-stock-table.ts'
import { poolRowsOf } from '../../db/replica/lottery-pool-table.ts'
import { findMemberPin } from '../../db/replica/member-pin-table.ts'
import { pairsFor } from '../../db/replica/pair-table.ts'
import { copiedTables } from '../../db/replica/schema.ts'
import { replicaFiles } from '../../db/replica/swap.ts'
import { transact } from '../../db/transact.ts'
import { appliersOf } from '../../sync/apply-delta.ts'
import { sealPinHash } from '../../sync/pin-seal.ts'
import { createReplicaWriter } from '../../sync/replica-writer.ts'
import { id } from '../domain/shop.ts'
import { accounts, members, stores } from '../sim/chain-facts.ts'
import { keys, openRig, type Rig } from './rig.ts'

let rig: Rig
let replica: Replica
beforeEach(() => {
  rig = openRig()
  replica = openReplica({ file: replicaFiles(rig.folder).current, key: keys.replica, access: 'write' })
  const { change, feeds } = rig.model.state()
  transact(replica, (tx) => saveCursor(tx, { feed: feeds.at(-1)?.name ?? '', change, serverTime: 0 }))
})
afterEach(() => {
  replica.close()
  rig.close()
})

const sealPin = (pinHash: Uint8Array) => sealPinHash(new Uint8Array(32).fill(9), pinHash)

async function pull(): Promise<{ readonly setAsideKeys: readonly string[] }> {
  const { folder, central } = rig
  const writer = createReplicaWriter({ folder, replicaKey: keys.replica, sealPin, central })
  const report = await writer.pull()
  await writer.close()
  return report
}

const memberId = members[0]?.memberId ?? id(0)
const storeId = stores[0]?.storeId ?? id(0)
const account = accounts[0] as (typeof accounts)[number]
const pin = { memberId, pinSalt: 'c2FsdA==', pinHash: Buffer.alloc(32, 7).toString('base64') }
const pool = {
  poolId: id(70),
  terminalId: id(71),
  storeId,
  lotteryId: 'spring',
  root: 'a'.repeat(64),
  seed: 'b'.repeat(64),
  tickets: Array.from({ length: 20_000 }, (_, place) => (place % 5 === 0 ? 'nothing' : 'coupon')),
  drawn: 3,
}
const rows = [
  { c: 'account', k: account.accountId, d: { ...account } },
  { c: 'member_pin', k: memberId, d: pin },
  { c: 'gift_stock', k: `${storeId}:mug`, d: { storeId, giftId: 'mug', left: 4 } },
  { c: 'lottery_pool', k: pool.poolId, d: pool },
  { c: 'budget', k: id(72), d: { templateId: id(72), spent: 500 } },
  { c: 'pair', k: 'rice:oil', d: { sku: 'rice', suggest: 'oil', liftBps: 20_000 } },
]

test('[SY52] every collection of the contract has its way into the replica, and every table of it travels', () => {
  const names = new Set(Object.keys(collections))
  expect(new Set(Object.keys(appliersOf(sealPin)))).toEqual(names)
  const kept = copiedTables.filter((table) => table !== 'cursor' && table !== 'programme_refused')
  expect(new Set<string>(kept)).toEqual(names)
})

test('[SY52] accounts, stock, pools, budgets, pairs and members’ PINs come, sealed where secret, and go', async () => {
  rig.model.change(rows)
  expect((await pull()).setAsideKeys).toEqual([])
  expect(findAccountRow(replica, account.accountId)).toEqual(account)
  const seal = findMemberPin(replica, memberId)?.pinSeal
  expect(Buffer.from(seal ?? [])).toEqual(Buffer.from(sealPin(Buffer.alloc(32, 7))))
  expect(stockRowsOf(replica, storeId)).toContainEqual({ storeId, giftId: 'mug', left: 4 })
  expect(poolRowsOf(replica, pool.terminalId, 'spring', 2)).toEqual([pool])
  expect(budgetSpent(replica, id(72))).toBe(500)
  expect(pairsFor(replica, ['rice'], 2)).toHaveLength(1)
  rig.model.change(rows.map(({ c, k }) => ({ c, k, d: null })))
  expect((await pull()).setAsideKeys).toEqual([])
  expect([findAccountRow(replica, account.accountId), findMemberPin(replica, memberId)]).toEqual([null, null])
  expect([stockRowsOf(replica, storeId), poolRowsOf(replica, pool.terminalId, 'spring', 2)]).toEqual([[], []])
  expect([budgetSpent(replica, id(72)), pairsFor(replica, ['rice'], 2)]).toEqual([0, []])
})

test('[SY52] a key that is none of its collection is set aside and blocks nothing', async () => {
  rig.model.change([
    { c: 'gift_stock', k: 'mug', d: null },
    { c: 'gift_stock', k: 'store:mug', d: null },
    { c: 'pair', k: 'rice', d: null },
    { c: 'account', k: 'G1', d: null },
    { c: 'programme', k: 'spring', d: { form: 9 } },
    { c: 'programme', k: 'spring', d: null },
    { c: 'budget', k: id(72), d: { templateId: id(72), spent: -1 } },
  ])
  expect((await pull()).setAsideKeys).toEqual([
    'gift_stock mug',
    'gift_stock store:mug',
    'pair rice',
    'account G1',
    'programme spring',
    'programme spring',
    `budget ${id(72)}`,
  ])
})
