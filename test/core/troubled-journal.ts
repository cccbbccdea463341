import { CommitUnknown, DiskFault, DiskFull } from '../../db/faults.ts'
import { inside, type Journal } from '../../db/handle.ts'
import { type KeyedFile, openJournal, reopenAfterUnknown } from '../../db/open.ts'

/** What the disk does to the commits to come, first to last; then it works again. */
type Trouble = 'throws_after' | 'throws_before' | 'fails_write' | 'finds_full'

/** A journal whose commits of writing go wrong as told; everything else is the real file. */
export function troubledJournal() {
  const trouble: Trouble[] = []
  let reopens = true
  const wrap = (journal: Journal): Journal => {
    const { [inside]: own } = journal
    const about = { kind: 'journal' as const, file: journal.file }
    let writing = false
    const begin = (kind: 'IMMEDIATE' | 'DEFERRED') => {
      writing = kind === 'IMMEDIATE'
      own.begin(kind)
    }
    const commit = () => {
      const next = writing ? trouble.shift() : undefined
      if (!next) return own.commit()
      if (next === 'throws_after') own.commit()
      else own.rollback()
      if (next === 'fails_write') throw new DiskFault(about, 'the disk failed')
      const cause = next === 'finds_full' ? new DiskFull(about, 'no room on the disk') : undefined
      throw new CommitUnknown(about, 'the outcome of a commit is unknown', cause)
    }
    return { ...journal, [inside]: { ...own, begin, commit } }
  }
  return {
    trouble,
    loseFile: () => {
      reopens = false
    },
    files: {
      openJournal: (at: KeyedFile) => wrap(openJournal(at)),
      reopenJournal: (at: KeyedFile) => {
        if (!reopens) throw new DiskFault({ kind: 'journal', file: at.file }, 'gone')
        return wrap(reopenAfterUnknown(at))
      },
    },
  }
}
