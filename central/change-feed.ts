import { compareFeedRows, isEarly } from '../contract/feed-order.ts'
import { assert } from '../domain/assert.ts'
import type { Uuid } from '../domain/ids.ts'
import type { Database, Statements } from './database.ts'
import { RequestRefused } from './problem.ts'
import { copiedArea, copiedSql, formerCopiedSql, isOfMembers, movedAwaySql } from './tables/area.ts'
import { chainTables, imageSql, keySql } from './tables/chain-rows.ts'
import { keepFeed, readChangeCounter } from './tables/change-counter.ts'
import { currentFeed, feedEnd } from './tables/feed.ts'
import { storable } from './text.ts'

/** What a till has, and how many rows it takes. */
export interface ChangeRequest {
  readonly storeId: Uuid
  readonly since: number
  /** The run of change numbers `since` belongs to; may be left out at 0. */
  readonly feed: string | null
  readonly limit: number
  /** A replica is being made from the first number on: it keeps nothing of between, so former versions may be gone. */
  readonly whole?: boolean
}

export interface ChangePage {
  /** NDJSON lines of rows, without the last line. */
  readonly lines: readonly string[]
  readonly cursor: number
  readonly feed: string
  readonly more: boolean
}

interface FeedRow {
  readonly c: string
  readonly v: number
  readonly k: string
  /** JSON text, or null for a tombstone. */
  readonly d: string | null
}

const forStore = '(t."storeId" IS NULL OR t."storeId" = $3)'

/** A member who came into the area later than the row: then it is of the number they came at. */
const since = ' AND a."changeNumber" <= t."changeNumber"'
const coming = `a."area" = $4 AND NOT a."gone" AND t."changeNumber" < a."changeNumber"`
const leaving = `a."area" = $4 AND a."gone"`
const withMember = (collection: string) => `area_member a JOIN ${collection} t ON t."memberId" = a."memberId"`

/** Where change numbers stand: every copied table, the former versions, the tombstones, and who and what came to an area or left it. */
const numbered: readonly { readonly from: string; readonly v: string; readonly where: string }[] = [
  ...chainTables.map(({ collection, ofStore }) => ({
    from: `${collection} t`,
    v: 't."changeNumber"',
    where: ofStore ? 't."storeId" = $3' : copiedSql(collection, '$4', since),
  })),
  {
    from: 'superseded t',
    v: 't."changeNumber"',
    where: `${forStore} AND ${formerCopiedSql('$4', since)}`,
  },
  { from: 'tombstone t', v: 't."changeNumber"', where: forStore },
  { from: 'row_moved m', v: 'm."changeNumber"', where: movedAwaySql('$4') },
  ...chainTables
    .filter(({ collection }) => isOfMembers(collection))
    .flatMap(({ collection }) =>
      [coming, leaving].map((where) => ({ from: withMember(collection), v: 'a."changeNumber"', where })),
    ),
]

/**
 * Of the next `$2` rows after number `$1`: how many there are, the last number and the one before it. A page ends
 * between two numbers, never inside one.
 */
const measureSql = `WITH candidate AS (
    ${numbered
      .map(
        ({ from, v, where }) =>
          `(SELECT ${v} AS v FROM ${from} WHERE ${v} > $1 AND ${where} ORDER BY ${v} LIMIT $2)`,
      )
      .join(' UNION ALL ')}
  ), page AS (SELECT v FROM candidate ORDER BY v LIMIT $2)
  SELECT count(*) AS "rows", max(v) AS "last",
    (SELECT max(v) FROM page WHERE v < (SELECT max(v) FROM page)) AS "before", $3::uuid AS "store", $4::text AS "area"
  FROM page`

/** What is told first must not be taken back by what comes after: a row that moves away in the page has no former version. */
const leftInPage = `EXISTS (SELECT FROM row_moved m WHERE m."collection" = t."collection" AND m."key" = t."key"
  AND m."changeNumber" > t."changeNumber" AND m."changeNumber" <= $2 AND ${movedAwaySql('$4')})`

const between = (v: string) => `${v} > $1 AND ${v} <= $2`
const rowsSql = `${chainTables
  .map(
    (table) =>
      `SELECT '${table.collection}' AS c, t."changeNumber" AS v, ${keySql(table)} AS k, (${imageSql(table)})::text AS d
        FROM ${table.collection} t WHERE ${between('t."changeNumber"')}
          AND ${table.ofStore ? 't."storeId" = $3' : copiedSql(table.collection, '$4', since)}`,
  )
  .join(' UNION ALL ')}
  UNION ALL SELECT t."collection", t."changeNumber", t."key", t."image"::text FROM superseded t
    WHERE ${between('t."changeNumber"')} AND ${forStore} AND ${formerCopiedSql('$4', since)} AND NOT ${leftInPage}
  UNION ALL SELECT t."collection", t."changeNumber", t."key", NULL FROM tombstone t
    WHERE ${between('t."changeNumber"')} AND ${forStore}
  UNION ALL SELECT m."collection", m."changeNumber", m."key", NULL FROM row_moved m
    WHERE ${between('m."changeNumber"')} AND ${movedAwaySql('$4')}
  ${chainTables
    .filter(({ collection }) => isOfMembers(collection))
    .map(
      (table) =>
        `UNION ALL SELECT '${table.collection}', a."changeNumber", ${keySql(table)},
            CASE WHEN a."gone" THEN NULL ELSE (${imageSql(table)})::text END
          FROM ${withMember(table.collection)}
          WHERE ${between('a."changeNumber"')} AND (${coming} OR ${leaving})`,
    )
    .join(' ')}`

/**
 * The rows after a till's cursor, all of one moment (sync.md 4). What stands apart from every till's events comes
 * first, under the number the till already has: it may keep those rows at once without moving its cursor past
 * anything. The rest follows number by number, each row in every version it had, `applied` marks last in their
 * number: wherever a till stops between two numbers, its marks and its rows agree. Refuses `cursor_refused` (409).
 */
export async function readChanges(database: Database, request: ChangeRequest): Promise<ChangePage> {
  await keepFeed(database)
  return database.transaction(async (tx) => {
    const { value: head, horizon } = await readChangeCounter(tx)
    await checkCursor(tx, request, head, request.whole ? 0 : horizon)
    const area = await copiedArea(tx, request.storeId)
    const until = await pageEnd(tx, { ...request, area }, head)
    const rows = await tx.query<FeedRow>(rowsSql, [request.since, until, request.storeId, area])
    return {
      lines: inOrder(rows, request.since).map(lineOf),
      cursor: until,
      feed: await currentFeed(tx),
      more: until < head,
    }
  }, 'repeatable')
}

/** Refuses `cursor_refused` (409) for a cursor this central never gave, or can no longer lead on from. */
export async function checkCursor(
  from: Statements,
  { since, feed }: ChangeRequest,
  head: number,
  horizon: number,
): Promise<void> {
  const end = since === 0 && feed === null ? head : feed === null ? null : await feedEnd(from, storable(feed))
  // A replica without a feed has nothing yet: its 0 belongs to every run.
  const known = end !== null || since === 0
  if (!known || since > (end ?? head) || since < horizon) {
    throw new RequestRefused(
      409,
      'cursor_refused',
      'these change numbers are not known here: load a snapshot',
    )
  }
}

/** The number a page ends at: as many whole numbers as `limit` rows hold, at least one. */
async function pageEnd(
  from: Statements,
  request: ChangeRequest & { readonly area: string | null },
  head: number,
): Promise<number> {
  const [measure] = await from.query<{ rows: number; last: number | null; before: number | null }>(
    measureSql,
    [request.since, request.limit + 1, request.storeId, request.area],
  )
  assert(measure, 'an aggregate has one row')
  if (measure.rows <= request.limit || measure.last === null) return head
  return measure.before ?? measure.last
}

function inOrder(rows: readonly FeedRow[], since: number): FeedRow[] {
  return rows.toSorted(compareFeedRows).map((row) => (isEarly(row) ? { ...row, v: since } : row))
}

function lineOf(row: FeedRow): string {
  return `{"c":${JSON.stringify(row.c)},"v":${row.v},"k":${JSON.stringify(row.k)},"d":${row.d ?? 'null'}}`
}
