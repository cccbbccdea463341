import type { Lifecycle, ValueClass } from './member.ts'
import { monthsBefore } from './member-months.ts'
import type { LifecycleRules, MarkBounds, ValueClassRules } from './programme.ts'
import type { MemberHistory } from './tier-review.ts'
import { dayMs, monthKey } from './time.ts'

/** What lifecycle and value class go by. */
export interface PurchaseHistory extends Pick<MemberHistory, 'months'> {
  /** Ever. */
  readonly purchases: number
  readonly lastPurchaseAt: number | null
}

/**
 * Where a member stands (loyalty.md 1): new in the first `newDays` with at most `newPurchases`; active with a purchase in
 * `dormantDays`; dormant in `churnRiskDays`; at risk of being lost after that. Who never bought counts from the day they
 * joined.
 */
export function lifecycleOf(
  history: PurchaseHistory,
  joinedAt: number,
  { newDays, newPurchases, dormantDays, churnRiskDays }: LifecycleRules,
  now: number,
): Lifecycle {
  if (history.purchases <= newPurchases && now - joinedAt < newDays * dayMs) return 'new'
  const silentMs = now - (history.lastPurchaseAt ?? joinedAt)
  if (silentMs < dormantDays * dayMs) return 'active'
  return silentMs < churnRiskDays * dayMs ? 'dormant' : 'churn_risk'
}

/**
 * Recency, frequency and value of the last `months` months and the one under way, each marked 1 to 3 by the programme's
 * bounds, in one word (loyalty.md 1): `top` all three at 3; `at_risk` who was worth something and is silent; `loyal` who comes often; `promising` who came
 * lately; `low` the rest. Null before the first purchase.
 */
export function valueClassOf(
  history: PurchaseHistory,
  rules: ValueClassRules,
  now: number,
  timeZone: string,
): ValueClass | null {
  const { months, lastPurchaseAt } = history
  if (lastPurchaseAt === null || history.purchases === 0) return null
  const keys = [monthKey(now, timeZone), ...monthsBefore(now, rules.months, timeZone)]
  const sumOf = (figure: 'purchases' | 'spent') =>
    keys.reduce((sum, key) => sum + (months[key]?.[figure] ?? 0), 0)
  const silentMs = now - lastPurchaseAt
  const { best, middle } = rules.silentDays
  const recency = silentMs < best * dayMs ? 3 : silentMs < middle * dayMs ? 2 : 1
  const frequency = mark(sumOf('purchases'), rules.purchases)
  const value = mark(sumOf('spent'), rules.spent)
  if (recency === 3 && frequency === 3 && value === 3) return 'top'
  if (recency === 1) return frequency > 1 || value > 1 ? 'at_risk' : 'low'
  if (frequency === 3 || (frequency === 2 && value >= 2)) return 'loyal'
  return recency === 3 ? 'promising' : 'low'
}

function mark(figure: number, { middle, best }: MarkBounds<number>): 1 | 2 | 3 {
  return figure >= best ? 3 : figure >= middle ? 2 : 1
}
