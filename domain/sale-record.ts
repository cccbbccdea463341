import { assert } from './assert.ts'
import type { Benefits } from './benefits.ts'
import { pointsAtHand } from './burn.ts'
import type { CouponAtHand } from './coupon.ts'
import type { Earned } from './earn.ts'
import { type Money, sumMoney } from './money.ts'
import { addPoints, noPoints, type Points, subtractPoints } from './points.ts'
import type { AppliedCoupon, PricedBasket, PricedLine, PriceInput } from './price.ts'
import type { CouponUse, PointsEarned, SaleLine, SaleMember } from './sale.ts'

/* The parts of a sale's record, each told from what was priced and settled. */

/** What the till knew of the member. */
export function saleMember(
  { standing, now }: PriceInput,
  { tier }: Benefits,
  burnedOfOwn: Points,
  earned: PointsEarned | null,
): SaleMember | null {
  if (!standing) return null
  const { member, day } = standing
  const { memberId, status, subscription, birthday, tags, repeatCategoryIds, debt } = member
  const before = pointsAtHand(standing, now).own
  const atOnce = earned && earned.spendableFrom <= now ? earned.points : noPoints
  return {
    memberId,
    tierId: tier?.tierId ?? member.tierId,
    status,
    pointsAfter: addPoints(subtractPoints(before, burnedOfOwn), atOnce),
    subscription,
    birthday,
    tags,
    repeatCategoryIds,
    debt,
    earnedToday: day.earned,
    burnedToday: day.burned,
    inflatedToday: day.inflated,
  }
}

/** Campaigns that changed a figure of this sale, by id. */
export function campaignsUsed({ lines, burn }: PricedBasket, earned: Earned): string[] {
  const used = [
    ...lines.map(({ priceCampaignId }) => priceCampaignId),
    ...earned.lines.map(({ campaignId }) => campaignId),
    burn.inflated > 0 ? burn.campaignId : null,
  ]
  return [...new Set(used.filter((campaignId) => campaignId !== null))].sort()
}

export function saleLine(
  priced: PricedLine,
  unearningShare: Money,
  earned: Earned['lines'][number] | undefined,
): SaleLine {
  const {
    line,
    gross,
    tierDiscount,
    campaignDiscount,
    priceCampaignId,
    couponShares,
    pointsShare,
    net,
    growth,
  } = priced
  const { product, quantity, labelPrice } = line
  return {
    sku: product.sku,
    name: product.name,
    categoryId: product.categoryId,
    brandId: product.brandId,
    tags: product.tags,
    quantity,
    // A labelled package is one piece at its label's price.
    unitPrice: labelPrice ?? product.unitPrice,
    labelPrice,
    gross,
    tierDiscount,
    campaignDiscount,
    priceCampaignId,
    earnCampaignId: earned?.campaignId ?? null,
    couponDiscount: sumMoney(couponShares.map(({ amount }) => amount)),
    pointsShare,
    unearningShare,
    net,
    earned: earned?.points ?? noPoints,
    growth,
  }
}

export function couponUse({ couponId, amount }: AppliedCoupon, coupons: readonly CouponAtHand[]): CouponUse {
  const at = coupons.find(({ coupon }) => coupon.couponId === couponId)
  assert(at, `coupon ${couponId} was applied from those at hand`)
  return {
    couponId,
    templateId: at.template.templateId,
    name: at.template.name,
    useNumber: at.coupon.usesDone + 1,
    amount,
    ...(at.signed ? { signed: at.signed } : {}),
  }
}
