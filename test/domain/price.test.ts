import { expect, test } from 'vitest'
import { bps, money } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import { type PriceInput, priceBasket, quietDay, tryCoupon } from '../../domain/price.ts'
import type { MembershipPlan } from '../../domain/programme.ts'
import {
  basket,
  campaign,
  coupon,
  id,
  line,
  lot,
  member,
  noon,
  priceInput,
  product,
  programme,
  scope,
  standing,
  store,
} from './shop.ts'

const rice = product({ unitPrice: money(1_995) })
const milk = product({ sku: 'milk', categoryId: 'dairy', unitPrice: money(333) })
const tobacco = product({ sku: 'tobacco', categoryId: 'tobacco', unitPrice: money(5_000) })

test('[PR1] without a member goods cost what they cost and earn nothing', () => {
  const priced = priceBasket(priceInput([line(1, rice, 2), line(2, milk)]))
  expect(priced).toMatchObject({
    subtotal: 4_323,
    tierDiscount: 0,
    payable: 4_323,
    toPay: 4_323,
    savings: 0,
    earns: 0,
    burn: { points: 0, amount: 0, max: 0 },
    coupons: [],
    idleCoupons: [],
  })
  expect(priced.lines.map(({ gross, net, earns }) => [gross, net, earns])).toEqual([
    [3_990, 3_990, 0],
    [333, 333, 0],
  ])
})

test('[PR1] an empty basket comes to nothing', () => {
  const priced = priceBasket(priceInput([], { member: member(), lots: [lot(1, 900)], burn: 100 }))
  expect(priced).toMatchObject({ lines: [], subtotal: 0, payable: 0, toPay: 0, earns: 0 })
  expect(priced.burn).toMatchObject({ points: 0, amount: 0, max: 0 })
})

test('[PR2] the tier discount is rounded half up line by line and leaves some categories alone', () => {
  const priced = priceBasket(
    priceInput([line(1, rice), line(2, milk), line(3, tobacco)], { member: member() }),
  )
  expect(priced.lines.map(({ gross, tierDiscount, net }) => [gross, tierDiscount, net])).toEqual([
    [1_995, 200, 1_795],
    [333, 33, 300],
    [5_000, 0, 5_000],
  ])
  expect(priced).toMatchObject({ subtotal: 7_328, tierDiscount: 233, payable: 7_095, savings: 233 })
})

test('[PR2] a tier that would pay more than the price takes nothing off', () => {
  const tiers = programme.tiers.map((tier) => ({ ...tier, payBps: bps(12_000) }))
  const priced = priceBasket(
    priceInput([line(1, rice)], { member: member(), programme: { ...programme, tiers } }),
  )
  expect(priced).toMatchObject({ tierDiscount: 0, payable: 1_995 })
})

test('[PR3] gross, tier, coupons, points: a whole basket to the fen', () => {
  const priced = priceBasket(
    priceInput([line(1, rice, 10), line(2, milk, 3), line(3, tobacco)], {
      member: member(),
      lots: [lot(1, 5_050)],
      burn: 1_200,
      coupons: [
        coupon(11, { template: { minimumSpend: money(20_000) } }),
        coupon(12, { template: { minimumSpend: money(30_000) } }),
      ],
    }),
  )
  const none = { campaignDiscount: 0, priceCampaignId: null, earnCampaignId: null }
  // 19 950 − 1 995, 999 − 100, 5 000; then ¥5 over 17 955 : 899 : 5 000; then ¥12 over the nets.
  expect(priced.lines.map((one) => ({ ...one, line: one.line.lineId }))).toEqual([
    {
      line: 1,
      gross: 19_950,
      tierDiscount: 1_995,
      ...none,
      couponShares: [{ couponId: id(11), amount: 376 }],
      pointsShare: 903,
      net: 17_579,
      // 200 of its own, and 9 of the bonus of 10.
      earns: 210,
      growth: 167,
    },
    {
      line: 2,
      gross: 999,
      tierDiscount: 100,
      ...none,
      couponShares: [{ couponId: id(11), amount: 19 }],
      pointsShare: 45,
      net: 880,
      earns: 10,
      growth: 8,
    },
    {
      line: 3,
      gross: 5_000,
      tierDiscount: 0,
      ...none,
      couponShares: [{ couponId: id(11), amount: 105 }],
      pointsShare: 252,
      net: 4_895,
      earns: 0,
      growth: 46,
    },
  ])
  expect(priced).toMatchObject({
    subtotal: 25_949,
    tierDiscount: 2_095,
    coupons: [{ couponId: id(11), amount: 500 }],
    idleCoupons: [
      {
        couponId: id(12),
        refusal: { code: 'coupon_spend_more', figures: { missing: 6_146, minimum: 30_000 } },
      },
    ],
    payable: 23_354,
    burn: { points: 1_200, amount: 1_200, max: 5_000 },
    toPay: 22_154,
    savings: 2_595,
    // 210 of the lines, and 10 for the one full ¥100 of 16 676 + 835.
    earns: 220,
  })
})

test('[PR4] the wish to burn is lowered to whole steps within what may be burned', () => {
  const burn = (wish: number, left: number) =>
    priceBasket(priceInput([line(1, rice)], { member: member(), lots: [lot(1, left)], burn: wish })).burn
  // Payable 1 795: half is 897, eight steps.
  expect(burn(5_000, 9_000)).toMatchObject({ points: 800, amount: 800, max: 800 })
  expect(burn(250, 9_000)).toMatchObject({ points: 200, amount: 200, max: 800 })
  expect(burn(800, 399)).toMatchObject({ points: 300, amount: 300, max: 300 })
})

test('[PR5] a frozen member keeps the price of the tier; burning and coupons wait, earning is held', () => {
  const priced = priceBasket(
    priceInput([line(1, rice)], {
      member: member({ status: 'frozen' }),
      lots: [lot(1, 9_000)],
      burn: 500,
      coupons: [coupon(11)],
    }),
  )
  expect(priced).toMatchObject({
    tierDiscount: 200,
    payable: 1_795,
    toPay: 1_795,
    earns: 21,
    growth: 0,
    coupons: [],
  })
  expect(priced.burn).toMatchObject({ points: 0, amount: 0, max: 0 })
  expect(priced.idleCoupons).toEqual([{ couponId: id(11), refusal: { code: 'member_frozen' } }])
  expect(priced.lines[0]?.earns).toBe(21)
})

test.each(['blacklisted', 'merged', 'erased'] as const)(
  '[PR5] a member who turned %s gives no benefit',
  (status) => {
    const priced = priceBasket(
      priceInput([line(1, rice)], { member: member({ status }), lots: [lot(1, 9_000)], burn: 500 }),
    )
    expect(priced).toMatchObject({ tierDiscount: 0, toPay: 1_995, earns: 0 })
  },
)

test('[PR6] a coupon that the chain withdrew is idle as unknown; one the basket does not name is left out', () => {
  const input = priceInput([line(1, rice)], { coupons: [coupon(11)] })
  expect(priceBasket({ ...input, coupons: [] }).idleCoupons).toEqual([
    { couponId: id(11), refusal: { code: 'coupon_unknown' } },
  ])
  expect(priceBasket({ ...input, coupons: [coupon(11), coupon(12)] })).toEqual(priceBasket(input))
})

test('[PR7] the cap of a sale holds over lines and bonus', () => {
  const capped = { ...programme, earn: { ...programme.earn, capPerSale: points(50) } }
  const lines = [line(1, rice, 10)]
  expect(priceBasket(priceInput(lines, { member: member(), programme: capped })).earns).toBe(50)
  expect(priceBasket(priceInput([line(1, rice)], { member: member(), programme: capped })).earns).toBe(21)
})

test('[PR8] a label’s price stands for its line', () => {
  const labelled = { ...line(1, rice), labelPrice: money(888) }
  expect(priceBasket(priceInput([labelled])).toPay).toBe(888)
})

test('[PR9] tryCoupon says what a coupon would take off, or why nothing, and changes nothing', () => {
  const input = priceInput([line(1, rice)], { coupons: [coupon(11, { template: { stackingGroup: 'a' } })] })
  expect(tryCoupon(input, coupon(12))).toEqual({ ok: true, value: 500 })
  expect(tryCoupon(input, coupon(12, { template: { stackingGroup: 'a' } }))).toEqual({
    ok: false,
    refusal: { code: 'coupon_not_combinable' },
  })
  expect(tryCoupon(input, coupon(12, { coupon: { status: 'revoked' } }))).toEqual({
    ok: false,
    refusal: { code: 'coupon_revoked' },
  })
  // One that is in already is tried as it is at hand now.
  expect(tryCoupon(input, coupon(11))).toEqual({ ok: true, value: 500 })
})

test('[PR13] the member at hand is the one priced, also after the chain redirected the basket’s member', () => {
  const input: PriceInput = {
    basket: basket([line(1, rice)], { memberId: id(99) }),
    standing: standing(),
    coupons: [],
    programme,
    store,
    now: noon,
  }
  expect(priceBasket(input).tierDiscount).toBe(200)
  expect(priceBasket({ ...input, standing: null }).tierDiscount).toBe(0)
})

const plus: MembershipPlan = {
  planId: 'plus',
  sku: 'card',
  name: { zh: '付费会员', en: 'Plus' },
  days: 30,
  payBps: bps(8_000),
  earnBps: bps(11_000),
}
const withPlan = { ...programme, plans: [plus] }
const card = product({ sku: 'card', unitPrice: money(9_900) })

test('[PR15] of tier and campaign a line takes the better, never both; equal is the tier', () => {
  const rules = (payBps: number) => ({
    ...programme,
    campaigns: [
      campaign('rice', { kind: 'price', payBps: bps(payBps) }, { scope: scope({ skus: ['rice'] }) }),
    ],
  })
  const priced = (payBps: number) =>
    priceBasket(priceInput([line(1, rice), line(2, milk)], { member: member(), programme: rules(payBps) }))
  expect(priced(8_000).lines.map(discountsOf)).toEqual([
    [0, 399, 'rice'],
    [33, 0, null],
  ])
  expect(priced(8_000)).toMatchObject({ tierDiscount: 33, campaignDiscount: 399, payable: 1_896 })
  expect(priced(9_000).lines.map(discountsOf)[0]).toEqual([200, 0, null])
  expect(priced(9_500).lines.map(discountsOf)[0]).toEqual([200, 0, null])
  const alone = priceBasket(priceInput([line(1, rice)], { programme: rules(8_000) }))
  expect(alone.lines.map(discountsOf)).toEqual([[0, 399, 'rice']])
})

function discountsOf(one: ReturnType<typeof priceBasket>['lines'][number]) {
  return [one.tierDiscount, one.campaignDiscount, one.priceCampaignId]
}

test('[PR15] categories left alone and paid memberships take neither tier nor campaign', () => {
  const rules = { ...withPlan, campaigns: [campaign('all', { kind: 'price', payBps: bps(5_000) })] }
  const priced = priceBasket(
    priceInput([line(1, tobacco), line(2, card)], { member: member(), programme: rules }),
  )
  expect(priced).toMatchObject({ tierDiscount: 0, campaignDiscount: 0, payable: 14_900 })
})

test('[PR16] a paid membership counts from the basket it is sold in, when better than the tier', () => {
  const sold = (who: Parameters<typeof member>[0], lines = [line(1, rice), line(2, card)]) =>
    priceBasket(priceInput(lines, { member: member(who), programme: withPlan }))
  expect(sold({})).toMatchObject({
    tierDiscount: 399,
    planSold: { planId: 'plus' },
    plan: { planId: 'plus' },
  })
  // 1 596 at the tier's 1.2, which is better than the plan's 1.1, and ¥99: 19 + 118, and one bonus of 10.
  expect(sold({}).earns).toBe(147)
  expect(sold({ status: 'frozen' })).toMatchObject({ tierDiscount: 200, planSold: null, plan: null })
  const running = { planId: 'plus', until: noon + 1 }
  expect(sold({ subscription: running }, [line(1, rice)])).toMatchObject({
    tierDiscount: 399,
    planSold: null,
  })
  expect(sold({ subscription: running, status: 'frozen' }, [line(1, rice)]).tierDiscount).toBe(399)
  expect(sold({ subscription: { ...running, until: noon } }, [line(1, rice)]).tierDiscount).toBe(200)
  expect(sold({ subscription: { ...running, planId: 'gone' } }, [line(1, rice)])).toMatchObject({
    tierDiscount: 200,
    plan: null,
  })
  const nobody = priceBasket(priceInput([line(1, rice), line(2, card)], { programme: withPlan }))
  expect(nobody).toMatchObject({ tierDiscount: 0, planSold: null })
})

test('[PR17] points are worth more in a burn campaign up to the day’s cap, in whole steps', () => {
  const rules = (dayCap: number | null) => ({
    ...programme,
    campaigns: [
      campaign('double', {
        kind: 'burn',
        valueBps: bps(20_000),
        dayCap: dayCap === null ? null : points(dayCap),
      }),
    ],
  })
  const burn = (wished: number, dayCap: number | null, inflated = 0) =>
    priceBasket(
      priceInput([line(1, product({ unitPrice: money(10_000) }))], {
        member: member({ tierId: 'bronze' }),
        lots: [lot(1, 9_000)],
        burn: wished,
        programme: rules(dayCap),
        standing: { day: { ...quietDay, inflated: points(inflated) } },
      }),
    ).burn
  expect(burn(1_000, null)).toMatchObject({ points: 1_000, amount: 2_000, max: 2_500, inflated: 1_000 })
  expect(burn(1_000, 350)).toMatchObject({ points: 1_000, amount: 1_300, max: 4_700, inflated: 300 })
  expect(burn(1_000, 350, 100)).toMatchObject({ amount: 1_200, inflated: 200, campaignId: 'double' })
  expect(burn(1_000, 350, 300)).toMatchObject({
    amount: 1_000,
    inflated: 0,
    campaignId: null,
    valueBps: 10_000,
  })
  expect(burn(9_000, 350)).toMatchObject({ points: 4_700, amount: 5_000 })
})

test('[PR18] the day’s cap on earning counts what was earned before, and the lines share what is left', () => {
  const rules = { ...programme, earn: { ...programme.earn, capPerDay: points(30) } }
  const earned = (before: number) =>
    priceBasket(
      priceInput([line(1, rice), line(2, milk, 3)], {
        member: member(),
        programme: rules,
        standing: { day: { ...quietDay, earned: points(before) } },
      }),
    )
  // Uncapped 21 + 10.
  expect(earned(0).lines.map(({ earns }) => earns)).toEqual([20, 10])
  expect(earned(20).lines.map(({ earns }) => earns)).toEqual([7, 3])
  expect(earned(31).earns).toBe(0)
})

test('[PR19] what cannot be paid for leaves the basket as it was: a coupon that ran out is idle, another member’s too', () => {
  const own = coupon(11, { coupon: { memberId: id(100), validTo: noon + 1 } })
  const input = priceInput([line(1, rice)], { member: member(), coupons: [own] })
  expect(priceBasket(input).payable).toBe(1_295)
  expect(priceBasket({ ...input, now: noon + 1 })).toMatchObject({
    payable: 1_795,
    idleCoupons: [
      { couponId: id(11), refusal: { code: 'coupon_expired', figures: { expiredAt: noon + 1 } } },
    ],
  })
  const other = standing({ member: member({ memberId: id(101) }) })
  expect(priceBasket({ ...input, standing: other })).toMatchObject({
    payable: 1_795,
    idleCoupons: [{ refusal: { code: 'coupon_not_yours' } }],
  })
})

test('[PR19] two coupons with one code are two coupons: each is judged by itself', () => {
  const one = coupon(11)
  const other = coupon(12, { coupon: { code: one.coupon.code, usesDone: 1 } })
  expect(priceBasket(priceInput([line(1, rice)], { coupons: [one, other] }))).toMatchObject({
    coupons: [{ couponId: id(11), amount: 500 }],
    idleCoupons: [{ couponId: id(12), refusal: { code: 'coupon_used' } }],
  })
})
