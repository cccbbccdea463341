import { expect, test } from 'vitest'
import { createDigests } from '../../central/digests.ts'
import { mergeMembers } from '../../central/head-office/merge-members.ts'
import { runNightly } from '../../central/nightly/run-nightly.ts'
import { bringMember } from '../../central/online/bring-member.ts'
import { chainTable } from '../../central/tables/chain-rows.ts'
import type { MemberFindRequest } from '../../contract/online.ts'
import { points } from '../../domain/points.ts'
import { dayMs } from '../../domain/time.ts'
import { couponRow, identifierRow, idOf, lotRow, memberRow } from '../suites/central-chain.ts'
import type { ChainRow } from '../suites/central-under-test.ts'
import { areaRig, everything, noon, one, privacy, three, two } from './area-rig.ts'

/* Whose rows a store's tills copy where the rules draw areas (loyalty.md 7). */

const rig = areaRig()
const { change, draw, expectDigests, rules, seen, till } = rig

test('[CE190] without areas every till copies everybody', async () => {
  await rules(null)
  const copy = till(three)
  await copy.pull()
  expect(copy.members()).toEqual([1, 2, 3, 4])
  await expectDigests(three, copy)
})

test('[CE191] where areas begin or change every till is led to a snapshot of what its store may copy', async () => {
  await rules(null)
  const [east, west] = [till(one), till(three)]
  await east.pull()
  await seen(three, [3])
  await rules(privacy)
  await expect(east.pull()).rejects.toMatchObject({ code: 'cursor_refused' })
  // Member 1 visited store one before it was noted who is seen where.
  expect(await east.load()).toEqual({ members: [idOf('m', 1).replaceAll('-', '')], lots: 1 })
  expect(await west.load()).toEqual({ members: [idOf('m', 3).replaceAll('-', '')], lots: 1 })
  const drawnAnew = { ...privacy, areas: [{ areaId: 'east', storeIds: [one, three] }] }
  await rules(drawnAnew)
  await expect(east.pull()).rejects.toMatchObject({ code: 'cursor_refused' })
  expect((await east.load()).lots).toBe(2)
  const cursor = east.cursor()
  await rules(drawnAnew)
  await east.pull()
  expect(east.cursor()).toBe(cursor + 1)
})

test('[CE192] whoever is seen in the area comes with all their rows, whichever page they come in', async () => {
  await draw(privacy)
  for (const limit of [1, 3, 100]) {
    const copy = till(two)
    await copy.pull()
    await seen(one, [2])
    await change(lotRow(2, 2, 7))
    await copy.pull(limit)
    expect(copy.has(2)).toEqual(everything)
    expect(copy.rows.get(`lot ${idOf('l', 2)}`)?.['points']).toBe(7)
  }
  const far = till(three)
  await far.pull()
  expect(far.members()).toEqual([])
  await change(lotRow(1, 1, 55))
  await far.pull()
  expect(far.has(1)).toEqual([])
  // What is nobody's goes everywhere.
  expect([...far.rows.keys()].filter((key) => /^(coupon|account) /.test(key))).toHaveLength(2)
  await expectDigests(three, far)
  const near = till(two)
  await near.pull(2)
  expect(near.members()).toEqual([1, 2])
  await expectDigests(two, near)
})

test('[CE193] whoever nobody of the area saw for the days leaves it, all rows as tombstones, and may come again', async () => {
  await draw(privacy)
  const copy = till(two)
  await seen(two, [2], noon)
  await seen(two, [3], noon + 20 * dayMs)
  await copy.pull()
  expect(copy.members()).toEqual([1, 2, 3])
  expect((await runNightly({ database: rig.database() }, noon + 29 * dayMs + 1)).membersLeft).toBe(1)
  expect((await runNightly({ database: rig.database() }, noon + 31 * dayMs)).membersLeft).toBe(1)
  expect((await runNightly({ database: rig.database() }, noon + 31 * dayMs)).membersLeft).toBe(0)
  await copy.pull(3)
  expect(copy.members()).toEqual([3])
  expect(copy.has(2)).toEqual([])
  await expectDigests(two, copy)
  await seen(one, [2], noon + 32 * dayMs)
  await copy.pull()
  expect(copy.has(2)).toEqual(everything)
  await expectDigests(two, copy)
})

test('[CE194] who was merged leads to the survivor wherever they were; the erased leave no trace of where they were', async () => {
  await draw(privacy)
  await seen(three, [2])
  const copy = till(three)
  await copy.pull()
  await mergeMembers(rig.database(), { from: idOf('m', 2), into: idOf('m', 4) }, noon)
  await copy.pull()
  expect(copy.members()).toEqual([2, 4])
  expect(copy.rows.get(`lot ${idOf('l', 2)}`)?.['memberId']).toBe(idOf('m', 4))
  await expectDigests(three, copy)
  await change({ c: 'member', k: idOf('m', 4), d: null })
  await copy.pull()
  expect(copy.members()).toEqual([])
  const left = await rig
    .database()
    .query('SELECT "memberId" FROM member_seen UNION SELECT "memberId" FROM area_member')
  expect(left).toEqual([{ memberId: idOf('m', 1) }])
})

test('[CE208] who is looked for in another area is seen there from then on, with whose points they spend', async () => {
  const family = { ownerId: idOf('m', 4), monthCap: points(9), month: '2026-10', spent: points(0) }
  await change(memberRow(3, 0, { family }))
  await draw(privacy)
  const central = { database: rig.database(), clock: () => noon }
  const find = (kind: 'member_code' | 'member_id', value: string) =>
    bringMember(central, { storeId: two }, { kind, value } as Parameters<typeof bringMember>[2])
  const copy = till(two)
  await copy.pull()
  const code = String(identifierRow(3).d?.['value'])
  expect(await find('member_code', code)).toEqual({ memberId: idOf('m', 3) })
  await copy.pull()
  expect(copy.members()).toEqual([1, 3, 4])
  expect(copy.has(3)).toEqual(everything)
  await expectDigests(two, copy)
  // Who is copied already moves nothing.
  const cursor = copy.cursor()
  expect(await find('member_id', idOf('m', 3))).toEqual({ memberId: idOf('m', 3) })
  await copy.pull()
  expect(copy.cursor()).toBe(cursor)
  await expect(find('member_code', 'M9')).rejects.toMatchObject({ code: 'member_unknown' })
  expect((await runNightly({ database: rig.database() }, noon + 29 * dayMs + 1)).membersLeft).toBe(1)
})

test('[CE211] a whole card is found in whatever spelling, and who is only named is not seen', async () => {
  await change(
    { c: 'identifier', k: 'card_number:80100012', d: identifier('card_number', '80100012', 2) },
    { c: 'identifier', k: 'nfc_uid:04A224B1', d: identifier('nfc_uid', '04A224B1', 3) },
    // A number that is a tag's too: the printed one counts.
    { c: 'identifier', k: 'nfc_uid:80100012', d: identifier('nfc_uid', '80100012', 3) },
    memberRow(4, 0, { status: 'blacklisted', statusReason: { zh: '退货', en: 'returns' } }),
  )
  await draw(privacy)
  const central = { database: rig.database(), clock: () => noon }
  const find = (wanted: MemberFindRequest) => bringMember(central, { storeId: three }, wanted)
  const named = (n: number): MemberFindRequest => ({
    kind: 'member_code',
    value: String(identifierRow(n).d?.['value']),
    onlyNamed: true,
  })
  const copy = till(three)
  expect(await find(named(2))).toEqual({ memberId: idOf('m', 2) })
  await expect(find(named(4))).rejects.toMatchObject({ code: 'member_unknown' })
  await copy.pull()
  expect(copy.members()).toEqual([])
  for (const value of ['8010001', '80100', '04A2', 'M9', '%', '04A224B1\u0000', ''])
    await expect(find({ kind: 'card', value })).rejects.toMatchObject({ code: 'member_unknown' })
  expect(await find({ kind: 'card', value: '80100012' })).toEqual({ memberId: idOf('m', 2) })
  expect(await find({ kind: 'card', value: '04:a2:24:b1' })).toEqual({ memberId: idOf('m', 3) })
  await copy.pull()
  expect(copy.members()).toEqual([2, 3])
})

function identifier(kind: string, value: string, n: number) {
  return { kind, value, memberId: idOf('m', n) }
}

test('[CE206] what becomes a member’s of another area leaves the tills that may not have it and comes to those that may', async () => {
  const given = (n: number, to: number): ChainRow[] => [
    { ...couponRow(n, to), d: { ...couponRow(n, to).d, usesDone: 1 } },
    { ...identifierRow(n), d: { ...identifierRow(n).d, memberId: idOf('m', to) } },
  ]
  const keyOf = (row: ChainRow) => `${row.c} ${row.k}`
  for (const limit of [1, 3, 100]) {
    await change(...given(2, 2))
    await draw(privacy)
    await seen(one, [2])
    await seen(three, [4])
    const [near, far, fresh] = [till(two), till(three), till(two)]
    await near.pull()
    await far.pull()
    expect(near.has(2)).toEqual(everything)
    // Used before it moves: the version between must not bring it back.
    await change({ ...couponRow(2, 2), d: { ...couponRow(2, 2).d, usesDone: 1, validTo: noon + 9 * dayMs } })
    await change(...given(2, 4))
    await change({ ...couponRow(2, 4), d: { ...couponRow(2, 4).d, usesDone: 1, validTo: noon + 8 * dayMs } })
    for (const copy of [near, far, fresh]) await copy.pull(limit)
    for (const row of given(2, 4)) {
      expect([near.rows.has(keyOf(row)), fresh.rows.has(keyOf(row))]).toEqual([false, false])
      expect(far.rows.get(keyOf(row))?.['memberId']).toBe(idOf('m', 4))
    }
    expect(near.has(2)).toEqual(['member', 'lot', 'account'])
    for (const [store, copy] of [
      [two, near],
      [three, far],
      [two, fresh],
    ] as const) {
      await expectDigests(store, copy)
    }
    // And back again.
    await change(...given(2, 2))
    for (const copy of [near, far]) await copy.pull(limit)
    expect(near.has(2)).toEqual(everything)
    expect(far.has(2)).toEqual([])
    await rules(null)
  }
})

test('[CE206] a digest at a cursor before the move leaves out what moved, and nobody’s row that became somebody’s goes too', async () => {
  await draw(privacy)
  await seen(one, [2])
  const near = till(two)
  await near.pull()
  const bearer = couponRow(90, 4)
  await change(couponRow(2, 4), bearer)
  const table = chainTable('coupon')
  if (!table) throw new Error('coupon')
  const { touched } = await createDigests(rig.database()).answer(
    { table, storeId: two, since: near.cursor(), feed: 'first' },
    ['code'],
  )
  expect(touched.toSorted()).toEqual([idOf('c', 2), bearer.k].toSorted())
  await near.pull()
  expect([...near.rows.keys()].filter((key) => key.startsWith('coupon '))).toEqual([`coupon ${idOf('c', 1)}`])
  await expectDigests(two, near)
})

test('[CE206] erased members leave nothing of what they gave or were given', async () => {
  await draw(privacy)
  await seen(one, [1, 2])
  const near = till(two)
  await near.pull()
  await change(couponRow(2, 4))
  await change(couponRow(1, 3))
  await change({ c: 'member', k: idOf('m', 2), d: null })
  await change({ c: 'member', k: idOf('m', 3), d: null })
  expect(await rig.database().query('SELECT "memberId", "toMemberId" FROM row_moved')).toEqual([
    { memberId: null, toMemberId: idOf('m', 4) },
  ])
  await near.pull()
  expect([...near.rows.keys()].filter((key) => key.startsWith('coupon '))).toEqual([
    `coupon ${idOf('c', 90)}`,
  ])
  await expectDigests(two, near)
})
