import { expect, test } from 'vitest'
import type { Tx } from '../../db/handle.ts'
import { memberPinsAfter, putMemberPin } from '../../db/replica/member-pin-table.ts'
import { findMember, idsMergedInto, putMember, searchMemberRows } from '../../db/replica/member-table.ts'
import { transact } from '../../db/transact.ts'
import type { Member } from '../../domain/member.ts'
import { money } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import { memberOf } from './replica-rows.ts'
import { numberedId as id, noon, replicaIn, terminalId, tillFolder } from './till-files.ts'

function freshReplica() {
  const replica = replicaIn(tillFolder())
  return { replica, write: (work: (tx: Tx) => void) => transact(replica, work) }
}

const pinOf = (seal: string) => ({
  memberId: id(3),
  pinSalt: Buffer.from('salt'),
  pinSeal: Buffer.from(seal),
})

/** A member of whom everything is to be said. */
const full: Partial<Member> = {
  sealed: Buffer.from('sealed by the personal key').toString('base64'),
  status: 'frozen',
  statusReason: { zh: '投诉', en: 'Complaint' },
  mergedInto: null,
  debt: points(7),
  subscription: { planId: 'plus', until: noon + 1 },
  family: { ownerId: id(8), monthCap: points(500), month: '2026-09', spent: points(20) },
  tags: ['vip', '茶'],
  lifecycle: 'churn_risk',
  valueClass: 'top',
  visits: [
    { at: noon, storeNumber: 'S02' },
    { at: noon - 5, storeNumber: 'S01' },
  ],
  graceUntil: noon + 2,
  protectionCards: 1,
  badges: [{ badgeId: 'star', name: { zh: '达人', en: 'Star' }, until: noon + 3 }],
  challenge: {
    challengeId: 'c1',
    tierId: 'gold',
    spend: money(100),
    spent: money(20),
    until: noon + 4,
  },
  repeatCategoryIds: ['infant'],
  staffId: id(9),
  lastRedemption: { at: noon, terminalId },
  hasBought: true,
  referrerId: id(10),
  consents: [
    { purpose: 'service', given: true, version: '2026-1', at: noon },
    { purpose: 'marketing', given: false, version: '2026-2', at: noon + 1 },
  ],
}

test('[RE14] whatever is said of a member comes back, and of most of them little is kept', () => {
  const { replica, write } = freshReplica()
  write((tx) => {
    putMember(tx, memberOf(1))
    putMember(tx, memberOf(2, full))
    putMember(tx, memberOf(3))
    putMember(tx, memberOf(3, { ...full, maskedPhone: null, maskedName: '李*' }))
  })
  expect(findMember(replica, id(1))).toEqual(memberOf(1))
  expect(findMember(replica, id(2))).toEqual(memberOf(2, full))
  expect(findMember(replica, id(3))).toEqual(memberOf(3, { ...full, maskedPhone: null, maskedName: '李*' }))
  const kept = replica.prepare('SELECT more FROM member ORDER BY memberId').all<{ more: string | null }>()
  expect(kept[0]).toEqual({ more: null })
  write((tx) => putMember(tx, memberOf(2)))
  expect(findMember(replica, id(2))).toEqual(memberOf(2))
})

test('[RE15] members are found by the end of their phone, by initials, or by both; never the merged and erased', () => {
  const { replica, write } = freshReplica()
  write((tx) => {
    putMember(tx, memberOf(1))
    putMember(tx, memberOf(2, { initials: 'wx', maskedPhone: '139****5678' }))
    putMember(tx, memberOf(3, { initials: 'zl', maskedPhone: '139****5678' }))
    putMember(tx, memberOf(4, { initials: '', maskedPhone: '139****0000' }))
    putMember(tx, memberOf(5, { initials: 'wxm', maskedPhone: null }))
    putMember(tx, memberOf(6, { status: 'merged', mergedInto: id(1) }))
    putMember(tx, memberOf(7, { status: 'erased', maskedPhone: null, initials: '' }))
  })
  const found = (lastFour: string, initials: string, limit = 10) =>
    searchMemberRows(replica, { lastFour, initials, limit }).map(({ memberId }) => memberId)
  expect(found('5678', '')).toEqual([id(3), id(2), id(1)])
  expect(found('5678', '', 2)).toEqual([id(3), id(2)])
  expect(found('5678', 'wx')).toEqual([id(2), id(1)])
  expect(found('', 'wx')).toEqual([id(2), id(1), id(5)])
  expect(found('', 'wxm')).toEqual([id(1), id(5)])
  expect([found('', 'q'), found('9999', ''), found('0000', 'w')]).toEqual([[], [], []])
  expect(found('0000', '')).toEqual([id(4)])
  expect([idsMergedInto(replica, id(1)), idsMergedInto(replica, id(2))]).toEqual([[id(6)], []])
})

test('[RE17] PINs of members are read page by page', () => {
  const { replica, write } = freshReplica()
  const pins = [1, 2, 3].map((number) => ({ ...pinOf(`seal ${number}`), memberId: id(number) }))
  write((tx) => {
    for (const pin of pins.toReversed()) putMemberPin(tx, pin)
  })
  expect(memberPinsAfter(replica, null, 2)).toEqual(pins.slice(0, 2))
  expect(memberPinsAfter(replica, id(2), 2)).toEqual(pins.slice(2))
  expect(memberPinsAfter(replica, id(3), 2)).toEqual([])
})
