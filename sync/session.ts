import type { ReadDb } from '../db/handle.ts'
import { countWaiting, lastCheckpoint } from '../db/journal/checkpoint-table.ts'
import type { Place } from '../db/journal/place.ts'
import { endSession, isSessionOpenUpTo, lastFullSync } from '../db/journal/unsecured-table.ts'
import type { JournalAccess } from './journal-access.ts'

/*
 * An offline session ends only with a full sync (sync.md 7): every event acknowledged, and a pull begun after that
 * finished. What is recorded meanwhile is of the next session.
 */

/** The last event, if the central has acknowledged every one and a session is open; looked up before the pull. */
export function sessionEndBefore(db: ReadDb): Place | null {
  if (countWaiting(db) > 0) return null
  const acknowledged = lastCheckpoint(db)
  return acknowledged && isSessionOpenUpTo(db, acknowledged) ? acknowledged : null
}

/** The pull finished: the chain knows everything up to there. */
export function endSessionAt(journal: JournalAccess, place: Place, wallMs: number): void {
  const isDone = (db: ReadDb) => {
    const last = lastFullSync(db)
    return last.epoch > place.epoch || (last.epoch === place.epoch && last.seq >= place.seq)
  }
  journal.write((tx) => endSession(tx, place, wallMs), isDone)
}

/** Pulls; where every event had been acknowledged before, the session ends with it. */
export async function pullEndingSession<T extends { readonly more: boolean }>(
  journal: JournalAccess,
  { now }: { readonly now: () => number },
  { pull }: { readonly pull: () => Promise<T> },
): Promise<T> {
  const acknowledged = sessionEndBefore(journal.read())
  const report = await pull()
  if (acknowledged && !report.more) endSessionAt(journal, acknowledged, now())
  return report
}
