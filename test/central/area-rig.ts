import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import type { Database } from '../../central/database.ts'
import { changeRows } from '../../central/head-office/change-rows.ts'
import { migrate } from '../../central/migrate.ts'
import { openPglite } from '../../central/pglite-database.ts'
import { demoProgramme } from '../../central/seed/programme.ts'
import { noteSeen } from '../../central/tables/area.ts'
import { chainTables } from '../../central/tables/chain-rows.ts'
import { lockChanges, nextChangeNumber } from '../../central/tables/change-counter.ts'
import { beginFeed } from '../../central/tables/feed.ts'
import type { CollectionName } from '../../contract/wire.ts'
import type { Uuid } from '../../domain/ids.ts'
import type { PrivacyRules } from '../../domain/privacy.ts'
import { dayMs } from '../../domain/time.ts'
import { couponRow, identifierRow, idOf, lotRow, memberRow, storeRow } from '../suites/central-chain.ts'
import type { ChainRow } from '../suites/central-under-test.ts'
import { type Copy, copyOf, expectCopied } from './area-copy.ts'

/* Three stores and four members, and areas to draw; anew for each test. */

export const noon = Date.UTC(2026, 9, 10, 4)
export const [one, two, three] = [idOf('s', 1), idOf('s', 2), idOf('s', 3)]
export const privacy: PrivacyRules = { days: 30, areas: [{ areaId: 'east', storeIds: [one, two] }] }
export const everything: CollectionName[] = ['member', 'identifier', 'lot', 'coupon', 'account']
/** The chain, for the tests of one file. */
export function areaRig() {
  let database: Database
  let folder: string
  let version = 0
  beforeAll(async () => {
    database = await openPglite(null)
    await migrate(database, 1)
    folder = mkdtempSync(join(tmpdir(), 'areas-'))
  })
  afterAll(async () => {
    await database.close()
    rmSync(folder, { recursive: true, force: true })
  })
  beforeEach(async () => {
    const tables = [
      'feed',
      'superseded',
      'tombstone',
      'member_seen',
      'area_member',
      'area_rule',
      'row_moved',
      'member_history',
    ]
    const all = [...tables, ...chainTables.map(({ collection }) => collection)]
    await database.script(`TRUNCATE ${all.join(', ')} CASCADE`)
    await database.query('UPDATE change_counter SET "value" = 0, "changedAt" = 0, "horizon" = 0')
    await database.transaction((tx) => beginFeed(tx, 'first'))
    await change(storeRow(1), storeRow(2), storeRow(3))
    for (let n = 1; n <= 4; n++) await change(...rowsOf(n))
    // Nobody's: everybody copies them.
    await change(couponRow(90, null), accountRow(91, null))
  })

  const change = (...rows: ChainRow[]) =>
    changeRows(database, { rows: rows.map((row) => ({ ...row, v: 'any' as const })) }, noon)
  const rules = (area: PrivacyRules | null) => {
    version += 1
    const demo = demoProgramme(noon)
    // Goods come back within the days of the areas.
    const tiers = demo.tiers.map((tier) => ({
      ...tier,
      benefits: tier.benefits.filter(({ kind }) => kind !== 'free_returns'),
    }))
    const d = { ...demo, tiers, version, privacy: area }
    return change({ c: 'programme', k: String(version), d: d as unknown as Record<string, unknown> })
  }
  /** Draws the areas, and lets copies be led from nothing all the same: what a snapshot brings is shown once. */
  const draw = async (area: PrivacyRules) => {
    await rules(area)
    await database.query('UPDATE change_counter SET "horizon" = 0')
  }
  const seen = (storeId: Uuid, members: readonly number[], now = noon) =>
    database.transaction(async (tx) => {
      await lockChanges(tx)
      const changeNumber = await nextChangeNumber(tx, now)
      await noteSeen(tx, { storeId, memberIds: members.map((n) => idOf('m', n)) }, { now, changeNumber })
    })

  const till = (storeId: Uuid) => copyOf({ database, folder }, storeId)
  const expectDigests = (storeId: Uuid, copy: Copy) => expectCopied(database, storeId, copy)

  return { database: () => database, change, rules, draw, seen, till, expectDigests }
}

function rowsOf(n: number): ChainRow[] {
  const visits = n === 1 ? [{ at: noon - dayMs, storeNumber: 'S01' }] : []
  return [
    memberRow(n, 0, { visits }),
    identifierRow(n),
    lotRow(n, n, 100 * n),
    couponRow(n, n),
    accountRow(n, n),
  ]
}

function accountRow(n: number, member: number | null): ChainRow {
  const accountId = member === null ? idOf('a', n) : idOf('m', member)
  const memberId = member === null ? null : accountId
  const code = member === null ? `G${String(n).padStart(13, '0')}` : null
  return {
    c: 'account',
    k: accountId,
    d: { accountId, code, memberId, status: 'active', principal: 5, gift: 1 },
  }
}
