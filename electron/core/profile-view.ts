import type { MemberProfile } from '../../contract/member-commands.ts'
import { newBasket } from '../../domain/basket.ts'
import { type PriceInput, type Standing, tryCoupon } from '../../domain/price.ts'
import { type CouponTried, profileOf } from '../../domain/profile.ts'
import type { Counter } from './counter.ts'
import type { Selling } from './gate.ts'
import { isProvisionalMember } from './member-view.ts'

/** All of the profile card (loyalty.md 1), as far as the role of who looks allows. */
export function profileViewOf(counter: Counter, selling: Selling, standing: Standing): MemberProfile {
  const { rules, staff } = selling
  const { member } = standing
  const profile = profileOf({
    standing,
    coupons: member.status === 'blacklisted' ? [] : couponsTried(counter, selling, standing),
    programme: rules.programme,
    role: staff.role,
    now: counter.clock.now(),
    timeZone: rules.store.timeZone,
  })
  return {
    ...profile,
    provisional: isProvisionalMember(counter.chain, member.memberId),
    points: { ...profile.points, ends: [...profile.points.ends] },
    badges: [...profile.badges],
    tags: [...profile.tags],
    visits: [...profile.visits],
    consents: [...profile.consents],
    coupons: [...profile.coupons],
  }
}

/** The member's live coupons with what each takes off the open basket, as if this member were in it. */
function couponsTried(counter: Counter, { rules }: Selling, { member }: Standing): CouponTried[] {
  const { basket: keeper, chain, clock } = counter
  const now = clock.now()
  const { memberId } = member
  // Without a basket there are no goods to take anything off; its id never becomes a sale's.
  const basket = keeper.open() ?? newBasket(memberId, now)
  const input = chain.priceInput({ ...basket, memberId }, rules, now)
  return chain.memberCoupons(memberId, now).map((at) => ({ at, amount: triedOn(input, at) }))
}

function triedOn(input: PriceInput, at: CouponTried['at']): CouponTried['amount'] {
  const tried = tryCoupon(input, at)
  return tried.ok ? tried.value : null
}
