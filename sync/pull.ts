import type { PullReport } from '../contract/replica-thread.ts'
import type { ChangeRow, ChangesEnd } from '../contract/wire.ts'
import type { Replica } from '../db/handle.ts'
import { type Cursor, readCursor, saveCursor } from '../db/replica/cursor-table.ts'
import { transact } from '../db/transact.ts'
import { assert } from '../domain/assert.ts'
import { pullChunkRows, setAsideLoggedMax } from '../domain/limits.ts'
import { appliersOf, applyRow, type SealPin } from './apply-delta.ts'
import type { CentralClient } from './central-client.ts'

export interface PullDeps {
  /** A handle of the replica's only writer. */
  readonly replica: Replica
  readonly central: Pick<CentralClient, 'changes'>
  readonly sealPin: SealPin
  /** Rows after which a chunk is committed, where a change number ends. */
  readonly chunkRows?: number
}

/**
 * Brings the replica from its cursor to where the central's answer ends, in chunks of whole change numbers, each in
 * one transaction with the cursor it leads to. A mark and the rows it speaks of share a change number, so the
 * overlay never sees one without the other. A stream cut off keeps the chunks that came whole; the next pull goes
 * on after them. Throws CentralFault for the line, FileFault for the replica.
 */
export async function pullOnce(deps: PullDeps): Promise<PullReport> {
  const from = readCursor(deps.replica)
  assert(from, 'only a loaded replica is pulled into')
  const chunk = chunkWriter(deps, from)
  for await (const lines of deps.central.changes({ cursor: from.change, feed: from.feed })) {
    for (const line of lines) {
      if (line.kind === 'row') chunk.take(line.row)
      else if (line.kind === 'unreadable') chunk.setAside(line.v)
      else chunk.finish(line.end)
    }
  }
  return chunk.report()
}

interface ChunkWriter {
  take(row: ChangeRow): void
  setAside(v: number): void
  finish(end: ChangesEnd): void
  report(): PullReport
}

/** Gathers rows and commits them where a change number ends. */
function chunkWriter(deps: PullDeps, from: Cursor): ChunkWriter {
  const appliers = appliersOf(deps.sealPin)
  const setAsideKeys: string[] = []
  let rows: ChangeRow[] = []
  let last = from.change
  let applied = 0
  let setAside = 0
  let end: ChangesEnd | null = null

  const noteSetAside = (key: string) => {
    setAside++
    if (setAsideKeys.length < setAsideLoggedMax) setAsideKeys.push(key)
  }
  const commit = (cursor: Cursor) => {
    const unread: string[] = []
    const done = transact(deps.replica, (tx) => {
      let count = 0
      for (const row of rows) {
        const outcome = applyRow(tx, row, appliers)
        if (outcome === 'applied') count++
        if (outcome === 'set_aside') unread.push(`${row.c} ${row.k}`)
      }
      saveCursor(tx, cursor)
      return count
    })
    applied += done
    unread.forEach(noteSetAside)
    rows = []
  }
  const arriveAt = (v: number) => {
    if (v !== last && rows.length >= (deps.chunkRows ?? pullChunkRows)) commit({ ...from, change: last })
    last = v
  }
  return {
    take(row) {
      arriveAt(row.v)
      rows.push(row)
    },
    setAside(v) {
      arriveAt(v)
      noteSetAside(`unreadable ${v}`)
    },
    finish(line) {
      end = line
      commit({ feed: line.feed, change: line.cursor, serverTime: line.serverTime })
    },
    report() {
      assert(end, 'a whole answer ends with its last line')
      return { applied, setAside, setAsideKeys, more: end.more, feed: end.feed }
    },
  }
}
