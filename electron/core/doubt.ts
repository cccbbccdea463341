import { dirname } from 'node:path'
import { broken } from '../../db/handle.ts'
import { isConsistent } from '../../db/journal/consistent.ts'
import { type KeyedFile, readJournal } from '../../db/open.ts'
import { walIsOfAnother } from '../../db/salvage/wal-frames.ts'
import { isBehindItsKeepers } from './witnesses.ts'

/**
 * Whether a journal with a WAL, as SQLite reads the two together, has less than this till wrote: the WAL is spoiled, or
 * an older one lies in its place. What the files hold beyond that is gone with the first write, so they are to be copied
 * before. Reads only. Throws JournalBroken where file and WAL do not belong together.
 */
export function isDoubted(at: KeyedFile): boolean {
  const about = { kind: 'journal', file: at.file } as const
  // First: under another key no page proves anything, and the file is to be left alone.
  const journal = readJournal(at)
  try {
    if (walIsOfAnother(at)) throw broken(about)
    if (!isBehindItsKeepers(journal, { folder: dirname(at.file), key: at.key })) return false
    // An older WAL over a newer file: pages of two times are no journal to go on with.
    if (!isConsistent(journal)) throw broken(about)
    return true
  } finally {
    journal.close()
  }
}
