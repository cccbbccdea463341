import { type Uuid, uuid, uuidFromBytes, uuidToBytes } from '../../domain/ids.ts'
import type { Lot } from '../../domain/lot.ts'
import type { Points } from '../../domain/points.ts'
import type { ReadDb, Tx } from '../handle.ts'

const putSql = `
INSERT INTO lot (memberId, lotId, earnedAt, expiresAt, points) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (memberId, lotId) DO UPDATE SET earnedAt = excluded.earnedAt, expiresAt = excluded.expiresAt, points = excluded.points
ON CONFLICT (lotId) DO UPDATE SET memberId = excluded.memberId, earnedAt = excluded.earnedAt, expiresAt = excluded.expiresAt, points = excluded.points`
const addSql = `INSERT INTO lot (memberId, lotId, earnedAt, expiresAt, points) VALUES (?, ?, ?, ?, ?)`
const removeSql = `DELETE FROM lot WHERE lotId = ?`
const ofMemberSql = `SELECT lotId, earnedAt, expiresAt, points FROM lot WHERE memberId = ?`

/** Needs the secondary index on `lotId`: a lot moves with its member when two members merge. */
export function putLot(tx: Tx, lot: Lot): void {
  const { memberId, lotId, earnedAt, expiresAt, points } = lot
  tx.prepare(putSql).run(uuidToBytes(memberId), uuidToBytes(lotId), earnedAt, expiresAt, points)
}

/** A lot that is not there yet: for snapshots, which have no secondary indexes. */
export function addLot(tx: Tx, lot: Lot): void {
  const { memberId, lotId, earnedAt, expiresAt, points } = lot
  tx.prepare(addSql).run(uuidToBytes(memberId), uuidToBytes(lotId), earnedAt, expiresAt, points)
}

/** `key` is the lot's id. */
export function removeLot(tx: Tx, key: string): void {
  tx.prepare(removeSql).run(uuidToBytes(uuid(key)))
}

/** The chain's lots of a member, any order, without this till's own effects. */
export function lotsOf(db: ReadDb, memberId: Uuid): Lot[] {
  return db
    .prepare(ofMemberSql)
    .all<{ lotId: Buffer; earnedAt: number; expiresAt: number; points: Points }>(uuidToBytes(memberId))
    .map((row) => ({ ...row, lotId: uuidFromBytes(row.lotId), memberId }))
}
