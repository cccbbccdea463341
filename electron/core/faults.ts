import { CommitUnknown, DiskFault, DiskFull, FileFault, JournalBroken } from '../../db/faults.ts'

/** This till stopped trading; the till slice says why. Nothing was done. */
export class TillStopped extends Error {
  override readonly name = 'TillStopped'
}

/** The disk could not keep it, and a look at the file showed that nothing was recorded. */
export class NotRecorded extends Error {
  override readonly name: string = 'NotRecorded'

  constructor(cause?: unknown) {
    super('nothing was recorded', { cause })
  }
}

/** The disk is full: nothing was done, and what was to be done is not begun again before there is room. */
export class NoRoom extends NotRecorded {
  override readonly name = 'NoRoom'
}

/** The page asked for an act under an id that another kind of act has: its call makes no sense, and nothing was done. */
export class ActOfAnotherKind extends Error {
  override readonly name = 'ActOfAnotherKind'
}

/** Whether a read of the journal showed that its file or disk is no good: nobody can act on it, and no restart mends it. */
export function isJournalLost(thrown: unknown): boolean {
  const isLost = thrown instanceof JournalBroken || thrown instanceof DiskFault
  return isLost && thrown.kind === 'journal'
}

/** Whether this is the disk having no room, be it in the middle of the work or at its commit. */
export function isDiskFull(thrown: unknown): boolean {
  return thrown instanceof DiskFull || (thrown instanceof CommitUnknown && thrown.cause instanceof DiskFull)
}

/** What the world did to us, as against what we did wrong. */
export function isWorlds(thrown: unknown): boolean {
  return thrown instanceof FileFault || thrown instanceof NotRecorded || thrown instanceof TillStopped
}
