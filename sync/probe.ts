import type { ReadDb } from '../db/handle.ts'
import { lastCheckpoint, saveCheckpoint } from '../db/journal/checkpoint-table.ts'
import { eventHashAt } from '../db/journal/outbox.ts'
import { readSetting, saveSetting } from '../db/journal/setting-table.ts'
import { noHash } from '../domain/event.ts'
import type { JournalAccess } from './journal-access.ts'

/*
 * A central restored from a backup has lost events it had acknowledged, and a till with nothing new to send would
 * never hear of it. But a restored central was started anew and so has a new run of change numbers: at each new
 * run the till takes its checkpoint back by one event. Sent again, that event is a duplicate for a central that
 * lost nothing, and one that did answers with what it expects.
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
      if (last && last.seq > 0) {
        const seq = last.seq - 1
        const head = eventHashAt(tx, { epoch: last.epoch, seq }) ?? noHash
        saveCheckpoint(tx, { ...last, seq, head })
      }
      saveSetting(tx, 'provenFeed', feed)
    },
    (db) => !mustProbe(db, feed),
  )
}
