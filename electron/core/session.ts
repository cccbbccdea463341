import type { Journal } from '../../db/handle.ts'
import { readSetting, saveSetting } from '../../db/journal/setting-table.ts'
import type { Sealer } from '../../domain/event.ts'
import type { Staff } from '../../domain/staff.ts'
import type { Terminal } from '../../domain/store.ts'
import type { Language } from '../../domain/text.ts'
import { type Restriction, restrictionOf } from '../../domain/trust.ts'
import type { Books } from './books.ts'
import { sealerOf } from './sealing.ts'

/** Who this till is in the chain, and the means to sign as it. */
export interface Identity {
  readonly terminal: Terminal
  /** The epoch new events belong to. */
  readonly epoch: number
  readonly sealer: Sealer
}

/** Who this till is and who stands at it. Both outlive the process: a core that died goes on selling by itself. */
export interface Session {
  readonly identity: () => Identity | null
  readonly staff: () => Staff | null
  readonly language: () => Language
  /** Why this till only sells and earns (class F); null for a till that head office admits. */
  readonly restriction: () => Restriction | null
  /** Whether the journal says something else of the epoch or of what is admitted than was last read. */
  readonly isStale: () => boolean
  /** In memory, once the journal has it. */
  readonly signedIn: (staff: Staff) => void
  readonly signedOut: () => void
  readonly setLanguage: (language: Language) => void
  /** Reads everything from the journal again: after enrolment, or after it was opened anew. */
  readonly reload: () => void
}

export function createSession(options: {
  readonly books: Books
  readonly standardLanguage: Language
  readonly onChanged: () => void
}): Session {
  const { books } = options
  let identity: Identity | null = null
  let staff: Staff | null = null
  let restriction: Restriction | null = null
  let language = options.standardLanguage

  return {
    identity: () => identity,
    staff: () => staff,
    language: () => language,
    restriction: () => restriction,
    isStale: () => {
      const epoch = readSetting(books.read(), 'epoch')
      if (!identity || epoch !== identity.epoch) return epoch !== null
      return readRestriction(books.read(), epoch) !== restriction
    },
    signedIn: (next) => {
      staff = next
      options.onChanged()
    },
    signedOut: () => {
      staff = null
      options.onChanged()
    },
    setLanguage: (next) => {
      books.write(
        (tx) => saveSetting(tx, 'language', next),
        (db) => readSetting(db, 'language') === next,
      )
      language = next
      options.onChanged()
    },
    reload: () => {
      const journal = books.read()
      identity = readIdentity(journal)
      restriction = identity && readRestriction(journal, identity.epoch)
      // Only staff of the store this till belongs to: it may have been enrolled anew elsewhere.
      const remembered = readSetting(journal, 'signedIn')
      staff = remembered && remembered.storeId === identity?.terminal.storeId ? remembered : null
      language = readSetting(journal, 'language') ?? options.standardLanguage
      options.onChanged()
    },
  }
}

function readIdentity(journal: Journal): Identity | null {
  const terminal = readSetting(journal, 'terminal')
  const epoch = readSetting(journal, 'epoch')
  const privateKey = readSetting(journal, 'privateKey')
  if (!terminal || !epoch || !privateKey) return null
  return { terminal, epoch, sealer: sealerOf(privateKey) }
}

/** A till that never heard of epochs is in its first one, and admitted to it. */
function readRestriction(journal: Journal, epoch: number): Restriction | null {
  const due = readSetting(journal, 'epochDue')
  if (due) return due.cause
  const admittedEpoch = readSetting(journal, 'admittedEpoch') ?? epoch
  const isRevoked = readSetting(journal, 'standing') === 'revoked'
  return restrictionOf({ epoch, admittedEpoch, cause: readSetting(journal, 'epochCause'), isRevoked })
}
