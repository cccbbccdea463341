import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type CoreFrame, coreFrameSchema, type FaultCode } from '../../contract/bridge.ts'
import type { CommandInput, CommandName, CommandOutput } from '../../contract/command.ts'
import { tillConfigSchema } from '../../contract/config.ts'
import type { Notice } from '../../contract/notice.ts'
import { saveSetting } from '../../db/journal/setting-table.ts'
import { openJournal, openReplica, reopenAfterUnknown } from '../../db/open.ts'
import { putLease } from '../../db/replica/lease-table.ts'
import { putPolicy } from '../../db/replica/policy-table.ts'
import { transact } from '../../db/transact.ts'
import { uuid } from '../../domain/ids.ts'
import { money } from '../../domain/money.ts'
import type { Programme } from '../../domain/programme.ts'
import type { Refusal } from '../../domain/refusal.ts'
import type { Lease, RiskPolicy } from '../../domain/risk.ts'
import type { Clock } from '../../electron/core/clock.ts'
import type { TillDeps } from '../../electron/core/deps.ts'
import { systemChance } from '../../electron/core/ids.ts'
import { type Log, logLine } from '../../electron/core/log.ts'
import type { SliceKind, SliceValue } from '../../electron/core/notices.ts'
import type { PagePort } from '../../electron/core/router.ts'
import type { Till } from '../../electron/core/till.ts'
import { createCentralClient } from '../../sync/central-client.ts'
import { sealPinHash } from '../../sync/pin-seal.ts'
import { createReplicaWriter } from '../../sync/replica-writer.ts'
import { ampleRoom } from '../rig/ample-room.ts'
import { testTrust } from '../rig/trust.ts'
import { noon, staff, storeId, terminalId } from './demo-chain.ts'
import { putChain, sealedPins } from './demo-rows.ts'
import { putMemberChain, sealedMemberPin } from './member-chain.ts'
import { centralKey, policyRow } from './risk-rows.ts'

/* The parts of a headless till: real files, real rules, and stand-ins only for what is outside. Free of the test runner. */

export const keys = { journal: '11'.repeat(32), replica: '22'.repeat(32), pepper: '33'.repeat(32) }
const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'))

export interface Furniture {
  readonly enrolled?: boolean
  readonly loaded?: boolean
  /** Who is signed in; the cashier when nothing is said. */
  readonly signedIn?: boolean | keyof typeof staff
  /** Head office has not admitted the epoch this till writes. */
  readonly restricted?: boolean
  /** What the programme says differently. */
  readonly programme?: Partial<Programme>
  /** The members' chain over the demo chain (member-chain.ts). */
  readonly members?: boolean
  /** What the chain's limits say differently from the standard ones, signed by its central. */
  readonly policy?: Partial<RiskPolicy>
  /** Leases the replica has. */
  readonly leases?: readonly Lease[]
}

/** Makes `folder` that of an enrolled till with a loaded replica; its central is out of reach. */
export async function furnish(folder: string, options: Furniture = {}): Promise<void> {
  const { enrolled = true, loaded = true, signedIn = true } = options
  mkdirSync(folder, { recursive: true })
  if (enrolled) {
    const journal = openJournal({ file: join(folder, 'journal.db'), key: bytesOf(keys.journal) })
    const own = generateKeyPairSync('ed25519')
    const spki = (key: typeof own.publicKey) => key.export({ format: 'der', type: 'spki' }).toString('base64')
    transact(journal, (tx) => {
      saveSetting(tx, 'terminal', { terminalId, number: 'T1', storeId })
      saveSetting(tx, 'epoch', 1)
      if (options.restricted) {
        saveSetting(tx, 'admittedEpoch', 2)
        saveSetting(tx, 'epochCause', 'rolled_back')
      }
      saveSetting(
        tx,
        'privateKey',
        own.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
      )
      saveSetting(tx, 'publicKey', spki(own.publicKey))
      saveSetting(tx, 'centralKey', centralKey)
      saveSetting(tx, 'centralUrl', 'https://127.0.0.1:1')
      saveSetting(tx, 'ca', testTrust.ca)
      saveSetting(tx, 'tls', testTrust.identity({ terminalId, storeId }, noon))
      saveSetting(tx, 'keys', {
        phone: Buffer.alloc(32, 4).toString('base64'),
        personal: Buffer.alloc(32, 5).toString('base64'),
      })
      if (signedIn) {
        const { pin: _pin, ...person } = staff[signedIn === true ? 'cashier' : signedIn]
        saveSetting(tx, 'signedIn', { ...person, storeId })
      }
    })
    journal.close()
  }
  if (loaded) {
    const replica = openReplica({
      file: join(folder, 'replica.db'),
      key: bytesOf(keys.replica),
      access: 'write',
    })
    const seals = await sealedPins(bytesOf(keys.pepper))
    const pin = options.members ? await sealedMemberPin(bytesOf(keys.pepper)) : null
    transact(replica, (tx) => {
      putChain(tx, seals, options.programme)
      if (pin) putMemberChain(tx, pin, options.programme)
      if (options.policy) putPolicy(tx, policyRow(options.policy))
      for (const lease of options.leases ?? []) putLease(tx, lease)
    })
    replica.close()
  }
}

/** Clocks that stand still until time is moved on, or the wall clock alone is set; timers run in real time. */
export function standingClock(start = noon): Clock & {
  readonly move: (ms: number) => void
  readonly setWall: (ms: number) => void
} {
  let now = start
  let up = 0
  return {
    now: () => now,
    uptime: () => up,
    elapsed: () => Math.floor(performance.now()),
    after: (delayMs, act) => {
      const timer = setTimeout(act, delayMs)
      return () => clearTimeout(timer)
    },
    move: (ms) => {
      now += ms
      up += ms
    },
    setWall: (ms) => {
      now = ms
    },
  }
}

/** Keeps its lines as they would stand in the file. */
export function memoryLog(): Log & { readonly lines: readonly string[] } {
  const lines: string[] = []
  return {
    write: (level, word, fields) => {
      lines.push(logLine(noon, level, word, fields))
    },
    close: () => undefined,
    lines,
  }
}

export type Answer<N extends CommandName> =
  | { readonly output: CommandOutput<N> }
  | { readonly refusal: Refusal }
  | { readonly fault: FaultCode }

export interface Page {
  readonly call: <N extends CommandName>(command: N, input: CommandInput<N>) => Promise<Answer<N>>
  /** Sends anything at all. */
  readonly send: (frame: unknown) => void
  /** The slice as last told. */
  readonly slice: <K extends SliceKind>(kind: K) => SliceValue<K>
  readonly frames: readonly CoreFrame[]
  readonly notices: readonly Notice[]
  /** Resolves when `holds` does, asked at every frame; fails after `limitMs`. */
  readonly until: (holds: () => boolean, limitMs?: number) => Promise<void>
  readonly close: () => void
}

/** A page's end of the port, whose frames cross as a real port's do: cloned. */
export function openPage(till: Till): Page {
  const frames: CoreFrame[] = []
  const watchers = new Set<() => void>()
  let take: (frame: unknown) => void = () => undefined
  let onClosed = (): void => undefined
  let lastId = 0
  const port: PagePort = {
    send: (frame) => {
      frames.push(coreFrameSchema.parse(structuredClone(frame)))
      for (const watch of watchers) watch()
    },
    onFrame: (listener) => {
      take = listener
    },
    onClose: (listener) => {
      onClosed = listener
    },
  }
  till.connectPage(port)

  const until = (holds: () => boolean, limitMs = 5_000) =>
    new Promise<void>((resolve, reject) => {
      const limit = setTimeout(() => {
        watchers.delete(watch)
        reject(new Error('what was waited for did not happen'))
      }, limitMs)
      const watch = () => {
        if (!holds()) return
        clearTimeout(limit)
        watchers.delete(watch)
        resolve()
      }
      watchers.add(watch)
      watch()
    })
  const notices = () => frames.flatMap((frame) => (frame.kind === 'notice' ? [frame.notice] : []))

  async function call<N extends CommandName>(command: N, input: CommandInput<N>): Promise<Answer<N>> {
    lastId += 1
    const id = lastId
    take(structuredClone({ kind: 'call', id, command, input }))
    const answered = () => frames.find((frame) => frame.kind !== 'notice' && frame.id === id)
    await until(() => answered() !== undefined)
    const frame = answered()
    if (frame?.kind === 'reply') return { output: frame.output as CommandOutput<N> }
    if (frame?.kind === 'refused') return { refusal: frame.refusal as Refusal }
    if (frame?.kind === 'faulted') return { fault: frame.fault }
    throw new Error('no answer')
  }

  return {
    call,
    send: (frame) => take(frame),
    slice: <K extends SliceKind>(kind: K) => {
      const found = notices().findLast((notice) => notice.kind === kind)
      if (!found || !('value' in found)) throw new Error(`no ${kind}`)
      return found.value as SliceValue<K>
    },
    frames,
    get notices() {
      return notices()
    },
    until,
    close: () => onClosed(),
  }
}

/** The world of a headless till, with what a test cares about changed. */
export function depsOf(folder: string, changed: Partial<TillDeps> = {}): TillDeps {
  return {
    start: { folder, mode: 'development', appVersion: '0.1.0', keys, keyTrouble: null, restarts: 0 },
    config: tillConfigSchema.parse({}),
    clock: standingClock(),
    chance: systemChance(),
    log: memoryLog(),
    openScanner: () => ({ tell: () => undefined, close: async () => undefined }),
    findDevices: async () => [],
    findPrinters: async () => [],
    openCardReader: () => ({ close: async () => undefined }),
    openPrinter: () => {
      throw new Error('this till has no printer')
    },
    openWriter: (thread) => {
      const { central, folder: at, pepper, replicaKey } = thread()
      return createReplicaWriter({
        folder: at,
        replicaKey,
        sealPin: (pinHash) => sealPinHash(pepper, pinHash),
        central: createCentralClient({ ...central, identity: () => thread().central.identity }),
      })
    },
    openJournal,
    reopenJournal: reopenAfterUnknown,
    openCheckpoints: () => ({ nudge: () => undefined, empty: () => undefined, close: async () => undefined }),
    watchRoom: () => ampleRoom,
    onBug: (thrown) => {
      throw thrown
    },
    ...changed,
  }
}

/** Scans as a keyboard wedge does. */
export function scan(page: Page, text: string): Promise<Answer<'takeScan'>> {
  return page.call('takeScan', { text, source: 'wedge' })
}

/** Pays the open basket in cash, to the fen. */
export function payCash(page: Page): Promise<Answer<'commitSale'>> {
  const { saleId, toPay } = page.slice('basket_changed')
  return page.call('commitSale', {
    saleId: uuid(saleId ?? ''),
    toPay,
    tenders: toPay > 0 ? [cash(toPay)] : [],
  })
}

/** A tender in cash, fen. */
export function cash(amount: number): CommandInput<'commitSale'>['tenders'][number] {
  return { kind: 'cash', amount: money(amount), accountId: null }
}
