import type { Verdict } from '../../contract/wire.ts'
import { assert } from '../../domain/assert.ts'
import type { EventType, TillEvent } from '../../domain/event.ts'
import type { Uuid } from '../../domain/ids.ts'
import { applyEvent } from '../apply/apply-event.ts'
import { type Dispute, type Facts, survivorOf } from '../apply/facts.ts'
import { loadFacts } from '../apply/load-facts.ts'
import { saveFacts } from '../apply/save-facts.ts'
import type { Transaction } from '../database.ts'
import { keepDenials } from '../head-office/deny-list.ts'
import { dealPools } from '../lottery/deal-pools.ts'
import type { Programmes } from '../programmes.ts'
import { consumeReservations } from '../risk/authorize.ts'
import { noteSeen } from '../tables/area.ts'
import { nextChangeNumber } from '../tables/change-counter.ts'
import { takenIds } from '../tables/event.ts'
import { addDisputes, addParked, hasParked } from '../tables/exception.ts'
import type { Examined, ParkCode } from './examine.ts'

const noteTakenBackSql = `INSERT INTO coupon_step ("couponId", "at", "what")
  SELECT c."couponId", $2, 'revoked' FROM coupon c WHERE c."couponId" = ANY($1::uuid[]) AND c."status" = 'revoked'
    AND NOT EXISTS (SELECT FROM coupon_step s WHERE s."couponId" = c."couponId" AND s."what" = 'revoked')`

/** Whose events are posted, and when. */
export interface PostedFor {
  readonly terminalId: Uuid
  readonly storeId: Uuid
  readonly now: number
  /** Nothing after this instant counts; null while the terminal is trusted. */
  readonly revokedAt: number | null
  readonly programmes: Programmes
}

/** What became of events that are new: one verdict for each, and the change number of all their rows. */
export interface Posted {
  readonly verdicts: readonly Verdict[]
  readonly changeNumber: number
}

/**
 * Does what new events say, in their order: applied, disputed, or parked where the content cannot be applied or the
 * id was another event's. Where the events themselves are kept is the caller's.
 */
export async function postEvents(
  tx: Transaction,
  at: PostedFor,
  fresh: readonly Examined[],
): Promise<Posted> {
  const taken = await takenIds(
    tx,
    fresh.map(({ place }) => place.id),
  )
  const isTrusted = await trustOf(tx, at)
  const contents = fresh.map((examined) => contentOnce(examined, taken, isTrusted))
  const changeNumber = await nextChangeNumber(tx, at.now)
  const events = contents.flatMap((content) => ('event' in content ? [content.event] : []))
  const facts = await loadFacts(tx, at.programmes, at, events)
  const disputes: Dispute[] = []
  const verdicts = fresh.map((examined, index) => {
    const content = contents[index]
    assert(content, 'a content for each event')
    if ('parked' in content) return parkedVerdict(examined, content.parked)
    return applied(facts, content.event, disputes)
  })
  await addParked(
    tx,
    at,
    fresh.flatMap((examined, index) => {
      const content = contents[index]
      return content && 'parked' in content ? [{ examined, code: content.parked }] : []
    }),
  )
  await saveFacts(tx, facts, changeNumber)
  await tellTakenBack(tx, events, { now: at.now, changeNumber })
  const memberIds = seenMembers(facts, events)
  await noteSeen(tx, { storeId: at.storeId, memberIds }, { now: at.now, changeNumber })
  if (facts.draws.length > 0) await dealPools(tx, [at.terminalId], { now: at.now, changeNumber })
  await addDisputes(tx, at, [...disputes, ...facts.turned], facts.promises.who)
  await consumeReservations(
    tx,
    fresh.map(({ place }) => place.id),
  )
  return { verdicts, changeNumber }
}

/** Coupons of a second welcome pack that were taken back are denied, and their history says so. */
async function tellTakenBack(
  tx: Transaction,
  events: readonly TillEvent[],
  at: { readonly now: number; readonly changeNumber: number },
): Promise<void> {
  const issued = (events as readonly Happened[]).flatMap(({ type, data }) =>
    type === 'member.enrolled' ? data.issued.map(({ couponId }) => couponId) : [],
  )
  if (issued.length === 0) return
  await tx.query(noteTakenBackSql, [issued, at.now])
  await keepDenials(tx, 'coupon', issued, at)
}

/** Members who were there: whoever bought, brought back, redeemed, enrolled or had their profile put right, and whose points they spend. */
function seenMembers(facts: Facts, events: readonly TillEvent[]): Uuid[] {
  const seen = new Set<Uuid>()
  for (const event of events) {
    const memberId = memberOf(event)
    const member = memberId === null ? null : survivorOf(facts, memberId)
    if (memberId === null || !member) continue
    for (const id of [memberId, member.row.memberId, member.row.family?.ownerId]) {
      if (id !== undefined && facts.members.has(id)) seen.add(id)
    }
  }
  return [...seen]
}

function memberOf(event: TillEvent): Uuid | null {
  const { type, data } = event as Happened
  switch (type) {
    case 'sale.completed':
      return data.member?.memberId ?? null
    case 'sale.returned':
    case 'coupon.redeemed':
    case 'gift.exchanged':
    case 'lottery.drawn':
    case 'points.donated':
    case 'value.topped_up':
    case 'member.enrolled':
    case 'member.profile_changed':
      return data.memberId
    default:
      return null
  }
}

type Happened = { [T in EventType]: TillEvent<T> & { readonly type: T } }[EventType]

/**
 * Tells of one event after the other, in the order of the chain, whether its terminal was still trusted. A revoked
 * terminal may set its clock back: after the first event beyond the revocation none counts any more.
 */
async function trustOf(tx: Transaction, at: PostedFor): Promise<(content: Examined['content']) => boolean> {
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
