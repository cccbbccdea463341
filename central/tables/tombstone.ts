import type { CollectionName } from '../../contract/wire.ts'
import type { Transaction } from '../database.ts'

/* Rows that are gone, for the tills that copied them: a key, and the change number from which on it is gone. */

const forgetVersionsSql = 'DELETE FROM superseded WHERE "collection" = $1 AND "key" = ANY($2::text[])'
const addSql = `INSERT INTO tombstone ("collection", "key", "changeNumber")
  SELECT $1, k, $3 FROM unnest($2::text[]) k
  ON CONFLICT ("collection", "key") DO UPDATE SET "changeNumber" = excluded."changeNumber"`
const dropSql = 'DELETE FROM tombstone WHERE "collection" = $1 AND "key" = ANY($2::text[])'

/**
 * Says of rows that were deleted that they are gone. A key is either gone or in former versions: erased means gone, and
 * what is told first must not be taken back by what comes after.
 */
export async function bury(
  tx: Transaction,
  collection: CollectionName,
  keys: readonly string[],
  changeNumber: number,
): Promise<void> {
  if (keys.length === 0) return
  await tx.query(forgetVersionsSql, [collection, keys])
  await tx.query(addSql, [collection, keys, changeNumber])
}

/** The rows are there again. */
export async function unbury(
  tx: Transaction,
  collection: CollectionName,
  keys: readonly string[],
): Promise<void> {
  if (keys.length > 0) await tx.query(dropSql, [collection, keys])
}
