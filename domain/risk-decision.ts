import type { Mode } from './event.ts'
import type { Uuid } from './ids.ts'
import { addMoney, type Money, maxMoney, minMoney, money, noMoney, subtractMoney } from './money.ts'
import type { Proof } from './proof.ts'
import { type Refusal, refuse } from './refusal.ts'
import { ok, type Result } from './result.ts'
import type { DenialKind, Lease, LeaseKind, LeaseUse, RiskPolicy } from './risk.ts'
import {
  type RiskClass,
  riskClassOf,
  type Spend,
  usesOfSpend,
  type ValueSpend,
  worthOfSpend,
} from './spend.ts'
import { hourMs } from './time.ts'

/** What the central said to this very act. No answer in time, or one that is not signed, is `none` and never "no" (sync.md 5). */
export type CentralWord =
  | { readonly kind: 'approved' }
  | { readonly kind: 'declined'; readonly refusal: Refusal }
  | { readonly kind: 'none' }

/** A lease of one subject with what is left of it, this till's own unheard uses counted. */
export interface LeaseAtHand extends Pick<Lease, 'leaseId' | 'kind' | 'subjectId' | 'fence' | 'expiresAt'> {
  readonly left: number
  /** Held by this very till. */
  readonly isOwn: boolean
}

/** All a decision depends on. Same facts, same decision. */
export interface RiskFacts {
  readonly spend: Spend
  readonly policy: RiskPolicy
  readonly central: CentralWord
  /** Epoch ms. */
  readonly now: number
  /** This till may only sell and earn until it is admitted again (sync.md 3). */
  readonly restricted: boolean
  /** The first of what the act touches that nobody honours any more; null = nothing. */
  readonly denied: DenialKind | null
  /** How old the list of denials is, in ms; null = none was ever heard. */
  readonly denyAgeMs: number | null
  /** Leases of what is spent, any till of this store. */
  readonly leases: readonly LeaseAtHand[]
  /** Unsecured value of this till before the act, and what other tills of the store told of theirs. */
  readonly exposure: Money
  readonly exposureOfOthers: Money
  /** What the member used at this till on this local day without anybody's word. */
  readonly usedToday: MemberUsed
  /** A second person approved this very act. */
  readonly approved: boolean
}

export interface MemberUsed {
  readonly uses: number
  readonly amount: Money
}

/** How an act that may happen goes down. */
export interface RiskDecision {
  readonly mode: Mode
  /** What of it nobody but this till decided, in fen; counted to the exposure. */
  readonly unsecured: Money
  /** Uses of it that count to the member's day. */
  readonly uses: number
  /** What it spends of leases. */
  readonly leases: readonly LeaseUse[]
}

/** Who decided, in a letter (sync.md 7). `O*`: this till alone, with a second person's word. */
export const marks = ['H', 'S', 'L', 'O', 'O*'] as const
export type Mark = (typeof marks)[number]

/** What a screen or a paper says: who decided, or `R` where this till only sells and earns and nothing was decided. */
export const shownMarks = [...marks, 'R'] as const
export type ShownMark = (typeof shownMarks)[number]

export function markOf({ mode, proof }: { readonly mode: Mode; readonly proof: Proof }): Mark {
  if (mode === 'isolated') return proof === 'supervisor' ? 'O*' : 'O'
  return ({ online: 'H', store: 'S', leased: 'L' } as const)[mode]
}

/** How far the list of denials can be gone by. */
export type DenyListAge = 'fresh' | 'old' | 'too_old'

/** `old`: strict acts are refused and bounded limits halve; `too_old`: bounded acts are refused too (sync.md 7). */
export function denyListAge(ageMs: number | null, policy: RiskPolicy): DenyListAge {
  if (ageMs === null || ageMs >= policy.boundedDenyAgeMs) return 'too_old'
  return ageMs >= policy.strictDenyAgeMs ? 'old' : 'fresh'
}

const free: RiskDecision = { mode: 'isolated', unsecured: noMoney, uses: 0, leases: [] }

/**
 * Whether an act may happen, and who decided so (sync.md 7). Selling and earning pass whatever the facts. Refuses, in this
 * order: `till_restricted`; `denied` {kind}; what the central declined; `leased_elsewhere`; `deny_list_old` {hours};
 * `offline_value`; `coupon_online_only`; `offline_over_bound` {max}; `offline_member_uses` {max} and
 * `offline_member_amount` {left}, which a second person's word lifts for a bounded act and for no other;
 * `offline_till_limit` {left}; `offline_store_limit` {left}.
 */
export function decideRisk(facts: RiskFacts): Result<RiskDecision> {
  const { central, denied, policy, spend } = facts
  const riskClass = riskClassOf(spend, policy)
  if (riskClass === 'free') return ok(free)
  if (facts.restricted) return refuse('till_restricted')
  if (denied) return refuse('denied', { kind: denied })
  if (central.kind === 'declined') return { ok: false, refusal: central.refusal }
  const covered = coverOf(facts)
  if (central.kind === 'approved' && !isWhole(spend, covered)) {
    return ok({ ...free, mode: 'online', leases: usesOf(covered) })
  }
  return decideAlone(facts, riskClass, covered)
}

/**
 * What of a spend the central has to be asked about: what a lease held here covers is this till's to decide, and the
 * central would say that it is handed out (one authority per use, sync.md 10.10).
 */
export function askedOf(facts: Pick<RiskFacts, 'leases' | 'now' | 'spend'>): Spend {
  return { memberId: facts.spend.memberId, ...restOf(facts.spend, coverOf(facts)) }
}

function isWhole(spend: Spend, covered: readonly Covered[]): boolean {
  const { coupons, points, value } = restOf(spend, covered)
  return coupons.length + points.length + value.length === 0
}

function usesOf(covered: readonly Covered[]): LeaseUse[] {
  return covered.map(({ leaseId, amount }) => ({ leaseId, amount }))
}

function decideAlone(
  facts: RiskFacts,
  riskClass: RiskClass,
  covered: readonly Covered[],
): Result<RiskDecision> {
  const { denyAgeMs, leases, policy, spend } = facts
  const rest = restOf(spend, covered)
  const elsewhere = (couponId: Uuid) => {
    const newest = newestOf(leases, 'coupon', couponId)
    return newest !== null && !newest.isOwn && facts.now < newest.expiresAt
  }
  if (rest.coupons.some(({ couponId }) => elsewhere(couponId))) return refuse('leased_elsewhere')
  const age = denyListAge(denyAgeMs, policy)
  if (age === 'too_old' || (age === 'old' && riskClass === 'strict')) {
    return refuse('deny_list_old', { hours: Math.floor((denyAgeMs ?? 0) / hourMs) })
  }
  if (rest.value.length > 0) return refuse('offline_value')
  if (rest.coupons.some(({ onlineOnly }) => onlineOnly)) return refuse('coupon_online_only')
  const unsecured = worthOfSpend(rest)
  const limits = age === 'old' ? halved(policy) : policy
  if (unsecured > limits.boundedMax) return refuse('offline_over_bound', { max: limits.boundedMax })
  const uses = usesOfSpend(rest)
  const within = judgeLimits({ facts, limits, unsecured, uses, mayLift: riskClass === 'bounded' })
  if (!within.ok) return within
  const decision = { unsecured, uses, leases: usesOf(covered) }
  return ok({ ...decision, mode: uses === 0 && unsecured === 0 ? 'leased' : 'isolated' })
}

function judgeLimits(of: {
  readonly facts: RiskFacts
  readonly limits: RiskPolicy
  readonly unsecured: Money
  readonly uses: number
  readonly mayLift: boolean
}): Result<true> {
  const { facts, limits, unsecured, uses } = of
  const { exposure, exposureOfOthers, spend, usedToday } = facts
  const lifted = of.mayLift && facts.approved
  if (spend.memberId !== null && uses > 0 && !lifted) {
    if (usedToday.uses + uses > limits.memberUsesMax) {
      return refuse('offline_member_uses', { max: limits.memberUsesMax })
    }
    const left = leftOf(limits.memberAmountMax, usedToday.amount)
    if (unsecured > left) return refuse('offline_member_amount', { left })
  }
  const leftOfTill = leftOf(limits.tillExposureMax, exposure)
  if (unsecured > leftOfTill) return refuse('offline_till_limit', { left: leftOfTill })
  const leftOfStore = leftOf(limits.storeExposureMax, addMoney(exposure, exposureOfOthers))
  if (unsecured > leftOfStore) return refuse('offline_store_limit', { left: leftOfStore })
  return ok(true)
}

/** Half of every bounded limit, rounded down. */
function halved(policy: RiskPolicy): RiskPolicy {
  const half = (amount: Money) => money(Math.floor(amount / 2))
  return {
    ...policy,
    boundedMax: half(policy.boundedMax),
    memberUsesMax: Math.floor(policy.memberUsesMax / 2),
    memberAmountMax: half(policy.memberAmountMax),
    tillExposureMax: half(policy.tillExposureMax),
    storeExposureMax: half(policy.storeExposureMax),
  }
}

function leftOf(max: Money, used: Money): Money {
  return maxMoney(noMoney, subtractMoney(max, minMoney(max, used)))
}

interface Covered extends LeaseUse {
  readonly kind: LeaseKind
  readonly subjectId: Uuid
}

/** Each part that a lease of this till covers whole. The newest lease of a subject decides about it, whoever holds it. */
function coverOf({ leases, now, spend }: Pick<RiskFacts, 'leases' | 'now' | 'spend'>): Covered[] {
  const parts: Omit<Covered, 'leaseId'>[] = [
    ...spend.coupons.map(({ couponId, useNumbers }) => ({
      kind: 'coupon' as const,
      subjectId: couponId,
      amount: useNumbers.length,
    })),
    ...spend.points.map((part) => ({
      kind: 'points' as const,
      subjectId: part.memberId,
      amount: part.points,
    })),
    ...spend.value.map((part) => ({
      kind: 'value' as const,
      subjectId: part.accountId,
      amount: part.amount,
    })),
  ]
  return parts.flatMap((part) => {
    const lease = newestOf(leases, part.kind, part.subjectId)
    const covers = lease?.isOwn && now < lease.expiresAt && part.amount > 0 && part.amount <= lease.left
    return covers ? [{ leaseId: lease.leaseId, ...part }] : []
  })
}

function newestOf(leases: readonly LeaseAtHand[], kind: LeaseKind, subjectId: Uuid): LeaseAtHand | null {
  const ofSubject = leases.filter((lease) => lease.kind === kind && lease.subjectId === subjectId)
  return ofSubject.reduce<LeaseAtHand | null>(
    (newest, lease) => (newest === null || lease.fence > newest.fence ? lease : newest),
    null,
  )
}

/** What no lease covers. */
function restOf(spend: Spend, covered: readonly Covered[]): Omit<Spend, 'memberId'> {
  const isOpen = (kind: LeaseKind, subjectId: Uuid) =>
    !covered.some((part) => part.kind === kind && part.subjectId === subjectId)
  return {
    coupons: spend.coupons.filter(({ couponId }) => isOpen('coupon', couponId)),
    points: spend.points.filter(({ memberId }) => isOpen('points', memberId)),
    value: spend.value.filter(({ accountId }: ValueSpend) => isOpen('value', accountId)),
  }
}
