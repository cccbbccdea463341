import type { Coupon } from '../../domain/coupon.ts'
import { type Uuid, uuid, uuidFromBytes, uuidToBytes } from '../../domain/ids.ts'
import type { ReadDb, SqlValue, Tx } from '../handle.ts'

const columns = `memberId, couponId, code, templateId, status, validFrom, validTo, usesMax, usesDone, usesRestored, issuedAt`
// An upsert that sets `code` writes its index anew, even when the code stays: a far page more for each use of a coupon.
const updateSql = `
UPDATE coupon SET status = ?, validFrom = ?, validTo = ?, usesMax = ?, usesDone = ?, usesRestored = ?, issuedAt = ?
WHERE memberId = ? AND couponId = ? AND code = ? AND templateId = ?`
const putSql = `
INSERT INTO coupon (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (memberId, couponId) DO UPDATE SET code = excluded.code, templateId = excluded.templateId,
  status = excluded.status, validFrom = excluded.validFrom, validTo = excluded.validTo,
  usesMax = excluded.usesMax, usesDone = excluded.usesDone,
  usesRestored = excluded.usesRestored, issuedAt = excluded.issuedAt
ON CONFLICT (couponId) DO UPDATE SET memberId = excluded.memberId, code = excluded.code, templateId = excluded.templateId,
  status = excluded.status, validFrom = excluded.validFrom, validTo = excluded.validTo,
  usesMax = excluded.usesMax, usesDone = excluded.usesDone,
  usesRestored = excluded.usesRestored, issuedAt = excluded.issuedAt`
const addSql = `INSERT INTO coupon (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
const removeSql = `DELETE FROM coupon WHERE couponId = ?`
const byIdSql = `SELECT ${columns} FROM coupon WHERE couponId = ?`
const byCodeSql = `SELECT ${columns} FROM coupon WHERE code = ? ORDER BY couponId LIMIT 1`
// A bound LIMIT or bound would have SQLite prepare the statement anew for each value; a sub-query does not.
const liveSql = `
SELECT ${columns} FROM coupon
WHERE memberId = ? AND status IN ('issued', 'disputed') AND validTo > (SELECT ?) AND usesDone < usesMax + usesRestored LIMIT (SELECT ?)`

const usedSql = `
SELECT templateId, sum(usesDone - usesRestored) AS uses FROM coupon
WHERE memberId = ? AND usesDone > usesRestored GROUP BY templateId`
const isOfMemberSql = `SELECT 1 AS found FROM coupon WHERE memberId = ? AND couponId = ?`

const bearer = new Uint8Array(0)

type Row = Omit<Coupon, 'memberId' | 'couponId' | 'templateId'> & {
  readonly memberId: Buffer
  readonly couponId: Buffer
  readonly templateId: Buffer
}

function couponOf({ memberId, couponId, templateId, ...row }: Row): Coupon {
  return {
    ...row,
    couponId: uuidFromBytes(couponId),
    templateId: uuidFromBytes(templateId),
    memberId: memberId.length === 0 ? null : uuidFromBytes(memberId),
  }
}

/** Bytes of the member's, the coupon's and the template's id. */
function idsOf({ memberId, couponId, templateId }: Coupon): readonly [Uint8Array, Uint8Array, Uint8Array] {
  return [memberId ? uuidToBytes(memberId) : bearer, uuidToBytes(couponId), uuidToBytes(templateId)]
}

/** What may move while a coupon stays where it is. */
function movingOf(coupon: Omit<Coupon, 'code'>): readonly SqlValue[] {
  const { status, validFrom, validTo, usesMax, usesDone, usesRestored, issuedAt } = coupon
  return [status, validFrom, validTo, usesMax, usesDone, usesRestored, issuedAt]
}

function valuesOf(coupon: Coupon): readonly SqlValue[] {
  const [memberId, couponId, templateId] = idsOf(coupon)
  const { code, ...rest } = coupon
  return [memberId, couponId, code, templateId, ...movingOf(rest)]
}

/** Needs the secondary index on `couponId`: a coupon may pass to another member. */
export function putCoupon(tx: Tx, coupon: Coupon): void {
  const [memberId, couponId, templateId] = idsOf(coupon)
  const { changes } = tx
    .prepare(updateSql)
    .run(...movingOf(coupon), memberId, couponId, coupon.code, templateId)
  if (changes === 0) tx.prepare(putSql).run(...valuesOf(coupon))
}

/** A coupon that is not there yet: for snapshots, which have no secondary indexes. */
export function addCoupon(tx: Tx, coupon: Coupon): void {
  tx.prepare(addSql).run(...valuesOf(coupon))
}

/** `key` is the coupon's id. */
export function removeCoupon(tx: Tx, key: string): void {
  tx.prepare(removeSql).run(uuidToBytes(uuid(key)))
}

/** The chain's row, without this till's own uses: the counter reads through the overlay instead. */
export function findCouponRow(db: ReadDb, couponId: Uuid): Coupon | null {
  const row = db.prepare(byIdSql).get<Row>(uuidToBytes(couponId))
  return row ? couponOf(row) : null
}

export function findCouponRowByCode(db: ReadDb, code: string): Coupon | null {
  const row = db.prepare(byCodeSql).get<Row>(code)
  return row ? couponOf(row) : null
}

/** A member's coupons, issued or disputed, that are neither expired at `now` nor used up as far as the chain has heard. */
export function liveCouponRows(db: ReadDb, memberId: Uuid, now: number, limit: number): Coupon[] {
  return db.prepare(liveSql).all<Row>(uuidToBytes(memberId), now, limit).map(couponOf)
}

/** Uses of each template that a member's own coupons had, as far as the chain has heard. */
export function templateUseRows(db: ReadDb, memberId: Uuid): ReadonlyMap<Uuid, number> {
  const rows = db.prepare(usedSql).all<{ templateId: Buffer; uses: number }>(uuidToBytes(memberId))
  return new Map(rows.map(({ templateId, uses }) => [uuidFromBytes(templateId), uses]))
}

/** Whether the chain has a coupon as this member's own. */
export function isCouponOf(db: ReadDb, memberId: Uuid, couponId: Uuid): boolean {
  return db.prepare(isOfMemberSql).get(uuidToBytes(memberId), uuidToBytes(couponId)) !== undefined
}
