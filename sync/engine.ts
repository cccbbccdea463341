import type { SyncSlice } from '../contract/notice.ts'
import type { PullReport, ReconcileProgress } from '../contract/replica-thread.ts'
import { FileFault, NewerSchema, ReplicaBroken, WrongKey } from '../db/faults.ts'
import { countWaiting } from '../db/journal/checkpoint-table.ts'
import { readSetting, saveSetting } from '../db/journal/setting-table.ts'
import { countVerdicts } from '../db/journal/verdict-table.ts'
import { reconcileAfterStartMs, reconcileFreshMs, timeToldWithinMs } from '../domain/limits.ts'
import type { CentralClient } from './central-client.ts'
import { CentralFault, isOfTheLine } from './central-fault.ts'
import { loadReplica } from './load-replica.ts'
import { nightAfter } from './nightly.ts'
import {
  afterFault,
  afterHint,
  afterHintsBegin,
  afterHintsEnd,
  afterPull,
  afterPush,
  afterReconcileFault,
  afterReplicaLost,
  afterSnapshot,
  beginPlan,
  hurried,
  nextHintStep,
  nextPushStep,
  nextReplicaStep,
  reconcileAt,
  type StepFault,
  type SyncPlan,
} from './plan.ts'
import { mustProbe, probeNewFeed } from './probe.ts'
import { type PushDeps, pushOnce } from './push.ts'
import { reconcileStart } from './reconcile.ts'
import type { ReplicaWriter } from './replica-writer.ts'
import { pullEndingSession } from './session.ts'
import { dropTicket } from './snapshot.ts'
import { type Standing, standingOf, stepFaultOf } from './standing.ts'
import { syncSliceOf } from './status.ts'
import { createLane } from './step-lane.ts'

/** Time as the caller gives it. */
export interface SyncClock {
  /** Wall clock, epoch ms. */
  readonly now: () => number
  /** Monotonic, ms. */
  readonly elapsed: () => number
  /** Monotonic, ms, time asleep included. */
  readonly uptime: () => number
  /** Calls `act` once after `delayMs`; the answer calls it off. */
  readonly after: (delayMs: number, act: () => void) => () => void
}

/** Where the engine tells what changed. A fixed word, then ids, codes and counts only. */
export type SyncLog = (
  level: 'error' | 'info' | 'debug',
  word: string,
  fields: {
    readonly code?: string
    readonly state?: string
    readonly count?: number
    readonly reason?: string
  },
) => void

export interface SyncDeps extends Omit<PushDeps, 'wallMs' | 'central'> {
  readonly central: Pick<CentralClient, 'push' | 'offerSnapshot' | 'hints'>
  /** The till's folder. */
  readonly folder: string
  readonly writer: ReplicaWriter
  /** Whether there is a loaded replica at the start. */
  readonly isLoaded: boolean
  /** Closes the core's reader, makes the imported replica the current one and opens it again. */
  readonly swapReplica: () => void
  /** Closes the core's reader and sets the broken file aside; the writer has closed it. */
  readonly setReplicaAside: () => void
  readonly clock: SyncClock
  /** How long the first steps wait, in ms. Whoever nudges or hurries does not. */
  readonly beginAfterMs?: number
  readonly chance: { readonly fraction: () => number; readonly bytes: (count: number) => Uint8Array }
  readonly onStatus: (slice: SyncSlice) => void
  /** The central told its time, epoch ms: signed, or over a line that only it can speak on. */
  readonly onServerTime: (serverTime: number) => void
  /** How the central stands to this till, as a pull that got through or its refusal tells. */
  readonly onStanding: (standing: Standing) => void
  /** First load or rebuild, 0 to 10 000; null when none is under way. */
  readonly onProgress: (loadedBps: number | null) => void
  /** Rows of the replica changed. */
  readonly onChanged: () => void
  /** Whether this till only sells and earns: then it asks after each pull whether it was re-admitted. */
  readonly isRestricted: () => boolean
  /** What the central admits, or which epoch is written, may have changed: its owner looks, and begins the epoch that is due. */
  readonly onTrust: () => void
  /** Something on this till failed (a file, a bug): its owner decides. The lane pauses and tries again. */
  readonly onFault: (fault: unknown) => void
  readonly log: SyncLog
}

export interface Sync {
  /** Something was committed: push it soon. */
  readonly nudge: () => void
  /** A person asks: push and pull now. */
  readonly hurry: () => void
  /** A person asks: compare the replica with the chain now. */
  readonly reconcile: () => void
  /** The replica's file is broken: set it aside and load it anew. */
  readonly rebuildReplica: () => void
  readonly status: () => SyncSlice
  /** Closes the writer and ends with the steps under way; nothing is told afterwards. */
  readonly stop: () => Promise<void>
}

/** Refusals in a row after which a comparison is left for the next night. */
const reconcileRefusedMax = 3

/** A central that was put back sends a till back once; more often in a row it makes no sense. */
const resumesMax = 3

/** Two epochs in a row that somebody else began too would be a rare chance; more make no sense. */
const forksMax = 2

/**
 * Runs the steps of sync by the plan, push and replica beside each other. Owns the timers and nothing else: every
 * step stands on its own and may be cut off anywhere.
 */
export function startSync(deps: SyncDeps): Sync {
  const { clock, journal, writer } = deps
  let plan: SyncPlan = beginPlan(clock.elapsed(), deps.isLoaded)
  let working: { push: boolean; replica: 'pull' | 'snapshot' | null } = { push: false, replica: null }
  let aside = false
  let feed: string | null = null
  let resumes = 0
  let forks = 0
  let asks = false
  /** How far the comparison under way came. */
  let comparing: ReconcileProgress | null = null
  let stopped = false
  const ending = new AbortController()

  const status = () => {
    const db = journal.read()
    return syncSliceOf({
      plan,
      waiting: countWaiting(db),
      ...countVerdicts(db),
      working,
      reconciled: readSetting(db, 'reconciled'),
      reconciling: comparing !== null,
      wallMs: clock.now(),
      monotonicMs: clock.elapsed(),
    })
  }
  const tell = () => {
    if (stopped) return
    try {
      deps.onStatus(status())
    } catch (fault) {
      deps.onFault(fault)
    }
  }

  /** What the central said of its time. An answer that a machine slept over says nothing of now. */
  const hearTime = (serverTime: number, askedAt: number) => {
    if (clock.uptime() - askedAt <= timeToldWithinMs) deps.onServerTime(serverTime)
  }

  const stepPush = async (): Promise<number | null | 'again'> => {
    // What is being salvaged comes before what happened since.
    if (readSetting(journal.read(), 'salvage') !== null) return null
    if (feed !== null && (asks || mustProbe(journal.read(), feed))) probeNewFeed(journal, feed)
    asks = false
    const step = nextPushStep(plan, clock.elapsed(), countWaiting(journal.read()))
    if (step.kind === 'wait') return step.until
    working = { ...working, push: true }
    tell()
    const askedAt = clock.uptime()
    try {
      const report = await pushOnce({ ...deps, wallMs: clock.now }, step.eventsMax)
      if ('serverTime' in report) hearTime(report.serverTime, askedAt)
      deps.onTrust()
      if (report.kind === 'forked') deps.log('error', 'chain_forked', { count: report.at.seq })
      if (report.kind === 'resumed') deps.log('info', 'push_resumed', { count: report.from.seq })
      resumes = report.kind === 'resumed' ? resumes + 1 : 0
      forks = report.kind === 'forked' ? forks + 1 : 0
      if (resumes > resumesMax || forks > forksMax)
        throw new CentralFault('malformed', 'a central that sends us back and forth')
      plan = afterPush(plan, clock.elapsed())
    } finally {
      working = { ...working, push: false }
    }
    replicaLane.wake()
    return 'again'
  }

  const stepReplica = async (): Promise<number | null | 'again'> => {
    const step = nextReplicaStep(plan, clock.elapsed())
    if (step.kind === 'wait') return step.until
    if (step.kind === 'reconcile') return reconcile()
    working = { ...working, replica: step.kind }
    tell()
    try {
      await (step.kind === 'pull' ? pull() : snapshot())
    } finally {
      working = { ...working, replica: null }
    }
    pushLane.wake()
    hintLane.wake()
    return 'again'
  }

  const pull = async () => {
    const askedAt = clock.uptime()
    const report: PullReport = await pullEndingSession(journal, clock, writer)
    feed = report.feed
    hearTime(report.serverTime, askedAt)
    deps.onStanding('good')
    plan = afterPull(plan, clock.elapsed(), report, deps.chance.fraction())
    if (report.setAside > 0) {
      // The collection alone: the key behind it may be a member's code.
      const [collection] = (report.setAsideKeys[0] ?? '').split(' ')
      deps.log('error', 'rows_set_aside', { count: report.setAside, reason: collection ?? '' })
    }
    if (report.applied > 0) deps.onChanged()
    asks = deps.isRestricted()
  }

  const snapshot = async () => {
    if (aside) {
      await writer.release()
      deps.setReplicaAside()
      aside = false
    }
    deps.onProgress(0)
    try {
      feed = await loadReplica({ ...deps, isStopped: () => stopped })
      // Cut off between the two, the swap is finished when the till starts again.
      dropTicket(journal)
      deps.swapReplica()
    } finally {
      deps.onProgress(null)
    }
    plan = afterSnapshot(plan, clock.elapsed())
    deps.onChanged()
  }

  /** One step; what it meets costs neither the badge nor the pulls. */
  const reconcile = async (): Promise<'again'> => {
    const progress = comparing ?? reconcileStart
    comparing = progress
    try {
      const next = await writer.reconcile(progress)
      comparing = next
      if (next.repaired > progress.repaired) deps.onChanged()
      if (next.done) keepReconciled(next)
    } catch (thrown) {
      if (!(thrown instanceof CentralFault)) throw thrown
      const at = { now: clock.elapsed(), fault: thrown, fraction: deps.chance.fraction() }
      plan = afterReconcileFault(plan, at)
      // A central that gives no digests at all is asked tomorrow; a cursor it refuses is for the next pull to find.
      if (thrown.kind !== 'refused' || plan.reconcile.failures < reconcileRefusedMax) return 'again'
      comparing = null
      planNight()
    }
    return 'again'
  }

  const keepReconciled = ({ rows, wrong, repaired, skipped }: ReconcileProgress) => {
    const found = { at: clock.now(), rows, wrong, repaired, skipped }
    journal.write(
      (tx) => saveSetting(tx, 'reconciled', found),
      (db) => readSetting(db, 'reconciled')?.at === found.at,
    )
    deps.log(wrong > 0 ? 'error' : 'info', 'replica_reconciled', { count: wrong })
    comparing = null
    planNight()
  }

  /** The next comparison by the clock: at night; soon for a till that was off then. */
  const planNight = () => {
    const db = journal.read()
    const last = readSetting(db, 'reconciled')
    const fraction = deps.chance.fraction()
    const wall = clock.now()
    const isFresh = last !== null && Math.abs(wall - last.at) < reconcileFreshMs
    const zone = readSetting(db, 'lastStore')?.timeZone ?? 'UTC'
    const pause = isFresh
      ? nightAfter(wall, zone, fraction) - wall
      : Math.floor(reconcileAfterStartMs * (1 + fraction))
    plan = reconcileAt(plan, clock.elapsed() + pause)
  }

  const stepHints = async (): Promise<number | null | 'again'> => {
    const step = nextHintStep(plan, clock.elapsed())
    if (step.kind === 'wait') return step.until
    try {
      for await (const sign of deps.central.hints(ending.signal)) {
        if (stopped) break
        plan =
          sign.kind === 'change'
            ? afterHint(plan, { now: clock.elapsed(), change: sign.change, fraction: deps.chance.fraction() })
            : afterHintsBegin(plan)
        replicaLane.wake()
      }
      endHints(null)
    } catch (thrown) {
      if (!(thrown instanceof CentralFault)) throw thrown
      endHints(thrown)
    }
    return 'again'
  }

  /** Nothing of the line is told by it: what is away with the stream is the hints alone. */
  const endHints = (fault: StepFault | null) => {
    if (stopped) return
    const { fraction } = deps.chance
    plan = afterHintsEnd(plan, { now: clock.elapsed(), fault, fractions: [fraction(), fraction()] })
    replicaLane.wake()
  }

  const failed = (lane: 'push' | 'replica') => (thrown: unknown) => {
    if (stopped) return
    const at = { now: clock.elapsed(), fault: stepFaultOf(thrown), fraction: deps.chance.fraction() }
    plan = afterFault(plan, lane, at)
    if (!(thrown instanceof CentralFault)) return failedHere(lane, thrown)
    deps.log('info', 'sync_step_failed', { state: lane, reason: thrown.kind, code: thrown.code ?? '' })
    const standing = standingOf(thrown)
    if (standing) deps.onStanding(standing)
    if (lane !== 'replica') return
    if (plan.replica.rebuild) {
      // The snapshot begun is no longer there or no good: the next try asks for another one.
      if (!isOfTheLine(thrown)) dropTicket(journal)
    } else if (thrown.kind === 'conflict') plan = afterReplicaLost(plan, clock.elapsed())
  }

  const failedHere = (lane: 'push' | 'replica', thrown: unknown) => {
    if (lane === 'replica' && isReplicaLost(thrown)) rebuild()
    deps.onFault(thrown)
  }

  const rebuild = () => {
    aside = true
    plan = afterReplicaLost(plan, clock.elapsed())
  }

  const lanes = { clock, isStopped: () => stopped, tell, onFault: deps.onFault }
  const pushLane = createLane({ ...lanes, step: stepPush, failed: failed('push') })
  const replicaLane = createLane({ ...lanes, step: stepReplica, failed: failed('replica') })
  const hintLane = createLane({
    ...lanes,
    step: stepHints,
    failed: (thrown) => {
      endHints({ kind: 'local', retryAfterMs: null })
      deps.onFault(thrown)
    },
  })
  const begin = () => {
    pushLane.wake()
    replicaLane.wake()
    hintLane.wake()
  }
  planNight()
  let callOffBegin = () => {}
  if (deps.beginAfterMs) callOffBegin = clock.after(deps.beginAfterMs, begin)
  else begin()

  return {
    nudge: () => {
      tell()
      pushLane.wake()
    },
    hurry: () => {
      plan = hurried(plan, clock.elapsed())
      pushLane.wake()
      replicaLane.wake()
    },
    reconcile: () => {
      plan = reconcileAt(plan, clock.elapsed())
      replicaLane.wake()
    },
    rebuildReplica: () => {
      rebuild()
      replicaLane.wake()
    },
    status,
    stop: async () => {
      stopped = true
      callOffBegin()
      ending.abort()
      // The writer first gives up what is under way: a pull may take minutes.
      await Promise.all([writer.close(), pushLane.stop(), replicaLane.stop(), hintLane.stop()])
    },
  }
}

function isReplicaLost(thrown: unknown): boolean {
  const lost = thrown instanceof ReplicaBroken || thrown instanceof WrongKey || thrown instanceof NewerSchema
  return lost && thrown instanceof FileFault && thrown.kind === 'replica'
}
