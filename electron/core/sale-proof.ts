import { assert } from '../../domain/assert.ts'
import type { CouponAtHand } from '../../domain/coupon.ts'
import type { Uuid } from '../../domain/ids.ts'
import { addMoney, type Money, maxMoney, noMoney, splitMoney, sumMoney } from '../../domain/money.ts'
import { noPoints, type Points, sumPoints } from '../../domain/points.ts'
import { type PricedBasket, type PriceInput, priceBasket } from '../../domain/price.ts'
import { faceValueOf } from '../../domain/redemption.ts'
import type { SaleCompleted } from '../../domain/sale.ts'
import type { Spend } from '../../domain/spend.ts'
import type { Counter } from './counter.ts'
import type { Prepared } from './decide-act.ts'
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

/** What a settled sale spends of coupons, points and accounts, by whose they are; `coupons` are those at hand. */
export function spentBySale(
  { burned, coupons: used, member, tenders }: SaleCompleted,
  coupons: readonly CouponAtHand[],
): Pick<Prepared, 'spend' | 'codes'> {
  const codes = used.flatMap(({ couponId, signed }) => (signed ? [[couponId, signed.code] as const] : []))
  const spend: Spend = {
    memberId: member?.memberId ?? null,
    coupons: used.map(({ amount, couponId, useNumber }) => {
      const at = coupons.find(({ coupon }) => coupon.couponId === couponId)
      assert(at, `coupon ${couponId} was used from those at hand`)
      return {
        couponId,
        useNumbers: [useNumber],
        worth: maxMoney(faceValueOf(at.template), amount),
        onlineOnly: at.template.offlinePolicy === 'online_only',
      }
    }),
    points: pointsSpent(burned),
    value: valueSpent(tenders),
  }
  return { spend, codes: Object.fromEntries(codes) }
}

/** Each owner's points with their share of what all are worth. */
function pointsSpent(burned: SaleCompleted['burned']): Spend['points'] {
  if (!burned) return []
  const ofOwner = new Map<Uuid, Points>()
  for (const lot of burned.lots) {
    ofOwner.set(lot.memberId, sumPoints([ofOwner.get(lot.memberId) ?? noPoints, lot.points]))
  }
  const shares = splitMoney(burned.amount, [...ofOwner.values()])
  return [...ofOwner].map(([memberId, points], place) => ({
    memberId,
    points,
    worth: shares[place] ?? noMoney,
  }))
}

function valueSpent(tenders: SaleCompleted['tenders']): Spend['value'] {
  const ofAccount = new Map<Uuid, Money>()
  for (const tender of tenders) {
    if (tender.kind !== 'stored_value') continue
    const { accountId, amount } = tender
    ofAccount.set(accountId, addMoney(ofAccount.get(accountId) ?? noMoney, amount))
  }
  return [...ofAccount].map(([accountId, amount]) => ({ accountId, amount }))
}
