import { Worker } from 'node:worker_threads'
import type { KeyedFile } from '../../db/open.ts'
import { checkpointEveryMs } from '../../domain/limits.ts'
import type { Clock } from './clock.ts'
import { faultFields, type Log } from './log.ts'

/** The journal's WAL on its way into the file, never within a sale (quality.md 1). */
export interface Checkpoints {
  /** Something was committed: a checkpoint follows within `checkpointEveryMs`. */
  readonly nudge: () => void
  /** Empties the WAL soon: somebody was erased. */
  readonly empty: () => void
  readonly close: () => Promise<void>
}

/** Runs checkpoints on a thread of their own. A thread that faults costs space, never a sale: the next nudge starts another. */
export function startCheckpointThread(options: {
  readonly entry: URL
  readonly journal: KeyedFile
  readonly clock: Clock
  readonly log: Log
}): Checkpoints {
  const { clock, log } = options
  let worker: Worker | null = null
  let due: (() => void) | null = null
  let closed = false

  function running(): Worker {
    if (worker) return worker
    const made = new Worker(options.entry, { workerData: options.journal })
    made.on('error', (thrown) => log.write('error', 'checkpoint_faulted', faultFields(thrown)))
    made.on('exit', () => {
      if (worker === made) worker = null
    })
    made.unref()
    worker = made
    return made
  }

  return {
    nudge: () => {
      if (due || closed) return
      due = clock.after(checkpointEveryMs, () => {
        due = null
        running().postMessage('checkpoint')
      })
    },
    empty: () => {
      if (!closed) running().postMessage('empty')
    },
    close: async () => {
      closed = true
      due?.()
      const last = worker
      if (!last) return
      await new Promise<void>((resolve) => {
        last.once('exit', () => resolve())
        last.postMessage('stop')
      })
    },
  }
}
