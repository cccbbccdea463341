import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dayReport, type ReportedEvent } from '../../domain/day-report.ts'
import { csvCell, dayReportCsv } from '../../domain/day-report-csv.ts'
import { money } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import type { SaleCompleted } from '../../domain/sale.ts'
import { hourMs } from '../../domain/time.ts'
import { id, member, noon, programme, sale, saleLine, timeZone } from './act-shop.ts'

const campaign = { campaignId: 'double', name: { zh: '双倍积分', en: 'Double points' } }
const rules = { ...programme, campaigns: [{ ...campaign } as never] }
const asked = { day: '2026-10-10', timeZone, programme: rules }

function sold(changes: Partial<SaleCompleted> = {}, time = noon): ReportedEvent {
  return { type: 'sale.completed', time, data: sale(changes) }
}

const buyer = { memberId: id(100), tierId: 'silver', status: 'active' } as SaleCompleted['member']
const burned = { points: points(300), lots: [] }
const lines = [saleLine({ net: money(5_000), pointsShare: money(300) })]

const redeemed = {
  redemptionId: id(800),
  slipNumber: 'S',
  storeId: id(1),
  couponId: id(12),
  templateId: id(2_002),
  name: { zh: '磨刀', en: 'Knives' },
  memberId: null,
  useNumbers: [1, 2],
  faceValue: money(800),
  signed: null,
} as const

const events: ReportedEvent[] = [
  sold({
    lines,
    member: buyer,
    burned: {
      ...burned,
      amount: money(300),
      valueBps: programme.budgetStopBps,
      campaignId: null,
      inflated: points(0),
      ofFamily: points(0),
    },
    earned: {
      lotId: id(60),
      points: points(40),
      gross: points(50),
      debtPaid: points(10),
      earnedAt: noon,
      spendableFrom: noon,
      expiresAt: noon,
    },
    coupons: [
      {
        couponId: id(11),
        templateId: id(2_001),
        name: { zh: '券', en: 'Coupon' },
        useNumber: 1,
        amount: money(700),
      },
    ],
    tenders: [
      {
        kind: 'stored_value',
        amount: money(4_000),
        accountId: id(100),
        principal: money(4_000),
        gift: money(0),
      },
      { kind: 'cash', amount: money(700) },
    ],
    suggestions: { shown: ['oil', 'salt'], taken: ['oil'] },
    campaigns: { shown: ['double'], used: ['double'] },
  }),
  sold({}, noon + hourMs),
  sold({ campaigns: { shown: [], used: ['gone'] } }, noon + hourMs),
  sold({}, noon + 12 * hourMs),
  { type: 'sale.returned', time: noon, data: { refund: money(250) } as never },
  { type: 'coupon.redeemed', time: noon, data: redeemed },
  { type: 'coupon.redeemed', time: noon, data: { ...redeemed, redemptionId: id(801), useNumbers: [3] } },
  {
    type: 'coupon.restored',
    time: noon,
    data: {
      redemptionId: id(801),
      couponId: id(12),
      templateId: id(2_002),
      memberId: null,
      useNumbers: [3],
      reason: 'undo',
    },
  },
  { type: 'gift.exchanged', time: noon, data: { burned: { points: points(600), lots: [] } } as never },
  { type: 'lottery.drawn', time: noon, data: { burned: { points: points(200), lots: [] } } as never },
  {
    type: 'points.donated',
    time: noon,
    data: { burned: { points: points(1_000), lots: [] }, amount: money(100) } as never,
  },
  { type: 'value.topped_up', time: noon, data: { principal: money(20_000), gift: money(1_000) } as never },
  {
    type: 'member.enrolled',
    time: noon,
    data: { storeId: id(1), memberId: member().memberId, personal: 'ab'.repeat(32), issued: [] },
  },
  {
    type: 'anomaly.flagged',
    time: noon,
    data: { kind: 'two_tills', action: 'warn', count: 2, memberId: null, actId: null },
  },
  { type: 'staff.signed_in', time: noon, data: { staffId: id(7) } },
]

test('[DR1] the day’s figures, those of other days left out', () => {
  const { hours, ...figures } = dayReport(events, asked)
  expect(figures).toEqual({
    day: '2026-10-10',
    sales: 3,
    turnover: 6_700,
    returns: 1,
    returned: 250,
    memberSales: 1,
    memberTurnover: 4_700,
    pointsEarned: 50,
    pointsBurned: 2_100,
    enrolled: 1,
    valueToppedUp: 20_000,
    valueSpent: 4_000,
    gifts: 1,
    draws: 1,
    donated: 100,
    redemptions: [
      { templateId: id(2_002), name: { zh: '磨刀', en: 'Knives' }, uses: 2, amount: 1_600 },
      { templateId: id(2_001), name: { zh: '券', en: 'Coupon' }, uses: 1, amount: 700 },
    ],
    campaigns: [
      { ...campaign, sales: 1, amount: 4_700 },
      { campaignId: 'gone', name: { zh: 'gone', en: 'gone' }, sales: 1, amount: 1_000 },
    ],
    suggestions: { shown: 2, taken: 1 },
    anomalies: 1,
  })
  expect(hours).toHaveLength(24)
  expect(hours.filter(({ sales }) => sales > 0)).toEqual([
    { hour: 12, sales: 1, turnover: 4_700 },
    { hour: 13, sales: 2, turnover: 2_000 },
  ])
})

test('[DR1] a day without events is all noughts', () => {
  const empty = dayReport([], asked)
  expect([empty.sales, empty.turnover, empty.hours.length, empty.redemptions]).toEqual([0, 0, 24, []])
})

test('[DR2] a day is the store’s, also of 25 hours: an hour that comes twice is one', () => {
  const berlin = { ...asked, day: '2026-10-25', timeZone: 'Europe/Berlin' }
  // Two in the morning, in summer and then in winter time, and the day's first and last moments.
  const times = [
    Date.UTC(2026, 9, 25, 0, 30),
    Date.UTC(2026, 9, 25, 1, 30),
    Date.UTC(2026, 9, 24, 22),
    Date.UTC(2026, 9, 25, 22, 59, 59, 999),
    Date.UTC(2026, 9, 25, 23),
    Date.UTC(2026, 9, 24, 21, 59, 59, 999),
  ]
  const { hours, sales } = dayReport(
    times.map((time) => sold({}, time)),
    berlin,
  )
  expect(sales).toBe(4)
  expect(hours.filter((row) => row.sales > 0).map((row) => [row.hour, row.sales])).toEqual([
    [0, 1],
    [2, 2],
    [23, 1],
  ])
})

test('[DR3] the order of events changes nothing, and hours sum to the day', () => {
  const any = fc.array(fc.tuple(fc.integer({ min: 0, max: 100_000 }), fc.integer({ min: -30, max: 30 })), {
    maxLength: 30,
  })
  fc.assert(
    fc.property(any, (sales) => {
      const of = sales.map(([net, hours]) =>
        sold({ lines: [saleLine({ net: money(net) })] }, noon + hours * hourMs),
      )
      const report = dayReport([...of, ...events], asked)
      expect(dayReport([...of, ...events].toReversed(), asked)).toEqual(report)
      expect(report.hours.reduce((sum, { turnover }) => sum + turnover, 0)).toBe(report.turnover)
      expect(report.hours.reduce((sum, row) => sum + row.sales, 0)).toBe(report.sales)
      expect(report.memberTurnover).toBeLessThanOrEqual(report.turnover)
    }),
  )
})

test('[DR4] the ten most used templates and campaigns are named', () => {
  const many = Array.from({ length: 15 }, (_, number) =>
    Array.from({ length: number + 1 }, () =>
      sold({
        coupons: [
          {
            couponId: id(number),
            templateId: id(3_000 + number),
            name: { zh: '券', en: 'Coupon' },
            useNumber: 1,
            amount: money(1),
          },
        ],
        campaigns: { shown: [], used: [`c${number}`, `c${number}`] },
      }),
    ),
  ).flat()
  const { redemptions, campaigns } = dayReport(many, asked)
  expect(redemptions.map(({ uses }) => uses)).toEqual([15, 14, 13, 12, 11, 10, 9, 8, 7, 6])
  expect(campaigns.map(({ campaignId, sales }) => [campaignId, sales])[0]).toEqual(['c14', 15])
  expect(campaigns).toHaveLength(10)
})

test.each([
  ['plain', 'plain'],
  ['-12.50', '-12.50'],
  ['-5', '-5'],
  ['=1+1', "'=1+1"],
  ['+86', "'+86"],
  ['@cmd', "'@cmd"],
  ['-cmd', "'-cmd"],
  ['-5+cmd', "'-5+cmd"],
  [' =1+1', "' =1+1"],
  ['\t=1', "'\t=1"],
  ['＝1+1', "'＝1+1"],
  ['a,b', '"a,b"'],
  ['说"好"', '"说""好"""'],
  ['a\r\nb', '"a\r\nb"'],
  ['=HYPERLINK("http://x","y")', '"\'=HYPERLINK(""http://x"",""y"")"'],
  ['', ''],
])('[DR5] the cell %j stands as %j', (text, cell) => {
  expect(csvCell(text)).toBe(cell)
})

/** A reader of RFC 4180, written for this test alone. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]]
  let cell = ''
  let quoted = false
  for (let place = 0; place < text.length; place++) {
    const character = text[place] as string
    if (quoted && character === '"' && text[place + 1] === '"') {
      cell += '"'
      place += 1
    } else if (character === '"') quoted = !quoted
    else if (!quoted && (character === ',' || character === '\n')) {
      rows.at(-1)?.push(cell)
      cell = ''
      if (character === '\n') rows.push([])
    } else if (quoted || character !== '\r') cell += character
  }
  return rows
}

test('[DR6] the export says what the report says, in both languages', () => {
  const report = dayReport(events, asked)
  const chinese = dayReportCsv(report, 'zh')
  expect(chinese.startsWith('\ufeff项目,数值\r\n日期,2026-10-10\r\n销售笔数,3\r\n销售额,67.00\r\n')).toBe(
    true,
  )
  expect(chinese).toContain('\r\n\r\n核销券,次数,金额\r\n磨刀,2,16.00\r\n券,1,7.00\r\n')
  expect(chinese).toContain('\r\n12,1,47.00\r\n13,2,20.00\r\n')
  const english = dayReportCsv(report, 'en')
  expect(english).not.toMatch(/[\u4e00-\u9fff]/)
  expect(english.split('\r\n')).toHaveLength(chinese.split('\r\n').length)
})

test('[DR6] whatever a template is called, no cell begins like a formula and every name comes back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), (name) => {
      const report = dayReport(events, asked)
      const named = {
        ...report,
        redemptions: [{ ...(report.redemptions[0] as never as object), name: { zh: name, en: name } }],
      }
      const cells = parseCsv(dayReportCsv(named as never, 'en').replace('\ufeff', ''))
      const found = cells.find((row) => row[1] === '2' && row[2] === '16.00')?.[0] as string
      expect([name, `'${name}`]).toContain(found)
      for (const row of cells) {
        for (const cell of row) expect(/^[=+@\t\r]|^-(?![0-9.]+$)/.test(cell)).toBe(false)
      }
    }),
  )
})
