import { assert, unreachable } from '../../domain/assert.ts'
import type { Effect } from '../../domain/effect.ts'
import type { Uuid } from '../../domain/ids.ts'
import type { SaleCompleted } from '../../domain/sale.ts'
import type { Cause, Dispute, Facts, PointsAccount } from './facts.ts'
import { addIssuedCoupon, redeemCoupon, restoreCoupon } from './post-coupons.ts'
import { spendLease } from './post-leases.ts'
import { addGrowth, changeConsents, spendFamily, startSubscription } from './post-members.ts'
import { burnPoints, changeDebt, earnPoints, giveBackPoints, takeBackPoints } from './post-points.ts'
import { noteFirstPurchase } from './post-referrals.ts'
import { moveStock, takeStock } from './post-stock.ts'
import { changeValue, type ValueSource } from './post-value.ts'

/** What an effect does not say and its event does. */
export interface Posting {
  readonly cause: Cause
  /** The account burned points go to. */
  readonly burnedInto?: PointsAccount
  readonly valueSource?: ValueSource
  /** What the sale earned: the rest of a debt that others paid before goes to its lot. */
  readonly earned?: SaleCompleted['earned']
  /** The event whose coupon uses, points and value come back. */
  readonly usedBy?: Uuid | null
}

/**
 * Posts one effect of the list till and central share (domain/effect.ts). What cannot be posted is a dispute that names
 * the event that was first, never a refusal (sync.md 1 and 7). Enrolment, profiles and draws have rules of their own.
 */
export function postEffect(facts: Facts, effect: Effect, posting: Posting): readonly Dispute[] {
  const { cause } = posting
  switch (effect.kind) {
    case 'points_burned':
      return burnPoints(facts, effect, cause, posting.burnedInto)
    case 'points_earned':
      return earnPoints(facts, effect, cause)
    case 'points_taken_back':
      return takeBackPoints(facts, effect, cause)
    case 'points_given_back':
      return giveBackPoints(facts, effect, cause, posting.usedBy ?? null)
    case 'debt_changed':
      return changeDebt(facts, effect, cause, posting.earned ?? null)
    case 'growth_added':
      return addGrowth(facts, effect, cause)
    case 'coupon_used':
      return redeemCoupon(facts, effect, cause)
    case 'coupon_restored':
      return restoreCoupon(facts, effect, cause, posting.usedBy ?? null)
    case 'coupon_issued':
      return addIssuedCoupon(facts, effect, cause)
    case 'value_changed':
      return changeValue(facts, effect, cause, posting)
    case 'lease_used':
      return spendLease(facts, effect, cause)
    case 'stock_taken':
      return takeStock(facts, effect, cause)
    case 'stock_moved':
      return moveStock(facts, effect, cause)
    case 'subscription_started':
      return startSubscription(facts, effect, cause)
    case 'family_spent':
    case 'family_given_back':
      return spendFamily(facts, effect, cause)
    case 'consents_changed':
      return changeConsents(facts, effect, cause)
    case 'member_bought':
      return noteFirstPurchase(facts, effect, cause)
    case 'ticket_drawn':
    case 'member_enrolled':
    case 'profile_changed':
      assert(false, `${effect.kind} has an applier of its own`)
      break
    default:
      return unreachable(effect)
  }
}

/** Posts all effects of an event in their order. */
export function postEffects(facts: Facts, effects: readonly Effect[], posting: Posting): Dispute[] {
  return effects.flatMap((effect) => postEffect(facts, effect, posting))
}
