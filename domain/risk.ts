import type { Uuid } from './ids.ts'
import { type Money, money } from './money.ts'
import { type Points, points } from './points.ts'
import { hourMs } from './time.ts'

/*
 * Without contact nobody can prevent every double use; these are the facts that bound it (sync.md 7): the chain's limits,
 * whom it denies, and what it handed to a till to decide alone.
 */

/** The chain's limits for what a till decides by itself. One version at a time, signed by the central. */
export interface RiskPolicy {
  readonly version: number
  /** Worth of one redemption or burn up to which it is bounded; above it is strict (L_txn). */
  readonly boundedMax: Money
  /** What one member may use at one till in a local day without contact. */
  readonly memberUsesMax: number
  readonly memberAmountMax: Money
  /** Unsecured value of one till, and of all of a store, between two full syncs. */
  readonly tillExposureMax: Money
  readonly storeExposureMax: Money
  /** Age of the deny-list from which strict acts are refused and bounded ones halved, in ms. */
  readonly strictDenyAgeMs: number
  /** Age from which bounded acts are refused too, in ms. */
  readonly boundedDenyAgeMs: number
  /** Points a member's account may be overdrawn by; the rest of an overdraft is a loss (R). */
  readonly overdraftMax: Points
  /** How long a till waits for `POST /v1/authorize` while a customer stands there, in ms. */
  readonly authorizeMs: number
}

/** What a till goes by until it heard its chain's limits, or where what it heard is not signed by its central (sync.md 7). */
export const standardPolicy: RiskPolicy = {
  version: 0,
  boundedMax: money(5_000),
  memberUsesMax: 2,
  memberAmountMax: money(10_000),
  tillExposureMax: money(200_000),
  storeExposureMax: money(500_000),
  strictDenyAgeMs: 24 * hourMs,
  boundedDenyAgeMs: 72 * hourMs,
  overdraftMax: points(10_000),
  authorizeMs: 800,
}

/** How long nobody is asked again after a question of this kind stayed without an answer, in ms: the line is likely dead, and every customer would wait for it. */
export const silenceMs = 30_000

/** Intents told off at once: a till that crashed leaves one. */
export const intentsCancelledMax = 20

export const denialKinds = ['member', 'coupon', 'account', 'terminal', 'staff'] as const
export type DenialKind = (typeof denialKinds)[number]

/** Something nobody honours any more, told before anything else of a pull. */
export interface Denial {
  readonly kind: DenialKind
  readonly subject: Uuid
  readonly since: number
  /** For people. */
  readonly reason: string
}

export const leaseKinds = ['coupon', 'points', 'value'] as const
export type LeaseKind = (typeof leaseKinds)[number]

/**
 * A part of a coupon, of a member's points or of a value account that the central set aside for one till to spend by its
 * own decision. Σ leases + available ≤ balance, so that nothing inside a lease is ever spent twice (sync.md 10.11).
 */
export interface Lease {
  readonly leaseId: Uuid
  readonly storeId: Uuid
  /** The till that holds it. */
  readonly terminalId: Uuid
  readonly kind: LeaseKind
  /** The coupon, the member whose points, or the value account. */
  readonly subjectId: Uuid
  /** Uses, points, or fen of both parts together. */
  readonly granted: number
  /** What of it the central has heard spent. */
  readonly used: number
  /** Counts up with every lease of the subject: the newer one decides. */
  readonly fence: number
  readonly grantedAt: number
  /** From here on the holder may not spend of it any more. */
  readonly expiresAt: number
}

/** What one event spends of a lease. */
export interface LeaseUse {
  readonly leaseId: Uuid
  readonly amount: number
}
