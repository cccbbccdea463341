import type { PushAnswer, PushConflict, Verdict } from '../../contract/wire.ts'
import { assert } from '../../domain/assert.ts'
import type { TillEvent } from '../../domain/event.ts'
import type { Uuid } from '../../domain/ids.ts'
import { applyEvent } from '../apply/apply-event.ts'
import type { Dispute, Facts } from '../apply/facts.ts'
import { loadFacts } from '../apply/load-facts.ts'
import { saveFacts } from '../apply/save-facts.ts'
import type { Clock } from '../clock.ts'
import type { Database, Transaction } from '../database.ts'
import { dealPools } from '../lottery/deal-pools.ts'
import type { Programmes } from '../programmes.ts'
import { type SigningKey, signCheckpoint, terminalKey } from '../signing.ts'
import { lockChanges, nextChangeNumber } from '../tables/change-counter.ts'
import { addEvents, eventsAt, takenIds } from '../tables/event.ts'
import { addDisputes, addForks, addParked, hasParked } from '../tables/exception.ts'
import { moveHead, sawTerminal, type TerminalRow, terminalById } from '../tables/terminal.ts'
import { type KnownEvent, type KnownHead, placeKey, type Step, walkChain } from './chain-walk.ts'
import { type Examined, examineEvents, type ParkCode } from './examine.ts'

export type PushOutcome =
  | { readonly kind: 'taken'; readonly answer: PushAnswer }
  | { readonly kind: 'conflict'; readonly conflict: PushConflict }

interface Receiver {
  readonly database: Database
  readonly clock: Clock
  readonly signingKey: SigningKey
  readonly programmes: Programmes
}

/**
 * Takes a batch of a till's events in one transaction: all of them or, at a gap or a fork, none. Each event gets its
 * place in the chain whatever its content; content that cannot be applied is parked or disputed by itself.
 */
export async function receiveEvents(
  receiver: Receiver,
  terminal: TerminalRow,
  events: readonly unknown[],
): Promise<PushOutcome> {
  const { terminalId, storeId } = terminal
  const key = terminalKey(terminal.publicKey)
  assert(key, 'a public key was checked at enrolment')
  const batch = await examineEvents(events, { terminalId, storeId, key })
  const now = receiver.clock()
  return receiver.database.transaction(async (tx) => {
    await lockChanges(tx)
    const { epoch, head, revokedAt, seq } = await terminalById(tx, terminalId)
    const before: KnownHead = { epoch, seq, hash: head }
    const known = await eventsAt(
      tx,
      terminalId,
      batch.map(({ place }) => place),
    )
    const walk = walkChain(before, batch, new Map(known.map((event) => [placeKey(event), event])))
    const checkpoint = (at: KnownHead) =>
      signCheckpoint(receiver.signingKey, {
        terminalId,
        epoch: at.epoch,
        seq: at.seq,
        head: at.hash,
        serverTime: now,
      })
    if (walk.kind === 'in_order') {
      const verdicts = await takeSteps(
        tx,
        { terminalId, storeId, now, revokedAt, programmes: receiver.programmes },
        walk.steps,
        walk.head,
      )
      return { kind: 'taken', answer: { verdicts, checkpoint: checkpoint(walk.head) } }
    }
    if (walk.kind === 'fork') await addForks(tx, { terminalId, now }, walk.others)
    const expected = walk.kind === 'gap' ? { epoch, seq: seq + 1 } : { epoch: epoch + 1, seq: 1 }
    return { kind: 'conflict', conflict: { code: walk.kind, expected, checkpoint: checkpoint(before) } }
  })
}

interface At {
  readonly terminalId: Uuid
  readonly storeId: Uuid
  readonly now: number
  /** Nothing after this instant counts; null while the terminal is trusted. */
  readonly revokedAt: number | null
  readonly programmes: Programmes
}

async function takeSteps(
  tx: Transaction,
  at: At,
  steps: readonly Step[],
  head: KnownHead,
): Promise<Verdict[]> {
  const fresh = steps.flatMap((step) => (step.kind === 'new' ? [step.examined] : []))
  if (fresh.length === 0) {
    await sawTerminal(tx, at.terminalId, at.now)
    return steps.map((step) => repeated(step, new Map()))
  }
  const taken = await takenIds(
    tx,
    fresh.map(({ place }) => place.id),
  )
  const isTrusted = await trustOf(tx, at)
  const contents = fresh.map((examined) => contentOnce(examined, taken, isTrusted))
  const changeNumber = await nextChangeNumber(tx, at.now)
  const facts = await loadFacts(
    tx,
    at.programmes,
    at.storeId,
    contents.flatMap((content) => ('event' in content ? [content.event] : [])),
  )
  const disputes: Dispute[] = []
  const verdicts = fresh.map((examined, index) => {
    const content = contents[index]
    assert(content, 'a content for each event')
    if ('parked' in content) return parkedVerdict(examined, content.parked)
    return applied(facts, content.event, disputes)
  })
  await addEvents(
    tx,
    at.terminalId,
    fresh.map((examined, index) => rowOf(examined, verdicts[index])),
    at.now,
  )
  await addParked(
    tx,
    at,
    fresh.flatMap((examined, index) => {
      const content = contents[index]
      return content && 'parked' in content ? [{ examined, code: content.parked }] : []
    }),
  )
  await saveFacts(tx, facts, changeNumber)
  if (facts.draws.length > 0) await dealPools(tx, [at.terminalId], { now: at.now, changeNumber })
  await addDisputes(tx, at, disputes)
  await moveHead(tx, at.terminalId, head, { now: at.now, changeNumber })
  const byPlace = new Map(fresh.map((examined, index) => [placeKey(examined.place), verdicts[index]]))
  return steps.map((step) => repeated(step, byPlace))
}

/**
 * Tells of one event after the other, in the order of the chain, whether its terminal was still trusted. A revoked
 * terminal may set its clock back: after the first event beyond the revocation none counts any more.
 */
async function trustOf(tx: Transaction, at: At): Promise<(content: Examined['content']) => boolean> {
  const { revokedAt, terminalId } = at
  if (revokedAt === null) return () => true
  let ended = await hasParked(tx, terminalId, 'terminal_revoked')
  return (content) => {
    ended ||= 'event' in content && content.event.time > revokedAt
    return !ended
  }
}

/** An event whose id is taken, here or in this very batch, counts as nothing but its place. */
function contentOnce(
  examined: Examined,
  taken: Set<Uuid>,
  isTrusted: (content: Examined['content']) => boolean,
): Examined['content'] {
  if (!isTrusted(examined.content)) return { parked: 'terminal_revoked' }
  if (taken.has(examined.place.id)) return { parked: 'id_taken' }
  taken.add(examined.place.id)
  return examined.content
}

function parkedVerdict(examined: Examined, code: ParkCode): Verdict {
  return { id: examined.place.id, outcome: 'parked', code }
}

function applied(facts: Facts, event: TillEvent, all: Dispute[]): Verdict {
  const disputes = applyEvent(facts, event)
  if (disputes.length === 0) return { id: event.id, outcome: 'applied' }
  all.push(...disputes)
  return {
    id: event.id,
    outcome: 'disputed',
    disputes: disputes.map(({ kind, subject, other }) => ({ kind, subject, other })),
  }
}

function rowOf(examined: Examined, verdict: Verdict | undefined) {
  assert(verdict, 'a verdict for each event')
  const { epoch, seq, id, hash } = examined.place
  const idTaken = verdict.code === 'id_taken'
  const { type, body } = examined
  return { epoch, seq, id, idTaken, type, hash, body, verdict: JSON.stringify(verdict) }
}

/** What the till is told: the verdict, or the first one again as `duplicate`. */
function repeated(step: Step, verdicts: ReadonlyMap<string, Verdict | undefined>): Verdict {
  if (step.kind === 'new') {
    const verdict = verdicts.get(placeKey(step.examined.place))
    assert(verdict, 'a verdict for each new event')
    return verdict
  }
  const first = firstVerdict(step.of, verdicts)
  return { ...first, outcome: 'duplicate' }
}

function firstVerdict(
  of: KnownEvent | Examined,
  verdicts: ReadonlyMap<string, Verdict | undefined>,
): Verdict {
  if (!('place' in of)) return JSON.parse(of.verdict) as Verdict
  const verdict = verdicts.get(placeKey(of.place))
  assert(verdict, 'a verdict for each new event')
  return verdict
}
