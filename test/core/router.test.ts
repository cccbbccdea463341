import { expect, test } from 'vitest'
import type { CoreFrame } from '../../contract/bridge.ts'
import { type CommandName, commands } from '../../contract/command.ts'
import { commandTimeoutMs } from '../../domain/limits.ts'
import { ok } from '../../domain/result.ts'
import { NotRecorded, TillStopped } from '../../electron/core/faults.ts'
import { createNotices } from '../../electron/core/notices.ts'
import { createRouter, type Handlers } from '../../electron/core/router.ts'
import { memoryLog } from './till-parts.ts'

/** A router whose one command does what the test says; time passes when the test says so. */
function routerWith(signOut: () => unknown) {
  const frames: CoreFrame[] = []
  const bugs: unknown[] = []
  const timers: { readonly at: number; readonly act: () => void }[] = []
  const handlers = Object.fromEntries(
    Object.keys(commands).map((name) => [name, () => ok({})] as [CommandName, () => unknown]),
  ) as unknown as Handlers
  const onThrown = (thrown: unknown) => bugs.push(thrown)
  const router = createRouter({
    handlers: { ...handlers, signOut } as Handlers,
    notices: createNotices(
      {
        till_changed: () => ({}) as never,
        staff_changed: () => null,
        basket_changed: () => ({}) as never,
        sync_changed: () => ({}) as never,
        risk_changed: () => ({}) as never,
        shift_changed: () => ({ open: null, nextFloat: null, between: null }),
        devices_changed: () => ({}) as never,
        last_sale_changed: () => null,
        training_changed: () => null,
      },
      { strict: false, onThrown },
    ),
    clock: {
      uptime: () => 0,
      now: () => 0,
      elapsed: () => 0,
      after: (delayMs, act) => {
        const timer = { at: delayMs, act }
        timers.push(timer)
        return () => timers.splice(timers.indexOf(timer), 1)
      },
    },
    log: memoryLog(),
    strict: true,
    checkTrading: () => undefined,
    onThrown,
  })
  let take: (frame: unknown) => void = () => undefined
  router.connectPage({
    send: (frame) => frames.push(frame),
    onFrame: (listener) => {
      take = listener
    },
    onClose: () => undefined,
  })
  return {
    bugs,
    timers,
    ask: () => take({ kind: 'call', id: 1, command: 'signOut', input: {} }),
    answers: () => frames.filter(({ kind }) => kind !== 'notice'),
  }
}

const outcomes: readonly (readonly [string, () => unknown, unknown, number])[] = [
  ['an answer', () => ok({}), { kind: 'reply', id: 1, output: {} }, 0],
  ['a promised answer', () => Promise.resolve(ok({})), { kind: 'reply', id: 1, output: {} }, 0],
  [
    'a stopped till',
    () => {
      throw new TillStopped()
    },
    { kind: 'faulted', id: 1, fault: 'stopped' },
    0,
  ],
  [
    'a disk that took nothing',
    () => Promise.reject(new NotRecorded(null)),
    { kind: 'faulted', id: 1, fault: 'not_recorded' },
    0,
  ],
  [
    'a bug',
    () => {
      throw new TypeError('we were wrong')
    },
    { kind: 'faulted', id: 1, fault: 'core_failed' },
    1,
  ],
  [
    'a late bug',
    () => Promise.reject(new Error('later')),
    { kind: 'faulted', id: 1, fault: 'core_failed' },
    1,
  ],
  [
    'an output that is not the contract’s',
    () => ok('nonsense'),
    { kind: 'faulted', id: 1, fault: 'core_failed' },
    1,
  ],
  [
    'a refusal the contract does not list',
    () => ({ ok: false, refusal: { code: 'basket_empty' } }),
    { kind: 'faulted', id: 1, fault: 'core_failed' },
    1,
  ],
]

test.each(outcomes)('[CO55] every call settles, once: %s', async (_, signOut, answer, bugs) => {
  const router = routerWith(signOut)
  router.ask()
  await expect.poll(() => router.answers()).toEqual([answer])
  expect(router.bugs).toHaveLength(bugs)
  // No timer is left behind.
  expect(router.timers).toEqual([])
})

test('[CO56] a call nobody answers times out, and what comes later is not sent', async () => {
  let answerLate: (value: unknown) => void = () => undefined
  const router = routerWith(
    () =>
      new Promise((resolve) => {
        answerLate = resolve
      }),
  )
  router.ask()
  expect(router.timers.map(({ at }) => at)).toEqual([commandTimeoutMs])
  router.timers[0]?.act()
  expect(router.answers()).toEqual([{ kind: 'faulted', id: 1, fault: 'timed_out' }])
  answerLate(ok({}))
  await Promise.resolve()
  expect(router.answers()).toHaveLength(1)
})
