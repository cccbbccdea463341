import { CommitUnknown, DiskFault, FileFault, JournalBroken, NewerSchema, WrongKey } from '../../db/faults.ts'
import type { Journal, ReadDb, Tx } from '../../db/handle.ts'
import { transact } from '../../db/transact.ts'
import { mayBegin, mayFinish } from '../../domain/disk-room.ts'
import type { DiskRoom } from './disk-room.ts'
import { isDiskFull, NoRoom, NotRecorded, TillStopped } from './faults.ts'
import { faultFields, type Log } from './log.ts'

/** Why this till stopped trading; the words are in the page. */
export type StopReason = 'journal_broken' | 'journal_newer' | 'disk' | 'key_store_plain' | 'key_wrong'

/** Failures of the disk in a row, none made good between them, after which this till stops trading (quality.md 3). */
const diskFailuresMax = 2

export interface BooksOptions {
  /** Null: it could not be opened, and this till does not trade. */
  readonly journal: Journal | null
  /** Opens the journal anew after a commit whose outcome is unknown; the old connection is closed here before. */
  readonly reopen: () => Journal
  /** The room on its disk: a commit that finds none is tried once more in the place of the ballast. */
  readonly room: Pick<DiskRoom, 'level' | 'look' | 'spendBallast'>
  /** Something was committed. */
  readonly onWritten: () => void
  readonly onStopped: (reason: StopReason) => void
  readonly log: Log
}

/** The journal as the core writes it: one act, one transaction, and never a guess about what happened. */
export interface Books {
  readonly isOpen: () => boolean
  /** @throws TillStopped when the journal could not be opened again. */
  readonly read: () => Journal
  /**
   * Runs `work` in one transaction and answers its value once that is durable. When the outcome of the commit is
   * unknown the journal is opened anew and `happened` looks: recorded answers the value, not recorded throws. On a
   * full disk the ballast is freed and the work done once more; nothing may have left it the first time but by its `tx`.
   * @throws NotRecorded when nothing was recorded, NoRoom when the disk is full. @throws TillStopped when this till can
   * not go on.
   */
  readonly write: <T>(work: (tx: Tx) => T, happened: (db: ReadDb, made: T) => boolean) => T
  readonly close: () => void
}

export function createBooks(options: BooksOptions): Books {
  const { log, room } = options
  let { journal } = options
  let diskFailures = 0
  let told = false

  function read(): Journal {
    if (!journal) throw new TillStopped()
    return journal
  }

  function stop(reason: StopReason, cause: unknown): TillStopped {
    log.write('error', 'till_stopped', { reason, ...faultFields(cause) })
    // Printing and sync go on and may fail again: trading ends, and the journal is copied away, once.
    if (!told) options.onStopped(reason)
    told = true
    return new TillStopped('this till stopped trading', { cause })
  }

  function reopened(): Journal {
    journal?.close()
    journal = null
    try {
      journal = options.reopen()
    } catch (cause) {
      throw stop(stopReasonOf(cause), cause)
    }
    return journal
  }

  /** Looks the act up in the reopened file. A second failure in a row ends trading once this act is answered. */
  function resolveUnknown<T>(thrown: CommitUnknown, made: T, happened: (db: ReadDb, made: T) => boolean): T {
    let recorded: boolean
    const again = reopened()
    try {
      recorded = happened(again, made)
    } catch (cause) {
      throw stop(stopReasonOf(cause), cause)
    }
    log.write('error', 'commit_unknown', {
      state: recorded ? 'recorded' : 'not_recorded',
      ...faultFields(thrown),
    })
    if (!isDiskFull(thrown)) countFailure(thrown)
    if (recorded) return made
    throw notRecorded(thrown)
  }

  /** A full disk is not a broken one: it is told as what it is, and ends no trading. */
  function notRecorded(thrown: unknown): NotRecorded {
    if (!isDiskFull(thrown)) return new NotRecorded(thrown)
    room.look()
    return new NoRoom(thrown)
  }

  /** An earlier commit of somebody else spoiled the connection; this act has not begun yet. */
  function retryOnce<T>(
    work: (tx: Tx) => T,
    happened: (db: ReadDb, made: T) => boolean,
    onFull: () => void,
  ): T {
    reopened()
    return attempt(work, happened, onFull)
  }

  function countFailure(thrown: unknown): void {
    diskFailures += 1
    if (diskFailures >= diskFailuresMax) stop('disk', thrown)
  }

  /**
   * Where not even a sale fits, the file is left alone: nothing is begun that may end as unknown. Looked at before each
   * write once the ballast is spent: then it is all there is between the till and a full disk.
   */
  function checkRoom(): void {
    if (!mayBegin(room.level()) && !mayFinish(room.look())) throw new NoRoom()
  }

  function write<T>(work: (tx: Tx) => T, happened: (db: ReadDb, made: T) => boolean): T {
    checkRoom()
    let freed = false
    const attempted = () =>
      attempt(work, happened, () => {
        freed = room.spendBallast()
      })
    try {
      return attempted()
    } catch (thrown) {
      if (!(thrown instanceof NoRoom && freed)) throw thrown
      return attempted()
    }
  }

  /** `onFull` makes room if it can. */
  function attempt<T>(
    work: (tx: Tx) => T,
    happened: (db: ReadDb, made: T) => boolean,
    onFull: () => void,
  ): T {
    const made: T[] = []
    try {
      transact(read(), (tx) => {
        made[0] = work(tx)
      })
      diskFailures = 0
      options.onWritten()
      return made[0] as T
    } catch (thrown) {
      // First of all: to open the journal anew needs room too.
      if (isDiskFull(thrown)) onFull()
      if (thrown instanceof CommitUnknown && made.length === 0) return retryOnce(work, happened, onFull)
      if (thrown instanceof CommitUnknown) return resolveUnknown(thrown, made[0] as T, happened)
      if (thrown instanceof JournalBroken) throw stop('journal_broken', thrown)
      // Rolled back: nothing happened, and the connection is sound.
      if (thrown instanceof DiskFault) countFailure(thrown)
      if (thrown instanceof FileFault) throw notRecorded(thrown)
      throw thrown
    }
  }

  return {
    isOpen: () => journal !== null,
    read,
    write,
    close: () => {
      journal?.close()
      journal = null
    },
  }
}

/** What a journal that does not open means for this till. */
export function stopReasonOf(cause: unknown): StopReason {
  if (cause instanceof JournalBroken) return 'journal_broken'
  if (cause instanceof NewerSchema) return 'journal_newer'
  if (cause instanceof WrongKey) return 'key_wrong'
  return 'disk'
}
