import type { Uuid } from '../../domain/ids.ts'
import { uuidToBytes } from '../../domain/ids.ts'
import { type Money, money } from '../../domain/money.ts'
import type { MemberUsed } from '../../domain/risk-decision.ts'
import type { ReadDb, Tx } from '../handle.ts'
import { beforeAll, type Place, placeFrom, placeNumber } from './place.ts'

/*
 * What this till decided by itself, counted in the transaction of the act (sync.md 7). The exposure is what was not
 * confirmed since the last full sync: derived, so that no running total can go wrong.
 */

const addSql = `INSERT INTO unsecured (place, happenedAt, memberId, uses, amount, confirmed) VALUES (?, ?, ?, ?, ?, 0)`
const confirmSql = `UPDATE unsecured SET confirmed = 1 WHERE place = (SELECT place FROM event WHERE id = ?)`
const exposureSql = `
SELECT coalesce(sum(amount), 0) AS amount FROM unsecured
WHERE confirmed = 0 AND place > coalesce((SELECT place FROM full_sync), 0)`
const sinceSql = `
SELECT min(happenedAt) AS since FROM unsecured
WHERE confirmed = 0 AND place > coalesce((SELECT place FROM full_sync), 0)`
const usedSql = `
SELECT coalesce(sum(uses), 0) AS uses, coalesce(sum(amount), 0) AS amount FROM unsecured
WHERE memberId = ? AND happenedAt >= ? AND happenedAt < ? AND confirmed = 0`
const endSql = `
INSERT INTO full_sync (one, place, endedAt) VALUES (1, ?, ?)
ON CONFLICT (one) DO UPDATE SET place = excluded.place, endedAt = excluded.endedAt WHERE excluded.place > full_sync.place`
const endedSql = `SELECT place FROM full_sync`
const openSql = `
SELECT 1 AS found FROM unsecured WHERE place > coalesce((SELECT place FROM full_sync), 0) AND place <= ? LIMIT 1`

/** Counts what an event spent without anybody's word, in the event's own transaction. */
export function addUnsecured(
  tx: Tx,
  event: Place & { readonly time: number },
  of: { readonly memberId: Uuid | null; readonly uses: number; readonly amount: Money },
): void {
  const memberId = of.memberId && uuidToBytes(of.memberId)
  tx.prepare(addSql).run(placeNumber(event), event.time, memberId, of.uses, of.amount)
}

/** The central approved the act after all: it counts no longer. */
export function confirmUnsecured(tx: Tx, eventId: Uuid): void {
  tx.prepare(confirmSql).run(uuidToBytes(eventId))
}

/** Unsecured value of this till since its last full sync. */
export function exposureOf(db: ReadDb): Money {
  return money(db.prepare(exposureSql).get<{ amount: number }>()?.amount ?? 0)
}

/** Since when there is any exposure, epoch ms; null = there is none. */
export function sessionSince(db: ReadDb): number | null {
  return db.prepare(sinceSql).get<{ since: number | null }>()?.since ?? null
}

/** What members of these ids (one and those merged into it) used here in [from, until) without anybody's word. */
export function usedUnsecured(
  db: ReadDb,
  memberIds: readonly Uuid[],
  between: { readonly from: number; readonly until: number },
): MemberUsed {
  const rows = memberIds.map((memberId) =>
    db
      .prepare(usedSql)
      .get<{ uses: number; amount: number }>(uuidToBytes(memberId), between.from, between.until),
  )
  const sum = (name: 'uses' | 'amount') => rows.reduce((total, row) => total + (row?.[name] ?? 0), 0)
  return { uses: sum('uses'), amount: money(sum('amount')) }
}

/** Whether a full sync up to `place` would end a session. */
export function isSessionOpenUpTo(db: ReadDb, place: Place): boolean {
  return db.prepare(openSql).get(placeNumber(place)) !== undefined
}

/** Everything up to `place` was acknowledged, and a pull begun after that finished: what it counted is the chain's now. */
export function endSession(tx: Tx, place: Place, endedAt: number): void {
  tx.prepare(endSql).run(placeNumber(place), endedAt)
}

/** Up to where the last full sync came; `beforeAll` before the first that ended a session. */
export function lastFullSync(db: ReadDb): Place {
  const row = db.prepare(endedSql).get<{ place: number }>()
  return row ? placeFrom(row.place) : beforeAll
}
