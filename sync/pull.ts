import type { PullReport } from '../contract/replica-thread.ts'
import type { ChangeRow, ChangesEnd } from '../contract/wire.ts'
import type { Replica } from '../db/handle.ts'
import { type Cursor, readCursor, saveCursor } from '../db/replica/cursor-table.ts'
import { transact } from '../db/transact.ts'
import { assert } from '../domain/assert.ts'
import { pullRowsMax, setAsideLoggedMax } from '../domain/limits.ts'
import { appliersOf, applyChanges, type Change, readChange, type SealPin } from './apply-delta.ts'
import type { CentralClient } from './central-client.ts'
import { CentralFault } from './central-fault.ts'

export interface PullDeps {
  /** A handle of the replica's only writer. */
  readonly replica: Replica
  readonly central: Pick<CentralClient, 'changes'>
  readonly sealPin: SealPin
  /** Rows after which a chunk is committed, where a change number ends; without it a whole answer is one chunk. */
  readonly chunkRows?: number
  /** Somebody is erased by what was heard: their rows are overwritten, but pages of before may lie in the WAL. */
  readonly onErased?: () => void
}

/**
 * Brings the replica from its cursor to where the central's answer ends, in chunks of whole change numbers, each in
 * one transaction with the cursor it leads to. A mark and the rows it speaks of share a change number, so the
 * overlay never sees one without the other. A stream cut off keeps the change numbers that came whole; the next
 * pull goes on after them. Throws CentralFault for the line, FileFault for the replica.
 */
export async function pullOnce(deps: PullDeps): Promise<PullReport> {
  const from = readCursor(deps.replica)
  assert(from, 'only a loaded replica is pulled into')
  return pullFrom(deps, from)
}

/**
 * The same into a file that nobody reads yet, from the first change number on: where the central's snapshots are of
 * another schema, its rows lead to the same replica (sync.md 4). What came is kept; asked again it goes on.
 */
export async function pullWhole(deps: PullDeps): Promise<PullReport> {
  const begun = readCursor(deps.replica)
  return pullFrom(deps, begun ?? { change: 0, feed: '', serverTime: 0 }, true)
}

async function pullFrom(deps: PullDeps, from: Cursor, whole = false): Promise<PullReport> {
  const place = { cursor: from.change, feed: from.feed, ...(whole ? { whole: true as const } : {}) }
  const chunk = chunkWriter(deps, from)
  try {
    for await (const lines of deps.central.changes(place)) {
      for (const line of lines) {
        if (line.kind === 'row') chunk.take(line.row)
        else if (line.kind === 'unreadable') chunk.setAside(line.v)
        else chunk.finish(line.end)
      }
    }
  } catch (fault) {
    if (fault instanceof CentralFault) chunk.keepWhole()
    throw fault
  }
  return chunk.report()
}

interface ChunkWriter {
  take(row: ChangeRow): void
  setAside(v: number): void
  finish(end: ChangesEnd): void
  /** Commits the change numbers known to be whole: those that a row of a later one followed. */
  keepWhole(): void
  report(): PullReport
}

/**
 * Gathers rows and commits them where a change number ends. Chunks are large: sorted, the rows of many changes come
 * to a page of the encrypted file once, and a page's way there and back is what a pull costs.
 */
function chunkWriter(deps: PullDeps, from: Cursor): ChunkWriter {
  const appliers = appliersOf(deps.sealPin)
  const chunkRows = deps.chunkRows ?? pullRowsMax
  const setAsideKeys: string[] = []
  /** Changes up to and with the change number `wholeTo`. */
  let whole: Change[] = []
  let wholeTo = from.change
  /** Changes of the change number `last`, of which more may come. */
  let latest: Change[] = []
  let last = from.change
  let applied = 0
  let setAside = 0
  let end: ChangesEnd | null = null

  const noteSetAside = (key: string) => {
    setAside++
    if (setAsideKeys.length < setAsideLoggedMax) setAsideKeys.push(key)
  }
  const commit = (changes: readonly Change[], cursor: Cursor) => {
    transact(deps.replica, (tx) => {
      applyChanges(tx, changes)
      saveCursor(tx, cursor)
    })
    applied += changes.length
    whole = []
  }
  const arriveAt = (v: number) => {
    if (v === last) return
    for (const change of latest) whole.push(change)
    latest = []
    wholeTo = last
    last = v
    if (whole.length >= chunkRows) commit(whole, { ...from, change: wholeTo })
  }
  return {
    take(row) {
      arriveAt(row.v)
      if (row.c === 'erasure' || (row.c === 'member' && row.d === null)) deps.onErased?.()
      const change = readChange(row, appliers)
      if (change === 'set_aside') noteSetAside(`${row.c} ${row.k}`)
      else if (change !== 'passed_over') latest.push(change)
    },
    setAside(v) {
      arriveAt(v)
      noteSetAside(`unreadable ${v}`)
    },
    finish(line) {
      end = line
      commit([...whole, ...latest], { feed: line.feed, change: line.cursor, serverTime: line.serverTime })
      latest = []
    },
    keepWhole() {
      if (whole.length > 0) commit(whole, { ...from, change: wholeTo })
    },
    report() {
      assert(end, 'a whole answer ends with its last line')
      return {
        applied,
        setAside,
        setAsideKeys,
        more: end.more,
        change: end.cursor,
        feed: end.feed,
        serverTime: end.serverTime,
      }
    },
  }
}
