import { assert } from '../../domain/assert.ts'
import type { Mode, TillEvent } from '../../domain/event.ts'
import type { Uuid } from '../../domain/ids.ts'
import type { LeaseKind } from '../../domain/risk.ts'
import type { Facts } from './facts.ts'

/** Who decided a use, the strongest first (sync.md 7). */
export const authorities = ['central', 'lease', 'store', 'isolated'] as const
export type Authority = (typeof authorities)[number]

/** What the central set aside for an event and has not lapsed. */
export interface Reservation {
  readonly eventId: Uuid
  readonly kind: LeaseKind
  readonly subjectId: Uuid
  /** Number of a coupon's use, else 0. */
  readonly part: number
  readonly amount: number
}

/** Who did what a dispute is about. */
export interface Who {
  readonly terminalId: Uuid
  readonly storeId: Uuid | null
  /** The cashier. */
  readonly actor: Uuid | null
  readonly memberId: Uuid | null
  readonly approver: Uuid | null
  readonly mode: Mode
}

/** A use that was given twice: what the loser gave is nobody's. */
export interface CouponLoss {
  readonly eventId: Uuid
  /** The winner. */
  readonly other: Uuid
  /** `<coupon>:<number>`. */
  readonly subject: string
  readonly debit: 'loss' | 'redemption'
  readonly credit: 'loss' | 'redemption'
  readonly amount: number
}

/** `subject`: `<coupon>:<number>`. */
export function keyOfCouponLoss(eventId: string, subject: string): string {
  return `${eventId} ${subject}`
}

/** What was promised of the rows a batch touches. Leases are in `facts.leases`. */
export interface Promises {
  /** Those of events that are still to come; an event's own go with it. */
  reservations: readonly Reservation[]
  /** Points an account may be overdrawn by. */
  readonly overdraftMax: number
  /** What each event of the batch has left of what it was promised, by `keyOfCover`. */
  readonly covers: Map<string, number>
  readonly who: Map<Uuid, Who>
  /** Uses that people have to decide about, with the event that lost, by `keyOfUse`. */
  readonly disputedUses: Map<string, Uuid>
  /** What events lost of uses the batch speaks of and no return has reversed, in fen, by `keyOfCouponLoss`. */
  readonly couponLost: Map<string, number>
}

/** Whether a use decided by the one takes it from whoever decided by the other. */
export function outranks(one: Authority, other: Authority): boolean {
  return authorities.indexOf(one) < authorities.indexOf(other)
}

export function whoOf({ source, actor, approver, mode, data }: TillEvent): Who {
  const {
    storeId = null,
    memberId,
    member,
  } = data as {
    readonly storeId?: Uuid
    readonly memberId?: Uuid | null
    readonly member?: { readonly memberId?: Uuid } | null
  }
  const whose = memberId ?? member?.memberId ?? null
  return { terminalId: source, storeId, actor, memberId: whose, approver: approver ?? null, mode }
}

function keyOfCover(
  eventId: Uuid,
  by: 'central' | 'lease',
  kind: LeaseKind,
  subjectId: Uuid,
  part = 0,
): string {
  return `${eventId}:${by}:${kind}:${subjectId}:${part}`
}

/** An event begins: what was set aside for it no longer stands against it, and covers what it spends. */
export function beginEvent(facts: Facts, event: TillEvent): void {
  const { promises } = facts
  promises.who.set(event.id, whoOf(event))
  if (promises.reservations.length === 0) return
  for (const { eventId, kind, subjectId, part, amount } of promises.reservations) {
    if (eventId !== event.id) continue
    promises.covers.set(keyOfCover(eventId, 'central', kind, subjectId, part), amount)
  }
  promises.reservations = promises.reservations.filter(({ eventId }) => eventId !== event.id)
}

/** What an event spends of a lease covers it too. */
export function coverByLease(
  facts: Facts,
  eventId: Uuid,
  lease: { kind: LeaseKind; subjectId: Uuid },
  amount: number,
) {
  const key = keyOfCover(eventId, 'lease', lease.kind, lease.subjectId)
  facts.promises.covers.set(key, (facts.promises.covers.get(key) ?? 0) + amount)
}

/** Who decided an event's use of a coupon, using up what it was promised. */
export function authorityOfUse(
  facts: Facts,
  eventId: Uuid,
  { couponId, useNumber }: { readonly couponId: Uuid; readonly useNumber: number },
): Authority {
  if (takeCover(facts, keyOfCover(eventId, 'central', 'coupon', couponId, useNumber), 1) > 0) return 'central'
  if (takeCover(facts, keyOfCover(eventId, 'lease', 'coupon', couponId), 1) > 0) return 'lease'
  // A store's majority will prove itself by its votes; until then its tills' word stands.
  return facts.promises.who.get(eventId)?.mode === 'store' ? 'store' : 'isolated'
}

export interface Allowed {
  /** Promised to this very event: it is there, whatever lot or part it lies in. */
  readonly covered: number
  /** All it may take, the covered part included; the rest was promised to others. */
  readonly allowed: number
}

/** How much of a wish an event may take from a member's points or an account, using up what it was promised. */
export function allowedOf(
  facts: Facts,
  eventId: Uuid,
  wish: { readonly kind: 'points' | 'value'; readonly subjectId: Uuid; readonly amount: number },
  balance: () => number,
): Allowed {
  const { kind, subjectId, amount } = wish
  const central = keyOfCover(eventId, 'central', kind, subjectId)
  const lease = keyOfCover(eventId, 'lease', kind, subjectId)
  const promised = promisedToOthers(facts, kind, subjectId)
  const own = (facts.promises.covers.get(central) ?? 0) + (facts.promises.covers.get(lease) ?? 0)
  if (promised + own === 0) return { covered: 0, allowed: amount }
  const free = Math.max(0, balance() - promised - own)
  const byCentral = takeCover(facts, central, amount)
  const covered = byCentral + takeCover(facts, lease, amount - byCentral)
  return { covered, allowed: covered + Math.min(amount - covered, free) }
}

function promisedToOthers(facts: Facts, kind: LeaseKind, subjectId: Uuid): number {
  let sum = 0
  for (const { row } of facts.leases.values()) {
    if (row.kind === kind && row.subjectId === subjectId) sum += Math.max(0, row.granted - row.used)
  }
  for (const one of facts.promises.reservations) {
    if (one.kind === kind && one.subjectId === subjectId) sum += one.amount
  }
  return sum
}

function takeCover(facts: Facts, key: string, wish: number): number {
  const left = facts.promises.covers.get(key) ?? 0
  const used = Math.min(left, wish)
  assert(used >= 0, 'nobody wishes for less than nothing')
  if (used > 0) facts.promises.covers.set(key, left - used)
  return used
}
