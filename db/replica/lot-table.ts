import { type Uuid, uuid, uuidFromBytes, uuidToBytes } from '../../domain/ids.ts'
import type { Lot } from '../../domain/lot.ts'
import type { ReadDb, SqlValue, Tx } from '../handle.ts'

const columns = `memberId, lotId, earnedAt, spendableFrom, expiresAt, points`
const putSql = `
INSERT INTO lot (${columns}) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (memberId, lotId) DO UPDATE SET earnedAt = excluded.earnedAt, spendableFrom = excluded.spendableFrom,
  expiresAt = excluded.expiresAt, points = excluded.points
ON CONFLICT (lotId) DO UPDATE SET memberId = excluded.memberId, earnedAt = excluded.earnedAt,
  spendableFrom = excluded.spendableFrom, expiresAt = excluded.expiresAt, points = excluded.points`
const addSql = `INSERT INTO lot (${columns}) VALUES (?, ?, ?, ?, ?, ?)`
const removeSql = `DELETE FROM lot WHERE lotId = ?`
const ofMemberSql = `SELECT lotId, earnedAt, spendableFrom, expiresAt, points FROM lot WHERE memberId = ?`
const findSql = `SELECT ${columns} FROM lot WHERE lotId = ?`

/** Without a pending time, which is the usual, the second instant is not kept. */
function valuesOf({ memberId, lotId, earnedAt, spendableFrom, expiresAt, points }: Lot): readonly SqlValue[] {
  const from = spendableFrom === earnedAt ? null : spendableFrom
  return [uuidToBytes(memberId), uuidToBytes(lotId), earnedAt, from, expiresAt, points]
}

/** Needs the secondary index on `lotId`: a lot moves with its member when two members merge. */
export function putLot(tx: Tx, lot: Lot): void {
  tx.prepare(putSql).run(...valuesOf(lot))
}

/** A lot that is not there yet: for snapshots, which have no secondary indexes. */
export function addLot(tx: Tx, lot: Lot): void {
  tx.prepare(addSql).run(...valuesOf(lot))
}

/** `key` is the lot's id. */
export function removeLot(tx: Tx, key: string): void {
  tx.prepare(removeSql).run(uuidToBytes(uuid(key)))
}

type Row = Omit<Lot, 'memberId' | 'lotId' | 'spendableFrom'> & {
  readonly lotId: Buffer
  readonly spendableFrom: number | null
}

function lotOf(memberId: Uuid, { spendableFrom, ...row }: Row): Lot {
  return {
    ...row,
    lotId: uuidFromBytes(row.lotId),
    memberId,
    spendableFrom: spendableFrom ?? row.earnedAt,
  }
}

/** The chain's lots of a member, any order, without this till's own effects. */
export function lotsOf(db: ReadDb, memberId: Uuid): Lot[] {
  return db
    .prepare(ofMemberSql)
    .all<Row>(uuidToBytes(memberId))
    .map((row) => lotOf(memberId, row))
}

/** The chain's lot of an id, or null. */
export function findLot(db: ReadDb, lotId: Uuid): Lot | null {
  const row = db.prepare(findSql).get<Row & { readonly memberId: Buffer }>(uuidToBytes(lotId))
  if (!row) return null
  const { memberId, ...rest } = row
  return lotOf(uuidFromBytes(memberId), rest)
}
