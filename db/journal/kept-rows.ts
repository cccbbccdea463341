import type { ReadDb, SqlValue } from '../handle.ts'
import { type Place, placeFrom } from './place.ts'

/* The journal's rows as they lie in the file, for whoever checks them against each other. Places are numbers (place.ts). */

const eventsSql = `SELECT place, id, type, time, hash, body FROM event WHERE place > ? AND place <= ? ORDER BY place LIMIT ?`
const effectsSql = `
SELECT place, position, kind, happenedAt, memberId, subjectId, templateId, amount, value, earnedAt, spendableFrom,
  expiresAt, body
FROM effect WHERE place > ? AND place <= ? ORDER BY place, position`
const codesSql = `SELECT kind, value, place, subjectId FROM own_code WHERE place > ? AND place <= ? ORDER BY kind, value`
const beforeSql = `SELECT place, id, type, time, hash, body FROM event WHERE place <= ? ORDER BY place DESC LIMIT 1`
const lastSql = `SELECT max(place) AS place, count(*) AS count FROM event`
const nthSql = `SELECT place FROM event ORDER BY place LIMIT 1 OFFSET ?`
const strayEffectsSql = `
SELECT DISTINCT place FROM effect WHERE NOT EXISTS (SELECT 1 FROM event WHERE event.place = effect.place) LIMIT ?`
const strayCodesSql = `
SELECT DISTINCT place FROM own_code WHERE NOT EXISTS (SELECT 1 FROM event WHERE event.place = own_code.place) LIMIT ?`
const straySalesSql = `
SELECT place FROM sale WHERE NOT EXISTS (SELECT 1 FROM event WHERE event.place = sale.place) LIMIT ?`

/** A row of `event`. */
export interface KeptEvent {
  readonly place: number
  readonly id: Buffer
  readonly type: string
  readonly time: number
  readonly hash: Buffer
  readonly body: string
}

/** Values of a row in the order of its columns. */
export type KeptRow = readonly SqlValue[]

/** Events of the places in (after, upTo], at most `limit`, in order. */
export function keptEvents(db: ReadDb, after: number, upTo: number, limit: number): KeptEvent[] {
  return db.prepare(eventsSql).all<KeptEvent>(after, upTo, limit)
}

/** The event at a place or the last one before, or null. */
export function keptEventUpTo(db: ReadDb, place: number): KeptEvent | null {
  return db.prepare(beforeSql).get<KeptEvent>(place) ?? null
}

/** Rows of `effect` of the places in (after, upTo], by place and in order. */
export function keptEffects(
  db: ReadDb,
  after: number,
  upTo: number,
): ReadonlyMap<number, readonly KeptRow[]> {
  return byPlace(db.prepare(effectsSql).all<Row>(after, upTo))
}

/** Rows of `own_code` of the places in (after, upTo], by place. */
export function keptCodes(db: ReadDb, after: number, upTo: number): ReadonlyMap<number, readonly KeptRow[]> {
  return byPlace(db.prepare(codesSql).all<Row>(after, upTo))
}

/** How many events there are and the place of the last, 0 in an empty journal. */
export function extentOf(db: ReadDb): { readonly count: number; readonly last: number } {
  const row = db.prepare(lastSql).get<{ place: number | null; count: number }>()
  return { count: row?.count ?? 0, last: row?.place ?? 0 }
}

/** The place of the n-th event, counted from 0. */
export function placeOfNth(db: ReadDb, n: number): number | null {
  return db.prepare(nthSql).get<{ place: number }>(n)?.place ?? null
}

/** Places at which something is kept of an event that is not there, at most `limit` of each table. */
export function strayPlaces(
  db: ReadDb,
  limit: number,
): { readonly table: 'effect' | 'own_code' | 'sale'; readonly place: Place }[] {
  const tables = [
    ['effect', strayEffectsSql],
    ['own_code', strayCodesSql],
    ['sale', straySalesSql],
  ] as const
  return tables.flatMap(([table, sql]) =>
    db
      .prepare(sql)
      .all<{ place: number }>(limit)
      .map(({ place }) => ({ table, place: placeFrom(place) })),
  )
}

type Row = Readonly<Record<string, SqlValue>> & { readonly place: number }

function byPlace(rows: readonly Row[]): ReadonlyMap<number, readonly KeptRow[]> {
  const found = new Map<number, KeptRow[]>()
  for (const row of rows) {
    const at = found.get(row.place)
    if (at) at.push(Object.values(row))
    else found.set(row.place, [Object.values(row)])
  }
  return found
}
