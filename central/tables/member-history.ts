import type { Uuid } from '../../domain/ids.ts'
import type { PurchaseHistory } from '../../domain/lifecycle.ts'
import type { Member } from '../../domain/member.ts'
import type { MemberHistory, MonthFigures } from '../../domain/tier-review.ts'
import { monthKey } from '../../domain/time.ts'

/** What the nightly review goes by and no till gets. */
export interface KeptHistory extends MemberHistory, PurchaseHistory {
  readonly memberId: Uuid
  /** The last month growth decayed in, `YYYY-MM`, or empty. */
  readonly decayedMonth: string
  /** The year the birthday's gifts were last given in, or 0. */
  readonly birthdayYear: number
}

const noMonth: MonthFigures = { spent: 0, growth: 0, purchases: 0, interactions: 0 }

/** The history of a member nothing was kept of so far: it begins with the growth they have, at `now`. */
export function beginHistory(
  { memberId, growth }: Pick<Member, 'memberId' | 'growth'>,
  now: number,
  timeZone: string,
): KeptHistory {
  return {
    memberId,
    months: growth > 0 ? { [monthKey(now, timeZone)]: { ...noMonth, growth } } : {},
    tierSince: now,
    reviewedAt: now,
    spentTotal: 0,
    purchases: 0,
    lastPurchaseAt: null,
    referrals: 0,
    decayedMonth: '',
    birthdayYear: 0,
  }
}

/** The history with more in one month. */
export function withMonth(history: KeptHistory, month: string, more: Partial<MonthFigures>): KeptHistory {
  const before = history.months[month] ?? noMonth
  const after: MonthFigures = {
    spent: before.spent + (more.spent ?? 0),
    growth: before.growth + (more.growth ?? 0),
    purchases: before.purchases + (more.purchases ?? 0),
    interactions: before.interactions + (more.interactions ?? 0),
  }
  return { ...history, months: { ...history.months, [month]: after } }
}

/** Two members' histories as one: the survivor's standing, what both did. */
export function mergedHistory(into: KeptHistory, from: KeptHistory): KeptHistory {
  let merged = into
  for (const [month, more] of Object.entries(from.months)) merged = withMonth(merged, month, more)
  return {
    ...merged,
    spentTotal: into.spentTotal + from.spentTotal,
    purchases: into.purchases + from.purchases,
    lastPurchaseAt:
      into.lastPurchaseAt === null || from.lastPurchaseAt === null
        ? (into.lastPurchaseAt ?? from.lastPurchaseAt)
        : Math.max(into.lastPurchaseAt, from.lastPurchaseAt),
    referrals: into.referrals + from.referrals,
    birthdayYear: Math.max(into.birthdayYear, from.birthdayYear),
  }
}

export const historyColumns = [
  'months',
  'tierSince',
  'reviewedAt',
  'spentTotal',
  'purchases',
  'lastPurchaseAt',
  'referrals',
  'decayedMonth',
  'birthdayYear',
] as const

const quoted = historyColumns.map((column) => `"${column}"`)

/** `$1`: histories as a JSON array. */
export const putHistoriesSql = `INSERT INTO member_history ("memberId", ${quoted.join(', ')})
  SELECT r."memberId", ${quoted.map((column) => `r.${column}`).join(', ')}
  FROM jsonb_populate_recordset(NULL::member_history, $1::jsonb) r
  ON CONFLICT ("memberId") DO UPDATE SET ${quoted.map((column) => `${column} = excluded.${column}`).join(', ')}`
