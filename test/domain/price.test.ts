import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lineGross } from '../../domain/basket.ts'
import { spendablePoints } from '../../domain/lot.ts'
import { bps, money, sumMoney } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import { type PriceInput, priceBasket, tryCoupon } from '../../domain/price.ts'
import { settleSale } from '../../domain/sale.ts'
import { basket, coupon, id, line, lot, member, noon, priceInput, product, programme, store } from './shop.ts'

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
  expect(priced.burn).toEqual({ points: 0, amount: 0, max: 0 })
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
  // 19 950 − 1 995, 999 − 100, 5 000; then ¥5 over 17 955 : 899 : 5 000; then ¥12 over the nets.
  expect(priced.lines.map((one) => ({ ...one, line: one.line.lineId }))).toEqual([
    {
      line: 1,
      gross: 19_950,
      tierDiscount: 1_995,
      couponShares: [{ couponId: id(11), amount: 376 }],
      pointsShare: 903,
      net: 17_579,
      earns: 200,
    },
    {
      line: 2,
      gross: 999,
      tierDiscount: 100,
      couponShares: [{ couponId: id(11), amount: 19 }],
      pointsShare: 45,
      net: 880,
      earns: 10,
    },
    {
      line: 3,
      gross: 5_000,
      tierDiscount: 0,
      couponShares: [{ couponId: id(11), amount: 105 }],
      pointsShare: 252,
      net: 4_895,
      earns: 0,
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
  expect(burn(5_000, 9_000)).toEqual({ points: 800, amount: 800, max: 800 })
  expect(burn(250, 9_000)).toEqual({ points: 200, amount: 200, max: 800 })
  expect(burn(800, 399)).toEqual({ points: 300, amount: 300, max: 300 })
})

test('[PR5] a frozen member keeps the price of the tier; burning, earning and coupons wait', () => {
  const priced = priceBasket(
    priceInput([line(1, rice)], {
      member: member({ status: 'frozen' }),
      lots: [lot(1, 9_000)],
      burn: 500,
      coupons: [coupon(11)],
    }),
  )
  expect(priced).toMatchObject({ tierDiscount: 200, payable: 1_795, toPay: 1_795, earns: 0, coupons: [] })
  expect(priced.burn).toEqual({ points: 0, amount: 0, max: 0 })
  expect(priced.idleCoupons).toEqual([{ couponId: id(11), refusal: { code: 'member_frozen' } }])
  expect(priced.lines[0]?.earns).toBe(0)
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

const goods = fc
  .record({
    unitPrice: fc.integer({ min: 0, max: 300_000 }),
    category: fc.constantFrom('grain', 'infant', 'tobacco', 'dairy'),
    weighed: fc.boolean(),
    amount: fc.integer({ min: 1, max: 2_000 }),
    label: fc.option(fc.integer({ min: 1, max: 99_999 }), { nil: null }),
  })
  .map(({ unitPrice, category, weighed, amount, label }) => ({
    product: product({
      sku: `${category}${unitPrice}`,
      categoryId: category,
      unit: weighed ? 'gram' : 'piece',
      unitPrice: money(unitPrice),
    }),
    quantity:
      label === null && weighed
        ? ({ unit: 'gram', amount } as const)
        : ({ unit: 'piece', amount: label === null ? (amount % 20) + 1 : 1 } as const),
    labelPrice: label === null ? null : money(label),
  }))

const coupons = fc
  .array(
    fc.record({
      benefit: fc.oneof(
        fc.nat(30_000).map((amount) => ({ kind: 'amount_off', amount: money(amount) }) as const),
        fc.nat(30_000).map((amount) => ({ kind: 'cash_voucher', amount: money(amount) }) as const),
        fc
          .record({ pay: fc.nat(10_000), cap: fc.option(fc.nat(20_000), { nil: null }) })
          .map(
            ({ pay, cap }) =>
              ({ kind: 'percent_off', payBps: bps(pay), cap: cap === null ? null : money(cap) }) as const,
          ),
      ),
      categoryIds: fc.subarray(['grain', 'infant', 'tobacco', 'dairy']),
      excluded: fc.subarray(['grain', 'dairy']),
      minimumSpend: fc.nat(50_000).map(money),
      stackingGroup: fc.constantFrom(null, 'a', 'b'),
      exclusive: fc.boolean(),
      priority: fc.nat(3),
    }),
    { maxLength: 6 },
  )
  .map((templates) =>
    templates.map(({ categoryIds, excluded, ...template }, i) =>
      coupon(i + 10, {
        template: {
          ...template,
          scope: {
            include: { skus: [], categoryIds, brandIds: [] },
            exclude: { skus: [], categoryIds: excluded, brandIds: [] },
          },
        },
      }),
    ),
  )

const inputs: fc.Arbitrary<PriceInput> = fc
  .record({
    goods: fc.array(goods, { minLength: 1, maxLength: 15 }),
    coupons,
    tierId: fc.option(fc.constantFrom('bronze', 'silver', 'gold'), { nil: null }),
    lots: fc.array(fc.nat(40_000), { maxLength: 4 }),
    burn: fc.nat(60_000),
  })
  .map((made) =>
    priceInput(
      made.goods.map((one, i) => ({ ...one, lineId: i + 1 })),
      {
        ...(made.tierId === null ? {} : { member: member({ tierId: made.tierId }) }),
        lots: made.lots.map((left, i) => lot(i + 50, left, { expiresAt: noon + i })),
        coupons: made.coupons,
        burn: made.burn,
      },
    ),
  )

test('[PR10] sums agree to the fen, no line goes below zero, and at most half is paid with points', () => {
  let couponsSeen = 0
  let burnsSeen = 0
  fc.assert(
    fc.property(inputs, (input) => {
      const priced = priceBasket(input)
      for (const one of priced.lines) {
        const taken = sumMoney(one.couponShares.map(({ amount }) => amount))
        expect(one.gross).toBe(lineGross(one.line))
        expect(one.net).toBe(one.gross - one.tierDiscount - taken)
        expect(one.net).toBeGreaterThanOrEqual(0)
        expect(one.pointsShare).toBeLessThanOrEqual(one.net)
        expect(Math.min(one.tierDiscount, one.pointsShare, one.earns)).toBeGreaterThanOrEqual(0)
        expect(one.couponShares.every(({ amount }) => amount > 0)).toBe(true)
      }
      const total = (of: (one: (typeof priced.lines)[number]) => number) =>
        priced.lines.reduce((sum, one) => sum + of(one), 0)
      expect(priced.subtotal).toBe(total(({ gross }) => gross))
      expect(priced.tierDiscount).toBe(total(({ tierDiscount }) => tierDiscount))
      expect(priced.payable).toBe(total(({ net }) => net))
      expect(priced.burn.amount).toBe(total(({ pointsShare }) => pointsShare))
      expect(priced.toPay).toBe(priced.payable - priced.burn.amount)
      expect(priced.subtotal - priced.payable).toBe(priced.savings)
      expect(priced.savings).toBe(priced.tierDiscount + sumMoney(priced.coupons.map(({ amount }) => amount)))
      for (const { couponId, amount } of priced.coupons) {
        const shares = priced.lines.flatMap((one) =>
          one.couponShares.filter((share) => share.couponId === couponId),
        )
        expect(sumMoney(shares.map((share) => share.amount))).toBe(amount)
      }
      expect(priced.burn.amount * 2).toBeLessThanOrEqual(priced.payable)
      expect(priced.burn.points).toBeLessThanOrEqual(spendablePoints(input.standing?.lots ?? [], noon))
      expect(priced.burn.points % 100).toBe(0)
      expect(priced.coupons.length + priced.idleCoupons.length).toBe(input.coupons.length)
      couponsSeen += priced.coupons.length
      burnsSeen += priced.burn.points > 0 ? 1 : 0
    }),
    { numRuns: 300 },
  )
  expect(couponsSeen).toBeGreaterThan(50)
  expect(burnsSeen).toBeGreaterThan(20)
})

test('[PR11] the same input gives the same output, whatever the order in which coupons and lots are handed over', () => {
  fc.assert(
    fc.property(inputs, (input) => {
      const before = JSON.stringify(input)
      const priced = priceBasket(input)
      const standing = input.standing && { ...input.standing, lots: [...input.standing.lots].reverse() }
      expect(priceBasket({ ...input, coupons: [...input.coupons].reverse(), standing })).toEqual(priced)
      expect(priceBasket(JSON.parse(before) as PriceInput)).toEqual(priced)
      expect(JSON.stringify(input)).toBe(before)
    }),
  )
})

test('[PR12] at most one coupon of a group applies, and an exclusive one stands alone', () => {
  fc.assert(
    fc.property(inputs, (input) => {
      const templates = priceBasket(input).coupons.map(
        ({ couponId }) => input.coupons.find((at) => at.coupon.couponId === couponId)?.template,
      )
      const groups = templates.map((template) => template?.stackingGroup).filter((group) => group !== null)
      expect(new Set(groups).size).toBe(groups.length)
      if (templates.some((template) => template?.exclusive)) expect(templates).toHaveLength(1)
    }),
  )
})

test('[SA6] a settled sale takes the lots exactly what it burned, and what is left and earned adds up', () => {
  fc.assert(
    fc.property(inputs, (input) => {
      const { toPay, burn } = priceBasket(input)
      const spendable = spendablePoints(input.standing?.lots ?? [], noon)
      const wish = { ...input.basket, pointsToBurn: burn.points }
      const settled = settleSale({
        price: { ...input, basket: wish },
        tenders: toPay > 0 ? [{ kind: 'cash', amount: toPay }] : [],
        lotId: id(900),
        receiptNumber: 'S01-T1-1-000001',
      })
      if (!settled.ok) throw new Error(settled.refusal.code)
      const { sale } = settled.value
      const taken = sale.burned?.lots.reduce((sum, one) => sum + one.points, 0) ?? 0
      expect(taken).toBe(sale.burned?.points ?? 0)
      if (sale.member) {
        expect(sale.member.pointsAfter).toBe(spendable - taken + (sale.earned?.points ?? 0))
      } else {
        expect([sale.burned, sale.earned, sale.growth]).toEqual([null, null, 0])
      }
      const nets = sale.lines.map((one) => one.net)
      expect(sumMoney(nets)).toBe(sale.payable)
      for (const one of sale.lines) {
        expect(one.gross - one.tierDiscount - one.couponDiscount).toBe(one.net)
      }
    }),
    { numRuns: 200 },
  )
})

test('[PR13] the member at hand is the one priced, also after the chain redirected the basket’s member', () => {
  const input: PriceInput = {
    basket: basket([line(1, rice)], { memberId: id(99) }),
    standing: { member: member(), lots: [] },
    coupons: [],
    programme,
    store,
    now: noon,
  }
  expect(priceBasket(input).tierDiscount).toBe(200)
  expect(priceBasket({ ...input, standing: null }).tierDiscount).toBe(0)
})
