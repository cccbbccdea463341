import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DiskFull } from '../../db/faults.ts'
import type { ReadDb, Tx } from '../../db/handle.ts'
import { appendEvent, chainHead, eventsAfter, lastPlaceAndHead } from '../../db/journal/event-table.ts'
import { readSetting } from '../../db/journal/setting-table.ts'
import { appliedMark } from '../../db/replica/applied-table.ts'
import { readCursor } from '../../db/replica/cursor-table.ts'
import { readWitness } from '../../db/witness-file.ts'
import { type EventDraft, sealEvent, type TillEvent } from '../../domain/event.ts'
import { uuidV7 } from '../../domain/ids.ts'
import { beginEpochDue, type EpochDeps } from '../../electron/core/epoch.ts'
import { NotRecorded, TillStopped } from '../../electron/core/faults.ts'
import type { LogLevel } from '../../electron/core/log.ts'
import { nextPlace, wasRecorded } from '../../electron/core/record-event.ts'
import { sealerOf } from '../../electron/core/sealing.ts'
import type { Identity } from '../../electron/core/session.ts'
import { settleTrust } from '../../electron/core/witnesses.ts'
import type { JournalAccess } from '../../sync/journal-access.ts'
import type { EventKind, Phase } from './cells.ts'
import { isEventKind } from './cells.ts'
import { restrictionIn } from './restriction.ts'
import { createSimMachine } from './sim-clock.ts'
import {
  bytesOf,
  copyOfFiles,
  cutPower,
  hasKeptJournal,
  keepJournal,
  replaceJournal,
  syncedWalBytes,
} from './sim-disk.ts'
import { enrolThenStart, startEngine } from './sim-engine.ts'
import { beginLife } from './sim-life.ts'
import { type Line, TillGone } from './sim-network.ts'
import { knowsOf } from './till-knows.ts'
import type { CommitFault, HowDown, Life, SimTill, SimTillDeps } from './till-shape.ts'

/** The act is struck by a crash in its transaction. */
class Struck extends Error {
  override readonly name = 'Struck'
}

export function createSimTill(deps: SimTillDeps): SimTill {
  const { random, tally } = deps
  const { keys } = deps
  const sealer = sealerOf(keys.terminal.privateKey)
  const machine = createSimMachine({ ...deps, followsWall: deps.spoiler === 'follow_wall' })
  let lives = 0
  let life: Life | null = null
  let lastKind: EventKind | null = null
  let files = join(deps.folder, 'life-0')
  mkdirSync(files, { recursive: true })

  const living = () => (life?.alive ? life : null)
  const now = () => living()?.clock.now() ?? deps.now()
  const newId = () => uuidV7(now(), random.bytes(10))
  const journalFile = (folder: string) => join(folder, 'journal.db')
  const identityIn = (db: ReadDb): Identity | null => {
    const terminal = readSetting(db, 'terminal')
    const epoch = readSetting(db, 'epoch')
    return terminal && epoch ? { terminal, epoch, sealer } : null
  }
  const identityOf = (of: Life): Identity | null => {
    of.identity ??= identityIn(of.books.read())
    return of.identity
  }
  const line: Line = {
    certificate: () => {
      const of = living()
      return of ? (readSetting(of.books.read(), 'tls')?.certificate ?? '') : ''
    },
    life: () => (living() ? lives : -1),
    sleepLeft: machine.sleepLeft,
    apart: false,
    mishap: null,
    onHeard: () => {
      if (life) life.touched++
    },
  }

  /** The journal as sync writes it. */
  function accessOf(of: Life): JournalAccess {
    const ifAlive = () => {
      if (!of.alive) throw new TillGone()
    }
    return {
      read: () => {
        ifAlive()
        return of.books.read()
      },
      write: (work, happened) => {
        ifAlive()
        of.touched++
        return of.books.write(work, happened)
      },
    }
  }

  function during<T>(of: Life, phase: Phase, work: () => Promise<T>): Promise<T> {
    begin(of, phase)
    return work().finally(() => end(of, phase))
  }
  function begin(of: Life, phase: Phase): void {
    of.doing.push(phase)
    if (of.alive) deps.onPhase(till, phase)
  }
  function end(of: Life, phase: Phase): void {
    const place = of.doing.indexOf(phase)
    if (place !== -1) of.doing.splice(place, 1)
  }

  function start(): void {
    const of = beginLife({
      folder: files,
      keys,
      machine,
      random,
      tally,
      // People switch it off and on again.
      onStopped: (stopped) =>
        deps.scheduler.after(0, () => {
          if (stopped.alive) goDown(stopped, 'stopped', null)
        }),
    })
    life = of
    const engine = {
      ...deps,
      machine,
      line,
      newId,
      journal: accessOf(of),
      during: <T>(phase: Phase, work: () => Promise<T>) => during(of, phase, work),
      begin: (phase: Phase) => begin(of, phase),
      isRestricted: () => restrictionIn(of.books.read()) !== null,
      onTrust: () => onTrust(of),
      end: (phase: Phase) => end(of, phase),
      identityIn,
    }
    const ended = (thrown: unknown) => {
      if (of.alive) deps.onBug(thrown)
    }
    keepTrust(of)
    if (identityIn(of.books.read())) startEngine(of, engine)
    else enrolThenStart(of, engine).catch(ended)
  }

  const epochDepsOf = (of: Life): EpochDeps => ({
    folder: of.folder,
    journalKey: keys.journal,
    books: of.books,
    clock: of.clock,
    chance: { newId: (at) => uuidV7(at, random.bytes(10)), fraction: random.fraction, bytes: random.bytes },
    log: { write: (_level: LogLevel, word: string) => tally.count(`log_${word}`), close: () => undefined },
  })

  /** Whether the journal is the one this till last wrote: looked at in every start. */
  function keepTrust(of: Life): void {
    if (deps.spoiler !== 'ignore_witness') settleTrust(epochDepsOf(of), { copied: null })
    of.identity = null
    of.touched++
  }

  /** Begins the epoch sync found to be due. */
  function onTrust(of: Life): void {
    if (!of.alive || !beginEpochDue(epochDepsOf(of))) return
    of.identity = null
    of.touched++
    const last = lastPlaceAndHead(of.books.read())
    const [event] = last ? eventsAfter(of.books.read(), { ...last, seq: last.seq - 1 }, 1, 1_000_000) : []
    if (event) deps.onOwnEvent(event)
  }

  /** Takes the files as they are at this very moment; `synced` names what a power cut left of them. */
  function goDown(of: Life, how: HowDown, journalSynced: number | null): void {
    if (!of.alive) return
    of.alive = false
    lives++
    files = join(deps.folder, `life-${lives}`)
    copyOfFiles(of.folder, files)
    if (how === 'put back') replaceJournal(deps.folder, files)
    if (deps.spoiler === 'forget_commit') rmSync(`${journalFile(files)}-wal`, { force: true })
    if (how === 'lost its power') {
      const synced = new Map([
        ['replica.db-wal', syncedWalBytes(join(of.folder, 'replica.db'), of.replicaWal)],
        ['replica.loading.db', 0],
        ['snapshot.part', 0],
      ])
      if (journalSynced !== null) synced.set('journal.db-wal', journalSynced)
      cutPower(files, synced, random)
    }
    // Gone before they are closed: SQLite would move their WALs for nobody.
    rmSync(of.folder, { recursive: true, force: true })
    close(of)
    deps.onDown(how)
  }

  function close(of: Life): void {
    of.alive = false
    of.clock.stop()
    of.sync?.stop().catch(deps.onBug)
    of.reader?.close()
    of.books.close()
  }

  function act<T extends TillEvent>(work: (tx: Tx, identity: Identity) => T): T | null {
    const of = living()
    const identity = of && identityOf(of)
    if (!of || !identity || machine.sleepLeft() > 0) return null
    of.touched++
    const synced = bytesOf(`${journalFile(of.folder)}-wal`)
    let struck: CommitFault | null = null
    try {
      const event = of.books.write(
        (tx) => {
          const made = work(tx, identity)
          if (isEventKind(made.type)) {
            lastKind = made.type
            struck = deps.strike(till, 'before_commit', made.type)
          }
          if (struck === 'crash') throw new Struck()
          if (struck === 'disk_full') throw new DiskFull({ kind: 'journal', file: of.folder }, 'simulated')
          if (struck === 'commit_unknown') of.trouble = random.chance(0.5) ? 'unknown_done' : 'unknown_undone'
          return made
        },
        (db, made) => wasRecorded(db, made.id),
      )
      if (struck === 'power_cut') return downWith(of, 'lost its power', synced)
      const after = isEventKind(event.type) ? deps.strike(till, 'after_commit', event.type) : null
      if (after === 'crash') return downWith(of, 'crashed', null)
      if (after === 'power_cut') return downWith(of, 'lost its power', null)
      of.sync?.nudge()
      return event
    } catch (thrown) {
      if (thrown instanceof Struck) return downWith(of, 'crashed', null)
      if (thrown instanceof NotRecorded || thrown instanceof TillStopped) {
        tally.count('act_not_recorded')
        return null
      }
      throw thrown
    }
  }
  const downWith = (of: Life, how: 'crashed' | 'lost its power', synced: number | null): null => {
    goDown(of, how, synced)
    return null
  }

  const till: SimTill = {
    name: deps.name,
    machine,
    line,
    isAlive: () => living() !== null,
    life: () => lives,
    identity: () => {
      const of = living()
      return of && identityOf(of)
    },
    overlay: () => {
      const of = living()
      const identity = of && identityOf(of)
      if (!of?.reader || !identity) return null
      return { journal: of.books.read(), replica: of.reader, terminalId: identity.terminal.terminalId }
    },
    journal: () => living()?.books.read() ?? null,
    fingerprint: () => {
      const of = living()
      if (!of) return null
      if (of.touched === of.looked.touched) return of.looked.state
      const journal = of.books.read()
      const identity = identityOf(of)
      const terminalId = identity?.terminal.terminalId
      const head = terminalId ? chainHead(journal, terminalId, identity.epoch) : null
      const cursor = of.reader && readCursor(of.reader)
      const mark = of.reader && terminalId ? appliedMark(of.reader, terminalId) : null
      const state = [lives, head?.epoch, head?.seq, mark?.epoch, mark?.seq, cursor?.change, cursor?.feed]
      of.looked = { touched: of.touched, state: state.join(' ') }
      return of.looked.state
    },
    recordStrange: () => {
      const strange = { id: newId(), type: 'campaign.shown', data: { campaign: 'spring' } }
      const draft = { ...strange, time: now(), actor: null, rules: 0, mode: 'isolated' as const }
      return act((tx, identity) => {
        const event = sealEvent(draft as unknown as EventDraft, nextPlace(tx, identity), identity.sealer)
        appendEvent(tx, event)
        return event
      })
    },
    status: () => living()?.sync?.status() ?? null,
    act,
    now,
    time: () => living()?.clock.view() ?? null,
    newId,
    hurry: () => living()?.sync?.hurry(),
    crash: () => {
      const of = living()
      if (of) goDown(of, 'crashed', null)
    },
    cutPower: () => {
      const of = living()
      if (of) goDown(of, 'lost its power', null)
    },
    copyJournal: () => {
      const of = living()
      if (of) keepJournal(of.folder, deps.folder)
    },
    putBackJournal: () => {
      if (!hasKeptJournal(deps.folder)) return false
      const of = living()
      if (of) goDown(of, 'put back', null)
      else replaceJournal(deps.folder, files)
      return true
    },
    restriction: () => {
      const of = living()
      if (!of || deps.spoiler === 'ignore_restriction') return null
      return restrictionIn(of.books.read())
    },
    witnessed: () => {
      const witness = readWitness({ folder: files, key: keys.journal })
      return witness === 'garbled' ? null : witness
    },
    spoiler: deps.spoiler,
    knows: () => {
      const of = living()
      return of && knowsOf(till, of.books)
    },
    mode: deps.spoiler === 'claim_online' ? 'online' : 'isolated',
    breakReplica: () => living()?.sync?.rebuildReplica(),
    troubleSync: (trouble) => {
      const of = living()
      if (of) of.trouble = trouble
    },
    doing: () => living()?.doing ?? ['down'],
    lastKind: () => lastKind,
    start,
    leaveFiles: (folder) => copyOfFiles(files, folder),
    dispose: () => {
      const of = living()
      if (of) {
        rmSync(of.folder, { recursive: true, force: true })
        close(of)
      }
      life = null
    },
  }
  return till
}
