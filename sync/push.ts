import type { Checkpoint, PushAnswer, PushConflict, Verdict } from '../contract/wire.ts'
import type { Journal, ReadDb, Tx } from '../db/handle.ts'
import { lastCheckpoint, saveCheckpoint } from '../db/journal/checkpoint-table.ts'
import { eventHashAt, type OutgoingEvent, outgoingEvents } from '../db/journal/outbox.ts'
import { beforeAll, type Place, placeNumber } from '../db/journal/place.ts'
import { readSetting, saveSetting } from '../db/journal/setting-table.ts'
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
  /** The central holds another event at one of our places, or one beyond our last: two tills are one, or one was rolled back. */
  | { readonly kind: 'forked'; readonly at: Place }

/**
 * Sends the next events after the checkpoint and keeps what the central said, verdicts and checkpoint in one
 * transaction. Sending twice does no harm: the central knows every event by its place and hash (sync.md 3).
 * Throws CentralFault for the line, FileFault for the journal.
 */
export async function pushOnce(deps: PushDeps, eventsMax: number): Promise<PushReport> {
  const place: Place = lastCheckpoint(deps.journal.read()) ?? beforeAll
  const events = outgoingEvents(deps.journal.read(), place, eventsMax, pushBytesMax)
  if (events.length === 0) return { kind: 'nothing' }
  const outcome = await deps.central.push(events.map((event) => event.body))
  return outcome.kind === 'conflict'
    ? takeConflict(deps, place, outcome.conflict)
    : takeAnswer(deps, events, outcome.answer)
}

/** Goes to where the central is, back or forward, provided that its chain is ours up to there. */
function takeConflict(deps: PushDeps, place: Place, conflict: PushConflict): PushReport {
  const { checkpoint, expected } = conflict
  assertOurs(deps, checkpoint)
  if (conflict.code === 'fork' || !agrees(deps.journal.read(), checkpoint)) {
    return { kind: 'forked', at: { epoch: checkpoint.epoch, seq: checkpoint.seq } }
  }
  const stays = checkpoint.epoch === place.epoch && checkpoint.seq === place.seq
  const begins = checkpoint.seq === 0 && place.seq === 0
  if (expected.epoch !== checkpoint.epoch || expected.seq !== checkpoint.seq + 1 || stays || begins) {
    throw new CentralFault('malformed', 'a conflict that leads nowhere')
  }
  deps.journal.write(
    (tx) => {
      saveCheckpoint(tx, checkpoint)
      keepSigned(tx, checkpoint)
    },
    (db) => stands(db, checkpoint),
  )
  return { kind: 'resumed', from: expected, serverTime: checkpoint.serverTime }
}

/**
 * Keeps verdicts and checkpoint. The checkpoint may lie beyond what was sent, when earlier answers were lost: it
 * is kept only up to the last event sent, so that the verdicts on the others are still asked for.
 */
function takeAnswer(deps: PushDeps, events: readonly OutgoingEvent[], answer: PushAnswer): PushReport {
  const { checkpoint } = answer
  assertOurs(deps, checkpoint)
  if (!agrees(deps.journal.read(), checkpoint)) {
    return { kind: 'forked', at: { epoch: checkpoint.epoch, seq: checkpoint.seq } }
  }
  const taken = events.filter(({ epoch, seq }) => epoch === checkpoint.epoch && seq <= checkpoint.seq)
  const last = taken.at(-1)
  if (!last) throw new CentralFault('malformed', 'a checkpoint before all that was sent')
  const verdicts = new Map(answer.verdicts.map((verdict) => [verdict.id, verdict]))
  const said = taken.map(({ id }) => verdicts.get(id))
  if (said.includes(undefined)) throw new CentralFault('malformed', 'an event without a verdict')

  const place = { epoch: last.epoch, seq: last.seq, head: last.hash, serverTime: checkpoint.serverTime }
  const counts = deps.journal.write(
    (tx) => {
      const kept = said.map((verdict) => {
        assert(verdict, 'each taken event has its verdict')
        return keepVerdict(tx, verdict, deps.wallMs())
      })
      saveCheckpoint(tx, place)
      keepSigned(tx, checkpoint)
      const count = (outcome: KeptVerdict) => kept.filter((one) => one === outcome).length
      return { disputed: count('disputed'), parked: count('parked') }
    },
    (db) => stands(db, place),
  )
  return { kind: 'pushed', events: taken.length, ...counts, serverTime: checkpoint.serverTime }
}

type KeptVerdict = 'disputed' | 'parked'

/** Whether the journal's checkpoint is at this place. */
function stands(db: ReadDb, place: Place): boolean {
  const kept = lastCheckpoint(db)
  return kept?.epoch === place.epoch && kept.seq === place.seq
}

/** Keeps a verdict people must see; a `duplicate` repeats what was said the first time. */
function keepVerdict(tx: Tx, verdict: Verdict, heardAt: number): KeptVerdict | null {
  const disputes = verdict.disputes ?? []
  const outcome = disputes.length > 0 ? 'disputed' : verdict.code === undefined ? null : 'parked'
  if (!outcome) removeVerdict(tx, verdict.id)
  else saveVerdict(tx, { eventId: verdict.id, outcome, code: verdict.code ?? null, disputes, heardAt })
  return outcome
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
  const { terminalId, epoch, seq, head, serverTime, sig } = checkpoint
  saveSetting(tx, 'signedCheckpoint', { terminalId, epoch, seq, head, serverTime, sig })
}

/** Whether the central's chain up to its checkpoint is ours. */
function agrees(journal: Journal, checkpoint: Checkpoint): boolean {
  if (checkpoint.seq === 0) return checkpoint.head === noHash
  return eventHashAt(journal, checkpoint) === checkpoint.head
}
