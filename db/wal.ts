import { type Handle, inside } from './handle.ts'

/**
 * Moves the WAL into the file and empties it, so that no page of before lies in it any more. False when another
 * connection still reads from it; the next call tries again.
 */
export function emptyWal(db: Handle): boolean {
  return Number(db[inside].pragma('wal_checkpoint(TRUNCATE)')['busy']) === 0
}
