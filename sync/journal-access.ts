import type { Journal, ReadDb, Tx } from '../db/handle.ts'

/**
 * The journal as sync may use it. Its owner (the core) knows what to do when a commit has an unknown outcome:
 * `happened` looks the act up in the file opened anew.
 */
export interface JournalAccess {
  readonly read: () => Journal
  readonly write: <T>(work: (tx: Tx) => T, happened: (db: ReadDb, made: T) => boolean) => T
}
