import { expect, test } from 'vitest'
import { effectsOf } from '../../domain/effect.ts'
import { money } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import {
  type EarlierReturn,
  type ReturnInput,
  returnable,
  returnUntil,
  settleReturn,
  settleReturnWithoutSale,
} from '../../domain/refund.ts'
import type { SaleCompleted } from '../../domain/sale.ts'
import type { Tender } from '../../domain/tender.ts'
import { dayMs } from '../../domain/time.ts'
import {
  codeOf,
  granted,
  id,
  lot,
  noon,
  programme,
  sale,
  saleLine,
  standing,
  store,
  template,
} from './act-shop.ts'

const three = sale({
  lines: [
    saleLine({
      quantity: { unit: 'piece', amount: 3 },
      gross: money(1_000),
      net: money(1_000),
      earned: points(10),
      growth: 10,
    }),
  ],
})

function input(changes: Partial<ReturnInput> = {}): ReturnInput {
  return {
    sale: three,
    saleTime: noon,
    earlier: [],
    wanted: [{ place: 0, amount: 1 }],
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

test('[RF1] what is left of a line is what was sold less what came back', () => {
  const earlier = [
    { place: 0, amount: 1 },
    { place: 0, amount: 1 },
  ]
  expect(returnable(three, [], programme)).toEqual([{ place: 0, unit: 'piece', left: 3 }])
  expect(returnable(three, earlier, programme)).toEqual([{ place: 0, unit: 'piece', left: 1 }])
  expect(returnable(three, [...earlier, ...earlier], programme)).toEqual([
    { place: 0, unit: 'piece', left: 0 },
  ])
})

test('[RF1] a paid membership that was sold does not come back', () => {
  const card = sale({ lines: [saleLine({ sku: 'plus-card' })] })
  expect(returnable(card, [], programme)).toEqual([{ place: 0, unit: 'piece', left: 0 }])
  expect(codeOf(settleReturn(input({ sale: card })))).toBe('return_too_much')
})

test.each<[string, Partial<ReturnInput>, unknown]>([
  ['nothing wanted', { wanted: [] }, { code: 'return_nothing' }],
  ['a line there is not', { wanted: [{ place: 1, amount: 1 }] }, { code: 'line_unknown' }],
  ['no amount', { wanted: [{ place: 0, amount: 0 }] }, { code: 'quantity_invalid', figures: { max: 3 } }],
  [
    'a part of a piece',
    { wanted: [{ place: 0, amount: 0.5 }] },
    { code: 'quantity_invalid', figures: { max: 3 } },
  ],
  [
    'more than sold',
    { wanted: [{ place: 0, amount: 4 }] },
    { code: 'return_too_much', figures: { left: 3 } },
  ],
  [
    'more than is left',
    { earlier: [{ place: 0, amount: 2 }], wanted: [{ place: 0, amount: 2 }] },
    { code: 'return_too_much', figures: { left: 1 } },
  ],
  [
    'one line named twice for more than there is',
    {
      wanted: [
        { place: 0, amount: 2 },
        { place: 0, amount: 2 },
      ],
    },
    { code: 'return_too_much', figures: { left: 3 } },
  ],
  [
    'after the days',
    { now: returnUntil(noon, programme.returnDays, store.timeZone) },
    { code: 'return_too_late', figures: { days: 30 } },
  ],
])('[RF2] refused: %s', (_, changes, refusal) => {
  expect(settleReturn(input(changes))).toEqual({ ok: false, refusal })
})

test('[RF2] goods come back to the last instant of the last day', () => {
  const until = returnUntil(noon, programme.returnDays, store.timeZone)
  expect(new Date(until).toISOString()).toBe('2026-11-09T16:00:00.000Z')
  expect(settleReturn(input({ now: until - 1 })).ok).toBe(true)
})

test('[RF3] a third of ¥10 is ¥3.33, the next one too, the last ¥3.34', () => {
  const nets = [0, 1, 2].map((before) => {
    const earlier = before === 0 ? [] : [{ place: 0, amount: before }]
    const { lines, refund } = granted(settleReturn(input({ earlier })))
    return [lines[0]?.net, refund, lines[0]?.takenBack, lines[0]?.growth]
  })
  expect(nets).toEqual([
    [333, 333, 3, 3],
    [333, 333, 3, 3],
    [334, 334, 4, 4],
  ])
})

const grown = sale({
  lines: [
    saleLine({
      quantity: { unit: 'piece', amount: 2 },
      net: money(2_000),
      pointsShare: money(400),
      earned: points(16),
    }),
    saleLine({
      sku: 'tea',
      quantity: { unit: 'piece', amount: 1 },
      net: money(1_000),
      pointsShare: money(200),
      earned: points(8),
    }),
  ],
  member: saleMember(),
  burned: {
    points: points(600),
    amount: money(600),
    valueBps: programme.budgetStopBps,
    campaignId: null,
    inflated: points(0),
    ofFamily: points(200),
    lots: [
      { lotId: id(51), memberId: id(100), points: points(100) },
      { lotId: id(52), memberId: id(100), points: points(300) },
      { lotId: id(53), memberId: id(101), points: points(200) },
    ],
  },
  earned: {
    lotId: id(60),
    points: points(20),
    gross: points(24),
    debtPaid: points(4),
    earnedAt: noon,
    spendableFrom: noon,
    expiresAt: noon + 365 * dayMs,
  },
})

function saleMember(): NonNullable<SaleCompleted['member']> {
  const none = points(0)
  return {
    memberId: id(100),
    tierId: 'silver',
    status: 'active',
    pointsAfter: none,
    subscription: null,
    birthday: null,
    tags: [],
    repeatCategoryIds: [],
    debt: points(4),
    earnedToday: none,
    burnedToday: none,
    inflatedToday: none,
  }
}

const all = [
  { place: 0, amount: 2 },
  { place: 1, amount: 1 },
]

test('[RF4] what lines earned goes from the sale’s own lot, then the newest, then is owed', () => {
  const lots = [
    lot(60, 10, { earnedAt: noon }),
    lot(71, 3, { earnedAt: noon + 2 }),
    lot(72, 5, { earnedAt: noon + 3 }),
    lot(73, 100, { expiresAt: noon }),
  ]
  const { takenBack } = granted(
    settleReturn(input({ sale: grown, wanted: all, standing: standing({ lots }) })),
  )
  expect(takenBack).toEqual({
    points: 24,
    lots: [
      { lotId: id(60), points: 10 },
      { lotId: id(72), points: 5 },
      { lotId: id(71), points: 3 },
    ],
    debt: 6,
  })
})

test('[RF4] a member whose lots nobody here knows owes all of it', () => {
  const { takenBack, memberId } = granted(settleReturn(input({ sale: grown, wanted: all })))
  expect(takenBack).toEqual({ points: 24, lots: [], debt: 24 })
  expect(memberId).toBe(id(100))
})

test('[RF4] the lot of a member merged since is taken back from the survivor', () => {
  const survivor = standing({ member: { memberId: id(102) }, lots: [lot(60, 20, { memberId: id(102) })] })
  const returned = granted(settleReturn(input({ sale: grown, wanted: all, standing: survivor })))
  expect(returned.memberId).toBe(id(102))
  expect(returned.takenBack).toEqual({ points: 24, lots: [{ lotId: id(60), points: 20 }], debt: 4 })
})

test('[RF5] what lines burned comes back into its lots in the order burned, part by part', () => {
  const parts: EarlierReturn[][] = [
    [{ place: 0, amount: 1 }],
    [{ place: 1, amount: 1 }],
    [{ place: 0, amount: 1 }],
  ]
  const back = parts.map((wanted, place) => {
    const earlier = parts.slice(0, place).flat()
    return granted(settleReturn(input({ sale: grown, wanted, earlier }))).givenBack?.lots.map((given) => [
      given.lotId,
      given.memberId,
      given.points,
    ])
  })
  expect(back).toEqual([
    [
      [id(51), id(100), 100],
      [id(52), id(100), 100],
    ],
    [[id(52), id(100), 200]],
    [[id(53), id(101), 200]],
  ])
})

test('[RF5] a lot that has expired since gets the programme’s days to their end; a family lot the owner’s', () => {
  const gone = { expiresAt: noon - 1 }
  const family = { ownerId: id(101), lots: [lot(53, 5, { ...gone, memberId: id(101) })], left: points(0) }
  const returned = settleReturn(
    input({
      sale: grown,
      wanted: all,
      standing: standing({ lots: [lot(52, 7)], family }),
      burnedLots: [lot(51, 0, gone)],
    }),
  )
  // Through the thirtieth day on: 9 November in Shanghai.
  const renewed = Date.UTC(2026, 10, 9, 16)
  expect(granted(returned).givenBack?.lots.map(({ lotId, expiresAt }) => [lotId, expiresAt])).toEqual([
    [id(51), renewed],
    [id(52), null],
    [id(53), renewed],
  ])
})

const mixed: readonly Tender[] = [
  { kind: 'card', amount: money(1_000) },
  { kind: 'stored_value', amount: money(600), accountId: id(100), principal: money(500), gift: money(100) },
  { kind: 'cash', amount: money(1_000) },
]

test('[RF6] the refund goes by what the sale was paid with, cash less its change; stored value keeps its split', () => {
  const paid = sale({
    lines: [saleLine({ quantity: { unit: 'piece', amount: 4 }, net: money(2_400) })],
    tenders: mixed,
    change: money(200),
  })
  const { refunds, refund } = granted(settleReturn(input({ sale: paid, wanted: [{ place: 0, amount: 2 }] })))
  expect(refund).toBe(1_200)
  expect(refunds).toEqual([
    { kind: 'card', amount: 500 },
    { kind: 'stored_value', amount: 300, accountId: id(100), principal: 250, gift: 50 },
    { kind: 'cash', amount: 400 },
  ])
})

test('[RF6] a sale paid with points alone has no money to give back', () => {
  const free = sale({
    lines: [saleLine({ net: money(100), pointsShare: money(100) })],
    tenders: [],
    burned: {
      ...(grown.burned as NonNullable<SaleCompleted['burned']>),
      points: points(100),
      amount: money(100),
      lots: [{ lotId: id(51), memberId: id(100), points: points(100) }],
    },
    member: saleMember(),
  })
  const { refund, refunds, givenBack } = granted(settleReturn(input({ sale: free })))
  expect([refund, refunds, givenBack?.points]).toEqual([0, [], 100])
})

const couponUse = {
  couponId: id(11),
  templateId: id(2_001),
  name: { zh: '券', en: 'Coupon' },
  useNumber: 3,
  amount: money(100),
}

test('[RF7] coupons come back once all goods did, when their template says so', () => {
  const withCoupons = sale({
    ...grown,
    coupons: [couponUse, { ...couponUse, couponId: id(12), templateId: id(2_002) }],
  })
  const rules = { ...programme, templates: [template(2_001), template(2_002, { restoredOnReturn: false })] }
  const restored = (earlier: EarlierReturn[], wanted: EarlierReturn[]) =>
    granted(settleReturn(input({ sale: withCoupons, earlier, wanted, programme: rules }))).couponsRestored
  expect(restored([], [{ place: 0, amount: 2 }])).toEqual([])
  expect(restored([{ place: 0, amount: 2 }], [{ place: 1, amount: 1 }])).toEqual([
    { couponId: id(11), templateId: id(2_001), useNumber: 3 },
  ])
  expect(restored([], all)).toHaveLength(1)
})

test('[RF8] without a sale: cash at most at today’s price, no points, no coupons', () => {
  const goods = { sku: 'rice', unit: 'piece', unitPrice: money(1_000) } as Parameters<
    typeof settleReturnWithoutSale
  >[0]['goods'][number]['product']
  const asked = { store, returnId: id(701), receiptNumber: 'S01-T1-1-000051', reason: 'damaged' } as const
  const give = (amount: number, refund: number) =>
    settleReturnWithoutSale({ ...asked, goods: [{ product: goods, amount, refund: refund as never }] })
  const returned = granted(give(2, 1_500))
  expect(returned).toMatchObject({
    saleId: null,
    refund: 1_500,
    refunds: [{ kind: 'cash', amount: 1_500 }],
    memberId: null,
    takenBack: null,
    givenBack: null,
    growth: 0,
    couponsRestored: [],
  })
  expect(codeOf(settleReturnWithoutSale({ ...asked, goods: [] }))).toBe('return_nothing')
  expect(give(0, 0)).toEqual({ ok: false, refusal: { code: 'quantity_invalid', figures: { max: 9_999 } } })
  expect(give(2, 2_001)).toEqual({
    ok: false,
    refusal: { code: 'return_too_much', figures: { left: 2_000 } },
  })
  expect(codeOf(give(2, -1))).toBe('return_too_much')
  expect(codeOf(give(2, 1.5))).toBe('return_too_much')
  expect(effectsOf({ type: 'sale.returned', time: noon, data: returned })).toEqual([])
})

test('[RF10] a frozen member’s return moves the same points', () => {
  const frozen = standing({ member: { status: 'frozen' }, lots: [lot(60, 100)] })
  const returned = granted(settleReturn(input({ sale: grown, wanted: all, standing: frozen })))
  expect([returned.takenBack?.points, returned.givenBack?.points]).toEqual([24, 600])
})

const base = sale({
  lines: [saleLine({ net: money(100), pointsShare: money(40) })],
  tenders: [{ kind: 'cash', amount: money(60) }],
})
const parts = { kind: 'stored_value', accountId: id(100), principal: money(10), gift: money(20) } as const

test.each<[string, Partial<SaleCompleted>]>([
  ['tenders that are not what was paid', { tenders: [{ kind: 'cash', amount: money(59) }] }],
  [
    'lines that are not what was to be paid',
    { toPay: money(61), tenders: [{ kind: 'cash', amount: money(61) }] },
  ],
  [
    'points that paid more than the line',
    { lines: [saleLine({ net: money(100), pointsShare: money(101) })] },
  ],
  ['change of a card', { tenders: [{ kind: 'card', amount: money(70) }], change: money(10) }],
  ['stored value whose parts are not its whole', { tenders: [{ ...parts, amount: money(60) }] }],
  [
    'burned lots that are not what was burned',
    { burned: grown.burned && { ...grown.burned, points: points(601) } },
  ],
])('[RF12] a sale does not add up: %s', (_, changes) => {
  const refused = { ok: false, refusal: { code: 'sale_unknown' } }
  expect(settleReturn(input({ sale: { ...base, ...changes } }))).toEqual(refused)
  expect(settleReturn(input({ sale: base })).ok).toBe(true)
})
