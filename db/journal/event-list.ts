import type { EventType, TillEvent } from '../../domain/event.ts'
import { type Uuid, uuidFromBytes, uuidToBytes } from '../../domain/ids.ts'
import type { ReadDb } from '../handle.ts'
import { salePlacesBetween } from './sale-table.ts'

/* Events looked up for people: the day's report, what may be undone, what came back, who redeemed how often. */

const atPlaceSql = `SELECT body FROM event WHERE place = ?`
const ofTypeSql = `
SELECT body FROM event
WHERE type = ? AND type <> 'sale.completed' AND time >= ? AND time < ? ORDER BY time, place LIMIT ?`
const returnsSql = `
SELECT body FROM event
WHERE type = 'sale.returned' AND json_extract(body, '$.data.saleId') = ? ORDER BY place`
const undoneSql = `
SELECT body FROM event
WHERE type = 'coupon.restored' AND json_extract(body, '$.data.redemptionId') = ? ORDER BY place LIMIT 1`
const redemptionsSql = `
SELECT DISTINCT event.place AS place, event.id AS id, event.type AS type, event.time AS time,
  json_extract(event.body, '$.actor') AS actor
FROM effect CROSS JOIN event USING (place)
WHERE effect.memberId = ? AND effect.happenedAt >= ?
  AND effect.kind IN ('points_burned', 'coupon_used', 'family_spent')
  AND coalesce(
    json_extract(event.body, '$.data.member.memberId'), json_extract(event.body, '$.data.memberId')
  ) IN (SELECT value FROM json_each(?))
ORDER BY event.place`

/** What happened of one type in [from, until), oldest first, at most `limit`. */
export function eventsOfType<T extends EventType>(
  db: ReadDb,
  type: T,
  asked: { readonly from: number; readonly until: number; readonly limit: number },
): TillEvent<T>[] {
  const { from, until, limit } = asked
  if (type === 'sale.completed') {
    return salePlacesBetween(db, from, until)
      .slice(0, limit)
      .flatMap((place) => {
        const row = db.prepare(atPlaceSql).get<{ body: string }>(place)
        return row ? [JSON.parse(row.body) as TillEvent<T>] : []
      })
  }
  return db
    .prepare(ofTypeSql)
    .all<{ body: string }>(type, from, until, limit)
    .map(parsed<T>)
}

/** What came back of a sale at this till, oldest first. */
export function returnsOfSale(db: ReadDb, saleId: Uuid): TillEvent<'sale.returned'>[] {
  return db
    .prepare(returnsSql)
    .all<{ body: string }>(saleId)
    .map(parsed<'sale.returned'>)
}

/** The act that took a redemption back, or null. */
export function undoOf(db: ReadDb, redemptionId: Uuid): TillEvent<'coupon.restored'> | null {
  const row = db.prepare(undoneSql).get<{ body: string }>(redemptionId)
  return row ? parsed<'coupon.restored'>(row) : null
}

/** An act by which a member spent points or used a coupon at this till. */
export interface OwnRedemption {
  readonly eventId: Uuid
  readonly type: EventType
  /** Epoch ms. */
  readonly time: number
  readonly actor: Uuid | null
}

/**
 * A member's redemptions at this till from `since` on, oldest first, heard of by the chain or not. `memberIds`: the
 * member's own id and those merged into it; under whichever of them an act was done, and lots and coupons stood.
 */
export function redemptionsOf(db: ReadDb, memberIds: readonly Uuid[], since: number): OwnRedemption[] {
  const acts = new Map<number, OwnRedemption>()
  for (const memberId of memberIds) {
    const rows = db
      .prepare(redemptionsSql)
      .all<{ place: number; id: Buffer; type: EventType; time: number; actor: Uuid | null }>(
        uuidToBytes(memberId),
        since,
        JSON.stringify(memberIds),
      )
    for (const { place, id, type, time, actor } of rows) {
      acts.set(place, { eventId: uuidFromBytes(id), type, time, actor })
    }
  }
  return [...acts].sort(([a], [b]) => a - b).map(([, act]) => act)
}

function parsed<T extends EventType>({ body }: { readonly body: string }): TillEvent<T> {
  return JSON.parse(body) as TillEvent<T>
}
