import type { ReadDb, Tx } from '../../db/handle.ts'
import { type IdentitySettings, identityOf, saveIdentity, writeIdentityCopy } from '../../db/identity-copy.ts'
import { saveCheckpoint } from '../../db/journal/checkpoint-table.ts'
import { lastEpoch, lastPlaceAndHead } from '../../db/journal/event-table.ts'
import { readSetting, removeSetting, saveSetting } from '../../db/journal/setting-table.ts'
import { assert } from '../../domain/assert.ts'
import { type EpochCause, type EpochStarted, nextEpoch } from '../../domain/trust.ts'
import type { Books } from './books.ts'
import type { Clock } from './clock.ts'
import type { Chance } from './ids.ts'
import { faultFields, type Log } from './log.ts'
import { recordEvent } from './record-event.ts'
import { sealerOf } from './sealing.ts'

export interface EpochDeps {
  readonly folder: string
  readonly journalKey: Uint8Array
  readonly books: Books
  readonly clock: Clock
  readonly chance: Chance
  readonly log: Log
}

/** Why this till goes on in another epoch, and what is left of the ones before. */
export interface EpochToBegin {
  readonly cause: EpochCause
  /** Who this till is where that is known better than by the journal; null = by the journal. */
  readonly identity: IdentitySettings | null
  /** The last place anything knows of. */
  readonly last: EpochStarted['last']
  /** An epoch the new one lies at or beyond; 0 = none is named. */
  readonly beyond: number
  /** Up to where the central had the chain, for a journal that cannot say. */
  readonly acknowledged: Parameters<typeof saveCheckpoint>[1] | null
  /** The journal lost events: only from the new epoch on it is whole. */
  readonly isHoley: boolean
  /** Name of a broken journal to read events back from; null = none. */
  readonly salvage: string | null
}

/**
 * Goes on in an epoch nobody used, restricted until head office admits it (sync.md 7). Its first event says why. No
 * place is used twice: the copy of who this till is hears of the epoch before the journal does.
 */
export function beginEpoch(deps: EpochDeps, begun: EpochToBegin): void {
  const { books, chance, clock, log } = deps
  const journal = books.read()
  const identity: IdentitySettings = { ...identityOf(journal), ...begun.identity }
  const { terminal, privateKey, epoch: before = 1 } = identity
  assert(terminal && privateKey, 'an epoch is begun by somebody')
  const named = [before, lastEpoch(journal), begun.last?.epoch ?? 0, begun.beyond - 1]
  const epoch = nextEpoch(named, chance.fraction())
  const next = {
    ...identity,
    epoch,
    epochCause: begun.cause,
    admittedEpoch: identity.admittedEpoch ?? before,
  }
  try {
    writeIdentityCopy({ folder: deps.folder, key: deps.journalKey }, next)
  } catch (thrown) {
    log.write('error', 'identity_not_copied', faultFields(thrown))
  }
  const now = clock.now()
  recordEvent(books, {
    identity: { terminal, epoch, sealer: sealerOf(privateKey) },
    draft: {
      id: chance.newId(now),
      type: 'terminal.epoch_started',
      time: now,
      actor: null,
      rules: 0,
      mode: 'isolated',
      data: { cause: begun.cause, last: begun.last ?? lastPlaceAndHead(journal) },
    },
    beside: (tx) => keep(tx, next, begun, epoch),
  })
  log.write('error', 'epoch_begun', { reason: begun.cause, count: epoch })
}

function keep(tx: Tx, identity: IdentitySettings, begun: EpochToBegin, epoch: number): void {
  saveIdentity(tx, identity)
  removeSetting(tx, 'epochDue')
  if (begun.isHoley) saveSetting(tx, 'wholeFrom', epoch)
  if (begun.acknowledged) saveCheckpoint(tx, begun.acknowledged)
  if (begun.salvage !== null) saveSetting(tx, 'salvage', begun.salvage)
}

/** Begins the epoch that sync found to be due; answers whether there was one. */
export function beginEpochDue(deps: EpochDeps): boolean {
  const due = dueIn(deps.books.read())
  if (!due) return false
  beginEpoch(deps, {
    ...due,
    identity: null,
    last: null,
    acknowledged: null,
    isHoley: false,
    salvage: null,
  })
  return true
}

function dueIn(db: ReadDb): { readonly cause: EpochCause; readonly beyond: number } | null {
  return readSetting(db, 'epochDue')
}
