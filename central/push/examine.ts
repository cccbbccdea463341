import type { KeyObject } from 'node:crypto'
import { setImmediate as othersFirst } from 'node:timers/promises'
import type { z } from 'zod'
import { eventDataSchemas, isEventType } from '../../contract/event-data.ts'
import { eventEnvelopeSchema } from '../../contract/wire.ts'
import { type TillEvent, verifyChainStep } from '../../domain/event.ts'
import type { Uuid } from '../../domain/ids.ts'
import { eventBytesMax, moneyMax } from '../../domain/limits.ts'
import { examinedAtOnce } from '../limits.ts'
import { RequestRefused } from '../problem.ts'
import { sha256Hex, signatureHolds } from '../signing.ts'
import { storable } from '../text.ts'

/** What an event must at least say to have a place in a chain. */
const placeSchema = eventEnvelopeSchema.pick({
  id: true,
  source: true,
  epoch: true,
  seq: true,
  prev: true,
  hash: true,
})
type Place = z.infer<typeof placeSchema>

/** Why an event is kept whole and not applied. */
export type ParkCode =
  | 'envelope_invalid'
  | 'too_large'
  | 'hash_wrong'
  | 'signature_wrong'
  | 'type_unknown'
  | 'data_invalid'
  | 'store_wrong'
  | 'prev_wrong'
  | 'id_taken'
  | 'terminal_revoked'

/** An event as it came, with what is known about it before anything of the database is looked at. */
export interface Examined {
  readonly place: Place
  readonly type: string
  /** The event as it came, JSON. */
  readonly body: string
  /** The event to apply, or why it cannot be. */
  readonly content: { readonly event: TillEvent } | { readonly parked: ParkCode }
}

export interface Sender {
  readonly terminalId: Uuid
  readonly storeId: Uuid
  readonly key: KeyObject
}

/**
 * Checks each event by itself: hash, signature, envelope, data. An event that fails is examined as `parked`; only
 * one without a place in the sender's chain refuses the whole request, because nothing could be answered to it.
 */
export async function examineEvents(events: readonly unknown[], sender: Sender): Promise<Examined[]> {
  const examined: Examined[] = []
  for (let from = 0; from < events.length; from += examinedAtOnce) {
    const some = events.slice(from, from + examinedAtOnce)
    examined.push(...(await Promise.all(some.map((event) => examine(event, sender)))))
    // Whoever asks for one small thing does not wait for 500 large ones.
    await othersFirst()
  }
  return examined
}

async function examine(value: unknown, sender: Sender): Promise<Examined> {
  const parsed = placeSchema.safeParse(value)
  if (!parsed.success) throw new RequestRefused(400, 'event_unplaceable', 'an event has no place in a chain')
  const place = parsed.data
  if (place.source !== sender.terminalId) {
    throw new RequestRefused(403, 'source_wrong', 'an event of another terminal')
  }
  const type = (value as { type?: unknown }).type
  return {
    place,
    type: typeof type === 'string' ? storable(type).slice(0, 60) : '',
    body: JSON.stringify(value),
    content: await contentOf(value as object, place, sender),
  }
}

async function contentOf(value: object, place: Place, sender: Sender): Promise<Examined['content']> {
  const head = { source: place.source, epoch: place.epoch, seq: place.seq - 1, hash: place.prev }
  // The hash covers the event as it came, fields this version does not know included.
  if (verifyChainStep(head, value as Place, sha256Hex) !== 'in_order') return { parked: 'hash_wrong' }
  const envelope = eventEnvelopeSchema.safeParse(value)
  if (!envelope.success) return { parked: 'envelope_invalid' }
  const { type, hash, sig } = envelope.data
  if (!(await signatureHolds(sender.key, hash, sig))) return { parked: 'signature_wrong' }
  if (JSON.stringify(value).length > eventBytesMax) return { parked: 'too_large' }
  if (!isEventType(type)) return { parked: 'type_unknown' }
  const content = eventDataSchemas[type].safeParse(envelope.data.data)
  if (!content.success) return { parked: 'data_invalid' }
  const event = { ...envelope.data, data: content.data } as TillEvent
  return judgeContent(event, sender) ?? { event }
}

/** What the schemas cannot say: an act is of the sender's store, and figures are of a size that sums stay exact. */
function judgeContent(event: TillEvent, sender: Sender): { readonly parked: ParkCode } | null {
  const { storeId, growth = 0 } = event.data as { readonly storeId?: Uuid; readonly growth?: number }
  if (storeId !== undefined && storeId !== sender.storeId) return { parked: 'store_wrong' }
  return growth > moneyMax ? { parked: 'data_invalid' } : null
}
