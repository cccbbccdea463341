import type { Journal, ReadDb } from '../../db/handle.ts'
import { readSetting, removeSetting, saveSetting } from '../../db/journal/setting-table.ts'
import { openReplica } from '../../db/open.ts'
import { replicaFiles, swapReplica } from '../../db/replica/swap.ts'
import { setAside } from '../../db/set-aside.ts'
import type { TillEvent } from '../../domain/event.ts'
import type { Uuid } from '../../domain/ids.ts'
import { isWorlds } from '../../electron/core/faults.ts'
import { addEvent, wasRecorded } from '../../electron/core/record-event.ts'
import { sealerOf, signBytes } from '../../electron/core/sealing.ts'
import type { Identity } from '../../electron/core/session.ts'
import type { CentralClient } from '../../sync/central-client.ts'
import { signatureCheck } from '../../sync/checkpoint.ts'
import { startSync } from '../../sync/engine.ts'
import { type Enrolled, enrolTerminal, type TlsKeys } from '../../sync/enrol.ts'
import type { JournalAccess } from '../../sync/journal-access.ts'
import { sealPinHash } from '../../sync/pin-seal.ts'
import { createReplicaWriter } from '../../sync/replica-writer.ts'
import type { Phase } from './cells.ts'
import type { SimMachine } from './sim-clock.ts'
import { walAtStart } from './sim-disk.ts'
import type { Line } from './sim-network.ts'
import type { Life, SimTillDeps } from './till-shape.ts'

/** The line of the simulation has no TLS: its key and request are names. */
const noTlsKeys: TlsKeys = {
  make: () => 'a key of no line',
  request: (key) => Buffer.from(key).toString('base64'),
}

/** What a life's sync needs of its till. */
export interface EngineDeps extends SimTillDeps {
  readonly machine: SimMachine
  readonly line: Line
  readonly newId: () => Uuid
  readonly journal: JournalAccess
  readonly during: <T>(phase: Phase, work: () => Promise<T>) => Promise<T>
  readonly begin: (phase: Phase) => void
  readonly end: (phase: Phase) => void
  readonly isRestricted: () => boolean
  readonly onTrust: () => void
  readonly identityIn: (db: ReadDb) => Identity | null
}

/** Starts the real engine of a life on its simulated line and clocks. */
export function startEngine(of: Life, deps: EngineDeps): void {
  const { keys, machine, random, scheduler, tally } = deps
  const journal: Journal = of.books.read()
  const identity = deps.identityIn(journal)
  const centralKey = readSetting(journal, 'centralKey')
  if (!identity || !centralKey) return
  const central = watched(deps.network.clientOf(deps.line), deps)
  const { current } = replicaFiles(of.folder)
  of.sync = startSync({
    journal: deps.journal,
    central,
    terminalId: identity.terminal.terminalId,
    isSigned: signatureCheck(centralKey),
    folder: of.folder,
    writer: createReplicaWriter({
      folder: of.folder,
      replicaKey: keys.replica,
      sealPin: (pinHash: Uint8Array) => sealPinHash(keys.pepper, pinHash),
      central,
      chunkRows: random.pick([2, 8, 40]),
    }),
    isLoaded: of.reader !== null,
    swapReplica: () => {
      of.reader?.close()
      swapReplica(of.folder)
      of.reader = openReplica({ file: current, key: keys.replica, access: 'read' })
      of.replicaWal = walAtStart(current)
      of.touched++
      tally.count('snapshot_swapped')
    },
    setReplicaAside: () => {
      of.reader?.close()
      of.reader = null
      setAside(current, deps.now())
      of.replicaWal = walAtStart(current)
      of.touched++
      tally.count('replica_set_aside')
    },
    clock: {
      now: of.clock.now,
      elapsed: scheduler.elapsed,
      uptime: of.clock.uptime,
      after: (delayMs, act) =>
        machine.after(delayMs, () => {
          if (of.alive) act()
        }),
    },
    chance: { fraction: random.fraction, bytes: random.bytes },
    onStatus: () => undefined,
    onStanding: () => undefined,
    onServerTime: of.clock.hear,
    onProgress: () => undefined,
    onChanged: () => undefined,
    isRestricted: deps.isRestricted,
    onTrust: deps.onTrust,
    onFault: (thrown) => {
      if (!of.alive) return
      if (isWorlds(thrown)) tally.count('sync_met_the_disk')
      else deps.onBug(thrown)
    },
    log: (_level, word) => tally.count(`log_${word}`),
  })
}

export async function enrolThenStart(of: Life, deps: EngineDeps): Promise<void> {
  while (of.alive && !deps.identityIn(of.books.read())) {
    const enrolled = await enrolTerminal(
      {
        journal: deps.journal,
        central: deps.network.clientOf(deps.line),
        makeKeys: () => deps.keys.terminal,
        tlsKeys: noTlsKeys,
        sign: signBytes,
        appVersion: 'sim',
      },
      deps.enrolmentCode,
    )
    if (enrolled.ok) keepEnrolment(of, deps, enrolled.value)
    else deps.tally.count(`enrol_${enrolled.refusal.code}`)
  }
  if (of.alive) startEngine(of, deps)
}

function keepEnrolment(of: Life, deps: EngineDeps, { answer, tlsKey }: Enrolled): void {
  const { terminalId, terminalNumber: number, storeId, epoch, centralKey } = answer
  const { publicKey, privateKey } = deps.keys.terminal
  const terminal = { terminalId, number, storeId }
  const id = deps.newId()
  const event = deps.journal.write(
    (tx) => {
      saveSetting(tx, 'terminal', terminal)
      saveSetting(tx, 'epoch', epoch)
      saveSetting(tx, 'tls', { privateKey: tlsKey, ...answer.tls })
      removeSetting(tx, 'nextTlsKey')
      saveSetting(tx, 'centralKey', centralKey)
      saveSetting(tx, 'privateKey', privateKey)
      saveSetting(tx, 'publicKey', publicKey)
      return addEvent(
        tx,
        { terminal, epoch, sealer: sealerOf(privateKey) },
        {
          id,
          type: 'terminal.enrolled',
          time: of.clock.now(),
          actor: null,
          rules: 0,
          mode: 'isolated',
          data: { terminalNumber: number, publicKey },
        },
      )
    },
    (db) => wasRecorded(db, id),
  )
  deps.onOwnEvent(event as TillEvent)
}

/** The line, with a word to the till of what it begins and ends to do. */
function watched(central: CentralClient, deps: EngineDeps): CentralClient {
  const { during, begin, end } = deps
  return {
    ...central,
    push: (...asked) => during('pushing', () => central.push(...asked)),
    offerSnapshot: () => during('loading', () => central.offerSnapshot()),
    async *changes(from) {
      begin('pulling')
      try {
        yield* central.changes(from)
      } finally {
        end('pulling')
      }
    },
    async *readSnapshot(rest) {
      begin('loading')
      try {
        yield* central.readSnapshot(rest)
      } finally {
        end('loading')
      }
    },
  }
}
