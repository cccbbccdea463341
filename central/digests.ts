import { setTimeout as after } from 'node:timers/promises'
import type { CollectionName, DigestsAnswer, RowsAnswer } from '../contract/wire.ts'
import { collections } from '../contract/wire.ts'
import type { Uuid } from '../domain/ids.ts'
import { type DigestRow, rangeOf, rowHash, sumText } from '../domain/row-digest.ts'
import { checkCursor } from './change-feed.ts'
import type { Database, Statements } from './database.ts'
import { secretHash } from './ids.ts'
import {
  digestFieldSetsMax,
  digestRangeRows,
  digestRangesAtOnce,
  digestTouchedMax,
  digestWaitMs,
  rowsPageMax,
} from './limits.ts'
import { RequestRefused } from './problem.ts'
import { copiedArea, isOfMembers } from './tables/area.ts'
import type { ChainTable } from './tables/chain-rows.ts'
import { readChangeCounter } from './tables/change-counter.ts'
import { changedKeys, rowsChangedAfter, rowsOfRange } from './tables/digest-rows.ts'

/*
 * What each till should have, by ranges (sync.md 4). Reckoned once and kept: each range remembers the change number it
 * was reckoned at, and only ranges in which something changed since are reckoned anew. What changed after a till's cursor
 * is taken out of the sums again, so that one reckoning serves tills at any cursor.
 */

/** What a till at a cursor asks. */
export interface DigestRequest {
  readonly table: ChainTable
  readonly storeId: Uuid
  readonly since: number
  readonly feed: string
}

export interface Digests {
  /** Refuses as `digestsAnswerSchema` says. */
  readonly answer: (request: DigestRequest, fields: readonly string[]) => Promise<DigestsAnswer>
  /** The rows of a range as of the request's cursor. */
  readonly rows: (
    request: DigestRequest,
    range: { readonly after: string; readonly to: string | null },
  ) => Promise<RowsAnswer>
}

/** Rows with keys after the range before and up to `to`; -1 was never reckoned. */
interface Range {
  readonly to: string | null
  readonly count: number
  readonly sum: bigint
  readonly asOf: number
}

interface Kept {
  readonly fields: readonly string[]
  ranges: readonly Range[]
  refreshing: Promise<void> | null
}

/** Whose rows of what. */
interface Place {
  readonly table: ChainTable
  readonly storeId: Uuid
  readonly area: string | null
}

const inOrder = (a: string, b: string) => (a < b ? -1 : 1)

const nothing: Range = { to: null, count: 0, sum: 0n, asOf: -1 }

export function createDigests(database: Database): Digests {
  const kept = new Map<string, Kept>()

  /** A store's own rows are few and reckoned each time; the chain's are kept, by the fields they cover. */
  function keptOf(table: ChainTable, fields: readonly string[], area: string | null): Kept {
    const fresh: Kept = { fields, ranges: [nothing], refreshing: null }
    if (table.ofStore) return fresh
    const prefix = `${table.collection} ${isOfMembers(table.collection) ? (area ?? '') : ''} `
    const name = prefix + fields.join(',')
    const found = kept.get(name) ?? fresh
    kept.delete(name)
    kept.set(name, found)
    const ofCollection = [...kept.keys()].filter((other) => other.startsWith(prefix))
    for (const old of ofCollection.slice(0, -digestFieldSetsMax)) kept.delete(old)
    return found
  }

  /** Reckons what changed, range by range, so that little is left to do in the answer's own transaction. */
  async function refresh(of: Kept, at: Place): Promise<void> {
    for (let pass = 0; pass < passesMax; pass++) {
      const { stale } = await staleRanges(database, of, at)
      if (stale.length <= digestRangesAtOnce && !stale.some(({ asOf }) => asOf === -1)) return
      for (const range of stale) {
        await database.transaction((tx) => reckon(tx, of, { ...at, range }), 'repeatable')
      }
    }
  }

  async function refreshInTime(of: Kept, at: Place): Promise<void> {
    of.refreshing ??= refresh(of, at).finally(() => {
      of.refreshing = null
    })
    // Nobody may be waiting any more when it fails; the next to ask begins anew.
    of.refreshing.catch(() => undefined)
    const waiting = new AbortController()
    const late = after(digestWaitMs, 'late' as const, { signal: waiting.signal }).catch(() => 'late' as const)
    try {
      if ((await Promise.race([of.refreshing, late])) === 'late') {
        throw new RequestRefused(503, 'digest_building', 'the digest is being reckoned', 5)
      }
    } finally {
      waiting.abort()
    }
  }

  return {
    async answer(request, asked) {
      const { table, storeId, since } = request
      const known = knownFields(table.collection)
      const fields = [...new Set(asked)].filter((field) => known.has(field)).toSorted(inOrder)
      const area = await copiedArea(database, storeId)
      const of = keptOf(table, fields, area)
      await refreshInTime(of, { table, storeId, area })
      return database.transaction(async (tx) => {
        await checkPlace(tx, request)
        if ((await copiedArea(tx, storeId)) !== area) throw moved()
        const current = await rangesNow(tx, of, { table, storeId, area })
        const newer = await rowsChangedAfter(tx, { table, storeId, area, since, limit: digestTouchedMax })
        if (newer === 'too_many') {
          throw new RequestRefused(409, 'digest_behind', 'too much changed since this cursor: pull first')
        }
        const ranges = current.map(({ to, count, sum }) => ({ to, count, sum }))
        const ends = ranges.map(({ to }) => to)
        for (const row of newer.rows) {
          const range = ranges[rangeOf(ends, row.key)]
          if (!range) continue
          range.count -= 1
          range.sum -= rowHash(row, fields, secretHash)
        }
        return {
          fields,
          ranges: ranges.map(({ to, count, sum }) => ({ to, count, hash: sumText(sum) })),
          touched: [...newer.gone, ...newer.rows.map(({ key }) => key)],
        }
      }, 'repeatable')
    },
    rows(request, { after: from, to }) {
      const { table, storeId, since } = request
      return database.transaction(async (tx) => {
        await checkPlace(tx, request)
        const area = await copiedArea(tx, storeId)
        const newer = await rowsChangedAfter(tx, { table, storeId, area, since, limit: digestTouchedMax })
        if (newer === 'too_many') {
          throw new RequestRefused(409, 'digest_behind', 'too much changed since this cursor: pull first')
        }
        const touched = [...newer.gone, ...newer.rows.map(({ key }) => key)]
        const left = new Set(touched)
        // A range may have grown since it was asked for.
        const found = await rowsOfRange(tx, {
          table,
          storeId,
          area,
          after: from,
          to,
          limit: rowsPageMax + 1,
        })
        const page = found.slice(0, rowsPageMax)
        const asOf = page.filter(({ key }) => !left.has(key))
        const last = page.at(-1)?.key
        const next = found.length > page.length && last !== undefined ? { next: last } : {}
        return { rows: asOf.map(({ key, row }) => ({ k: key, d: row })), touched, ...next }
      }, 'repeatable')
    },
  }
}

/** The areas were drawn anew meanwhile. */
function moved(): RequestRefused {
  return new RequestRefused(503, 'digest_building', 'the digest is being reckoned', 1)
}

/** A refresh gives up catching up with a chain that changes faster than it reckons; the answer does the rest. */
const passesMax = 10

/** Every range as of the state this transaction reads. Others may reckon meanwhile, also later states than this one. */
async function rangesNow(tx: Statements, of: Kept, at: Place): Promise<readonly Range[]> {
  for (let pass = 0; pass < passesMax; pass++) {
    const { head, ranges, stale } = await staleRanges(tx, of, at)
    if (ranges.some(({ asOf }) => asOf > head)) break
    if (stale.length === 0) return ranges
    for (const range of stale) await reckon(tx, of, { ...at, range })
  }
  throw new RequestRefused(503, 'digest_building', 'the digest is being reckoned', 1)
}

/**
 * Ranges in which something changed since they were reckoned. The others stand for the state read now. What changed
 * before the horizon is no longer all told: a range from before it is reckoned anew.
 */
async function staleRanges(
  from: Statements,
  of: Kept,
  at: Place,
): Promise<{ readonly head: number; readonly ranges: readonly Range[]; readonly stale: readonly Range[] }> {
  const { value: head, horizon } = await readChangeCounter(from)
  const isForgotten = ({ asOf }: Range) => asOf < 0 || asOf < horizon
  const reckoned = of.ranges.filter((range) => !isForgotten(range))
  const oldest = Math.min(head, ...reckoned.map(({ asOf }) => asOf))
  const changed =
    reckoned.length === 0
      ? []
      : await changedKeys(from, { ...at, since: oldest, limit: 10 * digestTouchedMax })
  const ends = of.ranges.map(({ to }) => to)
  const stale = new Set(of.ranges.filter((range) => isForgotten(range) || changed === 'too_many'))
  for (const { key, v } of changed === 'too_many' ? [] : changed) {
    const range = of.ranges[rangeOf(ends, key)]
    if (range && v > range.asOf) stale.add(range)
  }
  if (changed !== 'too_many') {
    of.ranges = of.ranges.map((range) =>
      stale.has(range) ? range : { ...range, asOf: Math.max(range.asOf, head) },
    )
  }
  return { head, ranges: of.ranges, stale: [...stale] }
}

/** Reckons a range; one with too many rows becomes several. */
async function reckon(from: Statements, of: Kept, at: Place & { readonly range: Range }): Promise<void> {
  const { range, ...place } = at
  const index = of.ranges.indexOf(range)
  if (index === -1) return
  const { value: asOf } = await readChangeCounter(from)
  const page = await rowsOfRange(from, {
    ...place,
    after: of.ranges[index - 1]?.to ?? '',
    to: range.to,
    limit: digestRangeRows + 1,
  })
  const rows: readonly DigestRow[] = page.slice(0, digestRangeRows)
  const sum = rows.reduce((total, row) => total + rowHash(row, of.fields, secretHash), 0n)
  const whole = page.length <= digestRangeRows
  const first: Range = {
    to: whole ? range.to : (rows.at(-1)?.key ?? range.to),
    count: rows.length,
    sum,
    asOf,
  }
  const rest: Range[] = whole ? [] : [{ ...nothing, to: range.to }]
  of.ranges = [...of.ranges.slice(0, index), first, ...rest, ...of.ranges.slice(index + 1)]
}

function checkPlace(tx: Statements, { since, feed, storeId }: DigestRequest): Promise<void> {
  return readChangeCounter(tx).then(({ value, horizon }) =>
    checkCursor(tx, { storeId, since, feed, limit: 0 }, value, Math.min(horizon, value)),
  )
}

/** The fields this version of the contract knows of a row. */
function knownFields(collection: CollectionName): ReadonlySet<string> {
  return new Set(Object.keys((collections[collection] as unknown as { shape: object }).shape))
}
