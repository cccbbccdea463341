import { createHash, createPublicKey, verify } from 'node:crypto'
import { eventDataSchemas, isEventType } from '../../contract/event-data.ts'
import {
  type Checkpoint,
  type EventEnvelope,
  eventEnvelopeSchema,
  type PushAnswer,
  type PushConflict,
  type Verdict,
} from '../../contract/wire.ts'
import { noHash, verifyChainStep } from '../../domain/event.ts'
import { postEvent } from './model-apply.ts'
import { type ModelState, type ModelTerminal, putRow } from './model-state.ts'

export type ModelPushOutcome =
  | { readonly kind: 'taken'; readonly answer: PushAnswer; readonly fresh: readonly EventEnvelope[] }
  | { readonly kind: 'conflict'; readonly conflict: PushConflict }
  | { readonly kind: 'refused'; readonly status: number; readonly code: string }

export interface PushSide {
  readonly sign: (checkpoint: Omit<Checkpoint, 'sig'>) => Checkpoint
  readonly now: () => number
}

/** Takes a batch whole, or says where the till should go on (sync.md 3). */
export function takePush(
  state: ModelState,
  terminal: ModelTerminal,
  batch: readonly unknown[],
  side: PushSide,
): ModelPushOutcome {
  const checkpoint = () => {
    const last = terminal.events.at(-1)?.event
    const { terminalId } = terminal
    return side.sign({
      terminalId,
      epoch: 1,
      seq: last?.seq ?? 0,
      head: last?.hash ?? noHash,
      serverTime: side.now(),
    })
  }
  const expected = { epoch: 1, seq: terminal.events.length + 1 }
  const events: EventEnvelope[] = []
  for (const value of batch) {
    const place = placeSchema.safeParse(value)
    if (!place.success) return { kind: 'refused', status: 400, code: 'event_unplaceable' }
    if (place.data.source !== terminal.terminalId)
      return { kind: 'refused', status: 403, code: 'source_wrong' }
    events.push(value as EventEnvelope)
  }
  const hashes = terminal.events.map(({ event }) => event.hash)
  const fresh: EventEnvelope[] = []
  for (const event of events) {
    const known = hashes[event.seq - 1]
    const follows = event.epoch === 1 && event.seq === hashes.length + 1
    const isFork =
      known === undefined ? follows && event.prev !== (hashes.at(-1) ?? noHash) : known !== event.hash
    if (isFork) {
      const conflict = { code: 'fork', expected: { epoch: 2, seq: 1 }, checkpoint: checkpoint() } as const
      return { kind: 'conflict', conflict }
    }
    if (known !== undefined) continue
    if (!follows) return { kind: 'conflict', conflict: { code: 'gap', expected, checkpoint: checkpoint() } }
    hashes.push(event.hash)
    fresh.push(event)
  }
  if (fresh.length > 0) state.change++
  const verdicts = events.map((event) => {
    const known = terminal.events[event.seq - 1]
    if (known) return { ...known.verdict, outcome: 'duplicate' as const }
    const verdict = judge(state, terminal, event)
    terminal.events.push({ event, verdict })
    return verdict
  })
  if (fresh.length > 0) {
    const { terminalId, storeId } = terminal
    const d = { terminalId, epoch: 1, seq: terminal.events.length }
    putRow(state, { c: 'applied', k: terminalId, d, storeId })
  }
  return { kind: 'taken', answer: { verdicts, checkpoint: checkpoint() }, fresh }
}

const placeSchema = eventEnvelopeSchema.pick({
  id: true,
  source: true,
  epoch: true,
  seq: true,
  prev: true,
  hash: true,
})

function judge(state: ModelState, terminal: ModelTerminal, event: EventEnvelope): Verdict {
  const code = parkCode(state, terminal, event)
  state.eventIds.add(event.id)
  if (code !== null) return { id: event.id, outcome: 'parked', code }
  const disputes = [...postEvent(state, event, terminal.storeId)]
  return disputes.length > 0
    ? { id: event.id, outcome: 'disputed', disputes }
    : { id: event.id, outcome: 'applied' }
}

/** Why an event is kept and has no effect; null when it takes effect. */
function parkCode(state: ModelState, terminal: ModelTerminal, event: EventEnvelope): string | null {
  if (state.eventIds.has(event.id)) return 'id_taken'
  const { source, epoch, seq, prev } = event
  const before = { source, epoch, seq: seq - 1, hash: prev }
  if (verifyChainStep(before, event, sha256) !== 'in_order') return 'hash_wrong'
  if (!eventEnvelopeSchema.safeParse(event).success) return 'envelope_invalid'
  const key = createPublicKey({ key: Buffer.from(terminal.publicKey, 'base64'), format: 'der', type: 'spki' })
  if (!verify(null, Buffer.from(event.hash, 'hex'), key, Buffer.from(event.sig, 'base64')))
    return 'signature_wrong'
  if (!isEventType(event.type)) return 'type_unknown'
  const known = eventDataSchemas[event.type].safeParse(event.data)
  if (!known.success) return 'data_invalid'
  return 'storeId' in known.data && known.data.storeId !== terminal.storeId ? 'store_wrong' : null
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
