import type { ReadDb, Tx } from '../../db/handle.ts'
import { addEffects } from '../../db/journal/effect-table.ts'
import { appendEvent, chainHead, placeOfEvent } from '../../db/journal/event-table.ts'
import { addToShift } from '../../db/journal/shift-table.ts'
import { exposureOf } from '../../db/journal/unsecured-table.ts'
import { effectsOf } from '../../domain/effect.ts'
import {
  type ChainHead,
  type EventDraft,
  type EventType,
  sealWithText,
  type TillEvent,
} from '../../domain/event.ts'
import type { Uuid } from '../../domain/ids.ts'
import { addMoney, type Money, noMoney } from '../../domain/money.ts'
import type { Books } from './books.ts'
import { type Decided, keepDecision, saidOf } from './decide-act.ts'
import type { Identity } from './session.ts'

/** The place the next event of this till takes. */
export function nextPlace(db: ReadDb, identity: Identity): ChainHead {
  return chainHead(db, identity.terminal.terminalId, identity.epoch)
}

/**
 * Seals `draft` at the head of the chain and appends it with its effects, counted in the drawer's shift. Every event says the till's exposure after it,
 * what it adds itself (`unsecured`) included. `head`, when the caller just looked.
 */
export function addEvent<T extends EventType>(
  tx: Tx,
  identity: Identity,
  draft: EventDraft<T>,
  { head, unsecured }: { readonly head?: ChainHead | undefined; readonly unsecured?: Money | undefined } = {},
): TillEvent<T> {
  const exposure = addMoney(exposureOf(tx), unsecured ?? noMoney)
  const at = head ?? nextPlace(tx, identity)
  const { event, text } = sealWithText({ ...draft, exposure }, at, identity.sealer)
  appendEvent(tx, event, text)
  addEffects(tx, event, effectsOf(event))
  addToShift(tx, event)
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
    /** Who decided it, for an act that may spend something; its part of the exposure is kept with it. */
    readonly decided?: Decided
    readonly beside?: (tx: Tx, event: TillEvent<T>) => void
  },
): TillEvent<T> {
  const { decided, head, identity, beside } = act
  const draft = decided ? { ...act.draft, ...saidOf(decided) } : act.draft
  return books.write(
    (tx) => {
      const event = addEvent(tx, identity, draft, { head, unsecured: decided?.unsecured })
      if (decided) keepDecision(tx, event, decided)
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
