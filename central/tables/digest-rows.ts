import type { Uuid } from '../../domain/ids.ts'
import type { DigestRow } from '../../domain/row-digest.ts'
import type { Statements } from '../database.ts'
import { type ChainTable, imageSql, keySql } from './chain-rows.ts'

/*
 * Rows by the order of their keys on the wire, which is the order of their bytes: a till's file sorts the same way. Where
 * the key is an id its own column sorts so; else there is an index on the key's text (migration 3) or few rows.
 */

interface Of {
  readonly table: ChainTable
  readonly storeId: Uuid
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

const storeOnly = (table: ChainTable) => (table.ofStore ? 't."storeId" = $1' : '$1::uuid IS NOT NULL')

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
    WHERE ${storeOnly(table)} AND ${order} > $2 AND ${order} <= $3${newestOnly(table)} ORDER BY ${order} LIMIT $4`
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
  const { table, storeId, after, to, limit } = asked
  const [first, last] = ids.has(table.collection) ? [firstId, lastId] : ['', lastText]
  return from.query<DigestRow>(rangeSql(table), [storeId, after === '' ? first : after, to ?? last, limit])
}

/** Keys of rows that changed after a number, deleted ones too, each with its last number. */
export async function changedKeys(
  from: Statements,
  asked: Of & { readonly since: number; readonly limit: number },
): Promise<readonly { readonly key: string; readonly v: number }[] | 'too_many'> {
  const { table, storeId, since, limit } = asked
  const sql = `SELECT ${keySql(table)} AS "key", t."changeNumber" AS "v" FROM ${table.collection} t
      WHERE ${storeOnly(table)} AND t."changeNumber" > $2
    UNION ALL SELECT "key", "changeNumber" FROM tombstone WHERE "collection" = $3 AND "changeNumber" > $2 LIMIT $4`
  const rows = await from.query<{ key: string; v: number }>(sql, [
    storeId,
    since,
    table.collection,
    limit + 1,
  ])
  return rows.length > limit ? 'too_many' : rows
}

/** The rows that changed after a number as they are now, and the keys of those that are gone. */
export async function rowsChangedAfter(
  from: Statements,
  asked: Of & { readonly since: number; readonly limit: number },
): Promise<{ readonly rows: readonly DigestRow[]; readonly gone: readonly string[] } | 'too_many'> {
  const { table, storeId, since, limit } = asked
  const rows = await from.query<DigestRow>(
    `SELECT ${keySql(table)} AS "key", (${imageSql(table)}) AS "row" FROM ${table.collection} t
      WHERE ${storeOnly(table)} AND t."changeNumber" > $2${newestOnly(table)} LIMIT $3`,
    [storeId, since, limit + 1],
  )
  const gone = await from.query<{ key: string }>(
    'SELECT "key" FROM tombstone WHERE "collection" = $1 AND "changeNumber" > $2 LIMIT $3',
    [table.collection, since, limit + 1],
  )
  if (rows.length > limit || gone.length > limit) return 'too_many'
  return { rows, gone: gone.map(({ key }) => key) }
}
