import { z } from 'zod'
import type { ChangeRequest } from '../../contract/head-office.ts'
import { uuidPart } from '../../contract/parts.ts'
import { type CollectionName, collections } from '../../contract/wire.ts'
import { assert } from '../../domain/assert.ts'
import type { Uuid } from '../../domain/ids.ts'
import type { Programme } from '../../domain/programme.ts'
import { whyUnpublishable } from '../../domain/publishable.ts'
import type { Database, Transaction } from '../database.ts'
import { RequestRefused } from '../problem.ts'
import { dropPromises, overPromised } from '../risk/promised.ts'
import { lockSubjects } from '../risk/subjects.ts'
import { forgetSeen, keepAreas, showOwners } from '../tables/area.ts'
import { chainTable, chainTables, rowKey, upsertSql } from '../tables/chain-rows.ts'
import { lockChanges, nextChangeNumber } from '../tables/change-counter.ts'
import { bury, unbury } from '../tables/tombstone.ts'
import { isStorable } from '../text.ts'
import { adjustHistories } from './adjust-histories.ts'
import { keepDenials } from './deny-list.ts'
import { expectVersions } from './expected-versions.ts'
import { forgetPersons } from './forget-persons.ts'
import { settleHeldPoints } from './held-points.ts'

/** Rows of one collection to write and keys to delete. */
interface Changes {
  readonly rows: Map<string, Record<string, unknown>>
  readonly gone: Set<string>
}

type Deletable = Exclude<
  CollectionName,
  | 'applied'
  | 'erasure'
  | 'programme'
  | 'policy'
  | 'lease'
  | 'store'
  | 'gift_stock'
  | 'lottery_pool'
  | 'budget'
>

/**
 * Only the central itself writes these: marks move with events, pools are promised before they are dealt, a policy is
 * signed and a lease takes from a balance.
 */
const ownCollections: ReadonlySet<string> = new Set(['erasure', 'applied', 'lottery_pool', 'policy', 'lease'])

/** `$1`: keys as they travel; answers those that were there. */
const deleteSql: { readonly [C in Deletable]: string } = {
  staff: `DELETE FROM staff WHERE "staffId" = ANY($1::uuid[]) RETURNING "staffId"::text AS "key"`,
  denial: `DELETE FROM denial WHERE "kind" || ':' || "subject"::text = ANY($1::text[])
    RETURNING "kind" || ':' || "subject"::text AS "key"`,
  category: `DELETE FROM category WHERE "categoryId" = ANY($1::text[]) RETURNING "categoryId" AS "key"`,
  product: `DELETE FROM product WHERE "sku" = ANY($1::text[]) RETURNING "sku" AS "key"`,
  pair: `DELETE FROM pair WHERE "sku" || ':' || "suggest" = ANY($1::text[]) RETURNING "sku" || ':' || "suggest" AS "key"`,
  member_pin: `DELETE FROM member_pin WHERE "memberId" = ANY($1::uuid[]) RETURNING "memberId"::text AS "key"`,
  account: `DELETE FROM account WHERE "accountId" = ANY($1::uuid[]) RETURNING "accountId"::text AS "key"`,
  member: `DELETE FROM member WHERE "memberId" = ANY($1::uuid[]) RETURNING "memberId"::text AS "key"`,
  identifier: `DELETE FROM identifier WHERE "kind" || ':' || "value" = ANY($1::text[])
    AND "kind" = ANY(SELECT split_part(k, ':', 1) FROM unnest($1::text[]) k)
    AND "value" = ANY(SELECT substr(k, strpos(k, ':') + 1) FROM unnest($1::text[]) k)
    RETURNING "kind" || ':' || "value" AS "key"`,
  lot: `DELETE FROM lot WHERE "lotId" = ANY($1::uuid[]) RETURNING "lotId"::text AS "key"`,
  coupon: `DELETE FROM coupon WHERE "couponId" = ANY($1::uuid[]) RETURNING "couponId"::text AS "key"`,
}
const keyedByUuid: ReadonlySet<string> = new Set([
  'staff',
  'member',
  'member_pin',
  'lot',
  'coupon',
  'account',
])

/** Whoever was merged into an erased member goes with them: it was them. `$1`: member ids. */
const mergedIntoSql = `WITH RECURSIVE gone(id) AS (SELECT unnest($1::uuid[])
    UNION SELECT m."memberId" FROM member m JOIN gone ON m."mergedInto" = gone.id)
  SELECT id::text AS "id" FROM gone`
/** What goes with an erased member. `$1`: member ids. */
const ofMembersSql = `SELECT 'identifier' AS "collection", "kind" || ':' || "value" AS "key" FROM identifier
    WHERE "memberId" = ANY($1::uuid[])
  UNION ALL SELECT 'lot', "lotId"::text FROM lot WHERE "memberId" = ANY($1::uuid[])
  UNION ALL SELECT 'coupon', "couponId"::text FROM coupon WHERE "memberId" = ANY($1::uuid[])
  UNION ALL SELECT 'account', "accountId"::text FROM account WHERE "memberId" = ANY($1::uuid[])
  UNION ALL SELECT 'member_pin', "memberId"::text FROM member_pin WHERE "memberId" = ANY($1::uuid[])`
const forgetMembersSql = 'DELETE FROM member_history WHERE "memberId" = ANY($1::uuid[])'
const forgetInteractionsSql = 'DELETE FROM interaction WHERE "memberId" = ANY($1::uuid[])'
const forgetTransfersSql = ['transfer', 'coupon_transfer'].map(
  (table) => `UPDATE ${table} SET "answer" = jsonb_set("answer", '{toMaskedName}', '"*"')
  WHERE "toMemberId" = ANY($1::uuid[])`,
)
/** Whoever asks later is told, also of members nobody here heard of before. `$1`: member ids. */
const eraseSql = `INSERT INTO erasure ("memberId", "erasedAt", "changeNumber")
  SELECT k::uuid, $2, $3 FROM unnest($1::text[]) k ON CONFLICT DO NOTHING`
const forgetMessagesSql = 'DELETE FROM message WHERE "memberId" = ANY($1::uuid[])'
/** What two rows of one version would say: a version that was published never changes. */
const otherProgrammesSql = `SELECT p."version" FROM jsonb_array_elements($1::jsonb) row
  JOIN programme p ON p."version" = (row->>'version')::bigint WHERE p."body" <> row`
/** Coupons head office takes out of use, for their history. `$1`: the rows; `$2`: when. */
const noteRevokedSql = `INSERT INTO coupon_step ("couponId", "at", "what")
  SELECT r."couponId", $2, 'revoked' FROM jsonb_populate_recordset(NULL::coupon, $1::jsonb) r
  LEFT JOIN coupon c ON c."couponId" = r."couponId"
  WHERE r."status" = 'revoked' AND c."status" IS DISTINCT FROM 'revoked' ON CONFLICT DO NOTHING`
const accountValueSql =
  'SELECT "accountId", "principal", "gift" FROM account WHERE "accountId" = ANY($1::uuid[])'
const adjustValueSql = `INSERT INTO value_entry ("accountId", "part", "debit", "credit", "amount")
  SELECT r."accountId", r."part", r."debit", r."credit", r."amount"
  FROM jsonb_populate_recordset(NULL::value_entry, $1::jsonb) r`
const lotPointsSql = 'SELECT "lotId", "memberId", "points" FROM lot WHERE "lotId" = ANY($1::uuid[])'
const adjustSql = `INSERT INTO points_entry ("memberId", "lotId", "debit", "credit", "points")
  SELECT r."memberId", r."lotId", r."debit", r."credit", r."points"
  FROM jsonb_populate_recordset(NULL::points_entry, $1::jsonb) r`

/**
 * Writes what head office changes, all rows under one change number. Refuses `rows_invalid` (400) for what does not
 * fit its collection, `rows_conflict` (409) for what contradicts other rows (a code given twice, a store in use),
 * `row_stale` and `version_missing` (409) as `expectVersions` says, `rows_promised` (409) for what would leave less of points or value than tills were promised.
 */
export async function changeRows(database: Database, request: ChangeRequest, now: number): Promise<number> {
  if (!isStorable(request)) throw invalid('text with control codes no database keeps')
  const changes = sortRows(request)
  try {
    return await database.transaction(async (tx) => {
      await lockChanges(tx)
      await expectVersions(tx, request)
      const changeNumber = await nextChangeNumber(tx, now)
      await addWhatGoesWithMembers(tx, changes)
      const before = await lotPoints(tx, changes)
      const valueBefore = await accountValues(tx, changes)
      const subjects = subjectsOf(changes, before)
      await lockSubjects(tx, subjects as Uuid[])
      for (const { collection } of chainTables) {
        const change = changes.get(collection)
        if (change) await writeCollection(tx, collection, change, { changeNumber, now })
      }
      for (const kind of ['member', 'coupon', 'account'] as const) {
        const { rows, gone } = changes.get(kind) ?? { rows: new Map(), gone: new Set<string>() }
        await keepDenials(tx, kind, [...rows.keys(), ...gone], { now, changeNumber })
      }
      await settleHeldPoints(tx, [...(changes.get('member')?.rows.keys() ?? [])], { now, changeNumber })
      await showOwners(tx, [...(changes.get('member')?.rows.keys() ?? [])], changeNumber)
      if (changes.has('programme')) await keepAreas(tx, { now, changeNumber })
      await dropPromises(tx, [...(changes.get('member')?.gone ?? [])], { now, changeNumber })
      const over = await overPromised(tx, subjects, now)
      if (over)
        throw new RequestRefused(409, 'rows_promised', `more of ${over} is promised to tills than is left`)
      await bookAdjustments(tx, before, await lotPoints(tx, changes))
      await bookValueAdjustments(tx, valueBefore, await accountValues(tx, changes))
      return changeNumber
    })
  } catch (error) {
    // SQLSTATE class 23: integrity constraint violation.
    const state = (error as { code?: unknown }).code
    if (typeof state !== 'string' || !/^23...$/.test(state)) throw error
    throw new RequestRefused(409, 'rows_conflict', 'the rows contradict others of the chain')
  }
}

function sortRows(request: ChangeRequest): Map<string, Changes> {
  const changes = new Map<string, Changes>()
  for (const { c, k, d } of request.rows) {
    const table = chainTable(c)
    if (!table || ownCollections.has(c)) throw invalid(`no collection ${c.slice(0, 40)}`)
    const change = changes.get(c) ?? { rows: new Map(), gone: new Set() }
    changes.set(c, change)
    if (d === null) {
      if (!Object.hasOwn(deleteSql, c)) throw invalid(`rows of ${c} are not deleted`)
      if (keyedByUuid.has(c) && !uuidPart.safeParse(k).success) throw invalid(`a key of ${c}`)
      change.rows.delete(k)
      change.gone.add(k)
      continue
    }
    const row = (collections[table.collection] as z.ZodType<Record<string, unknown>>).safeParse(d)
    if (!row.success) throw invalid(`a row of ${c}: ${z.prettifyError(row.error).slice(0, 300)}`)
    const why = c === 'programme' ? whyUnpublishable(row.data as unknown as Programme) : null
    if (why !== null) throw invalid(`a row of ${c}: ${why}`)
    if (rowKey(table, row.data) !== k) throw invalid(`a row of ${c} under another key`)
    change.gone.delete(k)
    change.rows.set(k, row.data)
  }
  return changes
}

async function addWhatGoesWithMembers(tx: Transaction, changes: Map<string, Changes>): Promise<void> {
  const members = changes.get('member')?.gone
  if (!members || members.size === 0) return
  const all = await tx.query<{ id: string }>(mergedIntoSql, [[...members]])
  for (const { id } of all) if (!changes.get('member')?.rows.has(id)) members.add(id)
  for (const { collection, key } of await tx.query<{ collection: string; key: string }>(ofMembersSql, [
    [...members],
  ])) {
    const change = changes.get(collection) ?? { rows: new Map(), gone: new Set() }
    changes.set(collection, change)
    if (!change.rows.has(key)) change.gone.add(key)
  }
}

async function writeCollection(
  tx: Transaction,
  collection: CollectionName,
  { rows, gone }: Changes,
  { changeNumber, now }: { readonly changeNumber: number; readonly now: number },
): Promise<void> {
  if (gone.size > 0) {
    const sql = deleteSql[collection as Deletable]
    const deleted = (await tx.query<{ key: string }>(sql, [[...gone]])).map(({ key }) => key)
    await bury(tx, collection, deleted, changeNumber)
    if (collection === 'member') {
      await tx.query(forgetMembersSql, [deleted])
      await tx.query(forgetMessagesSql, [deleted])
      await tx.query(forgetInteractionsSql, [deleted])
      for (const sql of forgetTransfersSql) await tx.query(sql, [deleted])
      await tx.query(eraseSql, [[...gone], now, changeNumber])
      await forgetSeen(tx, [...gone])
      await forgetPersons(tx, [...gone])
    }
  }
  if (rows.size === 0) return
  const table = chainTable(collection)
  assert(table, 'a collection that was sorted')
  const json = JSON.stringify([...rows.values()])
  if (collection === 'programme' && (await tx.query(otherProgrammesSql, [json])).length > 0) {
    throw new RequestRefused(409, 'rows_conflict', 'a version of the rules that was published never changes')
  }
  if (collection === 'coupon') await tx.query(noteRevokedSql, [json, now])
  if (collection === 'member') await adjustHistories(tx, json, now)
  await tx.query(upsertSql(table), [json, changeNumber])
  await unbury(tx, collection, [...rows.keys()])
}

/** Members and accounts of whom these changes may take. */
function subjectsOf(changes: Map<string, Changes>, lots: ReadonlyMap<string, LotPoints>): string[] {
  const accounts = changes.get('account')
  const owners = [...lots.values()].map(({ memberId }) => memberId)
  return [...new Set([...owners, ...(accounts?.rows.keys() ?? []), ...(accounts?.gone ?? [])])]
}

interface LotPoints {
  readonly lotId: string
  readonly memberId: string
  readonly points: number
}

async function lotPoints(tx: Transaction, changes: Map<string, Changes>): Promise<Map<string, LotPoints>> {
  const lots = changes.get('lot')
  if (!lots) return new Map()
  const rows = await tx.query<LotPoints>(lotPointsSql, [[...lots.rows.keys(), ...lots.gone]])
  return new Map(rows.map((row) => [row.lotId, row]))
}

/** Points head office gave or took by changing lots, so that the ledger still adds up to them. */
async function bookAdjustments(
  tx: Transaction,
  before: ReadonlyMap<string, LotPoints>,
  after: ReadonlyMap<string, LotPoints>,
): Promise<void> {
  const entries = [...new Set([...before.keys(), ...after.keys()])].flatMap((lotId) => {
    const points = (after.get(lotId)?.points ?? 0) - (before.get(lotId)?.points ?? 0)
    if (points === 0) return []
    const memberId = (after.get(lotId) ?? before.get(lotId))?.memberId
    const [debit, credit] = points > 0 ? ['adjustment', 'points'] : ['points', 'adjustment']
    return [{ memberId, lotId, debit, credit, points: Math.abs(points) }]
  })
  if (entries.length > 0) await tx.query(adjustSql, [JSON.stringify(entries)])
}

interface AccountValue {
  readonly accountId: string
  readonly principal: number
  readonly gift: number
}

async function accountValues(
  tx: Transaction,
  changes: Map<string, Changes>,
): Promise<Map<string, AccountValue>> {
  const accounts = changes.get('account')
  if (!accounts) return new Map()
  const rows = await tx.query<AccountValue>(accountValueSql, [[...accounts.rows.keys(), ...accounts.gone]])
  return new Map(rows.map((row) => [row.accountId, row]))
}

/** The same for stored value, each part for itself. */
async function bookValueAdjustments(
  tx: Transaction,
  before: ReadonlyMap<string, AccountValue>,
  after: ReadonlyMap<string, AccountValue>,
): Promise<void> {
  const entries = [...new Set([...before.keys(), ...after.keys()])].flatMap((accountId) =>
    (['principal', 'gift'] as const).flatMap((part) => {
      const change = (after.get(accountId)?.[part] ?? 0) - (before.get(accountId)?.[part] ?? 0)
      if (change === 0) return []
      const [debit, credit] = change > 0 ? ['adjustment', 'value'] : ['value', 'adjustment']
      return [{ accountId, part, debit, credit, amount: Math.abs(change) }]
    }),
  )
  if (entries.length > 0) await tx.query(adjustValueSql, [JSON.stringify(entries)])
}

function invalid(what: string): RequestRefused {
  return new RequestRefused(400, 'rows_invalid', what)
}
