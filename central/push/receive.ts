import type { PushAnswer, PushConflict, Verdict } from '../../contract/wire.ts'
import { assert } from '../../domain/assert.ts'
import { noHash } from '../../domain/event.ts'
import type { Clock } from '../clock.ts'
import type { Database, Transaction } from '../database.ts'
import { forgetErased } from '../head-office/forget-persons.ts'
import type { Programmes } from '../programmes.ts'
import { expireLeases } from '../risk/leases.ts'
import { type SigningKey, signCheckpoint, terminalKey } from '../signing.ts'
import { lockChanges } from '../tables/change-counter.ts'
import { addEvents, branchHeads, eventsAt, headBefore } from '../tables/event.ts'
import { addForks } from '../tables/exception.ts'
import {
  admitEpoch,
  moveHead,
  noEpoch,
  sawTerminal,
  type TerminalRow,
  terminalById,
} from '../tables/terminal.ts'
import { type KnownEvent, type KnownHead, placeKey, type Step, type Walk, walkChain } from './chain-walk.ts'
import { type Examined, examineEvents } from './examine.ts'
import { type PostedFor, postEvents } from './post-events.ts'
import { takeStrays } from './strays.ts'

export type PushOutcome =
  | { readonly kind: 'taken'; readonly answer: PushAnswer }
  | { readonly kind: 'conflict'; readonly conflict: PushConflict }

interface Receiver {
  readonly database: Database
  readonly clock: Clock
  readonly signingKey: SigningKey
  readonly programmes: Programmes
}

/** What a till sends: events of its chain, or such as it knows to have no place in it. */
export interface Batch {
  readonly events: readonly unknown[]
  readonly strays: boolean
}

/**
 * Takes a batch of a till's events in one transaction: all of them or, at a gap or a fork, none. Each event gets its
 * place in the chain whatever its content; content that cannot be applied is parked or disputed by itself.
 */
export async function receiveEvents(
  receiver: Receiver,
  terminal: TerminalRow,
  { events, strays }: Batch,
): Promise<PushOutcome> {
  const { terminalId, storeId } = terminal
  const key = terminalKey(terminal.publicKey)
  assert(key, 'a public key was checked at enrolment')
  const examined = await examineEvents(events, { terminalId, storeId, key })
  const now = receiver.clock()
  return receiver.database.transaction(async (tx) => {
    await lockChanges(tx)
    const batch = await forgetErased(tx, examined)
    let current = await terminalById(tx, terminalId)
    const { revokedAt } = current
    const at: PostedFor = { terminalId, storeId, now, revokedAt, programmes: receiver.programmes }
    const admitNone = async () => {
      await admitEpoch(tx, terminalId, noEpoch)
      current = { ...current, admittedEpoch: noEpoch }
    }
    const checkpoint = (head: KnownHead) =>
      signCheckpoint(receiver.signingKey, {
        terminalId,
        epoch: head.epoch,
        seq: head.seq,
        head: head.hash,
        admittedEpoch: current.admittedEpoch,
        serverTime: now,
      })
    if (strays) {
      const verdicts = [...(await takeStrays(tx, at, batch))]
      await sawTerminal(tx, terminalId, now)
      return { kind: 'taken', answer: { verdicts, checkpoint: checkpoint(headOf(current)) } }
    }
    const places = batch.map(({ place }) => place)
    const heads = await branchHeads(tx, terminalId, [...new Set(places.map(({ epoch }) => epoch))])
    const known = await eventsAt(tx, terminalId, places)
    const walk = walkChain(
      new Map(heads.map((head) => [head.epoch, head])),
      batch,
      new Map(known.map((event) => [placeKey(event), event])),
    )
    if (walk.kind === 'in_order') {
      // Whoever writes an epoch before this one is another till by this name.
      if (begins(walk)) await admitNone()
      const verdicts = await takeSteps(tx, at, walk, headOf(current))
      return { kind: 'taken', answer: { verdicts, checkpoint: checkpoint(walk.head) } }
    }
    if (walk.kind === 'fork') {
      await addForks(tx, { terminalId, now }, walk.others)
      await admitNone()
      const expected = { epoch: current.epoch + 1, seq: 1 }
      return { kind: 'conflict', conflict: { code: 'fork', expected, checkpoint: checkpoint(walk.head) } }
    }
    const head = walk.head ?? (await headBefore(tx, terminalId, walk.epoch)) ?? firstHead
    const expected = { epoch: head.epoch, seq: head.seq + 1 }
    return { kind: 'conflict', conflict: { code: 'gap', expected, checkpoint: checkpoint(head) } }
  })
}

/** Whether the batch has the first event of an epoch that is not the terminal's first. */
function begins({ steps }: Extract<Walk, { kind: 'in_order' }>): boolean {
  return steps.some((step) => {
    if (step.kind !== 'new') return false
    const { epoch, seq } = step.examined.place
    return epoch > firstHead.epoch && seq === 1
  })
}

/** Where the chain of every terminal begins. */
const firstHead: KnownHead = { epoch: 1, seq: 0, hash: noHash }

function headOf({ epoch, seq, head }: TerminalRow): KnownHead {
  return { epoch, seq, hash: head }
}

async function takeSteps(
  tx: Transaction,
  at: PostedFor,
  { head, steps }: Extract<Walk, { kind: 'in_order' }>,
  before: KnownHead,
): Promise<Verdict[]> {
  const fresh = steps.flatMap((step) => (step.kind === 'new' ? [step.examined] : []))
  if (fresh.length === 0) {
    await sawTerminal(tx, at.terminalId, at.now)
    return steps.map((step) => repeated(step, new Map()))
  }
  const { verdicts, changeNumber } = await postEvents(tx, at, fresh)
  await addEvents(
    tx,
    at.terminalId,
    fresh.map((examined, index) => rowOf(examined, verdicts[index])),
    at.now,
  )
  // The terminal goes by its newest epoch; the mark in the feed speaks of that one, and never goes back.
  const exposure = exposureOf(fresh, head.epoch)
  if (head.epoch >= before.epoch)
    await moveHead(tx, at.terminalId, head, { now: at.now, changeNumber, exposure })
  else await sawTerminal(tx, at.terminalId, at.now)
  const lastTime = Math.max(...fresh.map(({ content }) => ('event' in content ? content.event.time : 0)))
  await expireLeases(tx, at, { lastTime, changeNumber })
  const byPlace = new Map(fresh.map((examined, index) => [placeKey(examined.place), verdicts[index]]))
  return steps.map((step) => repeated(step, byPlace))
}

/** What the till said last of its exposure, in this epoch; null when nothing of it can be read. */
function exposureOf(fresh: readonly Examined[], epoch: number): number | null {
  const last = fresh.findLast(({ place, content }) => place.epoch === epoch && 'event' in content)
  return last && 'event' in last.content ? (last.content.event.exposure ?? 0) : null
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
