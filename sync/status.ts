import type { SyncSlice } from '../contract/notice.ts'
import type { Reconciled } from '../db/journal/setting-table.ts'
import { accuracyPpm } from '../domain/row-digest.ts'
import { isOffline, type SyncPlan } from './plan.ts'

/** What the badge is made of. */
export interface SyncFacts {
  readonly plan: SyncPlan
  /** Events not yet acknowledged, and those disputed or parked. */
  readonly waiting: number
  readonly disputed: number
  readonly parked: number
  /** What is under way now. */
  readonly working: { readonly push: boolean; readonly replica: 'pull' | 'snapshot' | null }
  /** The two clocks at one moment, in ms: the plan counts in the monotonic one, the screen shows the other. */
  readonly wallMs: number
  /** What the last comparison with the chain found, and whether one is under way. */
  readonly reconciled: Reconciled | null
  readonly reconciling: boolean
  readonly monotonicMs: number
}

/** The slice of a till that belongs to no central yet. */
export const notEnrolledSlice: SyncSlice = {
  state: 'not_enrolled',
  waiting: 0,
  offlineSince: null,
  lastContactAt: null,
  disputed: 0,
  parked: 0,
  nextTryAt: null,
  reconciling: false,
  reconciled: null,
}

/** The badge, from what is known: offline only after a failed step, online only after one that got through. */
export function syncSliceOf(facts: SyncFacts): SyncSlice {
  const { plan, monotonicMs } = facts
  const wall = (at: number) => Math.max(0, facts.wallMs + (at - monotonicMs))
  const offline = isOffline(plan, monotonicMs)
  const tries = [facts.waiting > 0 ? plan.push : null, plan.replica].filter(
    (lane) => lane && lane.failures > 0,
  )
  const nextTryAt = Math.min(...tries.map((lane) => lane?.notBefore ?? Number.POSITIVE_INFINITY))
  return {
    state: stateOf(facts, offline),
    waiting: facts.waiting,
    offlineSince: offline && plan.failing ? wall(plan.failing.since) : null,
    lastContactAt: plan.lastContactAt === null ? null : wall(plan.lastContactAt),
    disputed: facts.disputed,
    parked: facts.parked,
    reconciling: facts.reconciling,
    reconciled: facts.reconciled && {
      ...facts.reconciled,
      ppm: accuracyPpm(facts.reconciled.rows, facts.reconciled.wrong),
    },
    nextTryAt: offline && Number.isFinite(nextTryAt) ? wall(nextTryAt) : null,
  }
}

function stateOf(facts: SyncFacts, offline: boolean): SyncSlice['state'] {
  const { plan, working } = facts
  if ([plan.push, plan.replica].some((lane) => lane.lastFault === 'refused')) return 'faulted'
  if (offline) return 'offline'
  const catchingUp = working.replica === 'snapshot' || plan.replica.more || plan.replica.rebuild
  if (plan.lastContactAt === null || catchingUp || (working.push && facts.waiting > 0)) return 'syncing'
  return 'online'
}
