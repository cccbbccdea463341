import { type Uuid, uuidFromBytes, uuidToBytes } from '../../domain/ids.ts'
import type { ReadDb, Tx } from '../handle.ts'

/*
 * Leases handed back early. Each stands here before the central is told, so that nothing is spent of one it may have
 * given to somebody else by now, also after a crash (sync.md 7).
 */

const addSql = `INSERT INTO lease_return (leaseId, askedAt, answered) VALUES (?, ?, 0) ON CONFLICT (leaseId) DO NOTHING`
const answeredSql = `UPDATE lease_return SET answered = 1 WHERE leaseId = ?`
const removeSql = `DELETE FROM lease_return WHERE leaseId = ?`
const findSql = `SELECT 1 FROM lease_return WHERE leaseId = ?`
const listSql = `SELECT leaseId FROM lease_return WHERE answered = ? ORDER BY askedAt, leaseId LIMIT ?`

/** From now on nothing is spent of it. */
export function addLeaseReturn(tx: Tx, leaseId: Uuid, askedAt: number): void {
  tx.prepare(addSql).run(uuidToBytes(leaseId), askedAt)
}

/** The central took the rest back. */
export function markLeaseReturned(tx: Tx, leaseId: Uuid): void {
  tx.prepare(answeredSql).run(uuidToBytes(leaseId))
}

/** The chain's rows no longer have the lease. */
export function removeLeaseReturn(tx: Tx, leaseId: Uuid): void {
  tx.prepare(removeSql).run(uuidToBytes(leaseId))
}

export function isLeaseReturned(db: ReadDb, leaseId: Uuid): boolean {
  return db.prepare(findSql).get(uuidToBytes(leaseId)) !== undefined
}

/** Ids of leases handed back, the oldest first: those the central has not answered about, or those it has. */
export function leaseReturns(db: ReadDb, of: 'unanswered' | 'answered', limit: number): Uuid[] {
  return db
    .prepare(listSql)
    .all<{ leaseId: Buffer }>(of === 'answered' ? 1 : 0, limit)
    .map(({ leaseId }) => uuidFromBytes(leaseId))
}
