import fc from 'fast-check'
import { expect, test } from 'vitest'
import { explainPrice, leftOf } from '../../domain/explain.ts'
import { bps, money } from '../../domain/money.ts'
import { priceBasket } from '../../domain/price.ts'
import { anyInput } from './any-sale.ts'
import { campaign, coupon, id, line, member, priceInput, product, programme, scope } from './shop.ts'

const rice = product({ unitPrice: money(2_000) })
const milk = product({ sku: 'milk', name: { zh: '牛奶', en: 'Milk' }, unitPrice: money(1_000) })

function explain(input: ReturnType<typeof priceInput>) {
  return explainPrice(priceBasket(input), input)
}

test('[EX1] every step from the list price to what a line costs, with names and rates', () => {
  const input = priceInput([line(1, rice), line(2, milk)], {
    member: member(),
    programme: {
      ...programme,
      campaigns: [
        campaign('milk', { kind: 'price', payBps: bps(8_000) }, { scope: scope({ skus: ['milk'] }) }),
      ],
    },
    coupons: [
      coupon(11, { template: { benefit: { kind: 'percent_off', payBps: bps(9_500), cap: null } } }),
      coupon(12, { template: { scope: scope({ skus: ['rice'] }) } }),
    ],
  })
  const off = { name: { zh: '券', en: 'Coupon' } }
  expect(explain(input)).toEqual([
    {
      lineId: 1,
      name: rice.name,
      steps: [
        { kind: 'list', amount: 2_000, labelled: false },
        { kind: 'tier', name: { zh: 'silver', en: 'silver' }, rateBps: 9_000, amount: 200 },
        { kind: 'coupon', couponId: id(11), ...off, rateBps: 9_500, amount: 90 },
        { kind: 'coupon', couponId: id(12), ...off, rateBps: null, amount: 500 },
        { kind: 'net', amount: 1_210 },
      ],
    },
    {
      lineId: 2,
      name: milk.name,
      steps: [
        { kind: 'list', amount: 1_000, labelled: false },
        {
          kind: 'campaign',
          campaignId: 'milk',
          name: { zh: 'milk', en: 'milk' },
          rateBps: 8_000,
          amount: 200,
        },
        { kind: 'coupon', couponId: id(11), ...off, rateBps: 9_500, amount: 40 },
        { kind: 'net', amount: 760 },
      ],
    },
  ])
})

test('[EX3] a price that has begun for this tier alone is called so', () => {
  const early = { kind: 'presale', hours: 1 } as const
  const until = { from: priceInput([]).now + 3_600_000 }
  const input = priceInput([line(1, milk)], {
    member: member(),
    programme: {
      ...programme,
      tiers: programme.tiers.map((tier) => ({ ...tier, benefits: [early] })),
      campaigns: [campaign('milk', { kind: 'price', payBps: bps(8_000) }, { time: until })],
    },
  })
  expect(explain(input)[0]?.steps[1]).toEqual({
    kind: 'presale',
    campaignId: 'milk',
    name: { zh: 'milk', en: 'milk' },
    rateBps: 8_000,
    amount: 200,
  })
  const begun = { ...input, now: until.from }
  expect(explain(begun)[0]?.steps[1]).toMatchObject({ kind: 'campaign', campaignId: 'milk', amount: 200 })
  expect(explain({ ...input, now: until.from - 3_600_001 })[0]?.steps[1]).toMatchObject({ kind: 'tier' })
})

test('[EX1] a paid membership is named where its rate is the better one, and a label where it made the price', () => {
  const plan = {
    planId: 'plus',
    sku: 'card',
    name: { zh: '付费会员', en: 'Plus' },
    days: 30,
    payBps: bps(8_000),
    earnBps: bps(10_000),
  }
  const labelled = { ...line(1, rice), labelPrice: money(500) }
  const card = line(2, product({ sku: 'card', unitPrice: money(9_900) }))
  const input = priceInput([labelled, card], { member: member(), programme: { ...programme, plans: [plan] } })
  expect(explain(input).map(({ steps }) => steps)).toEqual([
    [
      { kind: 'list', amount: 500, labelled: true },
      { kind: 'plan', name: plan.name, rateBps: 8_000, amount: 100 },
      { kind: 'net', amount: 400 },
    ],
    [
      { kind: 'list', amount: 9_900, labelled: false },
      { kind: 'net', amount: 9_900 },
    ],
  ])
})

test('[EX2] the steps lead from the list price to the net to the fen', () => {
  fc.assert(
    fc.property(anyInput(), (input) => {
      const priced = priceBasket(input)
      const lines = explainPrice(priced, input)
      expect(lines).toHaveLength(priced.lines.length)
      lines.forEach((one, place) => {
        expect(leftOf(one)).toBe(priced.lines[place]?.net)
        expect(one.steps.at(-1)).toEqual({ kind: 'net', amount: priced.lines[place]?.net })
        expect(one.steps.slice(1, -1).every(({ amount }) => amount > 0)).toBe(true)
      })
    }),
    { numRuns: 200 },
  )
})
