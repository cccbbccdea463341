import { CommitUnknown, DiskFull } from '../../db/faults.ts'
import { inside, type Journal } from '../../db/handle.ts'

/** How a COMMIT goes wrong: the disk is full, or it throws and has happened, or has not. */
export type Trouble = 'full' | 'unknown_done' | 'unknown_undone'

/** A journal whose commits go wrong when `next` says so. This is the one seam where the disk's errors are simulated. */
export function troubled(journal: Journal, next: () => Trouble | null): Journal {
  const real = journal[inside]
  const about = { kind: 'journal', file: journal.file } as const
  let writing = false
  const begin = (kind: 'IMMEDIATE' | 'DEFERRED') => {
    writing = kind === 'IMMEDIATE'
    real.begin(kind)
  }
  const commit = () => {
    const trouble = writing ? next() : null
    if (!trouble) return real.commit()
    if (trouble === 'full') {
      real.rollback()
      throw new DiskFull(about, 'no room, as simulated')
    }
    if (trouble === 'unknown_done') real.commit()
    else real.rollback()
    throw new CommitUnknown(about, 'the outcome of a commit is unknown, as simulated')
  }
  return { ...journal, [inside]: { ...real, begin, commit } }
}
