import { type Uuid, uuidFromBytes, uuidToBytes } from '../../domain/ids.ts'
import type { ReadDb, Tx } from '../handle.ts'

/*
 * Acts the central was asked about and that are not recorded. Each stands here before the question leaves, so that what
 * was set aside for one that never happened is given back, also after a crash (sync.md 7).
 */

/** `asked`: the act may still happen. `unused`: it will not, and the central is to be told. */
export type IntentState = 'asked' | 'unused'

const addSql = `
INSERT INTO intent (actId, askedAt, state) VALUES (?, ?, 'asked')
ON CONFLICT (actId) DO UPDATE SET askedAt = excluded.askedAt, state = 'asked'`
const dropSql = `UPDATE intent SET state = 'unused' WHERE actId = ?`
const dropAllSql = `UPDATE intent SET state = 'unused'`
const removeSql = `DELETE FROM intent WHERE actId = ?`
const listSql = `SELECT actId FROM intent WHERE state = ? ORDER BY askedAt, actId LIMIT ?`
const findSql = `SELECT state FROM intent WHERE actId = ?`

export function addIntent(tx: Tx, actId: Uuid, askedAt: number): void {
  tx.prepare(addSql).run(uuidToBytes(actId), askedAt)
}

/** The act will not happen under this id. */
export function markUnused(tx: Tx, actId: Uuid): void {
  tx.prepare(dropSql).run(uuidToBytes(actId))
}

/** After a start: whatever was being asked about did not happen. */
export function markAllUnused(tx: Tx): void {
  tx.prepare(dropAllSql).run()
}

/** The act is recorded, or the central took back what it had set aside. */
export function removeIntent(tx: Tx, actId: Uuid): void {
  tx.prepare(removeSql).run(uuidToBytes(actId))
}

export function intentState(db: ReadDb, actId: Uuid): IntentState | null {
  return db.prepare(findSql).get<{ state: IntentState }>(uuidToBytes(actId))?.state ?? null
}

/** Ids of intents, the oldest first. */
export function intentsIn(db: ReadDb, state: IntentState, limit: number): Uuid[] {
  return db
    .prepare(listSql)
    .all<{ actId: Buffer }>(state, limit)
    .map(({ actId }) => uuidFromBytes(actId))
}
