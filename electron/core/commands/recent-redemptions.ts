import type { CommandOutput } from '../../../contract/command.ts'
import { eventsOfType } from '../../../db/journal/event-list.ts'
import { recentRedemptionsMax, redemptionsLookedThrough } from '../../../domain/limits.ts'
import { refuse } from '../../../domain/refusal.ts'
import { ok, type Result } from '../../../domain/result.ts'
import type { Counter } from '../counter.ts'
import { redemptionViewOf } from '../verified-view.ts'

/** Redemptions without a sale of the store's local day at this till, newest first. */
export function recentRedemptions(counter: Counter): Result<CommandOutput<'recentRedemptions'>> {
  if (!counter.session.staff()) return refuse('signed_out')
  const rules = counter.chain.rules()
  if (!rules) return ok({ redemptions: [] })
  const { dayFrom, dayUntil } = counter.chain.moment(counter.clock.now())
  const events = eventsOfType(counter.books.read(), 'coupon.redeemed', {
    from: dayFrom,
    until: dayUntil,
    limit: redemptionsLookedThrough,
  })
  const newest = events.reverse().slice(0, recentRedemptionsMax)
  return ok({ redemptions: newest.map((event) => redemptionViewOf(counter, rules, event)) })
}
