import type { Lifecycle, ValueClass } from './member.ts'
import { monthsBefore } from './member-months.ts'
import type { MemberHistory } from './tier-review.ts'
import { dayMs, monthKey } from './time.ts'

/** What lifecycle and value class go by. */
export interface PurchaseHistory extends Pick<MemberHistory, 'months'> {
  /** Ever. */
  readonly purchases: number
  readonly lastPurchaseAt: number | null
}

/** Days without a purchase after which a member sleeps, and after which they are likely lost. */
const dormantDays = 90
const churnRiskDays = 180
/** A member is new this long, or until the second purchase. */
const newDays = 30

/**
 * Where a member stands (loyalty.md 1): new in the first 30 days up to the first purchase and one more; active with a
 * purchase in 90 days; dormant in 180; at risk of being lost after that. Who never bought counts from the day they joined.
 */
export function lifecycleOf(history: PurchaseHistory, joinedAt: number, now: number): Lifecycle {
  if (history.purchases <= 1 && now - joinedAt < newDays * dayMs) return 'new'
  const silentMs = now - (history.lastPurchaseAt ?? joinedAt)
  if (silentMs < dormantDays * dayMs) return 'active'
  return silentMs < churnRiskDays * dayMs ? 'dormant' : 'churn_risk'
}

/** Bounds of the three marks of each figure: from the first on 2, from the second on 3. */
const frequencyBounds = [4, 12] as const
const moneyBounds = [200_000, 800_000] as const
const recencyDays = [90, 30] as const

/**
 * Recency, frequency and value of the last 12 months and the one under way, each marked 1 to 3, in one word (loyalty.md
 * 1): `top` all three at 3; `at_risk` who was worth something and is silent; `loyal` who comes often; `promising` who came
 * lately; `low` the rest. Null before the first purchase.
 */
export function valueClassOf(history: PurchaseHistory, now: number, timeZone: string): ValueClass | null {
  const { months, lastPurchaseAt } = history
  if (lastPurchaseAt === null || history.purchases === 0) return null
  const keys = [monthKey(now, timeZone), ...monthsBefore(now, 12, timeZone)]
  const sumOf = (figure: 'purchases' | 'spent') =>
    keys.reduce((sum, key) => sum + (months[key]?.[figure] ?? 0), 0)
  const silentDays = (now - lastPurchaseAt) / dayMs
  const recency = silentDays < recencyDays[1] ? 3 : silentDays < recencyDays[0] ? 2 : 1
  const frequency = mark(sumOf('purchases'), frequencyBounds)
  const value = mark(sumOf('spent'), moneyBounds)
  if (recency === 3 && frequency === 3 && value === 3) return 'top'
  if (recency === 1) return frequency > 1 || value > 1 ? 'at_risk' : 'low'
  if (frequency === 3 || (frequency === 2 && value >= 2)) return 'loyal'
  return recency === 3 ? 'promising' : 'low'
}

function mark(figure: number, [second, third]: readonly [number, number]): 1 | 2 | 3 {
  return figure >= third ? 3 : figure >= second ? 2 : 1
}
