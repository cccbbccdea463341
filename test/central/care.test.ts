import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { readChanges } from '../../central/change-feed.ts'
import type { Database } from '../../central/database.ts'
import { changeRows } from '../../central/head-office/change-rows.ts'
import { mergeMembers } from '../../central/head-office/merge-members.ts'
import { memberReport } from '../../central/head-office/reports.ts'
import { expiryBookedAfterMs } from '../../central/limits.ts'
import { migrate } from '../../central/migrate.ts'
import { runNightly } from '../../central/nightly/run-nightly.ts'
import { transferPoints } from '../../central/online/transfer.ts'
import { openPglite } from '../../central/pglite-database.ts'
import { grantLease, returnLease } from '../../central/risk/leases.ts'
import { demoProgramme } from '../../central/seed/programme.ts'
import { chainTables } from '../../central/tables/chain-rows.ts'
import { beginFeed } from '../../central/tables/feed.ts'
import type { TerminalRow } from '../../central/tables/terminal.ts'
import type { ChangeRow } from '../../contract/wire.ts'
import type { Uuid } from '../../domain/ids.ts'
import type { Member } from '../../domain/member.ts'
import { points } from '../../domain/points.ts'
import {
  couponRow,
  identifierRow,
  idOf,
  lotRow,
  memberRow,
  storeOne,
  storeRow,
} from '../suites/central-chain.ts'
import { newEventId } from '../suites/central-till.ts'
import type { ChainRow } from '../suites/central-under-test.ts'

/* What head office and the night do beside the tills: nothing that was promised or has happened is undone by them. */

const noon = Date.UTC(2026, 9, 10, 4)
const terminal = { terminalId: idOf('k', 1), storeId: storeOne } as unknown as TerminalRow
const statusReason = { zh: '挂失', en: 'card lost' }

let database: Database
beforeAll(async () => {
  database = await openPglite(null)
  await migrate(database, 1)
})
afterAll(() => database.close())
beforeEach(async () => {
  const tables = [
    'feed',
    'superseded',
    'tombstone',
    'reservation',
    'lease_grant',
    'transfer',
    'member_history',
  ]
  await database.script(
    `TRUNCATE ${[...tables, ...chainTables.map((one) => one.collection)].join(', ')} CASCADE`,
  )
  await database.query('UPDATE change_counter SET "value" = 0, "changedAt" = 0, "horizon" = 0')
  await database.transaction((tx) => beginFeed(tx, 'first'))
  const programme = { ...demoProgramme(noon), version: 1 } as unknown as Record<string, unknown>
  await change(storeRow(1), { c: 'programme', k: '1', d: programme })
  await change(
    memberRow(1),
    lotRow(1, 1, 1_000),
    memberRow(2),
    identifierRow(2),
    couponRow(1, 1),
    account(500),
  )
})

type Versioned = ChainRow & { readonly v?: number | 'any' | null }
const apply = (...rows: Versioned[]) => changeRows(database, { rows }, noon)
const change = (...rows: ChainRow[]) => apply(...rows.map((row) => ({ ...row, v: 'any' as const })))

function account(principal: number, status = 'active'): ChainRow {
  const accountId = idOf('a', 1)
  const d = { accountId, code: 'G0000000000001', memberId: null, status, principal, gift: 0 }
  return { c: 'account', k: accountId, d }
}
async function feed(since = 0): Promise<ChangeRow[]> {
  const from = since === 0 ? null : 'first'
  const { lines } = await readChanges(database, { storeId: storeOne, since, feed: from, limit: 1_000 })
  return lines.map((line) => JSON.parse(line) as ChangeRow)
}
const denials = async () =>
  (
    await database.query<{ key: string; reason: string }>(
      `SELECT "kind" || ':' || "subject" AS "key", "reason" FROM denial ORDER BY 1`,
    )
  ).map(({ key, reason }) => [key, reason])
const lease = (kind: 'points' | 'value', subjectId: Uuid, amount: number, now = noon) =>
  grantLease({ database, clock: () => now }, terminal, { leaseId: newEventId(), kind, subjectId, amount })
const promised = () =>
  database.query<{ subjectId: Uuid; left: number; fence: number }>(
    `SELECT "subjectId", "granted" - "used" AS "left", "fence" FROM lease ORDER BY "fence"`,
  )

test('[CE196] whoever is frozen and what is withdrawn is denied in the same change, told first, and no more once lifted', async () => {
  const frozen = (status: Member['status']) => memberRow(1, 0, { status, statusReason })
  const coupon = (status: string): ChainRow => ({ ...couponRow(1, 1), d: { ...couponRow(1, 1).d, status } })
  const since = await change(lotRow(2, 2, 5))
  const number = await change(frozen('frozen'), coupon('revoked'), account(500, 'frozen'))
  expect(await denials()).toEqual([
    [`account:${idOf('a', 1)}`, 'status: frozen'],
    [`coupon:${idOf('c', 1)}`, 'status: revoked'],
    [`member:${idOf('m', 1)}`, 'status: frozen'],
  ])
  const told = await feed(since)
  expect(told.slice(0, 3).map(({ c, v }) => [c, v])).toEqual(Array(3).fill(['denial', since]))
  expect(told.find(({ c }) => c === 'member')?.v).toBe(number)
  await change(frozen('blacklisted'))
  expect(await denials()).toContainEqual([`member:${idOf('m', 1)}`, 'status: blacklisted'])
  const lifted = await change(frozen('active'), coupon('issued'), account(500))
  expect(await denials()).toEqual([])
  const gone = (await feed(lifted - 1)).filter(({ c, d }) => c === 'denial' && d === null)
  expect(gone).toHaveLength(3)
  await change(frozen('frozen'))
  expect((await feed(lifted)).filter(({ c }) => c === 'denial')).toMatchObject([{ d: { kind: 'member' } }])
})

test('[CE197] what people denied themselves stays when a status is lifted, and a freeze outlives a merge', async () => {
  const key = `member:${idOf('m', 1)}`
  const own = { kind: 'member', subject: idOf('m', 1), since: noon, reason: 'phone was stolen' }
  await change({ c: 'denial', k: key, d: own })
  await change(memberRow(1, 0, { status: 'frozen', statusReason }))
  await change(memberRow(1))
  expect(await denials()).toEqual([[key, 'phone was stolen']])
  await change(memberRow(1, 0, { status: 'frozen', statusReason }))
  await mergeMembers(database, { from: idOf('m', 1), into: idOf('m', 2) }, noon)
  expect(await denials()).toEqual([
    [key, 'phone was stolen'],
    [`member:${idOf('m', 2)}`, 'status: frozen'],
  ])
})

test('[CE198] points promised to a till are not sent away', async () => {
  await lease('points', idOf('m', 1), 900)
  const send = (wish: number) =>
    transferPoints({ database, clock: () => noon }, terminal, {
      actId: newEventId(),
      fromMemberId: idOf('m', 1),
      to: { kind: 'member_code', value: 'M000000000002' },
      points: points(wish),
      staffId: idOf('p', 1),
    })
  await expect(send(101)).rejects.toMatchObject({ code: 'points_not_enough' })
  expect(await send(100)).toMatchObject({ points: 100 })
  await expect(send(10)).rejects.toMatchObject({ code: 'points_not_enough' })
})

test('[CE199] what was promised of a member who is merged is promised of the survivor, under fences that count up', async () => {
  await change(lotRow(2, 2, 300))
  await lease('points', idOf('m', 2), 300)
  await lease('points', idOf('m', 1), 900)
  await mergeMembers(database, { from: idOf('m', 1), into: idOf('m', 2) }, noon)
  expect(await promised()).toEqual([
    { subjectId: idOf('m', 2), left: 300, fence: 1 },
    { subjectId: idOf('m', 2), left: 900, fence: 2 },
  ])
  await expect(lease('points', idOf('m', 2), 101)).rejects.toMatchObject({ code: 'lease_taken' })
  expect((await lease('points', idOf('m', 2), 100)).lease.fence).toBe(3)
})

test('[CE200] the night books no lot out of which anything is promised, until nothing is', async () => {
  const ended = lotRow(3, 1, 70)
  await change({ ...ended, d: { ...ended.d, expiresAt: noon - expiryBookedAfterMs } })
  const { lease: held } = await lease('points', idOf('m', 1), 500)
  expect(await runNightly({ database }, noon)).toMatchObject({ lotsExpired: 0 })
  await returnLease({ database, clock: () => noon }, terminal, held.leaseId)
  expect(await runNightly({ database }, noon)).toMatchObject({ lotsExpired: 1, pointsExpired: 70 })
})

test('[CE201] head office takes nothing that was promised; with an erasure what was promised ends', async () => {
  await lease('points', idOf('m', 1), 600)
  await lease('value', idOf('a', 1), 400)
  for (const row of [lotRow(1, 1, 599), account(399), { ...lotRow(1, 1, 0), d: null }]) {
    await expect(change(row)).rejects.toMatchObject({ code: 'rows_promised' })
  }
  await change(lotRow(1, 1, 600), account(400))
  await change({ c: 'member', k: idOf('m', 1), d: null })
  expect((await promised()).map(({ left }) => left)).toEqual([400])
})

test('[CE203] a row that comes back as it was read before events moved it is refused; so is one that does not say', async () => {
  const readAt = async (collection: string, key: string) => {
    const { versions } = await memberReport(database, idOf('m', 1), noon)
    return versions.find(({ c, k }) => c === collection && k === key)?.v ?? null
  }
  const v = await readAt('member', idOf('m', 1))
  const ofLot = await readAt('lot', idOf('l', 1))
  await change(memberRow(1, 50), lotRow(1, 1, 900))
  await expect(apply({ ...memberRow(1, 7), v })).rejects.toMatchObject({ status: 409, code: 'row_stale' })
  await expect(apply({ ...lotRow(1, 1, 1_000), v: ofLot })).rejects.toMatchObject({ code: 'row_stale' })
  await expect(apply({ ...lotRow(1, 1, 1_000), v: null })).rejects.toMatchObject({ code: 'row_stale' })
  await expect(apply(memberRow(1, 0))).rejects.toMatchObject({ code: 'version_missing' })
  await expect(apply(lotRow(1, 1, 1_000))).rejects.toMatchObject({ code: 'version_missing' })
  await expect(apply(account(1))).rejects.toMatchObject({ code: 'version_missing' })
  await expect(apply({ c: 'lot', k: idOf('l', 1), d: null, v: ofLot })).rejects.toMatchObject({
    code: 'row_stale',
  })
  // Nothing of a refused change was written, and what no event moves needs no version.
  const now = await memberReport(database, idOf('m', 1), noon)
  expect([now.member.growth, now.balance]).toEqual([50, 900])
  await apply(memberRow(1, 50, { tags: ['vip'] }))
  const seen = await readAt('member', idOf('m', 1))
  await apply({ ...memberRow(1, 60), v: seen }, { ...lotRow(9, 1, 5), v: null })
  expect((await memberReport(database, idOf('m', 1), noon)).member.growth).toBe(60)
})
