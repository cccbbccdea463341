import { refuse } from '../../domain/refusal.ts'
import { ok, type Result } from '../../domain/result.ts'
import { mayDo, type Staff } from '../../domain/staff.ts'
import type { Counter } from './counter.ts'
import type { Rules } from './kept-rules.ts'
import type { Identity } from './session.ts'

/** Who sells, for which till, by which rules. */
export interface Selling {
  readonly identity: Identity
  readonly staff: Staff
  readonly rules: Rules
}

/**
 * What every act of selling needs. Refuses `not_enrolled`, `replica_loading`, `signed_out`, `role_not_allowed`, and
 * `asking_central` while an act waits for the central: nothing may change under it.
 */
export function requireSelling(counter: Counter): Result<Selling> {
  const at = stillSelling(counter)
  return at.ok && counter.asking.current() !== null ? refuse('asking_central') : at
}

/** The same for the act itself that waits for the central, and for what only looks. */
export function stillSelling(counter: Counter): Result<Selling> {
  const at = requireStaff(counter)
  if (at.ok && !mayDo(at.value.staff.role, 'sell')) return refuse('role_not_allowed')
  return at
}

/**
 * What every act needs that spends a member's points, coupons or stored value: as `requireSelling`, at a till that head
 * office trusts. Refuses `till_restricted` besides.
 */
export function requireSpending(counter: Counter): Result<Selling> {
  const selling = requireSelling(counter)
  if (selling.ok && counter.session.restriction() !== null) return refuse('till_restricted')
  return selling
}

/** Somebody is signed in at a till of the chain. Refuses `not_enrolled`, `replica_loading`, `signed_out`. */
export function requireStaff(counter: Counter): Result<Selling> {
  const identity = counter.session.identity()
  if (!identity) return refuse('not_enrolled')
  const rules = counter.chain.rules()
  if (!rules) return refuse('replica_loading')
  const staff = counter.session.staff()
  if (!staff) return refuse('signed_out')
  return ok({ identity, staff, rules })
}

/** Somebody who may set devices up is signed in. Refuses as `requireStaff` does, and `role_not_allowed`. */
export function requireSettingUp(counter: Counter): Result<Selling> {
  const at = requireStaff(counter)
  return at.ok && !mayDo(at.value.staff.role, 'set_devices') ? refuse('role_not_allowed') : at
}

/** Not found: because it is not there, or because the chain's copy is still being loaded. */
export function notFound(
  counter: Counter,
  code: 'product_unknown' | 'member_unknown' | 'coupon_unknown' | 'account_unknown',
): ReturnType<typeof refuse> {
  return refuse(counter.chain.isLoaded() ? code : 'replica_loading')
}
