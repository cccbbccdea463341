import { cpSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { SyncSlice } from '../../contract/notice.ts'
import type { Journal, ReadDb, Replica, Tx } from '../../db/handle.ts'
import { appendEvent, chainHead } from '../../db/journal/event-table.ts'
import { readSetting, removeSetting, saveSetting } from '../../db/journal/setting-table.ts'
import { openJournal, openReplica } from '../../db/open.ts'
import type { Overlay } from '../../db/overlay/files.ts'
import { appliedMark } from '../../db/replica/applied-table.ts'
import { readCursor } from '../../db/replica/cursor-table.ts'
import { replicaFiles, swapReplica } from '../../db/replica/swap.ts'
import { transact } from '../../db/transact.ts'
import { type EventDraft, sealEvent, type TillEvent } from '../../domain/event.ts'
import { type Uuid, uuidV7 } from '../../domain/ids.ts'
import { addEvent, nextPlace } from '../../electron/core/record-event.ts'
import { sealerOf, signBytes } from '../../electron/core/sealing.ts'
import type { Identity } from '../../electron/core/session.ts'
import type { CentralClient } from '../../sync/central-client.ts'
import { signatureCheck } from '../../sync/checkpoint.ts'
import { type Sync, startSync } from '../../sync/engine.ts'
import { type Enrolled, enrolTerminal, type TlsKeys } from '../../sync/enrol.ts'
import type { JournalAccess } from '../../sync/journal-access.ts'
import { sealPinHash } from '../../sync/pin-seal.ts'
import { createReplicaWriter } from '../../sync/replica-writer.ts'
import { keysFrom } from './keys.ts'
import type { Random } from './random.ts'
import type { Scheduler } from './scheduler.ts'
import { type SimNetwork, TillGone } from './sim-network.ts'
import type { Tally } from './tally.ts'

/** The line of the simulation has no TLS: its key and request are names. */
const noTlsKeys: TlsKeys = {
  make: () => 'a key of no line',
  request: (key) => Buffer.from(key).toString('base64'),
}

/** A till of the simulation: real files, real rules, the real engine; only its line and its time are simulated. */
export interface SimTill {
  readonly name: string
  readonly isAlive: () => boolean
  readonly identity: () => Identity | null
  readonly overlay: () => Overlay | null
  readonly journal: () => Journal | null
  /** Changes whenever one of the files may have; null while the till lies down. */
  readonly fingerprint: () => string | null
  /** Records an event of a type this version of the central does not know. */
  readonly recordStrange: () => TillEvent | null
  readonly status: () => SyncSlice | null
  /** Writes an act of the till and nudges sync; null when the till crashed in the middle. */
  readonly act: <T>(work: (tx: Tx, identity: Identity) => T) => T | null
  readonly now: () => number
  readonly newId: () => Uuid
  readonly hurry: () => void
  /** Ends at once, as by SIGKILL: what was not committed never happened. */
  readonly crash: () => void
  /** Starts again on its files. */
  readonly start: () => void
  readonly dispose: () => void
}

export interface SimTillDeps {
  readonly name: string
  /** An empty folder of its own. */
  readonly folder: string
  readonly enrolmentCode: string
  readonly random: Random
  readonly scheduler: Scheduler
  readonly network: SimNetwork
  readonly tally: Tally
  readonly now: () => number
  /** How likely a write of the journal ends in a crash, before or after its commit. */
  readonly crashChance: () => number
  /** Put in on purpose: a crash loses the last thing committed. */
  readonly forgetsCommits: boolean
  /** Enrolling made the first event of the chain. */
  readonly onFirstEvent: (event: TillEvent) => void
  /** The till lies down; somebody should start it again. */
  readonly onCrash: () => void
  /** A fault that is no fault of the world. */
  readonly onBug: (thrown: unknown) => void
}

/** One life of a till, from a start to a crash. */
interface Life {
  alive: boolean
  readonly folder: string
  readonly journal: Journal
  reader: Replica | null
  sync: Sync | null
  /** Counts whatever may have changed one of the files. */
  touched: number
  /** The files' state when that was last counted. */
  looked: { readonly touched: number; readonly state: string }
}

export function createSimTill(deps: SimTillDeps): SimTill {
  const { random, scheduler, tally } = deps
  const keys = { journal: random.bytes(32), replica: random.bytes(32), pepper: random.bytes(32) }
  const terminalKeys = keysFrom(random.bytes(32))
  const sealer = sealerOf(terminalKeys.privateKey)
  let lives = 0
  let life: Life | null = null
  let files = join(deps.folder, 'life-0')
  mkdirSync(files, { recursive: true })

  const newId = () => uuidV7(deps.now(), random.bytes(10))
  const journalFile = (folder: string) => join(folder, 'journal.db')
  const identityOf = (db: ReadDb): Identity | null => {
    const terminal = readSetting(db, 'terminal')
    const epoch = readSetting(db, 'epoch')
    return terminal && epoch ? { terminal, epoch, sealer } : null
  }

  function accessOf(of: Life): JournalAccess {
    const ifAlive = () => {
      if (!of.alive) throw new TillGone()
    }
    return {
      read: () => {
        ifAlive()
        return of.journal
      },
      write: (work) => {
        ifAlive()
        if (random.chance(deps.crashChance())) return dieBefore(of)
        of.touched++
        const made: ReturnType<typeof work>[] = []
        transact(of.journal, (tx) => {
          made[0] = work(tx)
        })
        if (random.chance(deps.crashChance())) return dieAfter(of)
        return made[0] as ReturnType<typeof work>
      },
    }
  }
  const dieBefore = (of: Life): never => {
    tally.count('crash_before_commit')
    crash(of)
    throw new TillGone()
  }
  const dieAfter = (of: Life): never => {
    tally.count('crash_after_commit')
    crash(of)
    throw new TillGone()
  }

  function clientOf(of: Life): CentralClient {
    return deps.network.clientOf({
      certificate: () => (of.alive ? (readSetting(of.journal, 'tls')?.certificate ?? '') : ''),
      isAlive: () => of.alive,
      onHeard: () => {
        of.touched++
      },
    })
  }

  function startEngine(of: Life): void {
    const identity = identityOf(of.journal)
    const centralKey = readSetting(of.journal, 'centralKey')
    if (!identity || !centralKey) return
    const central = clientOf(of)
    const { current } = replicaFiles(of.folder)
    const open = () => openReplica({ file: current, key: keys.replica, access: 'read' })
    const sealPin = (pinHash: Uint8Array) => sealPinHash(keys.pepper, pinHash)
    of.sync = startSync({
      journal: accessOf(of),
      central,
      terminalId: identity.terminal.terminalId,
      isSigned: signatureCheck(centralKey),
      folder: of.folder,
      writer: createReplicaWriter({
        folder: of.folder,
        replicaKey: keys.replica,
        sealPin,
        central,
        chunkRows: random.between(1, 6),
      }),
      isLoaded: of.reader !== null,
      swapReplica: () => {
        of.reader?.close()
        swapReplica(of.folder)
        of.reader = open()
        tally.count('snapshot_swapped')
      },
      setReplicaAside: () => deps.onBug(new Error('no replica breaks here')),
      clock: {
        now: deps.now,
        elapsed: scheduler.elapsed,
        after: (delayMs, act) =>
          scheduler.after(delayMs, () => {
            if (of.alive) act()
          }),
      },
      chance: { fraction: random.fraction, bytes: random.bytes },
      onStatus: () => undefined,
      onServerTime: () => undefined,
      onStanding: () => undefined,
      onProgress: () => undefined,
      onChanged: () => undefined,
      isRestricted: () => false,
      onTrust: () => undefined,
      onFault: (thrown) => {
        if (of.alive) deps.onBug(thrown)
      },
      log: (_level, word) => tally.count(`log_${word}`),
    })
  }

  async function enrol(of: Life): Promise<void> {
    const journal = accessOf(of)
    while (of.alive && !identityOf(of.journal)) {
      const enrolled = await enrolTerminal(
        {
          journal,
          central: clientOf(of),
          makeKeys: () => terminalKeys,
          tlsKeys: noTlsKeys,
          sign: signBytes,
          appVersion: 'sim',
        },
        deps.enrolmentCode,
      )
      if (enrolled.ok) keepEnrolment(journal, enrolled.value)
      else tally.count(`enrol_${enrolled.refusal.code}`)
    }
    if (of.alive) startEngine(of)
  }

  function keepEnrolment(journal: JournalAccess, { answer, tlsKey }: Enrolled): void {
    const { terminalId, terminalNumber: number, storeId, epoch, centralKey } = answer
    const terminal = { terminalId, number, storeId }
    const event = journal.write(
      (tx) => {
        saveSetting(tx, 'terminal', terminal)
        saveSetting(tx, 'epoch', epoch)
        saveSetting(tx, 'tls', { privateKey: tlsKey, ...answer.tls })
        removeSetting(tx, 'nextTlsKey')
        saveSetting(tx, 'centralKey', centralKey)
        return addEvent(
          tx,
          { terminal, epoch, sealer },
          {
            id: newId(),
            type: 'terminal.enrolled',
            time: deps.now(),
            actor: null,
            rules: 0,
            mode: 'isolated',
            data: { terminalNumber: number, publicKey: terminalKeys.publicKey },
          },
        )
      },
      () => true,
    )
    deps.onFirstEvent(event as TillEvent)
  }

  function start(): void {
    swapReplica(files)
    const journal = openJournal({ file: journalFile(files), key: keys.journal })
    const { current } = replicaFiles(files)
    let reader: Replica | null = openReplica({ file: current, key: keys.replica, access: 'write' })
    if (readCursor(reader) === null) {
      reader.close()
      reader = null
    }
    const begun: Life = {
      alive: true,
      folder: files,
      journal,
      reader,
      sync: null,
      touched: 0,
      looked: { touched: -1, state: '' },
    }
    life = begun
    const ended = (thrown: unknown) => {
      if (begun.alive) deps.onBug(thrown)
    }
    if (identityOf(journal)) startEngine(begun)
    else enrol(begun).catch(ended)
  }

  /** Takes the files as they are at this very moment and goes on from them later. */
  function crash(of: Life): void {
    if (!of.alive) return
    of.alive = false
    lives++
    files = join(deps.folder, `life-${lives}`)
    cpSync(of.folder, files, { recursive: true, filter: (name) => !name.endsWith('-shm') })
    if (deps.forgetsCommits) rmSync(`${journalFile(files)}-wal`, { force: true })
    close(of)
    rmSync(of.folder, { recursive: true, force: true })
    deps.onCrash()
  }

  function close(of: Life): void {
    of.alive = false
    of.sync?.stop().catch(deps.onBug)
    of.reader?.close()
    of.journal.close()
  }

  const living = () => (life?.alive ? life : null)

  function act<T>(work: (tx: Tx, identity: Identity) => T): T | null {
    const of = living()
    const identity = of && identityOf(of.journal)
    if (!of || !identity) return null
    try {
      const made = accessOf(of).write(
        (tx) => work(tx, identity),
        () => true,
      )
      of.sync?.nudge()
      return made
    } catch (thrown) {
      if (thrown instanceof TillGone) return null
      throw thrown
    }
  }

  return {
    name: deps.name,
    isAlive: () => living() !== null,
    identity: () => {
      const of = living()
      return of && identityOf(of.journal)
    },
    overlay: () => {
      const of = living()
      const identity = of && identityOf(of.journal)
      if (!of || !identity || !of.reader) return null
      return { journal: of.journal, replica: of.reader, terminalId: identity.terminal.terminalId }
    },
    journal: () => living()?.journal ?? null,
    fingerprint: () => {
      const of = living()
      if (!of) return null
      if (of.touched === of.looked.touched) return of.looked.state
      const terminalId = readSetting(of.journal, 'terminal')?.terminalId
      const seq = terminalId ? chainHead(of.journal, terminalId, 1).seq : 0
      const cursor = of.reader && readCursor(of.reader)
      const mark = of.reader && terminalId ? appliedMark(of.reader, terminalId).seq : 0
      of.looked = { touched: of.touched, state: `${lives} ${seq} ${mark} ${cursor?.change} ${cursor?.feed}` }
      return of.looked.state
    },
    recordStrange: () => {
      const strange = { id: newId(), type: 'campaign.shown', data: { campaign: 'spring' } }
      const draft = { ...strange, time: deps.now(), actor: null, rules: 0, mode: 'isolated' as const }
      return act((tx, identity) => {
        const event = sealEvent(draft as unknown as EventDraft, nextPlace(tx, identity), identity.sealer)
        appendEvent(tx, event)
        return event
      })
    },
    status: () => living()?.sync?.status() ?? null,
    act,
    now: deps.now,
    newId,
    hurry: () => living()?.sync?.hurry(),
    crash: () => {
      const of = living()
      if (of) crash(of)
    },
    start,
    dispose: () => {
      const of = living()
      if (of) close(of)
      life = null
    },
  }
}
