import { assert } from '../../domain/assert.ts'
import { addMoney, type Money, maxMoney, sumMoney } from '../../domain/money.ts'
import type { PricedBasket, PriceInput } from '../../domain/price.ts'
import { faceValueOf } from '../../domain/redemption.ts'
import type { ActToProve } from './step-up.ts'

/** A sale with all that may ask for a second proof. A coupon is worth its face, or what it takes off here if that is more. */
export function actOfSale({ basket, coupons }: PriceInput, priced: PricedBasket): ActToProve {
  return {
    actId: basket.saleId,
    amount: worthOfSale(priced),
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

/** What a sale takes from a member's points and coupons: the worth a second proof is bound to. */
function worthOfSale({ burn, coupons }: PricedBasket): Money {
  return addMoney(burn.amount, sumMoney(coupons.map(({ amount }) => amount)))
}
