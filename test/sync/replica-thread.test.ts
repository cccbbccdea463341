import { readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ReplicaBroken } from '../../db/faults.ts'
import { openReplica } from '../../db/open.ts'
import { readCursor } from '../../db/replica/cursor-table.ts'
import { findProduct } from '../../db/replica/product-table.ts'
import { replicaFiles, swapReplica } from '../../db/replica/swap.ts'
import { createReplicaThread, ReplicaThreadLost } from '../../sync/replica-thread.ts'
import type { ReplicaWriter } from '../../sync/replica-writer.ts'
import { snapshotTicket } from '../../sync/snapshot.ts'
import { testTrust } from '../rig/trust.ts'
import { products } from '../sim/chain-facts.ts'
import { type ModelServer, startModelServer } from '../sim/model-http.ts'
import { keys, openRig, type Rig } from './rig.ts'

let rig: Rig
let server: ModelServer
let thread: ReplicaWriter
beforeEach(async () => {
  rig = openRig()
  server = await startModelServer(() => rig.model)
  thread = threadTo(rig.folder)
})
afterEach(async () => {
  await thread.close()
  await server.close()
  rig.close()
})

const lineTo = (url: string) => ({ url, ca: testTrust.ca, identity: rig.identity, appVersion: 'test' })

function threadTo(folder: string, idleMs?: number): ReplicaWriter {
  const start = {
    folder,
    replicaKey: keys.replica,
    pepper: new Uint8Array(32).fill(5),
    central: lineTo(server.url),
  }
  return createReplicaThread(new URL('../../sync/replica-worker.ts', import.meta.url), () => start, idleMs)
}

/** How often this process has `file` open. */
function openings(file: string): number {
  return readdirSync('/proc/self/fd').filter((name) => {
    try {
      return readlinkSync(`/proc/self/fd/${name}`) === file
    } catch {
      // The listing's own, closed by now.
      return false
    }
  }).length
}

const ticket = () =>
  snapshotTicket({
    journal: rig.access,
    central: rig.central,
    newKey: () => new Uint8Array(32).fill(6),
    folder: rig.folder,
  })

async function load(): Promise<number[]> {
  const progress: number[] = []
  await thread.loadSnapshot(await ticket(), (bps) => progress.push(bps))
  swapReplica(rig.folder)
  return progress
}

test('[SY70] the thread loads and pulls over real HTTP into its own connection', async () => {
  expect((await load()).at(-1)).toBe(10_000)
  const reader = openReplica({ file: replicaFiles(rig.folder).current, key: keys.replica, access: 'read' })
  try {
    expect(readCursor(reader)?.change).toBe(rig.model.state().change)
    rig.model.change([{ c: 'product', k: 'rice', d: { ...products[0], unitPrice: 7 } }])
    expect(await thread.pull()).toMatchObject({ applied: 1, setAside: 0, more: false })
    expect(findProduct(reader, 'rice')?.unitPrice).toBe(7)
  } finally {
    reader.close()
  }
})

test('[SY71] faults cross as what they are: of the line, with code and pause, and of the file', async () => {
  await load()
  const backup = rig.model.backup()
  rig.model.change([{ c: 'product', k: 'oil', d: null }])
  await thread.pull()
  rig.model.restart(backup)
  await expect(thread.pull()).rejects.toMatchObject({
    name: 'CentralFault',
    kind: 'conflict',
    code: 'cursor_refused',
  })
  await thread.release()
  const file = replicaFiles(rig.folder).current
  const whole = readFileSync(file)
  whole.fill(0xee, 100, 4_000)
  writeFileSync(file, whole)
  const broken = await thread.pull().catch((thrown: unknown) => thrown)
  expect(broken).toBeInstanceOf(ReplicaBroken)
  expect(broken).toMatchObject({ kind: 'replica', file })
})

test('[SY72] a thread that dies fails its order, and the next order starts another', async () => {
  await load()
  const bad = thread.loadSnapshot({ offer: null as never, partKey: 'x' }, () => undefined)
  await expect(bad).rejects.toBeInstanceOf(ReplicaThreadLost)
  expect(await thread.pull()).toMatchObject({ applied: 0, more: false })
})

test('[SY73] closing ends the thread though an answer never comes', async () => {
  await load()
  await server.close()
  server = await startModelServer(() => {
    throw new Error('never asked')
  })
  await thread.close()
  const silent = await startSilentServer()
  try {
    const waiting = createReplicaThread(new URL('../../sync/replica-worker.ts', import.meta.url), () => ({
      folder: rig.folder,
      replicaKey: keys.replica,
      pepper: new Uint8Array(32),
      central: lineTo(silent.url),
    }))
    const pulling = waiting.pull().catch((thrown: unknown) => thrown)
    await silent.asked
    await waiting.close()
    expect(await pulling).toMatchObject({ name: expect.stringMatching(/^(CentralFault|ReplicaThreadLost)$/) })
  } finally {
    await silent.close()
  }
})

test('[SY74] a thread without orders ends and closes its file, and the next order starts another', async () => {
  await load()
  await thread.close()
  thread = threadTo(rig.folder, 20)
  const { current } = replicaFiles(rig.folder)
  for (let time = 0; time < 2; time += 1) {
    expect(await thread.pull()).toMatchObject({ applied: 0 })
    await expect.poll(() => openings(current), { timeout: 10_000 }).toBe(0)
  }
})

async function startSilentServer() {
  const { startLoopbackServer } = await import('./loopback-server.ts')
  let heard = () => {}
  const asked = new Promise<void>((resolve) => {
    heard = resolve
  })
  const silent = await startLoopbackServer(() => heard())
  return { ...silent, asked }
}
