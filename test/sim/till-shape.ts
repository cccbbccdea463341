import type { SyncSlice } from '../../contract/notice.ts'
import type { Journal, Replica, Tx } from '../../db/handle.ts'
import type { Place } from '../../db/journal/place.ts'
import type { Overlay } from '../../db/overlay/files.ts'
import type { TillEvent } from '../../domain/event.ts'
import type { Uuid } from '../../domain/ids.ts'
import type { Restriction } from '../../domain/trust.ts'
import type { Books } from '../../electron/core/books.ts'
import type { Identity } from '../../electron/core/session.ts'
import type { TimeView, TrustedClock } from '../../electron/core/trusted-clock.ts'
import type { Sync } from '../../sync/engine.ts'
import type { EventKind, Phase } from './cells.ts'
import { type KnownKeys, keysFrom } from './keys.ts'
import type { Random } from './random.ts'
import type { Scheduler } from './scheduler.ts'
import type { SimMachine } from './sim-clock.ts'
import type { SyncedWal } from './sim-disk.ts'
import type { Line, SimNetwork } from './sim-network.ts'
import type { TillSpoiler } from './spoil.ts'
import type { Tally } from './tally.ts'
import type { Knows } from './till-knows.ts'
import type { Trouble } from './trouble.ts'

/** What may strike the commit of an act. `power_cut` before it: the transaction is under way. */
export type CommitFault = 'crash' | 'power_cut' | 'disk_full' | 'commit_unknown'

/** A till of the simulation: real files, real rules, the real engine; its line, clocks and disk are simulated. */
export interface SimTill {
  readonly name: string
  readonly isAlive: () => boolean
  /** Counts its starts. */
  readonly life: () => number
  readonly identity: () => Identity | null
  readonly overlay: () => Overlay | null
  readonly journal: () => Journal | null
  /** Changes whenever one of the files may have; null while the till lies down. */
  readonly fingerprint: () => string | null
  /** Records an event of a type this version of the central does not know. */
  readonly recordStrange: () => TillEvent | null
  readonly status: () => SyncSlice | null
  /** Writes an act of the till and nudges sync; null when it was not recorded, or nobody was told. */
  readonly act: <T extends TillEvent>(work: (tx: Tx, identity: Identity) => T) => T | null
  /** The time that counts here. */
  readonly now: () => number
  readonly time: () => TimeView | null
  readonly newId: () => Uuid
  readonly hurry: () => void
  /** Ends at once, as by SIGKILL: what was not committed never happened. */
  readonly crash: () => void
  /** Ends at once, and the disk has what it has. */
  readonly cutPower: () => void
  /** Keeps a copy of the journal, as a technician may; answers how many events it has. */
  readonly copyJournal: () => void
  /** Crashes where it runs, and finds that copy in the journal's place when it starts again; what lies beside it stays. False = no copy. */
  readonly putBackJournal: () => boolean
  /** Why it may only sell and earn; null = it may spend. */
  readonly restriction: () => Restriction | null
  /** The place its witness knows of; null = none. */
  readonly witnessed: () => Place | null
  /** What its rules of risk look at; null while it lies down. */
  readonly knows: () => Knows | null
  /** A fault put in on purpose; null = none. */
  readonly spoiler: TillSpoiler | null
  /** What its events say of who decided. */
  readonly mode: 'isolated' | 'online'
  /** A page of the replica proves broken. */
  readonly breakReplica: () => void
  /** The next thing sync writes into the journal fails. */
  readonly troubleSync: (trouble: Trouble) => void
  readonly machine: SimMachine
  /** What it is doing now; empty = nothing. */
  readonly doing: () => readonly Phase[]
  /** The type of its newest event of a sale or the like. */
  readonly lastKind: () => EventKind | null
  readonly line: Line
  /** Starts again on its files. */
  readonly start: () => void
  /** Copies its files as they are. */
  readonly leaveFiles: (folder: string) => void
  readonly dispose: () => void
}

/** How a life ends. */
export type HowDown = 'crashed' | 'lost its power' | 'stopped' | 'put back'

/** The secrets of a till; a clone has the same. */
export interface TillKeys {
  readonly journal: Uint8Array
  readonly replica: Uint8Array
  readonly pepper: Uint8Array
  readonly terminal: KnownKeys
}

export function tillKeysFrom(random: Random): TillKeys {
  const [journal, replica, pepper] = [random.bytes(32), random.bytes(32), random.bytes(32)]
  return { journal, replica, pepper, terminal: keysFrom(random.bytes(32)) }
}

export interface SimTillDeps {
  readonly name: string
  /** An empty folder of its own. */
  readonly folder: string
  readonly enrolmentCode: string
  readonly keys: TillKeys
  readonly random: Random
  readonly scheduler: Scheduler
  readonly network: SimNetwork
  readonly tally: Tally
  /** The true time, epoch ms. */
  readonly now: () => number
  /** What strikes an act of this kind before or after its commit; null = nothing. */
  readonly strike: (
    till: SimTill,
    phase: 'before_commit' | 'after_commit',
    kind: EventKind,
  ) => CommitFault | null
  /** The till begins to do something else. */
  readonly onPhase: (till: SimTill, phase: Phase) => void
  /** A fault put in on purpose; null = none. */
  readonly spoiler: TillSpoiler | null
  /** Enrolling, or a new epoch while it ran, made an event nobody asked for. */
  readonly onOwnEvent: (event: TillEvent) => void
  /** The till lies down; somebody should start it again. */
  readonly onDown: (how: HowDown) => void
  /** A fault that is no fault of the world. */
  readonly onBug: (thrown: unknown) => void
}

/** One life of a till, from a start to a crash. */
export interface Life {
  alive: boolean
  readonly folder: string
  readonly books: Books
  readonly clock: TrustedClock
  reader: Replica | null
  sync: Sync | null
  /** Who the till is, as its journal said last; null = nobody yet, or to be asked again. */
  identity: Identity | null
  /** The replica's WAL when this life, or this replica, began. */
  replicaWal: SyncedWal
  /** What is under way, each as often as it is. */
  readonly doing: Phase[]
  /** What goes wrong at the next commit. */
  trouble: Trouble | null
  /** Counts whatever may have changed one of the files. */
  touched: number
  /** The files' state when that was last counted. */
  looked: { readonly touched: number; readonly state: string }
}
