import { readSetting, saveSetting } from '../../db/journal/setting-table.ts'
import { withLaterFields } from '../../domain/earlier-programme.ts'
import type { Uuid } from '../../domain/ids.ts'
import type { Programme } from '../../domain/programme.ts'
import type { Store } from '../../domain/store.ts'
import type { Books } from './books.ts'
import { NotRecorded, TillStopped } from './faults.ts'
import { faultFields, type Log } from './log.ts'

/** What every rule of a sale needs: whose shop it is and the programme in force. */
export interface Rules {
  readonly store: Store
  readonly programme: Programme
}

/**
 * Keeps store and programme in the journal too, when they are news: a basket can then be paid while the replica is loaded
 * anew. Only a copy: a disk that refuses costs nothing now.
 */
export function keepRules({ books, log }: { readonly books: Books; readonly log: Log }, heard: Rules): void {
  const journal = books.read()
  const known = JSON.stringify([readSetting(journal, 'lastStore'), readSetting(journal, 'lastProgramme')])
  if (known === JSON.stringify([heard.store, heard.programme])) return
  try {
    books.write(
      (tx) => {
        saveSetting(tx, 'lastStore', heard.store)
        saveSetting(tx, 'lastProgramme', heard.programme)
      },
      (db) => readSetting(db, 'lastProgramme')?.version === heard.programme.version,
    )
  } catch (thrown) {
    if (!(thrown instanceof NotRecorded) && !(thrown instanceof TillStopped)) throw thrown
    log.write('error', 'rules_not_kept', faultFields(thrown))
  }
}

/** The rules this till heard last, if they were those of its store. */
export function keptRules(books: Books, storeId: Uuid): Rules | null {
  const store = readSetting(books.read(), 'lastStore')
  const programme = readSetting(books.read(), 'lastProgramme')
  return store?.storeId === storeId && programme ? { store, programme: withLaterFields(programme) } : null
}
