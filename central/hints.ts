import type { Uuid } from '../domain/ids.ts'
import type { Database } from './database.ts'
import { hintBeatMs, hintPollMs, streamLifeMs, streamsMax } from './limits.ts'
import { RequestRefused } from './problem.ts'
import { chainTables } from './tables/chain-rows.ts'
import { readChangeCounter } from './tables/change-counter.ts'

/** Whom hints are told to: one open stream of a till. */
export interface Listener {
  readonly storeId: Uuid
  readonly terminalId: Uuid
  /** Something of interest to the store lies at or below this change number. */
  readonly tell: (change: number) => void
  /** A sign of life. */
  readonly beat: () => void
  /** The stream is over: the till opens another when it wants one. */
  readonly end: () => void
}

/**
 * Who is told that rows changed (sync.md 4). Each node of the central looks at the counter in the database they share,
 * so it makes no difference which node a change came through, and a node that dies costs its tills their hints alone.
 */
export interface Hints {
  /** Begins with the number as it stands. The answer ends it. Refuses `streams_full` (503). */
  readonly listen: (listener: Listener) => Promise<() => void>
  readonly close: () => void
}

export interface HintTimes {
  readonly pollMs: number
  readonly beatMs: number
  readonly lifeMs: number
  readonly streamsMax: number
}

const usualTimes: HintTimes = { pollMs: hintPollMs, beatMs: hintBeatMs, lifeMs: streamLifeMs, streamsMax }

/** The stores a change after `$1` is of interest to; a null is all of them. */
const touchedSql = [
  ...chainTables.map(({ collection, ofStore }) => ({
    name: collection,
    store: ofStore ? 't."storeId"' : 'NULL::uuid',
  })),
  { name: 'tombstone', store: 't."storeId"' },
]
  .map(
    ({ name, store }) => `(SELECT DISTINCT ${store} AS "storeId" FROM ${name} t WHERE t."changeNumber" > $1)`,
  )
  .join(' UNION ')

interface Stream extends Listener {
  readonly lifeEnds: NodeJS.Timeout
}

export function createHints(deps: {
  readonly database: Database
  readonly onFault: (fault: unknown) => void
  readonly times?: Partial<HintTimes>
}): Hints {
  const { database, onFault } = deps
  const times = { ...usualTimes, ...deps.times }
  const streams = new Map<Uuid, Stream>()
  let seen: number | null = null
  let polling: NodeJS.Timeout | undefined
  let beating: NodeJS.Timeout | undefined
  let closed = false

  async function look(): Promise<void> {
    const { value } = await readChangeCounter(database)
    const before = seen ?? value
    seen = value
    if (value === before) return
    // A counter that went back is a database put back from a backup: everyone finds out by pulling.
    const stores = value < before ? new Set([null]) : await storesTouched(before)
    const all = stores.has(null)
    for (const { storeId, tell } of [...streams.values()]) if (all || stores.has(storeId)) tell(value)
  }

  async function storesTouched(since: number): Promise<ReadonlySet<Uuid | null>> {
    const rows = await database.query<{ storeId: Uuid | null }>(touchedSql, [since])
    return new Set(rows.map(({ storeId }) => storeId))
  }

  function poll(): void {
    if (closed || streams.size === 0) {
      polling = undefined
      return
    }
    polling = setTimeout(() => {
      look()
        .catch((fault: unknown) => {
          if (!closed) onFault(fault)
        })
        .finally(poll)
    }, times.pollMs)
  }

  function beat(): void {
    if (closed || streams.size === 0) {
      beating = undefined
      return
    }
    beating = setTimeout(() => {
      for (const stream of streams.values()) stream.beat()
      beat()
    }, times.beatMs)
  }

  function drop(stream: Stream): void {
    clearTimeout(stream.lifeEnds)
    if (streams.get(stream.terminalId) === stream) streams.delete(stream.terminalId)
  }

  return {
    async listen(listener) {
      const { terminalId } = listener
      if (closed || (streams.size >= times.streamsMax && !streams.has(terminalId))) {
        throw new RequestRefused(503, 'streams_full', 'this central tells enough tills already', 60)
      }
      const stream: Stream = { ...listener, lifeEnds: setTimeout(() => stream.end(), times.lifeMs) }
      // A till has one stream: one that broke off silently gives way to the next.
      streams.get(terminalId)?.end()
      streams.set(terminalId, stream)
      try {
        const { value } = await readChangeCounter(database)
        if (streams.size === 1 && !polling) seen = value
        stream.tell(value)
      } catch (fault) {
        drop(stream)
        throw fault
      }
      if (!polling) poll()
      if (!beating) beat()
      return () => drop(stream)
    },
    close() {
      closed = true
      clearTimeout(polling)
      clearTimeout(beating)
      for (const stream of [...streams.values()]) stream.end()
    },
  }
}
