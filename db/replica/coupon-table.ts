import type { Coupon } from '../../domain/coupon.ts'
import { type Uuid, uuid, uuidFromBytes, uuidToBytes } from '../../domain/ids.ts'
import type { ReadDb, SqlValue, Tx } from '../handle.ts'

const columns = `memberId, couponId, code, templateId, status, validFrom, validTo, usesMax, usesDone`
// An upsert that sets `code` writes its index anew, even when the code stays: a far page more for each use of a coupon.
const updateSql = `
UPDATE coupon SET status = ?, validFrom = ?, validTo = ?, usesMax = ?, usesDone = ?
WHERE memberId = ? AND couponId = ? AND code = ? AND templateId = ?`
const putSql = `
INSERT INTO coupon (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (memberId, couponId) DO UPDATE SET code = excluded.code, templateId = excluded.templateId,
  status = excluded.status, validFrom = excluded.validFrom, validTo = excluded.validTo,
  usesMax = excluded.usesMax, usesDone = excluded.usesDone
ON CONFLICT (couponId) DO UPDATE SET memberId = excluded.memberId, code = excluded.code, templateId = excluded.templateId,
  status = excluded.status, validFrom = excluded.validFrom, validTo = excluded.validTo,
  usesMax = excluded.usesMax, usesDone = excluded.usesDone`
const addSql = `INSERT INTO coupon (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`
const removeSql = `DELETE FROM coupon WHERE couponId = ?`
const byIdSql = `SELECT ${columns} FROM coupon WHERE couponId = ?`
const byCodeSql = `SELECT ${columns} FROM coupon WHERE code = ? ORDER BY couponId LIMIT 1`
// A bound LIMIT or bound would have SQLite prepare the statement anew for each value; a sub-query does not.
const liveSql = `
SELECT ${columns} FROM coupon
WHERE memberId = ? AND status = 'issued' AND validTo > (SELECT ?) AND usesDone < usesMax LIMIT (SELECT ?)`

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

function valuesOf(coupon: Coupon): readonly SqlValue[] {
  const [memberId, couponId, templateId] = idsOf(coupon)
  const { code, status, validFrom, validTo, usesMax, usesDone } = coupon
  return [memberId, couponId, code, templateId, status, validFrom, validTo, usesMax, usesDone]
}

/** Needs the secondary index on `couponId`: a coupon may pass to another member. */
export function putCoupon(tx: Tx, coupon: Coupon): void {
  const { code, status, validFrom, validTo, usesMax, usesDone } = coupon
  const [memberId, couponId, templateId] = idsOf(coupon)
  const { changes } = tx
    .prepare(updateSql)
    .run(status, validFrom, validTo, usesMax, usesDone, memberId, couponId, code, templateId)
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

/** A member's issued coupons that are neither expired at `now` nor used up as far as the chain has heard. */
export function liveCouponRows(db: ReadDb, memberId: Uuid, now: number, limit: number): Coupon[] {
  return db.prepare(liveSql).all<Row>(uuidToBytes(memberId), now, limit).map(couponOf)
}
