import type { Uuid } from '../../domain/ids.ts'
import type { DigestRow } from '../../domain/row-digest.ts'
import type { Statements } from '../database.ts'
import { copiedSql, isOfMembers, movedAwaySql } from './area.ts'
import { type ChainTable, imageSql, keySql } from './chain-rows.ts'

/*
 * Rows by the order of their keys on the wire, which is the order of their bytes: a till's file sorts the same way. Where
 * the key is an id its own column sorts so; else there is an index on the key's text (migration 3) or few rows.
 */

interface Of {
  readonly table: ChainTable
  readonly storeId: Uuid
  /** The area whose members the store copies; null = everybody. */
  readonly area: string | null
}

/** Collections whose key is one id. */
const ids: ReadonlySet<string> = new Set([
  'store',
  'staff',
  'member',
  'member_pin',
  'lot',
  'coupon',
  'account',
  'lottery_pool',
  'budget',
  'lease',
  'applied',
])
const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff'
const firstId = '00000000-0000-0000-0000-000000000000'
/** Above every key there is. */
const lastText = '\u{10ffff}'

/** `$1`: the store, `$2`: the area. */
const copiedOnly = (table: ChainTable) =>
  `${table.ofStore ? 't."storeId" = $1' : '$1::uuid IS NOT NULL'} AND $2::text IS NOT DISTINCT FROM $2
    AND ${copiedSql(table.collection, '$2')}`

/** Of versions that replace each other only the newest is compared: a till keeps what it once had. */
const newestOnly = (table: ChainTable) =>
  table.collection === 'programme' || table.collection === 'policy'
    ? ` AND t."version" = (SELECT max("version") FROM ${table.collection})`
    : ''

function orderSql(table: ChainTable): string {
  return ids.has(table.collection) ? `t."${table.key[0]}"` : `(${keySql(table)}) COLLATE "C"`
}

function rangeSql(table: ChainTable): string {
  const order = orderSql(table)
  return `SELECT ${keySql(table)} AS "key", (${imageSql(table)}) AS "row" FROM ${table.collection} t
    WHERE ${copiedOnly(table)} AND ${order} > $3 AND ${order} <= $4${newestOnly(table)} ORDER BY ${order} LIMIT $5`
}

/** Whether a collection's keys are ids. */
export function sortsById(collection: string): boolean {
  return ids.has(collection)
}

/** The rows with keys in (after, to], in their order; null is without end. */
export function rowsOfRange(
  from: Statements,
  asked: Of & { readonly after: string; readonly to: string | null; readonly limit: number },
): Promise<readonly DigestRow[]> {
  const { table, storeId, area, after, to, limit } = asked
  const [first, last] = ids.has(table.collection) ? [firstId, lastId] : ['', lastText]
  return from.query<DigestRow>(rangeSql(table), [
    storeId,
    area,
    after === '' ? first : after,
    to ?? last,
    limit,
  ])
}

/** Keys of rows that changed after a number, deleted ones too, each with its last number. */
export async function changedKeys(
  from: Statements,
  asked: Of & { readonly since: number; readonly limit: number },
): Promise<readonly { readonly key: string; readonly v: number }[] | 'too_many'> {
  const { table, storeId, area, since, limit } = asked
  const own = table.ofStore ? 't."storeId" = $1' : '$1::uuid IS NOT NULL'
  const sql = `SELECT ${keySql(table)} AS "key", t."changeNumber" AS "v" FROM ${table.collection} t
      WHERE ${own} AND t."changeNumber" > $3
    UNION ALL SELECT "key", "changeNumber" FROM tombstone WHERE "collection" = $4 AND "changeNumber" > $3
    ${movedSql(table, `${keySql(table)}, a."changeNumber"`)} LIMIT $5`
  const rows = await from.query<{ key: string; v: number }>(sql, [
    storeId,
    area,
    since,
    table.collection,
    limit + 1,
  ])
  return rows.length > limit ? 'too_many' : rows
}

/** The rows of members who came into the area `$2` or left it after the number `$3`. */
function movedSql(table: ChainTable, columns: string, which = ''): string {
  // Every statement names the area, also where nothing is anybody's: parameters without a use have no type.
  if (!isOfMembers(table.collection)) return 'AND $2::text IS NOT DISTINCT FROM $2'
  return `UNION ALL SELECT ${columns} FROM area_member a JOIN ${table.collection} t ON t."memberId" = a."memberId"
    WHERE a."area" = $2 AND a."changeNumber" > $3${which}`
}

/** The rows that changed after a number as they are now, and the keys of those that are gone. */
export async function rowsChangedAfter(
  from: Statements,
  asked: Of & { readonly since: number; readonly limit: number },
): Promise<{ readonly rows: readonly DigestRow[]; readonly gone: readonly string[] } | 'too_many'> {
  const { table, storeId, area, since, limit } = asked
  const row = `${keySql(table)} AS "key", (${imageSql(table)}) AS "row"`
  const rows = await from.query<DigestRow>(
    `SELECT ${row} FROM ${table.collection} t
      WHERE ${copiedOnly(table)} AND t."changeNumber" > $3${newestOnly(table)}
      ${movedSql(table, row, ' AND NOT a."gone" AND t."changeNumber" <= $3')} LIMIT $4`,
    [storeId, area, since, limit + 1],
  )
  const gone = await from.query<{ key: string }>(
    `SELECT "key" FROM tombstone WHERE "collection" = $1 AND "changeNumber" > $3
      UNION ALL SELECT m."key" FROM row_moved m
        WHERE m."collection" = $1 AND m."changeNumber" > $3 AND ${movedAwaySql('$2')}
      ${movedSql(table, keySql(table), ' AND a."gone"')} LIMIT $4`,
    [table.collection, area, since, limit + 1],
  )
  if (rows.length > limit || gone.length > limit) return 'too_many'
  return { rows, gone: gone.map(({ key }) => key) }
}
