import { EventEmitter } from 'node:events'
import { beforeEach, expect, test, vi } from 'vitest'
import type { CoreReport, MainFrame } from '../../contract/control.ts'
import { startTills } from '../../electron/main/tills.ts'

const ready = { kind: 'ready', customerDisplay: 'auto' } as const

/* Which core has the page while somebody trains, with utility processes that do what a test says. */

/** A core as main sees it. */
class Child extends EventEmitter {
  readonly heard: MainFrame[] = []
  postMessage(frame: MainFrame): void {
    this.heard.push(frame)
  }
  kill(): void {
    this.emit('exit')
  }
  says(report: CoreReport): void {
    this.emit('message', report)
  }
  get started() {
    const [start] = this.heard
    if (start?.kind !== 'start') throw new Error('a core hears its start first')
    return start
  }
  kinds(): string[] {
    return this.heard.map(({ kind }) => kind)
  }
}

const born = vi.hoisted(() => ({ children: [] as unknown[], make: (): unknown => null }))
vi.mock('electron', () => ({
  app: {},
  safeStorage: {},
  utilityProcess: {
    fork: () => {
      const child = born.make()
      born.children.push(child)
      return child
    },
  },
}))
const children = born.children as Child[]
beforeEach(() => {
  children.length = 0
  born.make = () => new Child()
})

const wanted: CoreReport = { kind: 'training_wanted', language: 'zh' }

function open() {
  const seen: string[] = []
  const tills = startTills({
    entry: 'core.js',
    start: { folder: '/till', mode: 'demo', appVersion: '0', keys: null, keyTrouble: null },
    onLost: () => seen.push('lost'),
    onReady: () => seen.push('ready'),
    onChanged: () => seen.push('changed'),
  })
  return { tills, seen, child: (place: number) => children[place] as Child }
}

/** Until what follows a promise that is settled has happened. */
const settled = () => new Promise((resolve) => setImmediate(resolve))

test('[TN15] training entered again at once waits until the last one is gone: two never share a store', async () => {
  const { child, seen } = open()
  child(0).says(ready)
  child(0).says(wanted)
  child(1).says(ready)
  child(1).says({ kind: 'training_left' })
  expect(child(1).kinds()).toEqual(['start', 'stop'])
  child(0).says(wanted)
  await settled()
  expect(children).toHaveLength(2)
  child(1).says({ kind: 'stopped' })
  await settled()
  expect(child(2).started.training).toBe('zh')
  expect(child(2).started.keys).not.toEqual(child(1).started.keys)
  // The till that sells is told of the end that is one: it would remove the store and take the scanners back.
  expect(child(0).kinds()).toEqual(['start'])
  expect(seen).toEqual(['ready', 'changed', 'ready', 'changed', 'changed'])
  child(2).says({ kind: 'training_left' })
  child(2).says({ kind: 'stopped' })
  await settled()
  expect(child(0).heard.at(-1)).toEqual({ kind: 'training_over', failure: null })
})

test('[TN15] a till that crashes while training ends comes back resting, and wakes once', async () => {
  const { child } = open()
  child(0).says(wanted)
  child(1).says(ready)
  child(1).says({ kind: 'training_left' })
  child(0).emit('exit')
  await vi.waitFor(() => expect(children).toHaveLength(3), { timeout: 2_000 })
  expect(child(2).started.resting).toBe(true)
  child(1).says({ kind: 'stopped' })
  await settled()
  expect(child(2).kinds()).toEqual(['start', 'training_over'])
})

test.each<[string, (training: Child) => void, string]>([
  [
    'said why and died',
    (training) => {
      training.says({ kind: 'training_failed', reason: 'ENOSPC' })
      training.emit('exit')
    },
    'ENOSPC',
  ],
  ['died before it was there', (training) => training.emit('exit'), 'ended'],
  [
    'died in a lesson',
    (training) => {
      training.says(ready)
      training.emit('exit')
    },
    'ended',
  ],
])(
  '[TN15] a training till that %s gives the page back, and the till hears why',
  async (_what, fails, failure) => {
    const { child, seen, tills } = open()
    child(0).says(ready)
    const selling = tills.shown()
    child(0).says(wanted)
    expect(tills.shown()).not.toBe(selling)
    fails(child(1))
    await settled()
    expect(tills.shown()).toBe(selling)
    expect(seen.at(-1)).toBe('changed')
    expect(seen).not.toContain('lost')
    expect(child(0).heard.at(-1)).toEqual({ kind: 'training_over', failure })
    // It is over: nobody starts it anew behind the till that sells.
    expect(children).toHaveLength(2)
  },
)

test('[TN15] a training till that never gets ready gives the page back', async () => {
  vi.useFakeTimers()
  try {
    const { child, tills } = open()
    const selling = tills.shown()
    child(0).says(wanted)
    await vi.advanceTimersByTimeAsync(30_000)
    expect(tills.shown()).toBe(selling)
    await vi.advanceTimersByTimeAsync(3_000)
    expect(child(0).heard.at(-1)).toEqual({ kind: 'training_over', failure: 'not_ready' })
  } finally {
    vi.useRealTimers()
  }
})

test('[TN15] quitting waits for a training till that is ending, and begins none anew', async () => {
  const { child, seen, tills } = open()
  child(0).says(wanted)
  child(1).says({ kind: 'training_left' })
  child(0).says(wanted)
  const shown = seen.length
  const stopped = tills.stop()
  await settled()
  expect(child(0).kinds()).toEqual(['start'])
  child(1).says({ kind: 'stopped' })
  await settled()
  expect(child(0).kinds()).toEqual(['start', 'training_over', 'stop'])
  child(0).says({ kind: 'stopped' })
  await stopped
  expect(children).toHaveLength(2)
  expect(seen).toHaveLength(shown)
})
