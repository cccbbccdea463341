import fc from 'fast-check'
import type { BasketLine } from '../../domain/basket.ts'
import type { Campaign } from '../../domain/campaign.ts'
import type { CouponAtHand } from '../../domain/coupon.ts'
import type { CouponBenefit, CouponTemplate } from '../../domain/coupon-template.ts'
import { bps, money } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import { type PriceInput, priceBasket, quietDay } from '../../domain/price.ts'
import type { Programme } from '../../domain/programme.ts'
import type { SettleInput } from '../../domain/sale.ts'
import { templateAsSigned } from '../../domain/signed-code.ts'
import type { TenderKind, TenderWish } from '../../domain/tender.ts'
import type { ValueAccount } from '../../domain/value-account.ts'
import {
  campaign,
  coupon,
  id,
  lot,
  member,
  noon,
  priceInput,
  product,
  programme,
  scope,
  settleInput,
  wish,
} from './shop.ts'

/* Sales of every sort, small enough to meet every rule and its edges often. */

const categoryIds = ['grain', 'infant', 'tobacco', 'dairy']
const anyCategory = fc.constantFrom(...categoryIds)
const anyScope = fc
  .record({ within: fc.subarray(categoryIds), without: fc.subarray(['grain', 'dairy']), all: fc.boolean() })
  .map(({ within, without, all }) =>
    all ? scope() : scope({ categoryIds: within }, { categoryIds: without }),
  )

/** Goods by the piece, by weight and by label, at prices where fractions of a fen come up. */
export const anyGoods: fc.Arbitrary<Omit<BasketLine, 'lineId'>> = fc
  .record({
    unitPrice: fc.oneof(fc.integer({ min: 0, max: 300_000 }), fc.integer({ min: 0, max: 30 })),
    category: anyCategory,
    weighed: fc.boolean(),
    amount: fc.integer({ min: 1, max: 2_000 }),
    label: fc.option(fc.integer({ min: 1, max: 99_999 }), { nil: null, freq: 4 }),
    isPlan: fc.nat(20).map((drawn) => drawn === 0),
  })
  .map(({ unitPrice, category, weighed, amount, label, isPlan }) => ({
    product: product({
      sku: isPlan ? 'card' : `${category}${unitPrice}`,
      categoryId: category,
      tags: unitPrice % 2 === 0 ? ['even'] : [],
      unit: weighed && !isPlan ? 'gram' : 'piece',
      unitPrice: money(unitPrice),
    }),
    quantity:
      label === null && weighed && !isPlan
        ? { unit: 'gram', amount }
        : { unit: 'piece', amount: label === null ? (amount % 7) + 1 : 1 },
    labelPrice: label === null ? null : money(label),
  }))

/** Absurd figures too: nothing, everything and more than there is. */
export const anyBenefit: fc.Arbitrary<CouponBenefit> = fc.oneof(
  fc.nat(30_000).map((amount) => ({ kind: 'amount_off', amount: money(amount) }) as const),
  fc.nat(30_000).map((amount) => ({ kind: 'cash_voucher', amount: money(amount) }) as const),
  fc
    .record({ pay: fc.nat(11_000), cap: fc.option(fc.nat(20_000), { nil: null }) })
    .map(
      ({ pay, cap }) =>
        ({ kind: 'percent_off', payBps: bps(pay), cap: cap === null ? null : money(cap) }) as const,
    ),
  fc.nat(9).map((pieces) => ({ kind: 'exchange', pieces }) as const),
  fc
    .record({
      buy: fc.nat(3),
      get: fc.nat(2),
      pay: fc.constantFrom(0, 3_333, 5_000, 10_000),
      timesMax: fc.option(fc.nat(3), { nil: null }),
    })
    .map(({ pay, ...groups }) => ({ kind: 'buy_get', ...groups, payBps: bps(pay) }) as const),
  fc
    .record({ price: fc.nat(20_000), pieces: fc.option(fc.nat(5), { nil: null }) })
    .map(({ price, pieces }) => ({ kind: 'fixed_price', price: money(price), pieces }) as const),
  fc.constant({ kind: 'service' } as const),
)

const rarely = <T>(usual: T, rare: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: rare })

const anyCoupon = fc.record({
  benefit: anyBenefit,
  scope: anyScope,
  minimumSpend: rarely(0, fc.nat(50_000)).map(money),
  stackingGroup: fc.constantFrom(null, null, null, 'a', 'b'),
  exclusive: fc.nat(9).map((drawn) => drawn === 0),
  priority: fc.nat(2),
  dayLimit: rarely<number | null>(null, fc.integer({ min: 1, max: 2 })),
  memberLimit: rarely<number | null>(null, fc.integer({ min: 1, max: 3 })),
  tierIds: rarely<string[]>([], fc.constant(['gold'])),
})

interface Wallet {
  readonly templates: readonly CouponTemplate[]
  readonly coupons: readonly CouponAtHand[]
}

/**
 * Coupons of at most six templates, so that some are of one; they end at different times, and some are signed with a worth
 * of their own.
 */
function anyWallet(maxLength: number): fc.Arbitrary<Wallet> {
  const anyFace = rarely<number | null>(null, fc.nat(3_000))
  return fc
    .record({
      templates: fc.array(anyCoupon, { minLength: 1, maxLength: 6 }),
      drawn: fc.array(fc.record({ of: fc.nat(), ends: fc.nat(3), face: anyFace }), { maxLength }),
    })
    .map(({ templates, drawn }) => {
      const known = templates.map(
        (template, nth) => coupon(nth, { template: { ...template, templateId: id(2_000 + nth) } }).template,
      )
      const coupons = drawn.map(({ of, ends, face }, place) => {
        const template = known[of % known.length] as CouponTemplate
        const at = coupon(place + 10, {
          coupon: { validTo: noon + 1 + ends, templateId: template.templateId },
          template,
        })
        if (face === null) return at
        const signed = { code: 'EC1:', face: money(face) }
        return { ...at, signed, template: templateAsSigned(template, { ...signed, homeStoreId: null }) }
      })
      return { templates: known, coupons }
    })
}

const anyCampaigns: fc.Arbitrary<Campaign[]> = fc
  .array(
    fc.record({
      effect: fc.oneof(
        fc.nat(11_000).map((pay) => ({ kind: 'price', payBps: bps(pay) }) as const),
        fc
          .integer({ min: 9_000, max: 30_000 })
          .map((earn) => ({ kind: 'earn', earnBps: bps(earn) }) as const),
        fc
          .record({
            value: fc.integer({ min: 9_000, max: 25_000 }),
            cap: fc.option(fc.nat(900), { nil: null }),
          })
          .map(
            ({ value, cap }) =>
              ({
                kind: 'burn',
                valueBps: bps(value),
                dayCap: cap === null ? null : points(cap),
              }) as const,
          ),
      ),
      scope: anyScope,
      membersOnly: fc.boolean(),
      tierIds: fc.constantFrom<string[]>([], [], ['gold']),
      birthday: fc.constantFrom(null, null, 'day' as const, 'week' as const),
      weekdays: fc.constantFrom<number[]>([], [], [6], [7]),
    }),
    { maxLength: 5 },
  )
  .map((drawn) =>
    drawn.map(({ effect, birthday, weekdays, ...changes }, place) =>
      campaign(`c${place}`, effect, { ...changes, time: { birthday, weekdays } }),
    ),
  )

const anyPoints = (max: number) => fc.option(fc.nat(max).map(points), { nil: null, freq: 2 })

export const anyProgramme: fc.Arbitrary<Programme> = fc
  .record({
    campaigns: anyCampaigns,
    plan: fc.record({ pay: fc.integer({ min: 5_000, max: 11_000 }), earn: fc.nat(20_000) }),
    capPerSale: anyPoints(500),
    capPerDay: anyPoints(800),
    burnCap: anyPoints(2_000),
    pendingDays: fc.option(fc.integer({ min: 1, max: 9 }), { nil: null }),
    excludedTenders: fc.subarray<TenderKind>(['cash', 'card', 'stored_value']),
    spendFirst: fc.constantFrom('principal' as const, 'gift' as const),
    bonusPer: fc.constantFrom(0, 700, 10_000),
    dairyGrowth: fc.nat(30_000),
  })
  .map((drawn) => ({
    ...programme,
    campaigns: drawn.campaigns,
    plans: [
      {
        planId: 'plus',
        sku: 'card',
        name: { zh: '付费会员', en: 'Plus' },
        days: 30,
        payBps: bps(drawn.plan.pay),
        earnBps: bps(drawn.plan.earn),
      },
    ],
    growth: { ...programme.growth, categoryBps: { dairy: bps(drawn.dairyGrowth) } },
    earn: {
      ...programme.earn,
      coefficients: [
        ...programme.earn.coefficients,
        { categoryId: 'dairy', earnBps: bps(13_000), repeatOnly: true },
      ],
      bonus: { per: money(drawn.bonusPer), points: points(10) },
      capPerSale: drawn.capPerSale,
      capPerDay: drawn.capPerDay,
      pendingDays: drawn.pendingDays,
      excludedTenders: drawn.excludedTenders,
    },
    burn: { ...programme.burn, capPerDay: drawn.burnCap },
    storedValue: { ...programme.storedValue, spendFirst: drawn.spendFirst },
  }))

const anyMember = fc
  .record({
    tierId: fc.constantFrom('bronze', 'silver', 'gold', 'unheard_of'),
    status: fc.constantFrom('active', 'active', 'active', 'active', 'frozen', 'blacklisted' as const),
    birthday: fc.constantFrom(null, '10-10', '10-12', '02-29'),
    debt: fc.constantFrom(0, 0, 7, 5_000),
    hasBought: fc.boolean(),
    repeat: fc.boolean(),
    planUntil: fc.constantFrom(null, null, noon, noon + 1, noon + 86_400_000),
  })
  .map(({ debt, repeat, planUntil, ...changes }) =>
    member({
      ...changes,
      debt: points(debt),
      repeatCategoryIds: repeat ? ['dairy'] : [],
      subscription: planUntil === null ? null : { planId: 'plus', until: planUntil },
    }),
  )

/** Baskets of up to so many lines and coupons, priced under any programme. */
export function anyInput(linesMax = 12, couponsMax = 6): fc.Arbitrary<PriceInput> {
  return fc
    .record({
      goods: fc.array(anyGoods, { minLength: 1, maxLength: linesMax }),
      wallet: anyWallet(couponsMax),
      who: fc.option(anyMember, { nil: null, freq: 5 }),
      lots: fc.array(fc.nat(4_000), { maxLength: 4 }),
      family: fc.option(fc.record({ left: fc.nat(900), lot: fc.nat(2_000) }), { nil: null }),
      day: fc.record({ earned: fc.nat(300), burned: fc.nat(600), inflated: fc.nat(300) }),
      burn: fc.nat(6_000),
      rules: anyProgramme,
    })
    .map((made) =>
      priceInput(
        made.goods.map((one, place) => ({ ...one, lineId: place + 1 })),
        {
          ...(made.who === null ? {} : { member: made.who }),
          lots: made.lots.map((left, place) => lot(place + 50, left, { expiresAt: noon + place })),
          coupons: made.wallet.coupons,
          burn: made.burn,
          // Templates travel with the programme, as in a chain.
          programme: { ...made.rules, templates: made.wallet.templates },
          standing: {
            day: {
              ...quietDay,
              earned: points(made.day.earned),
              burned: points(made.day.burned),
              inflated: points(made.day.inflated),
            },
            family: made.family && {
              ownerId: id(101),
              lots: [lot(70, made.family.lot, { memberId: id(101) })],
              left: points(made.family.left),
            },
          },
        },
      ),
    )
}

/** A sale that can be settled: any basket, paid in any mix, its wish to burn lowered to what may be burned. */
export const anySale: fc.Arbitrary<SettleInput> = fc
  .record({
    input: anyInput(),
    parts: fc.array(fc.constantFrom<TenderKind>('card', 'mobile', 'stored_value', 'cash'), { maxLength: 4 }),
    shares: fc.array(fc.nat(10_000), { minLength: 4, maxLength: 4 }),
    gift: fc.nat(50_000),
    extra: fc.nat(5_000),
  })
  .filter(({ input }) => mayBuyPlans(input))
  .map(({ input, parts, shares, gift, extra }) => {
    const price = { ...input, basket: { ...input.basket, pointsToBurn: priceBasket(input).burn.points } }
    const { toPay } = priceBasket(price)
    const tenders: TenderWish[] = []
    let left: number = toPay
    parts.forEach((kind, place) => {
      const amount = Math.floor((left * (shares[place] as number)) / 10_000)
      if (amount === 0) return
      tenders.push(wish(kind, amount, kind === 'stored_value' ? id(800) : null))
      left -= amount
    })
    if (left > 0) tenders.push(wish('cash', left + extra))
    const account: ValueAccount = {
      accountId: id(800),
      code: 'G0000000000017',
      memberId: null,
      status: 'active',
      principal: money(Math.max(0, toPay - gift)),
      gift: money(gift),
    }
    return settleInput(price, tenders, { accounts: [account] })
  })

function mayBuyPlans({ basket, standing }: PriceInput): boolean {
  return standing?.member.status === 'active' || !basket.lines.some(({ product: { sku } }) => sku === 'card')
}
