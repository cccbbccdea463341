import type { Leasable } from '../../contract/lease-commands.ts'
import type { AccountAtHand } from '../../db/overlay/accounts.ts'
import { type CouponAtHand, usesLeft } from '../../domain/coupon.ts'
import type { Uuid } from '../../domain/ids.ts'
import { couponsShownMax } from '../../domain/limits.ts'
import { spendablePoints } from '../../domain/lot.ts'
import type { Standing } from '../../domain/price.ts'
import type { LeaseAtHand } from '../../domain/risk-decision.ts'
import { accountValue } from '../../domain/stored-value.ts'
import { accountOfId, accountView } from './accounts.ts'
import type { Counter } from './counter.ts'
import type { Rules } from './kept-rules.ts'
import { runningLeases } from './leases.ts'

/**
 * Everything of the basket's member that can be set aside for this till, and of a card that is shown: points, stored
 * value, then coupons. A subject in a lease is listed as held: its newest lease decides about it, so a second one would
 * take the first one's rest out of use.
 */
export function leasableOf(
  counter: Counter,
  { rules, standing }: { readonly rules: Rules; readonly standing: Standing | null },
  accountId: Uuid | null,
): Leasable[] {
  const { chain, clock } = counter
  const now = clock.now()
  const memberId = standing?.member.memberId ?? null
  const accountIds = [...new Set([memberId, accountId].filter((id) => id !== null))]
  const accounts = accountIds.map((id) => accountOfId(counter, id, now)).filter((at) => at !== null)
  const coupons = memberId === null ? [] : chain.memberCoupons(memberId, now).slice(0, couponsShownMax)
  const all = [
    ...(standing ? [pointsOf(standing, now)] : []),
    ...accounts.map((at) => storedValueOf(counter, at, rules)),
    ...coupons.map((at) => couponOf(at, standing)),
  ]
  const leases = runningLeases(
    counter,
    all.map(({ subjectId }) => subjectId),
  )
  return all.map((one) => ({ ...one, open: inLease(one, leases) ?? one.open }))
}

function pointsOf({ lots, member }: Standing, now: number): Leasable {
  const most = spendablePoints(lots, now)
  return {
    kind: 'points',
    subjectId: member.memberId,
    name: null,
    card: null,
    most,
    open: openOf(member.status === 'active', most),
  }
}

function storedValueOf(counter: Counter, at: AccountAtHand, rules: Rules): Leasable {
  const { account } = at
  const most = accountValue(account)
  const { card } = accountView(counter, at, rules)
  return {
    kind: 'value',
    subjectId: account.accountId,
    name: null,
    card,
    most,
    open: openOf(account.status === 'active', most),
  }
}

function couponOf({ coupon, template }: CouponAtHand, standing: Standing | null): Leasable {
  const most = usesLeft(coupon)
  const isGood = coupon.status === 'issued' && standing?.member.status === 'active'
  return {
    kind: 'coupon',
    subjectId: coupon.couponId,
    name: template.name,
    card: null,
    most,
    open: openOf(isGood, most),
  }
}

function openOf(isGood: boolean, most: number): Leasable['open'] {
  if (!isGood) return 'closed'
  return most > 0 ? 'yes' : 'nothing'
}

function inLease({ kind, subjectId }: Leasable, leases: readonly LeaseAtHand[]): 'here' | 'elsewhere' | null {
  const running = leases.filter((lease) => lease.kind === kind && lease.subjectId === subjectId)
  if (running.some(({ isOwn }) => isOwn)) return 'here'
  return running.length > 0 ? 'elsewhere' : null
}
