import { expect, test } from 'vitest'
import { fullBps, money } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import { type EarlierReturn, type ReturnInput, returnUntil, settleReturn } from '../../domain/refund.ts'
import type { SaleCompleted } from '../../domain/sale.ts'
import { granted, id, noon, programme, sale, saleLine, store } from './act-shop.ts'

/* What a return gives a family back, and how long a tier may bring goods back. */

function input(changes: Partial<ReturnInput>): ReturnInput {
  return {
    sale: bought,
    saleTime: noon,
    earlier: [],
    wanted: [],
    standing: null,
    programme,
    store,
    now: noon + 1_000,
    returnId: id(700),
    receiptNumber: 'S01-T1-1-000050',
    reason: 'unwanted',
    ...changes,
  }
}

const none = points(0)
const saleMember: NonNullable<SaleCompleted['member']> = {
  memberId: id(100),
  tierId: 'silver',
  status: 'active',
  pointsAfter: none,
  subscription: null,
  birthday: null,
  tags: [],
  repeatCategoryIds: [],
  debt: none,
  earnedToday: none,
  burnedToday: none,
  inflatedToday: none,
}

/** Two pieces and one, paid with 600 points: 400 of the member's own and 200 of the owner's. */
const bought = sale({
  lines: [
    saleLine({ quantity: { unit: 'piece', amount: 2 }, net: money(2_000), pointsShare: money(400) }),
    saleLine({
      sku: 'tea',
      quantity: { unit: 'piece', amount: 1 },
      net: money(1_000),
      pointsShare: money(200),
    }),
  ],
  tenders: [{ kind: 'cash', amount: money(2_400) }],
  member: saleMember,
  burned: {
    points: points(600),
    amount: money(600),
    valueBps: fullBps,
    campaignId: null,
    inflated: none,
    ofFamily: points(200),
    lots: [
      { lotId: id(51), memberId: id(100), points: points(400) },
      { lotId: id(53), memberId: id(101), points: points(200) },
    ],
  },
})
const all = [
  { place: 0, amount: 2 },
  { place: 1, amount: 1 },
]

test('[RF13] of points given back the owner’s come last, and count to the month they were spent in', () => {
  const parts: EarlierReturn[][] = [
    [{ place: 0, amount: 1 }],
    [{ place: 0, amount: 1 }],
    [{ place: 1, amount: 1 }],
  ]
  const back = parts.map((wanted, place) => {
    const earlier = parts.slice(0, place).flat()
    return granted(settleReturn(input({ wanted, earlier }))).givenBack
  })
  expect(back.map((given) => given?.points)).toEqual([200, 200, 200])
  expect(back.map((given) => given?.ofFamily)).toEqual([null, null, { points: 200, spentAt: noon }])
  const { givenBack } = granted(settleReturn(input({ wanted: all })))
  expect(givenBack?.ofFamily).toEqual({ points: 200, spentAt: noon })
})

test('[RF14] a tier with free returns takes goods back longer, by the tier they were bought in', () => {
  const tiers = programme.tiers.map((tier) =>
    tier.tierId === 'silver' ? { ...tier, benefits: [{ kind: 'free_returns', days: 90 } as const] } : tier,
  )
  const rules = { ...programme, tiers }
  const late = (more: Partial<NonNullable<SaleCompleted['member']>> | null, now: number, days = 90) => {
    const of = { ...bought, member: more && { ...saleMember, ...more } }
    const settled = settleReturn(
      input({ sale: of, wanted: all, programme: { ...rules, returnDays: days }, now }),
    )
    return settled.ok ? 'taken' : settled.refusal
  }
  const until = returnUntil(noon, 90, store.timeZone)
  expect(late({}, until - 1, 30)).toBe('taken')
  expect(late({ status: 'frozen' }, until - 1, 30)).toBe('taken')
  expect(late({}, until, 30)).toEqual({ code: 'return_too_late', figures: { days: 90 } })
  for (const other of [null, { tierId: 'bronze' }, { tierId: 'gone' }, { status: 'blacklisted' as const }]) {
    expect(late(other, until - 1, 30)).toEqual({ code: 'return_too_late', figures: { days: 30 } })
  }
  // What everybody has is never less for them.
  expect(late({}, until, 120)).toBe('taken')
})
