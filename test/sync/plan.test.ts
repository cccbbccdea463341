import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  backoffBaseMs,
  backoffMaxMs,
  contactFreshMs,
  hintSpreadMs,
  hintsRefusedMs,
  pullAfterPushMs,
  pullEveryHintedMs,
  pullEveryMs,
  pushEventsMax,
} from '../../domain/limits.ts'
import { retryDelayMs } from '../../sync/backoff.ts'
import {
  afterFault,
  afterHint,
  afterHintsBegin,
  afterHintsEnd,
  afterPull,
  afterPush,
  afterReplicaLost,
  afterSnapshot,
  beginPlan,
  hurried,
  isOffline,
  nextHintStep,
  nextPushStep,
  nextReplicaStep,
  type StepFault,
  type SyncPlan,
} from '../../sync/plan.ts'
import { notEnrolledSlice, syncSliceOf } from '../../sync/status.ts'

const start = beginPlan(1_000, true)
const online = afterPull(start, 1_000, { more: false, change: 5 }, 0.5)
const fault = (kind: StepFault['kind'], retryAfterMs: number | null = null): StepFault => ({
  kind,
  retryAfterMs,
})
const failed = (plan: SyncPlan, lane: 'push' | 'replica', now: number, what = fault('unreachable')) =>
  afterFault(plan, lane, { now, fault: what, fraction: 0.5 })

test('[SY30] pauses double up to a minute, and chance takes any share of them', () => {
  const ceilings = [1, 2, 3, 8, 9, 100].map((attempt) => retryDelayMs(attempt, 0.999_999_999))
  expect(ceilings).toEqual([499, 999, 1_999, 59_999, 59_999, 59_999])
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5_000 }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (attempt, fraction) => {
        const pause = retryDelayMs(attempt, fraction)
        expect(pause).toBeGreaterThanOrEqual(0)
        expect(pause).toBeLessThan(Math.min(backoffMaxMs, backoffBaseMs * 2 ** (attempt - 1)))
      },
    ),
  )
})

test('[SY31] a till that starts pulls at once and pushes what waits; without a replica it loads one', () => {
  expect(nextPushStep(start, 1_000, 3)).toEqual({ kind: 'push', eventsMax: pushEventsMax })
  expect(nextPushStep(start, 1_000, 0)).toEqual({ kind: 'wait', until: null })
  expect(nextReplicaStep(start, 1_000)).toEqual({ kind: 'pull' })
  expect(nextReplicaStep(beginPlan(1_000, false), 1_000)).toEqual({ kind: 'snapshot' })
})

test('[SY31] pulls come every quarter minute, give or take a quarter; at once while more waits, soon after a push', () => {
  const until = (fraction: number) =>
    nextReplicaStep(afterPull(start, 1_000, { more: false, change: 5 }, fraction), 1_000)
  expect(until(0)).toEqual({ kind: 'wait', until: 1_000 + pullEveryMs * 0.75 })
  expect(until(0.5)).toEqual({ kind: 'wait', until: 1_000 + pullEveryMs })
  expect(nextReplicaStep(online, 1_000 + pullEveryMs)).toEqual({ kind: 'pull' })
  expect(nextReplicaStep(afterPull(start, 1_000, { more: true, change: 5 }, 0.5), 1_000)).toEqual({
    kind: 'pull',
  })
  expect(nextReplicaStep(afterPush(online, 2_000), 2_000)).toEqual({
    kind: 'wait',
    until: 2_000 + pullAfterPushMs,
  })
  expect(nextReplicaStep(afterSnapshot(start, 2_000), 2_000)).toEqual({ kind: 'pull' })
})

test('[SY32] a failed lane waits a share of its pause, or as long as the central asked; the other lane does not', () => {
  const once = failed(online, 'push', 2_000)
  expect(nextPushStep(once, 2_000, 1)).toEqual({ kind: 'wait', until: 2_250 })
  expect(nextReplicaStep(once, 1_000 + pullEveryMs)).toEqual({ kind: 'pull' })
  expect(nextPushStep(failed(once, 'push', 3_000), 3_000, 1)).toEqual({ kind: 'wait', until: 3_500 })
  const asked = failed(online, 'push', 2_000, fault('busy', 30_000))
  expect(nextPushStep(asked, 2_000, 1)).toEqual({ kind: 'wait', until: 32_000 })
})

test('[SY32] a lane that waited for a dead line goes on when the other one got through; one the central put off does not', () => {
  const dead = failed(failed(online, 'push', 2_000), 'push', 2_300)
  expect(nextPushStep(afterPull(dead, 2_400, { more: false, change: 5 }, 0.5), 2_400, 1).kind).toBe('push')
  const busy = failed(online, 'push', 2_000, fault('busy', 30_000))
  expect(nextPushStep(afterPull(busy, 2_400, { more: false, change: 5 }, 0.5), 2_400, 1)).toEqual({
    kind: 'wait',
    until: 32_000,
  })
})

test('[SY32] a person’s wish ends a pause, except one the central asked for', () => {
  const dead = hurried(failed(online, 'push', 2_000), 2_010)
  expect(nextPushStep(dead, 2_010, 1).kind).toBe('push')
  expect(nextReplicaStep(dead, 2_010)).toEqual({ kind: 'pull' })
  const busy = hurried(failed(online, 'push', 2_000, fault('busy', 30_000)), 2_010)
  expect(nextPushStep(busy, 2_010, 1)).toEqual({ kind: 'wait', until: 32_000 })
})

test('[SY33] a push that does not get through is halved until it is one event, and grows again', () => {
  let plan = online
  for (let failures = 0; failures < 12; failures++) plan = failed(plan, 'push', 2_000, fault('timed_out'))
  expect(plan.push.eventsMax).toBe(1)
  plan = afterPush(plan, 3_000)
  expect(plan.push.eventsMax).toBe(2)
  for (let pushes = 0; pushes < 12; pushes++) plan = afterPush(plan, 3_000)
  expect(plan.push.eventsMax).toBe(pushEventsMax)
  expect(failed(online, 'push', 2_000, fault('refused')).push.eventsMax).toBe(pushEventsMax)
})

test('[SY34] a refused cursor or a broken replica is loaded anew', () => {
  expect(nextReplicaStep(afterReplicaLost(online, 2_000), 2_000)).toEqual({ kind: 'snapshot' })
})

const slice = (
  plan: SyncPlan,
  now: number,
  waiting = 0,
  working = { push: false, replica: null as 'pull' | 'snapshot' | null },
) =>
  syncSliceOf({
    plan,
    waiting,
    disputed: 1,
    parked: 2,
    working,
    reconciled: null,
    reconciling: false,
    wallMs: 5_000_000 + now,
    monotonicMs: now,
  })

test('[SY35] the badge is online after a step got through and offline only after steps failed, without flicker', () => {
  expect(slice(start, 1_000)).toMatchObject({ state: 'syncing', lastContactAt: null })
  expect(slice(online, 1_500)).toEqual({
    state: 'online',
    waiting: 0,
    offlineSince: null,
    lastContactAt: 5_001_000,
    disputed: 1,
    parked: 2,
    nextTryAt: null,
    reconciling: false,
    reconciled: null,
  })
  const once = failed(online, 'push', 2_000)
  expect(isOffline(once, 2_000)).toBe(false)
  expect(slice(once, 2_000).state).toBe('online')
  expect(isOffline(once, 1_000 + contactFreshMs + 1)).toBe(true)
  const twice = failed(once, 'push', 2_500)
  expect(slice(twice, 2_500, 4)).toMatchObject({
    state: 'offline',
    waiting: 4,
    offlineSince: 5_002_000,
    nextTryAt: 5_003_000,
  })
  expect(slice(afterPush(twice, 4_000), 4_000).state).toBe('online')
  expect(isOffline(failed(start, 'replica', 1_100), 1_100)).toBe(true)
})

test('[SY35] catching up shows as syncing, a till sent away as faulted, a local fault as neither', () => {
  expect(slice(online, 1_500, 3, { push: true, replica: null }).state).toBe('syncing')
  expect(slice(afterPull(online, 2_000, { more: true, change: 5 }, 0), 2_000).state).toBe('syncing')
  expect(slice(afterReplicaLost(online, 2_000), 2_000).state).toBe('syncing')
  expect(slice(failed(online, 'replica', 2_000, fault('refused')), 2_000).state).toBe('faulted')
  const local = failed(failed(online, 'push', 2_000, fault('local')), 'push', 2_300, fault('local'))
  expect(slice(local, 2_300).state).toBe('online')
  expect(notEnrolledSlice.state).toBe('not_enrolled')
})

const dueAt = (plan: SyncPlan) => plan.replica.dueAt

test('[SY36] a hint of a change makes a pull due within a second, spread by chance; one of ours does not', () => {
  const hint = (plan: SyncPlan, change: number, fraction = 0.25) =>
    afterHint(plan, { now: 2_000, change, fraction })
  expect(dueAt(hint(online, 9))).toBe(2_000 + hintSpreadMs / 4)
  expect(dueAt(hint(online, 5))).toBe(dueAt(online))
  // A number below ours is a central put back: only a pull can tell.
  expect(dueAt(hint(online, 3))).toBe(2_000 + hintSpreadMs / 4)
  const spread = [0, 0.1, 0.5, 0.999].map((fraction) => dueAt(hint(online, 9, fraction)))
  expect(new Set(spread).size).toBe(4)
})

test('[SY36] a hint heard during a pull is not lost, and one beyond the central is followed once', () => {
  const during = afterHint(online, { now: 2_000, change: 9, fraction: 0.5 })
  const behind = afterPull(during, 2_100, { more: false, change: 7 }, 0.5)
  expect(dueAt(behind)).toBe(2_100 + hintSpreadMs / 2)
  const after = afterPull(behind, 3_000, { more: false, change: 7 }, 0.5)
  expect(dueAt(after)).toBe(3_000 + pullEveryHintedMs)
  expect(dueAt(afterPull(during, 2_100, { more: false, change: 9 }, 0.5))).toBe(2_100 + pullEveryHintedMs)
})

test('[SY36] pulls by the clock are rare while hints are alive, and usual again when they end', () => {
  const alive = afterPull(afterHintsBegin(online), 2_000, { more: false, change: 5 }, 0.5)
  expect(dueAt(alive)).toBe(2_000 + pullEveryHintedMs)
  const ended = afterHintsEnd(alive, { now: 3_000, fault: null, fractions: [0, 0.5] })
  expect(dueAt(ended)).toBe(3_000 + pullEveryMs)
  expect(dueAt(afterPull(ended, 4_000, { more: false, change: 5 }, 0.5))).toBe(4_000 + pullEveryMs)
})

test('[SY37] a stream is opened again after a jittered pause that grows with failures; a busy central says how long', () => {
  expect(nextHintStep(online, 1_000)).toEqual({ kind: 'listen' })
  expect(nextHintStep(beginPlan(1_000, false), 1_000)).toEqual({ kind: 'wait', until: null })
  const end = (plan: SyncPlan, what: StepFault | null, fraction = 0.5) =>
    afterHintsEnd(plan, { now: 1_000, fault: what, fractions: [fraction, 0.5] })
  const until = (plan: SyncPlan) => nextHintStep(plan, 1_000)
  expect(until(end(online, null))).toEqual({ kind: 'wait', until: 3_000 })
  const once = end(online, fault('timed_out'))
  expect(until(once)).toEqual({ kind: 'wait', until: 5_000 })
  expect(until(end(once, fault('unreachable')))).toEqual({ kind: 'wait', until: 9_000 })
  expect(until(end(once, fault('busy', 70_000)))).toEqual({ kind: 'wait', until: 71_000 })
  expect(until(end(once, fault('refused')))).toEqual({ kind: 'wait', until: 1_000 + hintsRefusedMs })
  expect(until(end(online, null, 0))).toEqual({ kind: 'listen' })
  // Neither the badge nor the other lanes hear of it.
  expect(isOffline(end(end(online, fault('timed_out')), fault('timed_out')), 90_000)).toBe(false)
  expect(slice(end(once, fault('refused')), 1_000).state).toBe('online')
})
