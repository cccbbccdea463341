import type { Effect } from '../../domain/effect.ts'
import { withFamilySpending } from '../../domain/family.ts'
import type { Uuid } from '../../domain/ids.ts'
import type { Consent, Member } from '../../domain/member.ts'
import { money } from '../../domain/money.ts'
import type { MonthFigures } from '../../domain/tier-review.ts'
import { monthKey } from '../../domain/time.ts'
import { beginHistory, type KeptHistory, withMonth } from '../tables/member-history.ts'
import {
  type Cause,
  changeFact,
  type Dispute,
  type Facts,
  survivorId,
  survivorOf,
  unknownMember,
} from './facts.ts'

type Of<K extends Effect['kind']> = Extract<Effect, { readonly kind: K }>

/** Latest visits kept in a member's row. */
const visitsKept = 10

export function addGrowth(facts: Facts, effect: Of<'growth_added'>, cause: Cause): readonly Dispute[] {
  const member = survivorOf(facts, effect.memberId)
  if (!member) return [unknownMember(effect.memberId, cause.eventId)]
  const growth = Math.min(Math.max(0, member.row.growth + effect.growth), Number.MAX_SAFE_INTEGER)
  addToMonth(facts, member.row, cause, { growth: effect.growth })
  changeFact(member, { growth })
  return []
}

export function startSubscription(
  facts: Facts,
  effect: Of<'subscription_started'>,
  cause: Cause,
): readonly Dispute[] {
  const member = survivorOf(facts, effect.memberId)
  if (!member) return [unknownMember(effect.memberId, cause.eventId)]
  const { planId, until } = effect
  const running = member.row.subscription
  // Two tills sold it before either was heard of: the one that runs longer counts.
  if (running && running.until > until) return []
  changeFact(member, { subscription: { planId, until } })
  return []
}

/** What a member spent of the family owner's points, or a return gave back, in the month it was spent in. */
export function spendFamily(
  facts: Facts,
  effect: Of<'family_spent' | 'family_given_back'>,
  cause: Cause,
): readonly Dispute[] {
  const member = survivorOf(facts, effect.memberId)
  if (!member) return [unknownMember(effect.memberId, cause.eventId)]
  const { family } = member.row
  const { ownerId, spentAt, points } = effect
  const change = effect.kind === 'family_spent' ? points : -points
  // Whoever is of another family by now has a month of its own there.
  if (family && survivorId(facts, family.ownerId) === survivorId(facts, ownerId)) {
    changeFact(member, { family: withFamilySpending(family, { spentAt, change }, facts.store.timeZone) })
  }
  return []
}

/** The newest word of each purpose counts. */
export function changeConsents(
  facts: Facts,
  effect: Of<'consents_changed'>,
  cause: Cause,
): readonly Dispute[] {
  const member = survivorOf(facts, effect.memberId)
  if (!member) return [unknownMember(effect.memberId, cause.eventId)]
  changeFact(member, { consents: newestConsents(member.row.consents, effect.consents) })
  return []
}

export function newestConsents(known: readonly Consent[], heard: readonly Consent[]): readonly Consent[] {
  const byPurpose = new Map(known.map((consent) => [consent.purpose, consent]))
  for (const consent of heard) {
    const before = byPurpose.get(consent.purpose)
    if (!before || before.at <= consent.at) byPurpose.set(consent.purpose, consent)
  }
  return [...byPurpose.values()]
}

/** A visit with what it bought: for the profile, the review, and coefficients of repeat purchases. */
export function noteVisit(
  facts: Facts,
  memberId: Uuid,
  cause: Cause,
  bought: { readonly toPay: number; readonly categoryIds: readonly string[] },
): void {
  const member = survivorOf(facts, memberId)
  if (!member) return
  const { row } = member
  const { time } = cause
  const visits = [...row.visits, { at: time, storeNumber: facts.store.number }]
    .toSorted((a, b) => b.at - a.at)
    .slice(0, visitsKept)
  const repeatable = new Set(
    facts.programmes.newest?.earn.coefficients.flatMap(({ categoryId, repeatOnly }) =>
      repeatOnly ? [categoryId] : [],
    ),
  )
  const repeatCategoryIds = [
    ...new Set([...row.repeatCategoryIds, ...bought.categoryIds.filter((id) => repeatable.has(id))]),
  ]
  const { challenge } = row
  const inTime = challenge !== null && time < challenge.until
  changeFact(member, {
    visits,
    repeatCategoryIds,
    challenge: inTime ? { ...challenge, spent: money(challenge.spent + bought.toPay) } : challenge,
  })
  changeHistory(facts, row, cause, (history) => ({
    ...history,
    spentTotal: history.spentTotal + bought.toPay,
    purchases: history.purchases + 1,
    lastPurchaseAt: Math.max(history.lastPurchaseAt ?? 0, time),
  }))
  addToMonth(facts, row, cause, { spent: bought.toPay, purchases: 1, interactions: 1 })
}

/** What came back counts no more as spent, nor for a running challenge. */
export function noteReturn(facts: Facts, memberId: Uuid, cause: Cause, refund: number): void {
  const member = survivorOf(facts, memberId)
  if (!member) return
  const { challenge } = member.row
  if (challenge && cause.time < challenge.until) {
    changeFact(member, { challenge: { ...challenge, spent: money(Math.max(0, challenge.spent - refund)) } })
  }
  changeHistory(facts, member.row, cause, (history) => ({
    ...history,
    spentTotal: Math.max(0, history.spentTotal - refund),
  }))
  addToMonth(facts, member.row, cause, { spent: -refund })
}

/** The last redemption, for tills that look out for a member at two of them. */
export function noteRedemption(facts: Facts, memberId: Uuid, cause: Cause): void {
  const member = survivorOf(facts, memberId)
  if (!member || (member.row.lastRedemption?.at ?? 0) > cause.time) return
  changeFact(member, { lastRedemption: { at: cause.time, terminalId: cause.terminalId } })
}

function addToMonth(facts: Facts, member: Member, cause: Cause, more: Partial<MonthFigures>): void {
  const month = monthKey(cause.time, facts.store.timeZone)
  changeHistory(facts, member, cause, (history) => withMonth(history, month, more))
}

/** Changes a member's history; pass the member as they were before this change, their growth is where it begins. */
export function changeHistory(
  facts: Facts,
  member: Member,
  cause: Cause,
  change: (history: KeptHistory) => KeptHistory,
): void {
  const before =
    facts.histories.get(member.memberId)?.row ?? beginHistory(member, cause.time, facts.store.timeZone)
  facts.histories.set(member.memberId, { row: change(before), changed: true })
}
