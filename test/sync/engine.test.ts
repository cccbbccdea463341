import { afterEach, beforeEach, expect, test } from 'vitest'
import type { SyncSlice } from '../../contract/notice.ts'
import { ReplicaBroken } from '../../db/faults.ts'
import { replicaFiles, swapReplica } from '../../db/replica/swap.ts'
import type { CentralClient, PushOutcome } from '../../sync/central-client.ts'
import { CentralFault } from '../../sync/central-fault.ts'
import { type Sync, type SyncDeps, startSync } from '../../sync/engine.ts'
import { sealPinHash } from '../../sync/pin-seal.ts'
import { createReplicaWriter, type ReplicaWriter } from '../../sync/replica-writer.ts'
import { readTicket } from '../../sync/snapshot.ts'
import { beginning } from '../sim/chain-facts.ts'
import { createScheduler, type Scheduler } from '../sim/scheduler.ts'
import { keys, openRig, type Rig } from './rig.ts'

let rig: Rig
let scheduler: Scheduler
let sync: Sync | undefined
let told: SyncSlice[]
let times: number[]
let faults: unknown[]
beforeEach(() => {
  rig = openRig()
  scheduler = createScheduler()
  told = []
  times = []
  faults = []
})
afterEach(async () => {
  await sync?.stop()
  rig.close()
})

function inlineWriter(central: Partial<CentralClient> = {}): ReplicaWriter {
  const sealPin = (pinHash: Uint8Array) => sealPinHash(new Uint8Array(32), pinHash)
  return createReplicaWriter({
    folder: rig.folder,
    replicaKey: keys.replica,
    sealPin,
    central: { ...rig.central, ...central },
  })
}

const simulatedClock = {
  now: () => 1_000_000 + scheduler.elapsed(),
  elapsed: () => scheduler.elapsed(),
  uptime: () => scheduler.elapsed(),
  after: (delayMs: number, act: () => void) => scheduler.after(delayMs, act),
}

function begin(changes: Partial<SyncDeps> = {}): Sync {
  sync = startSync({
    ...rig.push,
    central: rig.central,
    folder: rig.folder,
    writer: inlineWriter(),
    isLoaded: false,
    swapReplica: () => void swapReplica(rig.folder),
    setReplicaAside: () => undefined,
    clock: simulatedClock,
    chance: { fraction: () => 0.5, bytes: (count) => new Uint8Array(count).fill(3) },
    onStatus: (slice) => told.push(slice),
    onServerTime: (serverTime) => times.push(serverTime),
    onStanding: () => undefined,
    onProgress: () => undefined,
    onChanged: () => undefined,
    isRestricted: () => false,
    onTrust: () => undefined,
    onFault: (fault) => faults.push(fault),
    log: () => undefined,
    ...changes,
  })
  return sync
}

/** Lets simulated time pass until `done`, at most a simulated hour. */
async function until(done: () => boolean): Promise<void> {
  await new Promise<void>((resolve) => setImmediate(resolve))
  while (!done()) {
    expect(await scheduler.step()).toBe(true)
    expect(scheduler.elapsed()).toBeLessThan(3_600_000)
  }
}

const unreachable = () => Promise.reject(new CentralFault('unreachable', 'gone'))
const state = () => told.at(-1)?.state

test('[SY60] a new till loads its replica and sends what waits beside it, then is online', async () => {
  rig.record(3)
  const progress: (number | null)[] = []
  const running = begin({ onProgress: (bps) => progress.push(bps) })
  await until(() => running.status().state === 'online')
  expect(running.status()).toMatchObject({ waiting: 0, state: 'online' })
  expect(progress[0]).toBe(0)
  expect(progress.at(-1)).toBeNull()
  expect(progress).toContain(10_000)
  expect(readTicket(rig.journal)).toBeNull()
  expect(faults).toEqual([])
})

test('[SY69] what the central says of its time is told with each push and pull', async () => {
  rig.record(1)
  const running = begin()
  await until(() => running.status().waiting === 0 && times.length >= 2)
  expect(new Set(times)).toEqual(new Set([beginning]))
})

test('[SY75] an answer a machine slept over tells no time', async () => {
  rig.record(1)
  let asleep = 0
  const uptime = () => {
    asleep += 86_400_000
    return asleep
  }
  const running = begin({ clock: { ...simulatedClock, uptime } })
  await until(() => running.status().waiting === 0 && running.status().state === 'online')
  expect(times).toEqual([])
})

test('[SY61] an act is sent at once, and its own rows come back soon after', async () => {
  const running = begin()
  await until(() => running.status().state === 'online')
  const before = scheduler.elapsed()
  rig.record(1)
  running.nudge()
  await until(() => running.status().waiting === 0)
  expect(scheduler.elapsed() - before).toBe(0)
  const { change } = rig.model.state()
  let pulled = 0
  rig.model.change([{ c: 'campaign', k: 'x', d: {} }])
  expect(rig.model.state().change).toBe(change + 1)
  await until(() => {
    pulled = scheduler.elapsed()
    return pulled - before >= 1_500
  })
  expect(pulled - before).toBe(1_500)
})

test('[SY62] without a central a till backs off, says so, and a sale does not hurry it; a person does', async () => {
  let tries = 0
  const push = () => {
    tries++
    return unreachable()
  }
  rig.record(1)
  const running = begin({
    isLoaded: true,
    central: { ...rig.central, push },
    writer: inlineWriter({ changes: () => gone() }),
  })
  await until(() => tries >= 6)
  expect(state()).toBe('offline')
  expect(running.status()).toMatchObject({ state: 'offline', waiting: 1, offlineSince: 1_000_000 })
  const before = tries
  for (let sale = 0; sale < 20; sale++) running.nudge()
  await until(() => true)
  expect(tries).toBe(before)
  running.hurry()
  await until(() => tries > before)
  expect(scheduler.elapsed()).toBeLessThan(60_000)
})

test('[SY68] a wall clock years off, and put right in the middle, holds up neither push nor pull (actual 3786)', async () => {
  let wall = Date.UTC(1970, 0, 1)
  const { elapsed, after } = scheduler
  let pulls = 0
  const changes: CentralClient['changes'] = (from) => {
    pulls++
    return rig.central.changes(from)
  }
  const clock = { now: () => wall, elapsed, uptime: elapsed, after }
  const running = begin({ clock, writer: inlineWriter({ changes }) })
  rig.record(2)
  await until(() => running.status().state === 'online' && running.status().waiting === 0)
  for (const year of [2199, 2026, 1970]) {
    wall = Date.UTC(year, 0, 1)
    const before = elapsed()
    const pulled = pulls
    rig.record(1)
    running.nudge()
    await until(() => running.status().waiting === 0)
    expect(elapsed() - before).toBe(0)
    await until(() => elapsed() - before >= 20_000)
    expect(pulls).toBeGreaterThan(pulled)
  }
  expect(running.status().state).toBe('online')
  expect(faults).toEqual([])
})

async function* gone(): AsyncGenerator<never, void> {
  yield await unreachable()
}

test('[SY63] a refused cursor loads a snapshot and asks again what the central holds of the chain', async () => {
  rig.record(2)
  const running = begin()
  await until(() => running.status().state === 'online')
  const backup = rig.model.backup()
  rig.record(3)
  rig.model.change([{ c: 'campaign', k: 'x', d: {} }])
  running.hurry()
  await until(() => running.status().waiting === 0 && running.status().state === 'online')
  rig.model.restart(backup)
  const taken = () => rig.model.terminalByCertificate(rig.enrolment.tls.certificate)?.events.length
  expect(taken()).toBe(2)
  running.hurry()
  await until(() => taken() === 5 && running.status().state === 'online')
  expect(faults).toEqual([])
})

test('[SY64] a snapshot that is gone or no good is given up for another one', async () => {
  const asked: string[] = []
  const reading: Partial<CentralClient> = {
    readSnapshot: (rest) => {
      asked.push(rest.snapshotId)
      return asked.length === 1 ? vanished() : rig.central.readSnapshot(rest)
    },
  }
  const running = begin({ writer: inlineWriter(reading) })
  await until(() => running.status().state === 'online')
  expect(new Set(asked).size).toBe(2)
})

async function* vanished(): AsyncGenerator<never, void> {
  yield await Promise.reject(new CentralFault('conflict', 'gone', { code: 'snapshot_gone' }))
}

test('[SY65] a broken replica is set aside once the writer let go of it, and loaded anew', async () => {
  const order: string[] = []
  const inline = inlineWriter()
  let broken = true
  const writer: ReplicaWriter = {
    ...inline,
    pull: () => {
      if (!broken) return inline.pull()
      broken = false
      return Promise.reject(
        new ReplicaBroken({ kind: 'replica', file: replicaFiles(rig.folder).current }, 'damaged'),
      )
    },
    release: async () => {
      order.push('released')
      await inline.release()
    },
  }
  const running = begin({ isLoaded: true, writer, setReplicaAside: () => order.push('aside') })
  await until(() => running.status().state === 'online' && order.length > 0)
  expect(order).toEqual(['released', 'aside'])
  expect(faults).toHaveLength(1)
})

test('[SY66] a central that sends a till back and forth is left alone for a while', async () => {
  const events = rig.record(4)
  let turns = 0
  const push = async (): Promise<PushOutcome> => {
    turns++
    const seq = turns % 2 === 0 ? 1 : 2
    const checkpoint = rig.signed({ seq, head: events[seq - 1]?.hash ?? '' })
    return { kind: 'conflict', conflict: { code: 'gap', expected: { epoch: 1, seq: seq + 1 }, checkpoint } }
  }
  const running = begin({ central: { ...rig.central, push } })
  await until(() => scheduler.elapsed() > 60_000)
  expect(turns).toBeGreaterThan(4)
  expect(turns).toBeLessThan(40)
  expect(running.status().waiting).toBeGreaterThan(0)
})

test('[SY67] a stopped engine tells nothing more and takes no further step', async () => {
  const running = begin()
  await until(() => running.status().state === 'online')
  await running.stop()
  const before = told.length
  rig.record(1)
  running.nudge()
  for (let step = 0; step < 5; step++) await scheduler.step()
  expect(told).toHaveLength(before)
  expect(rig.model.terminalByCertificate(rig.enrolment.tls.certificate)?.events).toHaveLength(0)
})

test('[SY36] a hint brings a pull within a second; while hints live the clock is slow', async () => {
  const hear: ((change: number) => void)[] = []
  const hints: CentralClient['hints'] = async function* (stop) {
    const aborted = new Promise<null>((resolve) => stop.addEventListener('abort', () => resolve(null)))
    yield { kind: 'beat' }
    for (;;) {
      const change = await Promise.race([new Promise<number>((resolve) => hear.push(resolve)), aborted])
      if (change === null) return
      yield { kind: 'change', change }
    }
  }
  const pulls: number[] = []
  const changes: CentralClient['changes'] = (from) => {
    pulls.push(scheduler.elapsed())
    return rig.central.changes(from)
  }
  const running = begin({ central: { ...rig.central, hints }, writer: inlineWriter({ changes }) })
  await until(() => running.status().state === 'online' && hear.length > 0)
  const quiet = pulls.length
  await until(() => pulls.length > quiet)
  expect((pulls.at(-1) ?? 0) - (pulls.at(-2) ?? 0)).toBe(120_000)
  rig.model.change([{ c: 'campaign', k: 'x', d: {} }])
  const told = scheduler.elapsed()
  hear.at(-1)?.(rig.model.state().change)
  const before = pulls.length
  await until(() => pulls.length > before)
  expect((pulls.at(-1) ?? 0) - told).toBe(500)
  expect(faults).toEqual([])
})

test('[SY37] a stream that fails over and over costs neither badge nor pulls, and holds up no closing', async () => {
  let tries = 0
  const hints: CentralClient['hints'] = () => {
    tries++
    return gone() as never
  }
  const running = begin({ central: { ...rig.central, hints } })
  await until(() => tries > 8)
  expect(scheduler.elapsed()).toBeGreaterThan(60_000)
  expect(running.status().state).toBe('online')
  expect(told.some(({ state: shown }) => shown === 'offline')).toBe(false)
  await running.stop()
  expect(faults).toEqual([])
})

test('[SY184] a till compares its copy soon after its start and when asked, and keeps the figure', async () => {
  const running = begin()
  await until(() => running.status().state === 'online')
  expect(running.status()).toMatchObject({ reconciled: null, reconciling: false })
  await until(() => running.status().reconciled !== null)
  expect(scheduler.elapsed()).toBeGreaterThanOrEqual(900_000)
  const { reconciled } = running.status()
  expect(reconciled).toMatchObject({ ppm: 1_000_000, wrong: 0, repaired: 0, skipped: 0 })
  expect(reconciled?.rows).toBeGreaterThan(10)
  const before = scheduler.elapsed()
  await until(() => scheduler.elapsed() > before)
  running.reconcile()
  await until(() => running.status().reconciled?.at !== reconciled?.at)
  expect(scheduler.elapsed() - before).toBeLessThan(130_000)
  expect(faults).toEqual([])
})

test('[SY183] a central without digests, or busy with them, costs neither badge nor pulls', async () => {
  let asked = 0
  const digests = () => {
    asked++
    const kind = asked < 3 ? 'busy' : 'refused'
    return Promise.reject(new CentralFault(kind, 'not now', { retryAfterMs: 5_000 }))
  }
  const running = begin({ writer: inlineWriter({ digests }) })
  await until(() => running.status().state === 'online')
  const shown = told.length
  running.reconcile()
  await until(() => asked >= 3 && !running.status().reconciling)
  expect(told.slice(shown).every(({ state: badge }) => badge === 'online' || badge === 'syncing')).toBe(true)
  expect(running.status().reconciled).toBeNull()
  expect(faults).toEqual([])
})
