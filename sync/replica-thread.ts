import { Worker } from 'node:worker_threads'
import {
  type PullReport,
  type ReplicaOrder,
  type ReplicaReport,
  type ReplicaThread,
  replicaReportSchema,
} from '../contract/replica-thread.ts'
import {
  CommitUnknown,
  DiskFault,
  DiskFull,
  FileBusy,
  FileFault,
  NewerSchema,
  ReplicaBroken,
  WrongKey,
} from '../db/faults.ts'
import { assert } from '../domain/assert.ts'
import { replicaIdleMs, replicaStopMs } from '../domain/limits.ts'
import { CentralFault } from './central-fault.ts'
import type { ReplicaWriter } from './replica-writer.ts'
import type { OnProgress } from './snapshot.ts'

/** The thread that writes the replica ended by itself. The next order starts another. */
export class ReplicaThreadLost extends Error {
  override readonly name = 'ReplicaThreadLost'
}

type Final = Exclude<ReplicaReport, { kind: 'progress' }>

/** What waits for the thread's answer. */
interface Pending {
  readonly settle: (report: Final) => void
  readonly fail: (thrown: unknown) => void
  readonly onProgress: OnProgress
}

const fileFaults = {
  FileFault,
  ReplicaBroken,
  WrongKey,
  NewerSchema,
  DiskFull,
  DiskFault,
  FileBusy,
  CommitUnknown,
} as const

/**
 * A replica writer on a thread of its own, started at its first order and again after it died. Without an order for
 * `idleMs` it ends, and gives its memory back, until the next. `entry` is the built `replica-worker`; each one starts
 * with what `start` says then.
 */
export function createReplicaThread(
  entry: string | URL,
  start: () => ReplicaThread,
  idleMs = replicaIdleMs,
): ReplicaWriter {
  let worker: Worker | null = null
  let pending: Pending | null = null
  let idle: NodeJS.Timeout | undefined
  let closed = false
  /** The thread that went for want of orders: its connection closes before another one opens. */
  let gone: Promise<void> = Promise.resolve()

  const lost = (cause: unknown) => {
    worker = null
    pending?.fail(new ReplicaThreadLost('the thread that writes the replica ended', { cause }))
    pending = null
  }
  const hear = (message: unknown) => {
    const heard = replicaReportSchema.parse(message)
    if (heard.kind === 'progress') return pending?.onProgress(heard.loadedBps)
    const waiting = pending
    pending = null
    waiting?.settle(heard)
  }
  const running = () => {
    if (worker) return worker
    const started = new Worker(entry, { workerData: start(), name: 'evertill-replica' })
    started.on('message', (message) => {
      if (worker === started) hear(message)
    })
    started.on('error', (thrown) => {
      if (worker === started) lost(thrown)
    })
    started.on('exit', (code) => {
      if (worker === started) lost(new Error(`exit code ${code}`))
    })
    worker = started
    return started
  }
  const order = async (message: ReplicaOrder, onProgress: OnProgress = () => {}) => {
    clearTimeout(idle)
    await gone
    if (closed) throw new ReplicaThreadLost('the till is closing')
    assert(!pending, 'one order at a time')
    try {
      return await new Promise<Final>((settle, fail) => {
        pending = { settle, fail, onProgress }
        running().postMessage(message)
      }).then(orThrow)
    } finally {
      if (!closed) idle = setTimeout(rest, idleMs)
    }
  }
  const rest = () => {
    const resting = worker
    if (!resting || pending) return
    worker = null
    gone = ended(resting)
  }

  return {
    async pull(): Promise<PullReport> {
      const done = await order({ kind: 'pull' })
      assert(done.kind === 'pulled', 'a pull is answered with its report')
      return done.report
    },
    async reconcile(progress) {
      const done = await order({ kind: 'reconcile', progress })
      assert(done.kind === 'reconciled', 'a step of a comparison is answered with how far it came')
      return done.progress
    },
    async loadSnapshot(ticket, onProgress) {
      await order({ kind: 'load_snapshot', ticket }, onProgress)
    },
    async loadRows(): Promise<PullReport> {
      const done = await order({ kind: 'load_rows' })
      assert(done.kind === 'pulled', 'rows are answered with a report')
      return done.report
    },
    async release() {
      if (worker) await order({ kind: 'release' })
      else await gone
    },
    async close() {
      closed = true
      clearTimeout(idle)
      await (worker ? ended(worker) : gone)
    },
  }
}

/** Asks a thread to stop and waits, with a limit. */
async function ended(worker: Worker): Promise<void> {
  const gone = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
  worker.postMessage({ kind: 'stop' } satisfies ReplicaOrder)
  // An import cannot be interrupted; a thread ended inside leaves the running replica as it was.
  const limit = setTimeout(() => void worker.terminate(), replicaStopMs)
  await gone
  clearTimeout(limit)
}

/** Makes a fault that crossed a fault again. */
function orThrow(report: Final): Final {
  if (report.kind === 'central_fault') {
    const { code, retryAfterMs } = report
    throw new CentralFault(report.fault, report.message, { retryAfterMs, ...(code === null ? {} : { code }) })
  }
  if (report.kind === 'file_fault') {
    throw new fileFaults[report.fault]({ kind: report.about, file: report.file }, report.message)
  }
  return report
}
