import { assert } from '../../domain/assert.ts'
import type { Uuid } from '../../domain/ids.ts'
import { addMoney, type Money, maxMoney, sumMoney } from '../../domain/money.ts'
import { type PricedBasket, type PriceInput, priceBasket } from '../../domain/price.ts'
import { faceValueOf } from '../../domain/redemption.ts'
import type { Counter } from './counter.ts'
import { type ActBound, subjectOf } from './second-proof.ts'
import type { ActToProve } from './step-up.ts'

/** A sale with all that may ask for a second proof. A coupon is worth its face, or what it takes off here if that is more. */
export function actOfSale({ basket, coupons }: PriceInput, priced: PricedBasket): ActToProve {
  return {
    actId: basket.saleId,
    amount: worthOfSale(priced),
    subject: subjectOf({
      memberId: basket.memberId,
      points: priced.burn.points,
      couponIds: priced.coupons.map(({ couponId }) => couponId),
    }),
    memberId: basket.memberId,
    recognised: basket.memberProof,
    burned: priced.burn.points,
    coupons: priced.coupons.map(({ couponId, amount }) => {
      const at = coupons.find(({ coupon }) => coupon.couponId === couponId)
      assert(at, `coupon ${couponId} was applied from those at hand`)
      const { template } = at
      return { worth: maxMoney(faceValueOf(template), amount), highValue: template.highValue }
    }),
  }
}

/**
 * The act as it stands before cashier and customer: the sale of the open basket, or the act that waits for a second proof.
 * Null for any other id.
 */
export function shownAct(
  { basket, chain, clock, proofs }: Counter,
  actId: Uuid,
): Pick<ActBound, 'amount' | 'subject'> | null {
  const open = basket.open()
  const rules = chain.rules()
  if (open && rules && open.saleId === actId) {
    const input = chain.priceInput(open, rules, clock.now())
    return actOfSale(input, priceBasket(input))
  }
  const waiting = proofs.waiting()
  return waiting?.actId === actId ? waiting : null
}

/** What a sale takes from a member's points and coupons: the worth a second proof is bound to. */
function worthOfSale({ burn, coupons }: PricedBasket): Money {
  return addMoney(burn.amount, sumMoney(coupons.map(({ amount }) => amount)))
}
