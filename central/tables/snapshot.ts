import type { SnapshotOffer } from '../../contract/wire.ts'
import type { Uuid } from '../../domain/ids.ts'
import type { Statements, Transaction } from '../database.ts'

/* Snapshots of all nodes, so that one offered by a node is read from any. */

const addSql = 'INSERT INTO snapshot ("snapshotId", "storeId", "builtAt", "offer") VALUES ($1, $2, $3, $4)'
const addPartSql = 'INSERT INTO snapshot_part ("snapshotId", "part", "bytes") VALUES ($1, $2, $3)'
const newestSql = `SELECT "storeId", "builtAt", "offer" FROM snapshot WHERE "storeId" = $1
  ORDER BY "builtAt" DESC, "snapshotId" DESC LIMIT 1`
const findSql = `SELECT "storeId", "builtAt", "offer" FROM snapshot WHERE "storeId" = $1 AND "snapshotId" = $2`
const partSql = 'SELECT "bytes" FROM snapshot_part WHERE "snapshotId" = $1 AND "part" = $2'
const dropOldSql = `WITH gone AS (DELETE FROM snapshot WHERE "snapshotId" IN (
    SELECT "snapshotId" FROM snapshot WHERE "storeId" = $1 ORDER BY "builtAt" DESC, "snapshotId" DESC OFFSET $2)
  RETURNING "snapshotId")
  DELETE FROM snapshot_part WHERE "snapshotId" IN (SELECT "snapshotId" FROM gone)`

export interface SnapshotRow {
  readonly storeId: Uuid
  /** Epoch ms. */
  readonly builtAt: number
  readonly offer: SnapshotOffer
}

/** Keeps a snapshot with its bytes in parts, and of the store's older ones as many as make `keptMax` together. */
export async function addSnapshot(
  tx: Transaction,
  { storeId, builtAt, offer }: SnapshotRow,
  parts: AsyncIterable<Buffer>,
  keptMax: number,
): Promise<void> {
  let part = 0
  for await (const bytes of parts) {
    await tx.query(addPartSql, [offer.snapshotId, part, bytes])
    part += 1
  }
  await tx.query(addSql, [offer.snapshotId, storeId, builtAt, JSON.stringify(offer)])
  await tx.query(dropOldSql, [storeId, keptMax])
}

export async function newestSnapshot(from: Statements, storeId: Uuid): Promise<SnapshotRow | null> {
  const [row] = await from.query<SnapshotRow>(newestSql, [storeId])
  return row ?? null
}

export async function findSnapshot(
  from: Statements,
  storeId: Uuid,
  snapshotId: string,
): Promise<SnapshotRow | null> {
  const [row] = await from.query<SnapshotRow>(findSql, [storeId, snapshotId])
  return row ?? null
}

/** The bytes of a kept snapshot in order; they end early when it is dropped meanwhile. */
export async function* snapshotParts(from: Statements, snapshotId: string): AsyncGenerator<Buffer, void> {
  for (let part = 0; ; part++) {
    const [row] = await from.query<{ bytes: Uint8Array }>(partSql, [snapshotId, part])
    if (!row) return
    yield Buffer.from(row.bytes)
  }
}
