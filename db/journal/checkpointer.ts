import { walPagesBeforeCheckpoint } from '../../domain/limits.ts'
import { inside } from '../handle.ts'
import { connectJournal, type KeyedFile } from '../open.ts'
import { emptyWal } from '../wal.ts'
import { createKeepsakes } from './keepsakes.ts'

export interface CheckpointResult {
  /** Pages in the WAL. */
  readonly log: number
  /** Pages of it now in the file. When both are equal the next commit starts the WAL over. */
  readonly moved: number
}

/** A connection for moving the journal's WAL into its file, on another thread than the one that sells. */
export interface Checkpointer {
  /** Moves the WAL on and writes the keepsakes that are news. */
  readonly checkpoint: () => CheckpointResult
  /** Moves all of it and empties the WAL: nothing erased lies in it any more. A sale may wait for it a moment. */
  readonly empty: () => boolean
  readonly close: () => void
}

/**
 * Moves nothing until `pagesBefore` pages wait: each WAL started over costs the next commit one sync
 * more. PASSIVE checkpoints only: they never make a sale wait.
 */
export function openCheckpointer(at: KeyedFile, pagesBefore = walPagesBeforeCheckpoint): Checkpointer {
  const journal = connectJournal(at)
  const keepsakes = createKeepsakes(journal, at)
  const ask = (how: 'NOOP' | 'PASSIVE'): CheckpointResult => {
    const { log, checkpointed } = journal[inside].pragma(`wal_checkpoint(${how})`)
    return { log: Number(log), moved: Number(checkpointed) }
  }
  return {
    checkpoint() {
      const { log, moved } = ask('NOOP')
      const result = log - moved < pagesBefore ? { log, moved } : ask('PASSIVE')
      // Last: a disk that takes no keepsake still gets its WAL moved.
      keepsakes.keep()
      return result
    },
    empty: () => emptyWal(journal),
    close: journal.close,
  }
}
