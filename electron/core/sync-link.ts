import { generateKeyPairSync } from 'node:crypto'
import type { TillConfig } from '../../contract/config.ts'
import type { SyncSlice } from '../../contract/notice.ts'
import type { ReplicaThread, TlsIdentity } from '../../contract/replica-thread.ts'
import { readSetting, removeSetting, saveSetting } from '../../db/journal/setting-table.ts'
import { openReplica } from '../../db/open.ts'
import { replicaFiles, swapReplica } from '../../db/replica/swap.ts'
import { assert } from '../../domain/assert.ts'
import { onlineAskMs, syncAfterStartMs } from '../../domain/limits.ts'
import { refuse } from '../../domain/refusal.ts'
import { ok, type Result } from '../../domain/result.ts'
import { type Authority, createAuthority, signedByCentral } from '../../sync/authorize.ts'
import { retryDelayMs } from '../../sync/backoff.ts'
import { type CentralClient, createCentralClient } from '../../sync/central-client.ts'
import { CentralFault } from '../../sync/central-fault.ts'
import { signatureCheck } from '../../sync/checkpoint.ts'
import { type Sync, startSync } from '../../sync/engine.ts'
import { enrolTerminal } from '../../sync/enrol.ts'
import { type RenewDeps, renewOnce, startRenewal } from '../../sync/renewal.ts'
import { ReplicaThreadLost } from '../../sync/replica-thread.ts'
import type { ReplicaWriter } from '../../sync/replica-writer.ts'
import type { Standing } from '../../sync/standing.ts'
import { notEnrolledSlice } from '../../sync/status.ts'
import type { StepLane } from '../../sync/step-lane.ts'
import type { Books } from './books.ts'
import type { Chain } from './chain.ts'
import type { Clock } from './clock.ts'
import { isWorlds } from './faults.ts'
import { learnAuthority } from './first-contact.ts'
import type { Chance } from './ids.ts'
import { faultFields, type Log } from './log.ts'
import { setReplicaAside } from './open-files.ts'
import { recordEvent } from './record-event.ts'
import { sealerOf, signBytes } from './sealing.ts'
import type { Identity, Session } from './session.ts'
import { tlsKeys } from './tls-keys.ts'

export interface SyncLinkOptions {
  readonly folder: string
  readonly appVersion: string
  readonly config: TillConfig
  readonly replicaKey: ReplicaThread['replicaKey']
  readonly pepper: ReplicaThread['pepper']
  readonly books: Books
  readonly session: Session
  readonly chain: Chain
  readonly clock: Clock
  readonly chance: Chance
  readonly log: Log
  readonly openWriter: (thread: () => ReplicaThread) => ReplicaWriter
  readonly onStatus: () => void
  /** The central told its time, epoch ms. */
  readonly onServerTime: (serverTime: number) => void
  readonly onProgress: () => void
  /** The replica's rows changed. */
  readonly onChanged: () => void
  /** This till belongs to the chain now. */
  readonly onEnrolled: () => void
  /** Which epoch is written or admitted may have changed. */
  readonly onTrust: () => void
  readonly onThrown: (thrown: unknown) => void
}

/** The till's line to its central: enrolment, and the engine once there is someone to speak as. */
export interface SyncLink {
  /** Starts the engine of an enrolled till; else enrols with the code of `till.json`, if it has one. */
  readonly start: () => void
  readonly slice: () => SyncSlice
  readonly loadedBps: () => number | null
  /** Something was committed. */
  readonly nudge: () => void
  readonly hurry: () => void
  /** Compares the replica with the chain now. */
  readonly reconcile: () => void
  /** For a question while a customer waits, bounded by `onlineAskMs`; null before enrolment. See core/online.ts. */
  readonly central: () => CentralClient | null
  /** For what a person reads and no customer waits for, bounded by `requestTimeoutMs`; null before enrolment. */
  readonly unhurried: () => CentralClient | null
  /** The one authority over what is spent; null before enrolment. Its answers may come late: the caller has the deadline. */
  readonly authority: () => Authority | null
  readonly rebuildReplica: () => void
  /** Refuses `already_enrolled`, `enrolment_code_wrong`, `central_not_proven` and `central_unreachable`. */
  readonly enrol: (centralUrl: string, code: string) => Promise<Result<Record<string, never>>>
  /** A certificate that ran out, with a code of head office. Refuses `enrolment_code_wrong` and `central_unreachable`. */
  readonly renew: (code: string) => Promise<Result<Record<string, never>>>
  readonly stop: () => Promise<void>
}

export function createSyncLink(options: SyncLinkOptions): SyncLink {
  const { appVersion, books, chain, chance, clock, config, folder, log, session } = options
  const ending = new AbortController()
  let sync: Sync | null = null
  let writer: ReplicaWriter | null = null
  let counterClient: CentralClient | null = null
  let unhurried: CentralClient | null = null
  let authority: Authority | null = null
  let status: SyncSlice = notEnrolledSlice
  let loadedBps: number | null = null
  let renewing: RenewDeps | null = null
  let renewal: StepLane | null = null
  let callOff = (): void => undefined
  let enrolling: Promise<unknown> = Promise.resolve()

  function onFault(thrown: unknown): void {
    log.write('error', 'sync_faulted', faultFields(thrown))
    if (!isWorlds(thrown) && !(thrown instanceof ReplicaThreadLost)) options.onThrown(thrown)
  }

  /** What this till shows on its line: the certificate the journal has now. */
  function shown(): TlsIdentity {
    const tls = readSetting(books.read(), 'tls')
    assert(tls, 'an enrolled till has its certificate')
    return { privateKey: tls.privateKey, certificate: tls.certificate }
  }

  /** Kept, so that a till that starts without a line says so too. */
  function noteStanding(standing: Standing): void {
    const before = readSetting(books.read(), 'standing') ?? 'good'
    if (standing === before) return
    books.write(
      (tx) => (standing === 'good' ? removeSetting(tx, 'standing') : saveSetting(tx, 'standing', standing)),
      (db) => (readSetting(db, 'standing') ?? 'good') === standing,
    )
    log.write('info', 'till_standing', { state: standing })
    session.reload()
    options.onStatus()
  }

  /** The badge says first that this till is not let in: all else follows from it. */
  function standingIn(slice: SyncSlice): SyncSlice {
    const standing = readSetting(books.read(), 'standing')
    return standing === null ? slice : { ...slice, state: standing }
  }

  async function renew(code: string): Promise<Result<Record<string, never>>> {
    if (!renewing) return refuse('central_unreachable')
    try {
      await renewOnce(renewing, code)
    } catch (fault) {
      if (!(fault instanceof CentralFault)) throw fault
      return refuse(fault.code === 'enrolment_code_wrong' ? fault.code : 'central_unreachable')
    }
    log.write('info', 'certificate_renewed', {})
    sync?.hurry()
    return ok({})
  }

  function startEngine(identity: Identity): void {
    const journal = books.read()
    // The address in `till.json` wins: store IT moves a till to another address of its central there.
    const url = config.central?.url ?? readSetting(journal, 'centralUrl')
    const ca = readSetting(journal, 'ca')
    const centralKey = readSetting(journal, 'centralKey')
    if (sync || !url || !ca || !centralKey || !readSetting(journal, 'tls')) return
    const { current } = replicaFiles(folder)
    const { pepper, replicaKey } = options
    const others = config.central?.others
    const speaksAs = { url, others, ca, identity: shown, appVersion, stopped: ending.signal }
    counterClient = createCentralClient({ ...speaksAs, requestMs: onlineAskMs })
    authority = createAuthority({
      central: createCentralClient(speaksAs),
      isSigned: signedByCentral(centralKey),
      newNonce: () => Buffer.from(chance.bytes(32)).toString('hex'),
    })
    writer = options.openWriter(() => ({
      folder,
      replicaKey,
      pepper,
      central: { url, others, ca, identity: shown(), appVersion },
    }))
    const central = createCentralClient(speaksAs)
    unhurried = central
    renewing = { journal: books, central, tlsKeys }
    renewal = startRenewal({
      ...renewing,
      clock,
      fraction: chance.fraction,
      onRenewed: () => sync?.hurry(),
      onFault,
      log: (level, word, fields) => log.write(level, word, fields),
    })
    sync = startSync({
      journal: books,
      central,
      terminalId: identity.terminal.terminalId,
      isSigned: signatureCheck(centralKey),
      folder,
      writer,
      isLoaded: chain.isLoaded(),
      swapReplica: () => {
        chain.attach(null)
        swapReplica(folder)
        chain.attach(openReplica({ file: current, key: replicaKey, access: 'read' }))
      },
      setReplicaAside: () => {
        chain.attach(null)
        setReplicaAside(folder, clock.now(), log)
      },
      clock,
      chance,
      // A till that can sell shows its screen first: the steps of sync would take the processor from it.
      beginAfterMs: chain.isLoaded() ? syncAfterStartMs : 0,
      onServerTime: options.onServerTime,
      onStanding: noteStanding,
      onStatus: (next) => {
        status = standingIn(next)
        options.onStatus()
      },
      onProgress: (next) => {
        loadedBps = next
        options.onProgress()
      },
      isRestricted: () => session.restriction() !== null,
      onTrust: options.onTrust,
      onChanged: options.onChanged,
      onFault,
      log: (level, word, fields) => log.write(level, word, fields),
    })
    status = standingIn(sync.status())
    options.onStatus()
  }

  /**
   * One after another: a second identity would break the chain of the first.
   */
  function enrol(centralUrl: string, code: string): Promise<Result<Record<string, never>>> {
    const inTurn = enrolling.then(() =>
      session.identity() ? refuse('already_enrolled') : enrolNow(centralUrl, code),
    )
    enrolling = inTurn.catch(() => undefined)
    return inTurn
  }

  async function enrolNow(centralUrl: string, code: string): Promise<Result<Record<string, never>>> {
    const line = { url: centralUrl, appVersion, stopped: ending.signal }
    const learned = await learnAuthority({ ...line, pinned: config.central?.caSha256 }, code)
    if (!learned.ok) return learned
    const ca = learned.value
    const central = createCentralClient({ ...line, ca })
    const enrolled = await enrolTerminal(
      { journal: books, central, makeKeys, tlsKeys, sign: signBytes, appVersion },
      code,
    )
    if (!enrolled.ok) return enrolled
    const { answer, keys, tlsKey } = enrolled.value
    const { centralKey, epoch, storeId, terminalId, terminalNumber: number } = answer
    const identity: Identity = {
      terminal: { terminalId, number, storeId },
      epoch,
      sealer: sealerOf(keys.privateKey),
    }
    options.onServerTime(answer.serverTime)
    const now = clock.now()
    recordEvent(books, {
      identity,
      draft: {
        id: chance.newId(now),
        type: 'terminal.enrolled',
        time: now,
        actor: null,
        rules: 0,
        mode: 'isolated',
        data: { terminalNumber: number, publicKey: keys.publicKey },
      },
      beside: (tx) => {
        saveSetting(tx, 'terminal', identity.terminal)
        saveSetting(tx, 'epoch', epoch)
        saveSetting(tx, 'ca', ca)
        saveSetting(tx, 'tls', { privateKey: tlsKey, ...answer.tls })
        removeSetting(tx, 'nextTlsKey')
        saveSetting(tx, 'centralKey', centralKey)
        saveSetting(tx, 'centralUrl', centralUrl)
        saveSetting(tx, 'keys', answer.keys)
      },
    })
    log.write('info', 'till_enrolled', { terminalId })
    options.onEnrolled()
    start()
    return ok({})
  }

  /** The code of `till.json`: tried until the central answers, and no longer once it said no. */
  function enrolByConfig(attempt: number): void {
    const { enrolmentCode, url } = config.central ?? {}
    if (!url || !enrolmentCode || session.identity() || ending.signal.aborted) return
    enrol(url, enrolmentCode).then((answer) => {
      if (answer.ok) return
      log.write('error', 'enrolment_refused', { code: answer.refusal.code })
      if (answer.refusal.code !== 'central_unreachable') return
      callOff = clock.after(retryDelayMs(attempt, chance.fraction()), () => enrolByConfig(attempt + 1))
    }, onFault)
  }

  function start(): void {
    const identity = session.identity()
    if (identity) startEngine(identity)
    else enrolByConfig(1)
  }

  return {
    start,
    slice: () => status,
    loadedBps: () => loadedBps,
    nudge: () => sync?.nudge(),
    hurry: () => {
      sync?.hurry()
      renewal?.wake()
    },
    reconcile: () => sync?.reconcile(),
    central: () => counterClient,
    unhurried: () => unhurried,
    authority: () => authority,
    rebuildReplica: () => sync?.rebuildReplica(),
    enrol,
    renew,
    stop: async () => {
      callOff()
      ending.abort()
      await renewal?.stop()
      await sync?.stop()
      await writer?.close()
    },
  }
}

function makeKeys(): { readonly privateKey: string; readonly publicKey: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  return {
    privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
  }
}
