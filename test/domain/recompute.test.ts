import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bps, money } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import { recomputeSale } from '../../domain/recompute.ts'
import { type SaleCompleted, type SettleInput, settleSale } from '../../domain/sale.ts'
import { anySale } from './any-sale.ts'
import {
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
  settleInput,
  store,
  wish,
} from './shop.ts'

function soldBy(input: SettleInput): SaleCompleted {
  const settled = settleSale(input)
  if (!settled.ok) throw new Error(settled.refusal.code)
  return settled.value.sale
}

test('[RP1] of every sale the rules bear out every figure', () => {
  const seen = { coupons: 0, burned: 0, earned: 0, campaigns: 0, plans: 0, stored: 0, family: 0 }
  fc.assert(
    fc.property(anySale, (input) => {
      const sale = soldBy(input)
      // As the central gets it: through JSON.
      const heard = JSON.parse(JSON.stringify(sale)) as SaleCompleted
      expect(recomputeSale(heard, noon, input.price.programme, store)).toEqual([])
      seen.coupons += sale.coupons.length > 0 ? 1 : 0
      seen.burned += sale.burned ? 1 : 0
      seen.earned += sale.earned ? 1 : 0
      seen.campaigns += sale.campaigns.used.length > 0 ? 1 : 0
      seen.plans += sale.plan ? 1 : 0
      seen.stored += sale.tenders.some(({ kind }) => kind === 'stored_value') ? 1 : 0
      seen.family += (sale.burned?.ofFamily ?? 0) > 0 ? 1 : 0
    }),
    { numRuns: 1_000 },
  )
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(5)
})

/** A sale that has everything. */
function fullSale(): { readonly input: SettleInput; readonly sale: SaleCompleted } {
  const coupons = [
    coupon(11, { template: { priority: 1 } }),
    coupon(12, { template: { benefit: { kind: 'percent_off', payBps: bps(9_000), cap: null } } }),
  ]
  const rules = {
    ...programme,
    templates: coupons.map(({ template }) => template),
    campaigns: [
      campaign('double', { kind: 'earn', earnBps: bps(20_000) }),
      campaign('inflate', { kind: 'burn', valueBps: bps(15_000), dayCap: points(200) }),
      campaign(
        'milk',
        { kind: 'price', payBps: bps(8_000) },
        {
          scope: {
            include: { skus: ['milk'], categoryIds: [], brandIds: [], tags: [] },
            exclude: { skus: [], categoryIds: [], brandIds: [], tags: [] },
          },
        },
      ),
    ],
    plans: [
      {
        planId: 'plus',
        sku: 'card',
        name: { zh: '付费会员', en: 'Plus' },
        days: 30,
        payBps: bps(9_500),
        earnBps: bps(10_000),
      },
    ],
  }
  const price = priceInput(
    [
      line(1, product({ unitPrice: money(12_345) }), 3),
      line(2, product({ sku: 'milk', categoryId: 'dairy', unitPrice: money(997) }), 7),
      line(3, product({ sku: 'card', categoryId: 'plans', unitPrice: money(9_900) })),
      line(4, product({ sku: 'apples', unit: 'gram', unitPrice: money(1_299) }), 345),
    ],
    {
      member: member({
        debt: points(5),
        hasBought: false,
        subscription: { planId: 'plus', until: noon + 5 },
      }),
      lots: [lot(60, 150, { expiresAt: noon + 9 }), lot(50, 300)],
      coupons,
      burn: 500,
      programme: rules,
      standing: {
        family: { ownerId: id(101), lots: [lot(70, 900, { memberId: id(101) })], left: points(500) },
      },
    },
  )
  const account = {
    accountId: id(800),
    code: null,
    memberId: null,
    status: 'active',
    principal: money(3_000),
    gift: money(2_000),
  } as const
  const input = settleInput(
    price,
    [
      wish('card', 1_000),
      wish('stored_value', 3_500, id(800)),
      wish('stored_value', 500, id(800)),
      wish('cash', 100_000),
    ],
    { accounts: [account] },
  )
  return { input, sale: soldBy(input) }
}

/** Where a sale has numbers. */
function figuresOf(sale: SaleCompleted): string[] {
  const paths: string[] = []
  const walk = (value: unknown, path: readonly string[]): void => {
    if (typeof value === 'number') paths.push(path.join('.'))
    else if (typeof value === 'object' && value !== null) {
      for (const [key, field] of Object.entries(value)) walk(field, [...path, key])
    }
  }
  walk(sale, [])
  return paths
}

/** The sale with one of its numbers changed by one. */
function changedAt(sale: SaleCompleted, path: string): SaleCompleted {
  const changed = JSON.parse(JSON.stringify(sale)) as SaleCompleted
  const keys = path.split('.')
  const last = keys.pop() as string
  let at = changed as unknown as Record<string, unknown>
  for (const key of keys) at = at[key] as Record<string, unknown>
  at[last] = (at[last] as number) + 1
  return changed
}

/** What the rules were fed with by this till alone, and which alone changes nothing that was computed here. */
const saidAlone = [
  'coupons.0.useNumber',
  'coupons.1.useNumber',
  'member.burnedToday',
  'member.earnedToday',
  'member.pointsAfter',
  'member.subscription.until',
]

test('[RP2] whichever figure of a sale is changed by one, it is found', () => {
  const { input, sale } = fullSale()
  expect(sale).toMatchObject({
    plan: { planId: 'plus' },
    firstPurchase: true,
    campaigns: { used: ['double', 'inflate', 'milk'] },
  })
  expect(sale.burned).toMatchObject({ ofFamily: 50, inflated: 200 })
  expect(sale.tenders).toContainEqual(expect.objectContaining({ principal: 0, gift: 500 }))
  expect(recomputeSale(sale, noon, input.price.programme, store)).toEqual([])
  const unseen = figuresOf(sale).filter(
    (path) => recomputeSale(changedAt(sale, path), noon, input.price.programme, store).length === 0,
  )
  expect(new Set(unseen)).toEqual(new Set(saidAlone))
})

const computed =
  /^(lines\.\d+\.(gross|net|.*Discount|.*Share|earned|growth)|subtotal|payable|toPay|change|growth|earned\..*|burned\.(points|amount|inflated|ofFamily|lots.*)|coupons\.\d+\.amount|plan\..*)$/

test('[RP2] a changed figure of any generated sale is found', () => {
  fc.assert(
    fc.property(anySale, fc.nat(), (input, drawn) => {
      const sale = soldBy(input)
      const paths = figuresOf(sale).filter((path) => computed.test(path))
      const path = paths[drawn % paths.length] as string
      expect(recomputeSale(changedAt(sale, path), noon, input.price.programme, store), path).not.toEqual([])
    }),
    { numRuns: 500 },
  )
})

test.each<[string, (sale: SaleCompleted) => SaleCompleted, string]>([
  [
    'another tier',
    (sale) => ({ ...sale, member: sale.member && { ...sale.member, tierId: 'gold' } }),
    'lines.0.tierDiscount',
  ],
  [
    'a frozen member',
    (sale) => ({ ...sale, member: sale.member && { ...sale.member, status: 'frozen' } }),
    '',
  ],
  ['nobody', (sale) => ({ ...sale, member: null }), ''],
  [
    'a coupon the programme does not have',
    (sale) => ({ ...sale, coupons: sale.coupons.map((use) => ({ ...use, templateId: id(1) })) }),
    'coupons.0.templateId',
  ],
  ['a coupon left out', (sale) => ({ ...sale, coupons: sale.coupons.slice(1) }), 'lines.0.couponDiscount'],
  ['a coupon told twice', (sale) => ({ ...sale, coupons: [...sale.coupons, ...sale.coupons] }), 'coupons'],
  ['another store', (sale) => ({ ...sale, storeId: id(2) }), 'storeId'],
  ['no goods', (sale) => ({ ...sale, lines: [] }), ''],
  ['a tender less', (sale) => ({ ...sale, tenders: sale.tenders.slice(0, -1) }), ''],
  ['points of no lot', (sale) => ({ ...sale, burned: sale.burned && { ...sale.burned, lots: [] } }), ''],
  [
    'a campaign that did not run',
    (sale) => ({ ...sale, campaigns: { ...sale.campaigns, shown: [] } }),
    'campaigns.shown.0',
  ],
])('[RP3] %s is found', (_, change, path) => {
  const { input, sale } = fullSale()
  const found = recomputeSale(change(sale), noon, input.price.programme, store)
  expect(found.map((one) => one.path)).toContain(path)
})

test('[RP3] another version of the rules is found', () => {
  const { input, sale } = fullSale()
  const { programme: rules } = input.price
  const dearer = { ...rules, burn: { ...rules.burn, stepValue: money(99) } }
  expect(recomputeSale(sale, noon, dearer, store)[0]).toEqual({
    path: 'lines.0.pointsShare',
    said: expect.any(String),
    computed: expect.any(String),
  })
})

test.each<[string, (sale: SaleCompleted) => SaleCompleted, number?]>([
  ['a quantity no till takes', (sale) => withLine(sale, { quantity: { unit: 'gram', amount: 9e15 } })],
  [
    'a price of all the money there is',
    (sale) =>
      withLine(sale, {
        unitPrice: money(Number.MAX_SAFE_INTEGER),
        quantity: { unit: 'piece', amount: 9_999 },
      }),
  ],
  [
    'a label on a crate',
    (sale) => withLine(sale, { labelPrice: money(5), quantity: { unit: 'piece', amount: 2 } }),
  ],
  [
    'prices that come to too much',
    (sale) => ({ ...sale, lines: sale.lines.map((one) => ({ ...one, unitPrice: money(999_999_999) })) }),
  ],
  [
    'lots of more points than there are',
    (sale) => ({
      ...sale,
      burned: sale.burned && {
        ...sale.burned,
        lots: [1, 2].map(() => ({
          lotId: id(1),
          memberId: id(100),
          points: points(Number.MAX_SAFE_INTEGER),
        })),
      },
    }),
  ],
  [
    'five hundred and one lines',
    (sale) => ({
      ...sale,
      lines: Array.from({ length: 501 }, () => sale.lines[0] as SaleCompleted['lines'][number]),
    }),
  ],
  [
    'a membership to the end of time',
    (sale) => ({
      ...sale,
      member: sale.member && {
        ...sale.member,
        subscription: { planId: 'plus', until: 8_640_000_000_000_000 },
      },
    }),
  ],
  ['a time after all calendars', (sale) => sale, 8_640_000_000_000_000],
])('[RP4] %s is a difference, not a fault', (_, change, time = noon) => {
  const { input, sale } = fullSale()
  expect(recomputeSale(change(sale), time, input.price.programme, store)).toEqual([
    { path: expect.any(String), said: '"within limits"', computed: '"beyond limits"' },
  ])
})

function withLine(sale: SaleCompleted, changes: Partial<SaleCompleted['lines'][number]>): SaleCompleted {
  return { ...sale, lines: sale.lines.map((one, place) => (place === 0 ? { ...one, ...changes } : one)) }
}
