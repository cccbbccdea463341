import type { ReadDb } from '../db/handle.ts'
import { lastCheckpoint, saveCheckpoint } from '../db/journal/checkpoint-table.ts'
import { eventHashAt, lastInChain } from '../db/journal/outbox.ts'
import type { Place } from '../db/journal/place.ts'
import { readSetting, saveSetting } from '../db/journal/setting-table.ts'
import { tellStraysAgain } from '../db/journal/stray-table.ts'
import { noHash } from '../domain/event.ts'
import type { JournalAccess } from './journal-access.ts'

/*
 * A central restored from a backup has lost events it had acknowledged, and a till with nothing new to send would
 * never hear of it. But a restored central was started anew and so has a new run of change numbers: at each new
 * run the till takes its checkpoint back by one event. Sent again, that event is a duplicate for a central that
 * lost nothing, and one that did answers with what it expects. Strays are told again whole. A restricted till asks the same way whether it was
 * re-admitted: every answer to a push says so.
 */

/** Whether the checkpoint has yet to be confirmed in this run of change numbers. */
export function mustProbe(journal: ReadDb, feed: string): boolean {
  return readSetting(journal, 'provenFeed') !== feed
}

/** Takes the checkpoint back by one event, so that the next push asks. Not while a push is under way. */
export function probeNewFeed(journal: JournalAccess, feed: string): void {
  journal.write(
    (tx) => {
      const last = lastCheckpoint(tx)
      const asked = last && askingPlace(tx, last)
      if (last && asked) {
        const before = { epoch: asked.epoch, seq: asked.seq - 1 }
        saveCheckpoint(tx, { ...last, ...before, head: eventHashAt(tx, before) ?? noHash })
      } else if (last) tellStraysAgain(tx)
      // What was told beside the chain no event of the chain asks after.
      if (mustProbe(tx, feed)) tellStraysAgain(tx)
      saveSetting(tx, 'provenFeed', feed)
    },
    (db) => !mustProbe(db, feed),
  )
}

/**
 * The event to send again. The first of an epoch says nothing, for a central that lost all before takes it as well:
 * then it is the last one of the epoch before.
 */
function askingPlace(db: ReadDb, acknowledged: Place): Place | null {
  const last = lastInChain(db, acknowledged)
  if (!last || last.seq > 1) return last
  return lastInChain(db, { epoch: last.epoch, seq: 0 }) ?? last
}
