import type { ReadDb, Tx } from '../../db/handle.ts'
import { addEffects } from '../../db/journal/effect-table.ts'
import { appendEvent, chainHead, placeOfEvent } from '../../db/journal/event-table.ts'
import { effectsOf } from '../../domain/effect.ts'
import {
  type ChainHead,
  type EventDraft,
  type EventType,
  sealWithText,
  type TillEvent,
} from '../../domain/event.ts'
import type { Uuid } from '../../domain/ids.ts'
import type { Books } from './books.ts'
import type { Identity } from './session.ts'

/** The place the next event of this till takes. */
export function nextPlace(db: ReadDb, identity: Identity): ChainHead {
  return chainHead(db, identity.terminal.terminalId, identity.epoch)
}

/** Seals `draft` at the head of the chain and appends it with its effects. `head`, when the caller just looked. */
export function addEvent<T extends EventType>(
  tx: Tx,
  identity: Identity,
  draft: EventDraft<T>,
  head: ChainHead = nextPlace(tx, identity),
): TillEvent<T> {
  const { event, text } = sealWithText(draft, head, identity.sealer)
  appendEvent(tx, event, text)
  addEffects(tx, event, effectsOf(event))
  return event
}

/**
 * Records that something happened, with whatever belongs to it (`beside`), in one transaction. An event whose
 * commit had an unknown outcome is looked up by its id.
 */
export function recordEvent<T extends EventType>(
  books: Books,
  act: {
    readonly identity: Identity
    readonly draft: EventDraft<T>
    readonly head?: ChainHead
    readonly beside?: (tx: Tx, event: TillEvent<T>) => void
  },
): TillEvent<T> {
  const { draft, head, identity, beside } = act
  return books.write(
    (tx) => {
      const event = addEvent(tx, identity, draft, head)
      beside?.(tx, event)
      return event
    },
    (db) => wasRecorded(db, draft.id),
  )
}

/** Whether the event of this id is in the journal. */
export function wasRecorded(db: ReadDb, id: Uuid): boolean {
  return placeOfEvent(db, id) !== null
}
