import type { Effect } from '../../domain/effect.ts'
import { type Uuid, uuidFromBytes, uuidToBytes } from '../../domain/ids.ts'
import type { Lot } from '../../domain/lot.ts'
import { type Points, points } from '../../domain/points.ts'
import type { ReadDb, SqlValue, Tx } from '../handle.ts'
import { beforeAll, type Place } from './event-table.ts'

const addSql = `
INSERT INTO effect (epoch, seq, position, kind, memberId, subjectId, templateId, amount, happenedAt, expiresAt)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
const anyAfterSql = `SELECT 1 AS found FROM effect WHERE (epoch, seq) > (?, ?) LIMIT 1`
const lastPlaceSql = `SELECT epoch, seq FROM effect ORDER BY epoch DESC, seq DESC LIMIT 1`
const madeSql = `
SELECT kind, subjectId, amount, happenedAt, expiresAt FROM effect
WHERE memberId = ? AND (epoch, seq) > (?, ?) AND kind IN ('points_earned', 'growth_added')
ORDER BY epoch, seq, position`
const burnedSql = `
SELECT sum(amount) AS points FROM effect
WHERE subjectId = ? AND (epoch, seq) > (?, ?) AND kind IN ('points_burned', 'coupon_used')`
const lastUseSql = `
SELECT max(amount) AS lastUse FROM effect
WHERE subjectId = ? AND (epoch, seq) > (?, ?) AND kind IN ('points_burned', 'coupon_used')`
const templatesBetweenSql = `
SELECT templateId FROM effect
WHERE memberId = ? AND happenedAt >= ? AND happenedAt < ? AND kind = 'coupon_used'`

type Columns = readonly [
  memberId: SqlValue,
  subjectId: SqlValue,
  templateId: SqlValue,
  amount: number,
  happenedAt: number | null,
  expiresAt: number | null,
]

function columnsOf(effect: Effect): Columns {
  switch (effect.kind) {
    case 'points_burned':
      return [uuidToBytes(effect.memberId), uuidToBytes(effect.lotId), null, effect.points, null, null]
    case 'points_earned':
      return [
        uuidToBytes(effect.memberId),
        uuidToBytes(effect.lotId),
        null,
        effect.points,
        effect.earnedAt,
        effect.expiresAt,
      ]
    case 'growth_added':
      return [uuidToBytes(effect.memberId), null, null, effect.growth, null, null]
    case 'coupon_used':
      return [
        effect.memberId ? uuidToBytes(effect.memberId) : null,
        uuidToBytes(effect.couponId),
        uuidToBytes(effect.templateId),
        effect.useNumber,
        effect.usedAt,
        null,
      ]
  }
}

/** Keeps what an event does beside it, in the event's own transaction. */
export function addEffects(tx: Tx, place: Place, effects: readonly Effect[]): void {
  const statement = tx.prepare(addSql)
  for (const [position, effect] of effects.entries())
    statement.run(place.epoch, place.seq, position, effect.kind, ...columnsOf(effect))
}

/** Whether anything this till did stands after a place: most often not, and then the replica is the whole truth. */
export function anyEffectAfter(db: ReadDb, place: Place): boolean {
  return db.prepare(anyAfterSql).get(place.epoch, place.seq) !== undefined
}

/** The last event that had an effect: while it stays the same, so does all this till did. */
export function lastEffectPlace(db: ReadDb): Place {
  return db.prepare(lastPlaceSql).get<Place>() ?? beforeAll
}

/** What this till gave a member after a place. */
export interface MadeForMember {
  /** Lots as earned; what was burned of them since is asked by lot. */
  readonly lots: readonly Lot[]
  readonly growth: number
}

export function madeForMemberAfter(db: ReadDb, memberId: Uuid, place: Place): MadeForMember {
  const lots: Lot[] = []
  let growth = 0
  for (const row of db
    .prepare(madeSql)
    .all<{ subjectId: Buffer | null; amount: number; happenedAt: number | null; expiresAt: number | null }>(
      uuidToBytes(memberId),
      place.epoch,
      place.seq,
    )) {
    if (row.subjectId === null) growth += row.amount
    else
      lots.push({
        lotId: uuidFromBytes(row.subjectId),
        memberId,
        earnedAt: row.happenedAt ?? 0,
        expiresAt: row.expiresAt ?? 0,
        points: points(row.amount),
      })
  }
  return { lots, growth }
}

/** Points this till burned of a lot after a place, whoever owned it then: members merge. */
export function burnedOfLotAfter(db: ReadDb, lotId: Uuid, place: Place): Points {
  const row = db.prepare(burnedSql).get<{ points: number | null }>(uuidToBytes(lotId), place.epoch, place.seq)
  return points(row?.points ?? 0)
}

/** Number of the last use of a coupon this till made after a place; 0 when it made none. */
export function lastCouponUseAfter(db: ReadDb, couponId: Uuid, place: Place): number {
  const row = db
    .prepare(lastUseSql)
    .get<{ lastUse: number | null }>(uuidToBytes(couponId), place.epoch, place.seq)
  return row?.lastUse ?? 0
}

/** How often a member used coupons of each template at this till in [from, until), heard of by the chain or not. */
export function templateUsesBetween(
  db: ReadDb,
  memberId: Uuid,
  between: { readonly from: number; readonly until: number },
): ReadonlyMap<Uuid, number> {
  const uses = new Map<Uuid, number>()
  for (const row of db
    .prepare(templatesBetweenSql)
    .all<{ templateId: Buffer }>(uuidToBytes(memberId), between.from, between.until)) {
    const templateId = uuidFromBytes(row.templateId)
    uses.set(templateId, (uses.get(templateId) ?? 0) + 1)
  }
  return uses
}
