import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Journal, Replica } from '../../db/handle.ts'
import { createKeepsakes, type Keepsakes } from '../../db/journal/keepsakes.ts'
import { openJournal, openReplica, reopenAfterUnknown } from '../../db/open.ts'
import { readCursor } from '../../db/replica/cursor-table.ts'
import { replicaFiles, swapReplica } from '../../db/replica/swap.ts'
import { createBooks } from '../../electron/core/books.ts'
import { keepTime, keptTime } from '../../electron/core/kept-time.ts'
import type { Log, LogLevel } from '../../electron/core/log.ts'
import { ampleRoom } from '../rig/ample-room.ts'
import type { Random } from './random.ts'
import type { SimMachine } from './sim-clock.ts'
import { walAtStart } from './sim-disk.ts'
import type { Tally } from './tally.ts'
import type { Life, TillKeys } from './till-shape.ts'
import { troubled } from './trouble.ts'

/** Opens a till's files as a start does, and keeps its witness and time while it lives. */
export function beginLife(deps: {
  readonly folder: string
  readonly keys: TillKeys
  readonly machine: SimMachine
  readonly random: Random
  readonly tally: Tally
  /** It trades no more: a commit of unknown outcome stayed unknown. */
  readonly onStopped: (of: Life) => void
}): Life {
  const { folder, keys, machine, tally } = deps
  swapReplica(folder)
  const at = { file: join(folder, 'journal.db'), key: keys.journal }
  const withTrouble = (journal: Journal) =>
    troubled(journal, () => {
      const { trouble } = of
      if (!of.alive || !trouble) return null
      of.trouble = null
      tally.count(`commit_${trouble}`)
      return trouble
    })
  let keepsakes: Keepsakes | null = null
  const books = createBooks({
    journal: withTrouble(openJournal(at)),
    reopen: () => {
      keepsakes = null
      return withTrouble(reopenAfterUnknown(at))
    },
    room: ampleRoom,
    onWritten: () => keepSoon(),
    onStopped: () => {
      tally.count('till_stopped')
      deps.onStopped(of)
    },
    log: { write: (_level: LogLevel, word: string) => tally.count(`log_${word}`) } as Log,
  })
  let isKeeping = false
  /** The witness is written a little after the commit, on another thread: a power cut may come between. */
  const keepSoon = () => {
    if (isKeeping) return
    isKeeping = true
    machine.after(deps.random.below(200), () => {
      isKeeping = false
      if (!of.alive || !books.isOpen()) return
      keepsakes ??= createKeepsakes(books.read(), at)
      keepsakes.keep()
    })
  }
  const { current } = replicaFiles(folder)
  let reader: Replica | null = null
  if (existsSync(current)) reader = openReplica({ file: current, key: keys.replica, access: 'read' })
  if (reader && readCursor(reader) === null) {
    reader.close()
    reader = null
  }
  const of: Life = {
    alive: true,
    folder,
    books,
    clock: machine.clockOf(keptTime(books.read()), (time) => {
      if (!of.alive) return
      of.touched++
      keepTime(books, time)
    }),
    reader,
    sync: null,
    identity: null,
    replicaWal: walAtStart(current),
    doing: [],
    trouble: null,
    touched: 0,
    looked: { touched: -1, state: '' },
  }
  return of
}
