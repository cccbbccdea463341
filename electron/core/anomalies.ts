import { eventsOfType, type OwnRedemption } from '../../db/journal/event-list.ts'
import { redemptionsOfMember } from '../../db/overlay/members.ts'
import { type AnomalyFacts, type AnomalyFlagged, judgeAnomalies, judgeBlocked } from '../../domain/anomaly.ts'
import type { Uuid } from '../../domain/ids.ts'
import { actsWatchedMax, failedCodesFlagMs } from '../../domain/limits.ts'
import { ok, type Result } from '../../domain/result.ts'
import type { Counter } from './counter.ts'
import type { Selling } from './gate.ts'
import { noteEvent } from './note-event.ts'

/** What the rules of anomalies look at. */
export interface ActWatched {
  /** The act at hand; null for a code that was not taken. */
  readonly actId: Uuid | null
  readonly act: AnomalyFacts['act']
  readonly memberId: Uuid | null
}

/** What the rules see in an act, this one included, without recording it: for a screen that says it beforehand. */
export function anomaliesNow(
  counter: Counter,
  selling: Selling,
  watched: ActWatched,
): readonly AnomalyFlagged[] {
  const rules = selling.rules.programme.anomalies
  if (rules.length === 0) return []
  const { actId, memberId } = watched
  const longest = Math.max(...rules.map(({ withinMs }) => withinMs))
  return judgeAnomalies(factsOf(counter, selling, watched, longest), rules).map((verdict) => ({
    ...verdict,
    memberId,
    actId,
  }))
}

/**
 * The same, recorded (`anomaly.flagged`, once for each rule and act). Refuses `anomaly_blocked` {kind}. Of the answer,
 * `supervisor` asks for an approval and `warn` only tells. May append events: look up the place of the act's own event
 * after it.
 */
export function judgeAnomaliesNow(
  counter: Counter,
  selling: Selling,
  watched: ActWatched,
): Result<readonly AnomalyFlagged[]> {
  const flags = anomaliesNow(counter, selling, watched)
  for (const flag of flags) record(counter, selling, flag)
  const judged = judgeBlocked(flags)
  return judged.ok ? ok(flags) : judged
}

/** A code was not taken: it counts, and the rule about such codes may say so. The scan is answered in any case. */
export function noteFailedCode(counter: Counter, selling: Selling): void {
  const flags = anomaliesNow(counter, selling, { actId: null, act: 'failed_code', memberId: null })
  const now = counter.clock.now()
  counter.codes.fail(now)
  for (const flag of flags) {
    // A jammed scanner fails a hundred times a second: the first of a while says it for all.
    if (counter.codes.flaggedWithin(now, failedCodesFlagMs)) continue
    record(counter, selling, flag)
  }
}

function record(counter: Counter, { identity, staff }: Selling, flag: AnomalyFlagged): void {
  const { actId, action, kind } = flag
  if (actId !== null && !counter.proofs.flagOnce(actId, kind)) return
  noteEvent(counter, identity, { type: 'anomaly.flagged', actor: staff.staffId, data: flag })
  counter.log.write('info', 'anomaly_flagged', { code: kind, state: action })
}

function factsOf(
  counter: Counter,
  { identity, staff }: Selling,
  { act, memberId }: ActWatched,
  longestMs: number,
): AnomalyFacts {
  const { chain, clock, codes } = counter
  const now = clock.now()
  const since = now - longestMs
  const member = memberId === null ? null : (chain.standing(memberId, now)?.member ?? null)
  const ofMember = memberId === null ? [] : redemptionsBy(counter, memberId, since)
  const actorId = staff.staffId
  return {
    act,
    now,
    terminalId: identity.terminal.terminalId,
    actorId,
    member,
    ofMember: ofMember.map(({ time }) => time),
    ofMemberByStaff: ofMember.filter(({ actor }) => actor === actorId).map(({ time }) => time),
    failedCodes: codes.failures(),
    returnsWithoutSale: act === 'return_without_sale' ? returnsBy(counter, actorId, since) : [],
  }
}

function redemptionsBy({ chain }: Counter, memberId: Uuid, since: number): readonly OwnRedemption[] {
  return (
    chain.ask<readonly OwnRedemption[] | null>([], (overlay) =>
      redemptionsOfMember(overlay, memberId, since),
    ) ?? []
  )
}

function returnsBy({ books }: Counter, actorId: Uuid, since: number): number[] {
  // Also what a clock that was set back put after now.
  const asked = { from: since, until: Number.MAX_SAFE_INTEGER, limit: actsWatchedMax }
  return eventsOfType(books.read(), 'sale.returned', asked)
    .filter(({ actor, data }) => actor === actorId && data.saleId === null)
    .map(({ time }) => time)
}
