import { expect, test } from 'vitest'
import { findDenial, putDenial, removeDenial } from '../../db/replica/denial-table.ts'
import { leaseRowsOf, putLease, removeLease } from '../../db/replica/lease-table.ts'
import { currentPolicy, putPolicy, removePolicy } from '../../db/replica/policy-table.ts'
import { transact } from '../../db/transact.ts'
import { money } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import { numberedId as id, replicaIn, tillFolder } from './till-files.ts'

const policy = {
  version: 1,
  boundedMax: money(5_000),
  memberUsesMax: 2,
  memberAmountMax: money(10_000),
  tillExposureMax: money(200_000),
  storeExposureMax: money(500_000),
  strictDenyAgeMs: 86_400_000,
  boundedDenyAgeMs: 259_200_000,
  overdraftMax: points(500),
  authorizeMs: 800,
  sig: 'c2ln',
}

test('[RE19] of the limits the highest version is in force', () => {
  const replica = replicaIn(tillFolder())
  expect(currentPolicy(replica)).toBeNull()
  const second = { ...policy, version: 2, memberUsesMax: 3 }
  transact(replica, (tx) => {
    putPolicy(tx, second)
    putPolicy(tx, policy)
  })
  expect(currentPolicy(replica)).toEqual(second)
  transact(replica, (tx) => removePolicy(tx, '2'))
  expect(currentPolicy(replica)).toEqual(policy)
})

test('[RE20] whom nobody honours is found by kind and subject, and honoured again by a tombstone', () => {
  const replica = replicaIn(tillFolder())
  const denial = { kind: 'coupon', subject: id(5), since: 7, reason: 'stolen' } as const
  transact(replica, (tx) => putDenial(tx, { ...denial, reason: 'lost' }))
  transact(replica, (tx) => putDenial(tx, denial))
  expect(findDenial(replica, 'coupon', id(5))).toEqual(denial)
  expect(findDenial(replica, 'member', id(5))).toBeNull()
  transact(replica, (tx) => removeDenial(tx, `coupon:${id(5)}`))
  expect(findDenial(replica, 'coupon', id(5))).toBeNull()
})

test('[RE21] leases of a subject come with the newest fence first', () => {
  const replica = replicaIn(tillFolder())
  const lease = {
    leaseId: id(1),
    storeId: id(2),
    terminalId: id(3),
    kind: 'value',
    subjectId: id(4),
    granted: 10_000,
    used: 0,
    fence: 1,
    grantedAt: 5,
    expiresAt: 9,
  } as const
  const newer = { ...lease, leaseId: id(6), fence: 2 }
  transact(replica, (tx) => {
    putLease(tx, lease)
    putLease(tx, newer)
    putLease(tx, { ...lease, used: 300 })
  })
  expect(leaseRowsOf(replica, id(4))).toEqual([newer, { ...lease, used: 300 }])
  transact(replica, (tx) => removeLease(tx, id(6)))
  expect(leaseRowsOf(replica, id(4))).toEqual([{ ...lease, used: 300 }])
})
