import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { backUpJournal } from '../../db/backup.ts'
import { FileFault, JournalBroken, NewerSchema, ReplicaBroken, WrongKey } from '../../db/faults.ts'
import { fileBytes } from '../../db/file-moves.ts'
import { broken, type Journal, type Replica } from '../../db/handle.ts'
import { heldBaskets, openBasket } from '../../db/journal/basket-table.ts'
import { countWaiting } from '../../db/journal/checkpoint-table.ts'
import { isCutShort } from '../../db/journal/consistent.ts'
import { findEvent } from '../../db/journal/event-table.ts'
import { journalFile } from '../../db/journal/file.ts'
import { nextPrintJob } from '../../db/journal/print-job-table.ts'
import { lastSale } from '../../db/journal/sale-table.ts'
import { readSetting } from '../../db/journal/setting-table.ts'
import { type KeyedFile, openReplica, readJournal } from '../../db/open.ts'
import { replicaFiles, swapReplica } from '../../db/replica/swap.ts'
import { copyAside, keepLatestAside, setAside } from '../../db/set-aside.ts'
import { replicasAsideMax } from '../../domain/limits.ts'
import { type StopReason, stopReasonOf } from './books.ts'
import { isDoubted } from './doubt.ts'
import { faultFields, type Log } from './log.ts'

interface OpenOptions {
  readonly folder: string
  readonly key: Uint8Array
  /** Epoch ms: names what is set aside. */
  readonly now: number
  readonly log: Log
}

type OpenJournalOptions = OpenOptions & { readonly openJournal: (at: KeyedFile) => Journal }

/** The journal, and the name of a copy of it as it was found, where that holds more than what SQLite reads of it. */
export interface OpenedJournal {
  readonly journal: Journal
  readonly copied: string | null
}

/**
 * Opens the journal. A broken one is set aside as it was found and a new one begun: the copy of who this till is and
 * the salvage go on from there. One of a newer version or another key is left untouched and nothing is opened.
 */
export function openTillJournal(
  options: OpenJournalOptions,
): OpenedJournal | { readonly stopped: StopReason } {
  const { folder, key, now, log, openJournal } = options
  const at: KeyedFile = { file: journalFile(folder), key }
  try {
    return openAsFound(at, options)
  } catch (thrown) {
    log.write('error', 'journal_not_opened', faultFields(thrown))
    if (!(thrown instanceof FileFault)) throw thrown
    if (!(thrown instanceof JournalBroken)) return { stopped: stopReasonOf(thrown) }
  }
  try {
    const aside = setAside(at.file, now)
    log.write('error', 'journal_set_aside', { file: aside?.slice(folder.length + 1) ?? 'none' })
    return { journal: openJournal(at), copied: null }
  } catch (thrown) {
    log.write('error', 'journal_not_begun', faultFields(thrown))
    return { stopped: 'disk' }
  }
}

/**
 * A WAL may be spoiled or of another file, and the last connection that closes moves what SQLite takes of it into the
 * file. Until the journal has passed, one that cannot write is held open, so that nothing is moved.
 */
function openAsFound(at: KeyedFile, { now, log, openJournal }: OpenJournalOptions): OpenedJournal {
  const hasWal = (fileBytes(at.file) ?? 0) > 0 && (fileBytes(`${at.file}-wal`) ?? 0) > 0
  if (!hasWal) return { journal: checked(openJournal(at)), copied: null }
  const copied = isDoubted(at) ? copyOrRefuse(at.file, now) : null
  if (copied !== null) log.write('error', 'journal_copied_aside', { file: copied })
  const held = readJournal(at)
  try {
    return { journal: checked(openJournal(at)), copied }
  } finally {
    held.close()
  }
}

/** Without room for a copy the file itself is set aside, which takes none. */
function copyOrRefuse(file: string, now: number): string {
  try {
    return basename(copyAside(file, now))
  } catch (error) {
    throw broken({ kind: 'journal', file }, error)
  }
}

/** Reads all that a start needs: a page spoiled deep in the file shows here, not in the middle of a sale. */
function checked(journal: Journal): Journal {
  try {
    readSetting(journal, 'terminal')
    openBasket(journal)
    heldBaskets(journal)
    nextPrintJob(journal)
    countWaiting(journal)
    const sale = lastSale(journal)
    if (sale) findEvent(journal, sale.saleId)
    if (isCutShort(journal)) throw broken(journal)
    return journal
  } catch (thrown) {
    journal.close()
    throw thrown
  }
}

/** A disk that fails may soon fail altogether: what can still be read is kept twice (quality.md 3). */
export function copyJournalAway(journal: KeyedFile, now: number, log: Log): void {
  try {
    backUpJournal({ ...journal, target: `${journal.file}.rescue-${now}` })
    log.write('info', 'journal_copied_away')
  } catch (thrown) {
    log.write('error', 'journal_not_copied', faultFields(thrown))
  }
}

/**
 * Opens the replica for reading, after finishing a swap that was cut short. One that is broken, of another key or
 * of a newer version is set aside: the chain has all of it. Null when there is none to read.
 */
export function openTillReplica(options: OpenOptions): Replica | null {
  const { folder, key, now, log } = options
  const { current } = replicaFiles(folder)
  try {
    swapReplica(folder)
    if (!existsSync(current)) return null
    // The first connection writes: it brings an older schema up to date.
    openReplica({ file: current, key, access: 'write' }).close()
    return openReplica({ file: current, key, access: 'read' })
  } catch (thrown) {
    log.write('error', 'replica_not_opened', faultFields(thrown))
    const isReplaceable =
      thrown instanceof ReplicaBroken || thrown instanceof WrongKey || thrown instanceof NewerSchema
    if (isReplaceable) {
      setReplicaAside(folder, now, log)
    }
    return null
  }
}

/** The chain has all of it: only the latest few are kept, for whoever asks why they broke. */
export function setReplicaAside(folder: string, now: number, log: Log): void {
  const { current } = replicaFiles(folder)
  const aside = setAside(current, now)
  if (aside !== null) log.write('error', 'replica_set_aside', { file: basename(aside) })
  keepLatestAside(current, replicasAsideMax)
}

/** The bytes of a key as main hands it over, hex; none of a key that is missing. */
export function keyBytes(hex: string | undefined): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(hex ?? '', 'hex'))
}
