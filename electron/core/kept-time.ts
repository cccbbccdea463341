import type { ReadDb } from '../../db/handle.ts'
import { lastCheckpoint } from '../../db/journal/checkpoint-table.ts'
import { lastEventTime, lastPlace } from '../../db/journal/event-table.ts'
import { readSetting, saveSetting } from '../../db/journal/setting-table.ts'
import type { KeptTime } from '../../domain/trusted-time.ts'
import type { Books } from './books.ts'
import { isWorlds } from './faults.ts'

/**
 * What the journal knows of time: what was written down, what head office signed last, and the last event since then.
 * Events of before may be of a time that head office has put right.
 */
export function keptTime(journal: ReadDb): KeptTime {
  const written = readSetting(journal, 'time')
  const notBefore = Math.max(
    written?.notBefore ?? 0,
    lastCheckpoint(journal)?.serverTime ?? 0,
    lastEventTime(journal, written?.place ?? 0),
  )
  return { notBefore, offset: written?.offset ?? 0 }
}

/** Writes it down. A disk that does not take it costs nothing now: it is told again, and the next event says how late it was. */
export function keepTime(books: Books, time: KeptTime): void {
  try {
    books.write(
      (tx) => saveSetting(tx, 'time', { ...time, place: lastPlace(tx) }),
      (db) => readSetting(db, 'time')?.notBefore === time.notBefore,
    )
  } catch (thrown) {
    if (!isWorlds(thrown)) throw thrown
  }
}
