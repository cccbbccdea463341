import type { Checkpoint, PushAnswer, PushConflict, Verdict } from '../contract/wire.ts'
import type { Journal, ReadDb, Tx } from '../db/handle.ts'
import { lastCheckpoint, saveCheckpoint } from '../db/journal/checkpoint-table.ts'
import { chainHead } from '../db/journal/event-table.ts'
import { eventHashAt, lastInChain, type OutgoingEvent, outgoingEvents } from '../db/journal/outbox.ts'
import { beforeAll, isAfter, type Place, placeNumber } from '../db/journal/place.ts'
import { readSetting, saveSetting } from '../db/journal/setting-table.ts'
import { markStrays, tellStraysAgain, toldStray, untoldStrays } from '../db/journal/stray-table.ts'
import { removeVerdict, saveVerdict } from '../db/journal/verdict-table.ts'
import { assert } from '../domain/assert.ts'
import { noHash } from '../domain/event.ts'
import type { Uuid } from '../domain/ids.ts'
import { pushBytesMax } from '../domain/limits.ts'
import type { CentralClient } from './central-client.ts'
import { CentralFault } from './central-fault.ts'
import type { CheckSignature } from './checkpoint.ts'
import type { JournalAccess } from './journal-access.ts'

export interface PushDeps {
  readonly journal: JournalAccess
  readonly central: Pick<CentralClient, 'push'>
  readonly terminalId: Uuid
  /** Whether a checkpoint is signed by this chain's central. */
  readonly isSigned: CheckSignature
  /** Epoch ms. */
  readonly wallMs: () => number
}

export type PushReport =
  | { readonly kind: 'nothing' }
  | {
      readonly kind: 'pushed'
      readonly events: number
      readonly disputed: number
      readonly parked: number
      readonly serverTime: number
    }
  /** The central is at another place than we thought: the next push goes on there. */
  | { readonly kind: 'resumed'; readonly from: Place; readonly serverTime: number }
  /**
   * The central holds another event at one of our places, or one beyond our last: two tills are one, or one was rolled
   * back. Our events of that epoch are strays now; `isCurrent`: another epoch is due (setting `epochDue`) before anything is
   * written again.
   */
  | { readonly kind: 'forked'; readonly at: Place; readonly isCurrent: boolean }

/**
 * Sends the next events after the checkpoint and keeps what the central said, verdicts and checkpoint in one
 * transaction; strays go before. Sending twice does no harm: the central knows every event by its place and hash
 * (sync.md 3). Throws CentralFault for the line, FileFault for the journal.
 */
export async function pushOnce(deps: PushDeps, eventsMax: number): Promise<PushReport> {
  const strays = untoldStrays(deps.journal.read(), eventsMax, pushBytesMax)
  if (strays.length > 0) return tellStrays(deps, strays)
  const place: Place = lastCheckpoint(deps.journal.read()) ?? beforeAll
  const events = outgoingEvents(deps.journal.read(), place, eventsMax, pushBytesMax)
  if (events.length === 0) return { kind: 'nothing' }
  const sent = [...endOfEpochBefore(deps.journal.read(), events), ...events]
  const outcome = await deps.central.push(sent.map((event) => event.body))
  return outcome.kind === 'conflict'
    ? takeConflict(deps, place, outcome.conflict)
    : takeAnswer(deps, events, outcome.answer)
}

/**
 * The last event before an epoch that begins, sent along: a central that was put back and lost it would take the new
 * epoch all the same, and nobody would ever miss what it lost of the one before.
 */
function endOfEpochBefore(journal: Journal, events: readonly OutgoingEvent[]): readonly OutgoingEvent[] {
  const [first] = events
  if (!first || first.seq > 1) return []
  const last = lastInChain(journal, { epoch: first.epoch, seq: 0 })
  return last ? outgoingEvents(journal, { epoch: last.epoch, seq: last.seq - 1 }, 1, 0) : []
}

async function tellStrays(deps: PushDeps, strays: readonly OutgoingEvent[]): Promise<PushReport> {
  const outcome = await deps.central.push(
    strays.map((event) => event.body),
    true,
  )
  if (outcome.kind === 'conflict') throw new CentralFault('malformed', 'a conflict about strays')
  const { checkpoint } = outcome.answer
  assertOurs(deps, checkpoint)
  const said = verdictsOn(strays, outcome.answer)
  const counts = deps.journal.write(
    (tx) => {
      for (const event of strays) toldStray(tx, event)
      keepAdmission(tx, checkpoint)
      return keepVerdicts(tx, said, deps.wallMs())
    },
    (db) => untoldStrays(db, 1, 0)[0]?.id !== strays[0]?.id,
  )
  return { kind: 'pushed', events: strays.length, ...counts, serverTime: checkpoint.serverTime }
}

/** Goes to where the central is, back or forward, provided that its chain is ours up to there. */
function takeConflict(deps: PushDeps, place: Place, conflict: PushConflict): PushReport {
  const { checkpoint, expected } = conflict
  assertOurs(deps, checkpoint)
  const beyond = expected.epoch
  if (conflict.code === 'fork') return fork(deps, checkpoint.epoch, { checkpoint, beyond })
  const journal = deps.journal.read()
  if (!agrees(journal, checkpoint))
    return fork(deps, checkpoint.epoch, { checkpoint, beyond: checkpoint.epoch + 1 })
  if (expected.epoch !== checkpoint.epoch || expected.seq !== checkpoint.seq + 1) {
    throw new CentralFault('malformed', 'a conflict that leads nowhere')
  }
  const next = outgoingEvents(journal, checkpoint, 1, 0)[0]
  if (next && next.epoch === expected.epoch && next.seq > expected.seq) {
    // What the central wants next is not here any more: what stands behind the hole is told by itself.
    behindHole(deps, checkpoint)
    return { kind: 'resumed', from: expected, serverTime: checkpoint.serverTime }
  }
  const stays = checkpoint.epoch === place.epoch && checkpoint.seq === place.seq
  const begins = checkpoint.seq === 0 && place.seq === 0
  if (stays || begins) throw new CentralFault('malformed', 'a conflict that leads nowhere')
  deps.journal.write(
    (tx) => {
      if (isAfter(place, checkpoint)) tellStraysAgain(tx)
      keepAdmission(tx, checkpoint)
      saveCheckpoint(tx, checkpoint)
      keepSigned(tx, checkpoint)
    },
    (db) => stands(db, checkpoint),
  )
  return { kind: 'resumed', from: expected, serverTime: checkpoint.serverTime }
}

function behindHole(deps: PushDeps, checkpoint: Checkpoint): void {
  deps.journal.write(
    (tx) => {
      const last = markStrays(tx, checkpoint)
      assert(last, 'there is an event behind the hole')
      saveCheckpoint(tx, { ...last, serverTime: checkpoint.serverTime })
    },
    (db) => untoldStrays(db, 1, 0).length > 0,
  )
}

/**
 * Everything of the epoch is told again as strays, whatever was acknowledged: which of it the central has is its to
 * say, and what it has is a duplicate.
 */
function fork(
  deps: PushDeps,
  epoch: number,
  { checkpoint, beyond }: { readonly checkpoint: Checkpoint; readonly beyond: number },
): PushReport {
  const isCurrent = epoch === readSetting(deps.journal.read(), 'epoch')
  deps.journal.write(
    (tx) => {
      const last = markStrays(tx, { epoch, seq: 0 })
      if (last) saveCheckpoint(tx, { ...last, serverTime: checkpoint.serverTime })
      keepAdmission(tx, checkpoint)
      // With the strays, so that nothing is written in this epoch any more whatever happens now.
      if (isCurrent) saveSetting(tx, 'epochDue', { cause: 'forked', beyond })
    },
    (db) => untoldStrays(db, 1, 0)[0]?.epoch === epoch,
  )
  const at = { epoch: checkpoint.epoch, seq: checkpoint.seq }
  return { kind: 'forked', at, isCurrent }
}

/**
 * Keeps verdicts and checkpoint. The checkpoint may lie beyond what was sent, when earlier answers were lost: it
 * is kept only up to the last event sent, so that the verdicts on the others are still asked for.
 */
function takeAnswer(deps: PushDeps, events: readonly OutgoingEvent[], answer: PushAnswer): PushReport {
  const { checkpoint } = answer
  assertOurs(deps, checkpoint)
  if (!agrees(deps.journal.read(), checkpoint)) {
    return fork(deps, checkpoint.epoch, { checkpoint, beyond: checkpoint.epoch + 1 })
  }
  const taken = events.filter(({ epoch, seq }) => epoch === checkpoint.epoch && seq <= checkpoint.seq)
  const last = taken.at(-1)
  if (!last) throw new CentralFault('malformed', 'a checkpoint before all that was sent')
  const said = verdictsOn(taken, answer)
  const place = { epoch: last.epoch, seq: last.seq, head: last.hash, serverTime: checkpoint.serverTime }
  const counts = deps.journal.write(
    (tx) => {
      saveCheckpoint(tx, place)
      keepAdmission(tx, checkpoint)
      keepSigned(tx, checkpoint)
      return keepVerdicts(tx, said, deps.wallMs())
    },
    (db) => stands(db, place),
  )
  return { kind: 'pushed', events: taken.length, ...counts, serverTime: checkpoint.serverTime }
}

function verdictsOn(events: readonly OutgoingEvent[], answer: PushAnswer): readonly Verdict[] {
  const verdicts = new Map(answer.verdicts.map((verdict) => [verdict.id, verdict]))
  return events.map(({ id }) => {
    const verdict = verdicts.get(id)
    if (!verdict) throw new CentralFault('malformed', 'an event without a verdict')
    return verdict
  })
}

type KeptVerdict = 'disputed' | 'parked'

/** Whether the journal's checkpoint is at this place. */
function stands(db: ReadDb, place: Place): boolean {
  const kept = lastCheckpoint(db)
  return kept?.epoch === place.epoch && kept.seq === place.seq
}

function keepVerdicts(
  tx: Tx,
  said: readonly Verdict[],
  heardAt: number,
): Readonly<Record<KeptVerdict, number>> {
  const kept = said.map((verdict) => keepVerdict(tx, verdict, heardAt))
  const count = (outcome: KeptVerdict) => kept.filter((one) => one === outcome).length
  return { disputed: count('disputed'), parked: count('parked') }
}

/** Keeps a verdict people must see; a `duplicate` repeats what was said the first time. */
function keepVerdict(tx: Tx, verdict: Verdict, heardAt: number): KeptVerdict | null {
  const disputes = verdict.disputes ?? []
  const outcome = disputes.length > 0 ? 'disputed' : verdict.code === undefined ? null : 'parked'
  if (!outcome) removeVerdict(tx, verdict.id)
  else saveVerdict(tx, { eventId: verdict.id, outcome, code: verdict.code ?? null, disputes, heardAt })
  return outcome
}

/** What the central says of the epoch this till may spend in. */
function keepAdmission(tx: Tx, { admittedEpoch }: Checkpoint): void {
  const known = readSetting(tx, 'admittedEpoch') ?? readSetting(tx, 'epoch')
  if (known !== admittedEpoch) saveSetting(tx, 'admittedEpoch', admittedEpoch)
}

function assertOurs(deps: PushDeps, checkpoint: Checkpoint): void {
  if (checkpoint.terminalId !== deps.terminalId || !deps.isSigned(checkpoint)) {
    throw new CentralFault('malformed', 'a checkpoint that is not signed for this till')
  }
}

/** Keeps the furthest checkpoint as the central signed it, also when the central went back: what it saw was there. */
function keepSigned(tx: Tx, checkpoint: Checkpoint): void {
  const kept = readSetting(tx, 'signedCheckpoint')
  if (checkpoint.seq === 0 || (kept && placeNumber(kept) > placeNumber(checkpoint))) return
  const { terminalId, epoch, seq, head, admittedEpoch, serverTime, sig } = checkpoint
  saveSetting(tx, 'signedCheckpoint', { terminalId, epoch, seq, head, admittedEpoch, serverTime, sig })
}

/**
 * Whether the central's chain up to its checkpoint is ours. Of an epoch this journal never wrote, and of one it lost
 * events of, a missing event says nothing.
 */
function agrees(journal: Journal, checkpoint: Checkpoint): boolean {
  if (checkpoint.seq === 0) return checkpoint.head === noHash
  const hash = eventHashAt(journal, checkpoint)
  if (hash !== null) return hash === checkpoint.head
  if (checkpoint.epoch < (readSetting(journal, 'wholeFrom') ?? 0)) return true
  if (checkpoint.epoch === readSetting(journal, 'epoch')) return false
  return chainHead(journal, checkpoint.terminalId, checkpoint.epoch).seq === 0
}
