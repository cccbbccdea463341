import { assert } from '../domain/assert.ts'
import {
  contactFreshMs,
  hintSpreadMs,
  hintsRefusedMs,
  pullAfterPushMs,
  pullEveryHintedMs,
  pullEveryMs,
  pushEventsMax,
} from '../domain/limits.ts'
import { retryDelayMs } from './backoff.ts'
import type { CentralFaultKind } from './central-fault.ts'

/*
 * What sync does next and when. Pure: the engine tells it what came of a step and asks again. All instants here
 * are of the monotonic clock, in ms, so that a wall clock put right neither stops sync nor hurries it. Two lanes
 * run beside each other, because a slow pull must not hold up what was sold; beside them a stream says when something
 * changed, and nothing but the time of the next pull hangs on it.
 */

/** What made a step fail: the line, or `local`, something on this till. */
export interface StepFault {
  readonly kind: CentralFaultKind | 'local'
  /** Pause the central asked for, in ms. */
  readonly retryAfterMs: number | null
}

/** Failures in a row of one lane, and how long it waits for them. */
export interface Lane {
  readonly failures: number
  readonly lastFault: StepFault['kind'] | null
  readonly notBefore: number
}

export interface SyncPlan {
  /** `eventsMax` halves when a push fails and doubles when one gets through: a thin line still moves. */
  readonly push: Lane & { readonly eventsMax: number }
  /** `rebuild`: there is no replica to pull into, or its cursor was refused. */
  readonly replica: Lane & {
    readonly dueAt: number
    readonly rebuild: boolean
    readonly more: boolean
    /** The newest change number the central hinted at. */
    readonly hinted: number | null
    /** The change number the replica stands for, as far as a pull said so. */
    readonly change: number | null
  }
  /** The stream of hints: while it is alive, pulls by the clock are rare. */
  readonly hints: Lane & { readonly alive: boolean }
  /** Comparing the replica with the chain, step by step in the replica's lane; null is not due at all. */
  readonly reconcile: Lane & { readonly dueAt: number | null }
  readonly lastContactAt: number | null
  /** Steps that failed since the last contact, of either lane, and when the first of them did; null when none. */
  readonly failing: { readonly since: number; readonly count: number } | null
}

export interface Wait {
  readonly kind: 'wait'
  /** Null: until something happens. */
  readonly until: number | null
}
export type PushStep = { readonly kind: 'push'; readonly eventsMax: number } | Wait
export type HintStep = { readonly kind: 'listen' } | Wait
export type ReplicaStep =
  | { readonly kind: 'pull' }
  | { readonly kind: 'snapshot' }
  | { readonly kind: 'reconcile' }
  | Wait

const idle: Lane = { failures: 0, lastFault: null, notBefore: 0 }

/** The plan of a till that just started: everything is due. */
export function beginPlan(now: number, hasReplica: boolean): SyncPlan {
  return {
    push: { ...idle, eventsMax: pushEventsMax },
    replica: { ...idle, dueAt: now, rebuild: !hasReplica, more: false, hinted: null, change: null },
    hints: { ...idle, alive: false },
    reconcile: { ...idle, dueAt: null },
    lastContactAt: null,
    failing: null,
  }
}

export function nextPushStep(plan: SyncPlan, now: number, waiting: number): PushStep {
  if (waiting === 0) return { kind: 'wait', until: null }
  if (now < plan.push.notBefore) return { kind: 'wait', until: plan.push.notBefore }
  return { kind: 'push', eventsMax: plan.push.eventsMax }
}

export function nextReplicaStep(plan: SyncPlan, now: number): ReplicaStep {
  const { replica } = plan
  const from =
    replica.rebuild || replica.more ? replica.notBefore : Math.max(replica.notBefore, replica.dueAt)
  if (now < from) {
    const { dueAt, notBefore } = plan.reconcile
    if (replica.rebuild || dueAt === null) return { kind: 'wait', until: from }
    // A pull that is due goes first: between two steps of a comparison the chain's news come in.
    const step = Math.max(dueAt, notBefore)
    return now < step ? { kind: 'wait', until: Math.min(from, step) } : { kind: 'reconcile' }
  }
  return { kind: replica.rebuild ? 'snapshot' : 'pull' }
}

/** A till without a replica has nothing to be hinted about. */
export function nextHintStep(plan: SyncPlan, now: number): HintStep {
  if (plan.replica.rebuild) return { kind: 'wait', until: null }
  if (now < plan.hints.notBefore) return { kind: 'wait', until: plan.hints.notBefore }
  return { kind: 'listen' }
}

/** A person asks: the pull is due, and pauses end, except one the central asked for. */
export function hurried(plan: SyncPlan, now: number): SyncPlan {
  const free = <L extends Lane>(lane: L): L =>
    lane.lastFault !== 'busy' ? { ...lane, notBefore: now } : lane
  return { ...plan, push: free(plan.push), replica: { ...free(plan.replica), dueAt: now } }
}

/** A push got through. */
export function afterPush(plan: SyncPlan, now: number): SyncPlan {
  const eventsMax = Math.min(pushEventsMax, plan.push.eventsMax * 2)
  return {
    ...contacted(plan, now),
    push: { ...idle, eventsMax },
    replica: { ...awake(plan.replica, now), dueAt: Math.min(plan.replica.dueAt, now + pullAfterPushMs) },
  }
}

/**
 * A pull got through to `change`; `more` waits behind it. `fraction` jitters the next one: by the clock by a quarter
 * either way, or within `hintSpreadMs` when a newer change was hinted at meanwhile.
 */
export function afterPull(
  plan: SyncPlan,
  now: number,
  pulled: { readonly more: boolean; readonly change: number },
  fraction: number,
): SyncPlan {
  const { more, change } = pulled
  const { hinted } = plan.replica
  const isBehind = hinted !== null && hinted > change
  const dueAt = isBehind ? now + Math.floor(hintSpreadMs * fraction) : byClock(plan, now, fraction)
  return {
    ...contacted(plan, now),
    push: awake(plan.push, now),
    // A hint beyond what the central has now speaks of a state it lost: it counts once.
    replica: { ...idle, dueAt, rebuild: false, more, change, hinted: isBehind ? null : hinted },
  }
}

/** The stream of hints is open: the next pull by the clock may be a late one. */
export function afterHintsBegin(plan: SyncPlan): SyncPlan {
  return { ...plan, hints: { ...idle, alive: true } }
}

/**
 * The store's newest change is `change`: unless the replica has just that, a pull is due within `hintSpreadMs`, so that
 * a chain's tills do not come at once. A lower number than ours is a central put back, which a pull finds out.
 */
export function afterHint(
  plan: SyncPlan,
  at: { readonly now: number; readonly change: number; readonly fraction: number },
): SyncPlan {
  const begun = afterHintsBegin(plan)
  if (plan.replica.change === at.change) return begun
  const dueAt = Math.min(plan.replica.dueAt, at.now + Math.floor(hintSpreadMs * at.fraction))
  return { ...begun, replica: { ...plan.replica, dueAt, hinted: at.change } }
}

/**
 * The stream ended, or failed with `fault`: the clock takes over. It is opened again after a full-jitter pause that
 * begins at some seconds; much later where the central has none. `fractions`: of that pause, and of the next pull.
 */
export function afterHintsEnd(
  plan: SyncPlan,
  at: {
    readonly now: number
    readonly fault: StepFault | null
    readonly fractions: readonly [pause: number, pull: number]
  },
): SyncPlan {
  const { now, fault, fractions } = at
  const failures = fault ? plan.hints.failures + 1 : 0
  const asked = fault?.kind === 'refused' ? hintsRefusedMs : (fault?.retryAfterMs ?? 0)
  const pause = Math.max(asked, retryDelayMs(failures + firstHintAttempt, fractions[0]))
  const hints = { failures, lastFault: fault?.kind ?? null, notBefore: now + pause, alive: false }
  const ended = { ...plan, hints }
  const dueAt = Math.min(plan.replica.dueAt, byClock(ended, now, fractions[1]))
  return { ...ended, replica: { ...plan.replica, dueAt } }
}

/** A node that went down takes many streams along: their tills come back over some seconds. */
const firstHintAttempt = 4

function byClock(plan: SyncPlan, now: number, fraction: number): number {
  const every = plan.hints.alive ? pullEveryHintedMs : pullEveryMs
  return now + Math.floor(every * (0.75 + fraction / 2))
}

/** A snapshot was swapped in: what changed since is due at once. */
export function afterSnapshot(plan: SyncPlan, now: number): SyncPlan {
  return {
    ...contacted(plan, now),
    push: awake(plan.push, now),
    replica: { ...idle, dueAt: now, rebuild: false, more: false, hinted: null, change: null },
  }
}

/** The replica is compared with the chain at `dueAt`; null calls it off. */
export function reconcileAt(plan: SyncPlan, dueAt: number | null): SyncPlan {
  return { ...plan, reconcile: { ...idle, dueAt } }
}

/** A step of a comparison failed: it goes on after a pause. The badge hears of it by pulls and pushes alone. */
export function afterReconcileFault(
  plan: SyncPlan,
  at: { readonly now: number; readonly fault: StepFault; readonly fraction: number },
): SyncPlan {
  const failures = plan.reconcile.failures + 1
  const pause = Math.max(at.fault.retryAfterMs ?? 0, retryDelayMs(failures, at.fraction))
  const waits: Lane = { failures, lastFault: at.fault.kind, notBefore: at.now + pause }
  return { ...plan, reconcile: { ...plan.reconcile, ...waits } }
}

/** The replica's file is broken or its cursor refused: load it anew. Not a failure of the line. */
export function afterReplicaLost(plan: SyncPlan, now: number): SyncPlan {
  return { ...plan, replica: { ...plan.replica, dueAt: now, rebuild: true, more: false } }
}

/** A step failed: the lane waits a full-jitter pause, or longer when the central asked for it. */
export function afterFault(
  plan: SyncPlan,
  lane: 'push' | 'replica',
  at: { readonly now: number; readonly fault: StepFault; readonly fraction: number },
): SyncPlan {
  const before = plan[lane]
  const failures = before.failures + 1
  const pause = Math.max(at.fault.retryAfterMs ?? 0, retryDelayMs(failures, at.fraction))
  const waits: Lane = { failures, lastFault: at.fault.kind, notBefore: at.now + pause }
  const failing =
    at.fault.kind === 'local'
      ? plan.failing
      : { since: plan.failing?.since ?? at.now, count: (plan.failing?.count ?? 0) + 1 }
  if (lane === 'replica') return { ...plan, failing, replica: { ...plan.replica, ...waits } }
  const eventsMax = shrinks(at.fault.kind)
    ? Math.max(1, Math.floor(plan.push.eventsMax / 2))
    : plan.push.eventsMax
  assert(eventsMax >= 1, 'a push carries an event')
  return { ...plan, failing, push: { ...waits, eventsMax } }
}

/**
 * Whether the central counts as out of reach. One failed step seconds after a contact does not turn the badge;
 * a second one, or a first one long after, does.
 */
export function isOffline(plan: SyncPlan, now: number): boolean {
  if (plan.failing === null) return false
  return plan.failing.count >= 2 || plan.lastContactAt === null || now - plan.lastContactAt > contactFreshMs
}

function contacted(plan: SyncPlan, now: number): SyncPlan {
  return { ...plan, lastContactAt: now, failing: null }
}

/** The other lane got through: one that waits because the line was dead need not wait any longer. */
function awake<L extends Lane>(lane: L, now: number): L {
  const lineWasDead = lane.lastFault === 'unreachable' || lane.lastFault === 'timed_out'
  return lineWasDead ? { ...lane, ...idle, notBefore: Math.min(lane.notBefore, now) } : lane
}

/** Faults that a smaller push may get around. */
function shrinks(kind: StepFault['kind']): boolean {
  return kind === 'timed_out' || kind === 'unreachable' || kind === 'too_large'
}
