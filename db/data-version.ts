import type { ReadDb } from './handle.ts'

const dataVersionSql = 'PRAGMA data_version'

/**
 * A number that changes whenever another connection has committed to the file, on whichever thread: while it stays
 * the same, what was read before is still so. Says nothing of this connection's own writes.
 */
export function dataVersion(db: ReadDb): number {
  return db.prepare(dataVersionSql).get<{ data_version: number }>()?.data_version ?? 0
}
