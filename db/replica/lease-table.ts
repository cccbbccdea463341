import { type Uuid, uuid, uuidFromBytes, uuidToBytes } from '../../domain/ids.ts'
import type { Lease, LeaseKind } from '../../domain/risk.ts'
import type { ReadDb, Tx } from '../handle.ts'

const putSql = `
INSERT INTO lease (leaseId, storeId, terminalId, kind, subjectId, granted, used, fence, grantedAt, expiresAt)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (leaseId) DO UPDATE SET storeId = excluded.storeId, terminalId = excluded.terminalId, kind = excluded.kind,
  subjectId = excluded.subjectId, granted = excluded.granted, used = excluded.used, fence = excluded.fence,
  grantedAt = excluded.grantedAt, expiresAt = excluded.expiresAt`
const removeSql = `DELETE FROM lease WHERE leaseId = ?`
const ofSubjectSql = `SELECT * FROM lease WHERE subjectId = ? ORDER BY fence DESC`
const ofTerminalSql = `SELECT * FROM lease WHERE terminalId = ? ORDER BY expiresAt, leaseId`

export function putLease(tx: Tx, lease: Lease): void {
  tx.prepare(putSql).run(
    uuidToBytes(lease.leaseId),
    uuidToBytes(lease.storeId),
    uuidToBytes(lease.terminalId),
    lease.kind,
    uuidToBytes(lease.subjectId),
    lease.granted,
    lease.used,
    lease.fence,
    lease.grantedAt,
    lease.expiresAt,
  )
}

/** `key` is the lease's id. */
export function removeLease(tx: Tx, key: string): void {
  tx.prepare(removeSql).run(uuidToBytes(uuid(key)))
}

/** The leases of a coupon, of a member's points or of a value account that this store's tills hold, the newest first. */
export function leaseRowsOf(db: ReadDb, subjectId: Uuid): readonly Lease[] {
  return rowsBy(db, ofSubjectSql, subjectId)
}

/** The leases one till holds, those that end first in front. */
export function leaseRowsOfTerminal(db: ReadDb, terminalId: Uuid): readonly Lease[] {
  return rowsBy(db, ofTerminalSql, terminalId)
}

function rowsBy(db: ReadDb, sql: string, id: Uuid): readonly Lease[] {
  return db
    .prepare(sql)
    .all<Record<'leaseId' | 'storeId' | 'terminalId' | 'subjectId', Uint8Array> & LeaseFigures>(
      uuidToBytes(id),
    )
    .map((row) => ({
      ...row,
      leaseId: uuidFromBytes(row.leaseId),
      storeId: uuidFromBytes(row.storeId),
      terminalId: uuidFromBytes(row.terminalId),
      subjectId: uuidFromBytes(row.subjectId),
    }))
}

interface LeaseFigures {
  readonly kind: LeaseKind
  readonly granted: number
  readonly used: number
  readonly fence: number
  readonly grantedAt: number
  readonly expiresAt: number
}
