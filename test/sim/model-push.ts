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
  side: PushSide & { readonly strays?: boolean },
): ModelPushOutcome {
  const { terminalId } = terminal
  const events: EventEnvelope[] = []
  for (const value of batch) {
    const place = placeSchema.safeParse(value)
    if (!place.success) return { kind: 'refused', status: 400, code: 'event_unplaceable' }
    if (place.data.source !== terminalId) return { kind: 'refused', status: 403, code: 'source_wrong' }
    events.push(value as EventEnvelope)
  }
  const checkpoint = (head: Head) =>
    side.sign({
      terminalId,
      epoch: head.epoch,
      seq: head.seq,
      head: head.hash,
      admittedEpoch: terminal.admittedEpoch,
      serverTime: side.now(),
    })
  if (side.strays) {
    const { fresh, verdicts } = takeStrays(state, terminal, events)
    return { kind: 'taken', answer: { verdicts, checkpoint: checkpoint(newestHead(terminal)) }, fresh }
  }
  const heads = new Map<number, Head>()
  const fresh: EventEnvelope[] = []
  let last = newestHead(terminal)
  for (const event of events) {
    const { epoch, seq, hash, prev } = event
    const head = heads.get(epoch) ?? headOf(terminal, epoch)
    const known = [...terminal.events.map((one) => one.event), ...fresh].find(
      (one) => one.epoch === epoch && one.seq === seq,
    )
    const stored = headOf(terminal, epoch)
    if (known ? known.hash !== hash : seq === head.seq + 1 && head.seq > 0 && prev !== head.hash) {
      terminal.admittedEpoch = 0
      const expected = { epoch: newestHead(terminal).epoch + 1, seq: 1 }
      return { kind: 'conflict', conflict: { code: 'fork', expected, checkpoint: checkpoint(stored) } }
    }
    last = head
    if (known) continue
    if (seq !== head.seq + 1) {
      const at = stored.seq > 0 ? stored : headBefore(terminal, epoch)
      const expected = { epoch: at.epoch, seq: at.seq + 1 }
      return { kind: 'conflict', conflict: { code: 'gap', expected, checkpoint: checkpoint(at) } }
    }
    last = { epoch, seq, hash }
    heads.set(epoch, last)
    fresh.push(event)
  }
  if (fresh.some(({ epoch, seq }) => epoch > 1 && seq === 1)) terminal.admittedEpoch = 0
  if (fresh.length > 0) state.change++
  const newest = newestHead(terminal)
  const verdicts = events.map((event) => {
    const known = terminal.events.find((one) => one.event.hash === event.hash)
    if (known) return { ...known.verdict, outcome: 'duplicate' as const }
    const verdict = judge(state, terminal, event)
    terminal.events.push({ event, verdict })
    return verdict
  })
  if (fresh.length > 0 && last.epoch >= newest.epoch) {
    const d = { terminalId, epoch: last.epoch, seq: last.seq }
    putRow(state, { c: 'applied', k: terminalId, d, storeId: terminal.storeId })
  }
  return { kind: 'taken', answer: { verdicts, checkpoint: checkpoint(last) }, fresh }
}

interface Head {
  readonly epoch: number
  readonly seq: number
  readonly hash: string
}

/** The last event of an epoch: each is a chain of its own. */
function headOf({ events }: ModelTerminal, epoch: number): Head {
  const last = events.findLast(({ event }) => event.epoch === epoch)?.event
  return { epoch, seq: last?.seq ?? 0, hash: last?.hash ?? noHash }
}

function newestHead(terminal: ModelTerminal): Head {
  return headOf(terminal, Math.max(1, ...terminal.events.map(({ event }) => event.epoch)))
}

function headBefore(terminal: ModelTerminal, epoch: number): Head {
  const before = terminal.events.map(({ event }) => event.epoch).filter((one) => one < epoch)
  return headOf(terminal, Math.max(1, ...before))
}

/** Events beside the chain: each counts once, wherever it was told. */
function takeStrays(state: ModelState, terminal: ModelTerminal, events: readonly EventEnvelope[]) {
  const known = ({ hash }: EventEnvelope) =>
    [...terminal.events, ...terminal.strays].find((one) => one.event.hash === hash)
  const fresh = events.filter(
    (event, index) => !known(event) && events.findIndex(({ hash }) => hash === event.hash) === index,
  )
  if (fresh.length > 0) state.change++
  const verdicts = events.map((event): Verdict => {
    const before = known(event)
    if (before) return { ...before.verdict, outcome: 'duplicate' }
    const verdict = judge(state, terminal, event)
    terminal.strays.push({ event, verdict })
    return verdict
  })
  return { fresh, verdicts }
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
