import { connectJournal, type KeyedFile } from '../open.ts'

export interface CheckpointResult {
  /** Pages in the WAL. */
  readonly log: number
  /** Pages of it now in the file. When both are equal the next commit starts the WAL over. */
  readonly moved: number
}

/** A connection for moving the journal's WAL into its file, on another thread than the one that sells. */
export interface Checkpointer {
  readonly checkpoint: () => CheckpointResult
  readonly close: () => void
}

/** PASSIVE checkpoints only: they never make a sale wait. */
export function openCheckpointer(at: KeyedFile): Checkpointer {
  const journal = connectJournal(at)
  return {
    checkpoint() {
      const row = journal
        .prepare('PRAGMA wal_checkpoint(PASSIVE)')
        .get<{ log: number; checkpointed: number }>()
      return { log: row?.log ?? 0, moved: row?.checkpointed ?? 0 }
    },
    close: journal.close,
  }
}
