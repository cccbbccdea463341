import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { backUpJournal } from '../../db/backup.ts'
import { FileFault, JournalBroken, NewerSchema, ReplicaBroken, WrongKey } from '../../db/faults.ts'
import { besideFile } from '../../db/file-moves.ts'
import type { Journal, Replica } from '../../db/handle.ts'
import { heldBaskets, openBasket } from '../../db/journal/basket-table.ts'
import { countWaiting } from '../../db/journal/checkpoint-table.ts'
import { findEvent } from '../../db/journal/event-table.ts'
import { nextPrintJob } from '../../db/journal/print-job-table.ts'
import { lastSale } from '../../db/journal/sale-table.ts'
import { readSetting } from '../../db/journal/setting-table.ts'
import { type KeyedFile, openReplica } from '../../db/open.ts'
import { replicaFiles, swapReplica } from '../../db/replica/swap.ts'
import { setAside } from '../../db/set-aside.ts'
import { type StopReason, stopReasonOf } from './books.ts'
import { faultFields, type Log } from './log.ts'

const journalName = 'journal.db'

export function journalFile(folder: string): string {
  return join(folder, journalName)
}

interface OpenOptions {
  readonly folder: string
  readonly key: Uint8Array
  /** Epoch ms: names what is set aside. */
  readonly now: number
  readonly log: Log
}

/**
 * Opens the journal. A broken one is set aside and a new one begun: this till has to be enrolled again, and the old
 * file is there for people. One of a newer version or another key is left untouched and nothing is opened.
 */
export function openTillJournal(
  options: OpenOptions & { readonly openJournal: (at: KeyedFile) => Journal },
): { readonly journal: Journal } | { readonly stopped: StopReason } {
  const { folder, key, now, log, openJournal } = options
  const at: KeyedFile = { file: journalFile(folder), key }
  try {
    return { journal: checked(openJournal(at)) }
  } catch (thrown) {
    log.write('error', 'journal_not_opened', faultFields(thrown))
    if (!(thrown instanceof FileFault)) throw thrown
    if (!(thrown instanceof JournalBroken)) return { stopped: stopReasonOf(thrown) }
  }
  try {
    const aside = setAside(at.file, now)
    log.write('error', 'journal_set_aside', { file: aside?.slice(folder.length + 1) ?? 'none' })
    return { journal: openJournal(at) }
  } catch (thrown) {
    log.write('error', 'journal_not_begun', faultFields(thrown))
    return { stopped: 'disk' }
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

/** The journals of this till that lie set aside in its folder, by name, the latest last. */
export function journalsAside(folder: string): readonly string[] {
  const names = readdirSync(folder).filter((name) => name.startsWith(`${journalName}.aside-`))
  const isBeside = (name: string) => besideFile.some((suffix) => name.endsWith(suffix))
  // A WAL may have been left without its file.
  return [
    ...new Set(names.map((name) => (isBeside(name) ? name.replace(/-(wal|shm|journal)$/, '') : name))),
  ].toSorted()
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
      const aside = setAside(current, now)
      log.write('error', 'replica_set_aside', { file: aside?.slice(folder.length + 1) ?? 'none' })
    }
    return null
  }
}
