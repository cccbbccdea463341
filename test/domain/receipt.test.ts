import { expect, test } from 'vitest'
import { money } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import { layoutReceipt, type Receipt, type ReceiptInput } from '../../domain/receipt.ts'
import { type SaleCompleted, settleSale } from '../../domain/sale.ts'
import type { TenderWish } from '../../domain/tender.ts'
import { dayMs } from '../../domain/time.ts'
import { coupon, id, line, lot, member, noon, priceInput, product, settleInput, store, wish } from './shop.ts'

const rice = product({ unitPrice: money(2_000) })
const apples = product({
  sku: 'apples',
  name: { zh: '苹果', en: 'Apples' },
  unit: 'gram',
  unitPrice: money(1_299),
})

function saleOf(price: ReturnType<typeof priceInput>, tenders: readonly TenderWish[]): SaleCompleted {
  const settled = settleSale(settleInput(price, tenders))
  if (!settled.ok) throw new Error(settled.refusal.code)
  return settled.value.sale
}

const full = saleOf(
  priceInput([line(1, rice, 5), line(2, apples, 345)], {
    member: member(),
    lots: [lot(50, 5_000)],
    coupons: [coupon(11)],
    burn: 1_000,
  }),
  [wish('card', 3_000), wish('cash', 10_000)],
)

const input: ReceiptInput = {
  sale: full,
  store,
  terminalNumber: 'T1',
  cashierName: '林小雨',
  completedAt: noon,
  language: 'zh',
  copy: 0,
  mark: 'O',
  memberName: '王*',
  tierName: '银卡',
}

/** Blocks as a reader sees them, one line each. */
function seen(receipt: Receipt): string[] {
  return receipt.blocks.map((block) => {
    switch (block.kind) {
      case 'pair':
        return `${block.left} | ${block.right}`
      case 'qr':
        return `QR ${block.payload}`
      case 'title':
        return `# ${block.text}`
      case 'text':
        return block.text
      default:
        return block.kind
    }
  })
}

test('[RC1] a whole receipt in Chinese', () => {
  expect(seen(layoutReceipt(input))).toEqual([
    '# 长宁店',
    '长宁路 1 号',
    'rule',
    '小票号 | S01-T1-1-000042',
    '时间 | 2026-10-10 12:00:00',
    '收银机 | T1',
    '收银员 | 林小雨',
    '会员 | 王* 银卡',
    'rule',
    '大米',
    '  5 × 20.00 | 100.00',
    '  会员折扣 | -10.00',
    '  优惠券 | -4.79',
    '苹果',
    '  0.345 kg × 12.99/千克 | 4.48',
    '  会员折扣 | -0.45',
    '  优惠券 | -0.21',
    'rule',
    '件数 | 6',
    '小计 | 104.48',
    '会员折扣 | -10.45',
    '券 [O 离线] | -5.00',
    '应付 | 89.03',
    '积分抵扣 [O 离线] | -10.00',
    '实付 | 79.03',
    '银行卡 | 30.00',
    '现金 | 100.00',
    '找零 | 50.97',
    '共优惠 | 15.45',
    'rule',
    '使用积分 | 1000',
    `获得积分 | ${full.earned?.points}`,
    `积分余额 [O 离线] | ${full.member?.pointsAfter}`,
    'rule',
    'QR S01-T1-1-000042',
    '谢谢惠顾',
  ])
})

test('[RC1] the figures of a receipt are those of its sale', () => {
  expect([full.earned?.points, full.member?.pointsAfter]).toEqual([94, 4_094])
})

test('[RC2] the same in English has a line for every line', () => {
  const english = seen(layoutReceipt({ ...input, language: 'en', tierName: 'Silver' }))
  expect(english).toHaveLength(seen(layoutReceipt(input)).length)
  expect(english).toContain('TO PAY | 79.03')
  expect(english).toContain('Coupon [O offline] | -5.00')
  expect(english).toContain('  0.345 kg × 12.99/kg | 4.48')
  expect(english.join('')).not.toMatch(/[\u4e00-\u9fff](?<!林|小|雨|王)/)
})

test('[RC3] a sale without member, coupon, points or change has no lines for them', () => {
  const plain = saleOf(priceInput([line(1, rice)]), [wish('mobile', 2_000)])
  const words = seen(layoutReceipt({ ...input, sale: plain, memberName: null, tierName: null })).slice(6)
  expect(words).toEqual([
    '收银员 | 林小雨',
    'rule',
    '大米',
    '  1 × 20.00 | 20.00',
    'rule',
    '件数 | 1',
    '小计 | 20.00',
    '实付 | 20.00',
    '移动支付 | 20.00',
    'rule',
    'QR S01-T1-1-000042',
    '谢谢惠顾',
  ])
})

test.each([
  ['zh', '# 补打 2'],
  ['en', '# COPY 2'],
] as const)('[RC4] a copy in %s is marked at head and foot and opens no drawer', (language, mark) => {
  const copy = layoutReceipt({ ...input, language, copy: 2 })
  const words = seen(copy)
  expect(words.filter((word) => word === mark)).toHaveLength(2)
  expect(copy.openDrawer).toBe(false)
  expect(words.filter((word) => word !== mark)).toEqual(seen(layoutReceipt({ ...input, language })))
})

test('[RC5] the drawer opens for cash alone', () => {
  const card = saleOf(priceInput([line(1, rice)]), [wish('card', 2_000)])
  const cash = saleOf(priceInput([line(1, rice)]), [wish('cash', 2_000)])
  expect(layoutReceipt(input).openDrawer).toBe(true)
  expect(layoutReceipt({ ...input, sale: cash }).openDrawer).toBe(true)
  expect(layoutReceipt({ ...input, sale: card }).openDrawer).toBe(false)
})

test.each([
  // What head office confirmed is what was spent, never the balance left.
  ['H', 2],
  ['S', 3],
  ['L', 3],
  ['O', 3],
  ['O*', 3],
  ['R', 3],
] as const)('[RC6] the mark %s stands beside what it is about in both languages', (mark, times) => {
  for (const language of ['zh', 'en'] as const) {
    const words = seen(layoutReceipt({ ...input, mark, language }))
    expect(words.filter((word) => word.includes(`[${mark} `))).toHaveLength(times)
  }
})

test('[RC7] a labelled package is one piece at its label’s price', () => {
  const labelled = {
    ...line(1, apples),
    quantity: { unit: 'piece', amount: 1 } as const,
    labelPrice: money(888),
  }
  const sale = saleOf(priceInput([labelled]), [wish('cash', 888)])
  expect(seen(layoutReceipt({ ...input, sale }))).toContain('  1 × 8.88 | 8.88')
})

test('[RC8] the sum to pay is the one thing printed big', () => {
  const big = layoutReceipt(input).blocks.filter((block) => block.kind === 'pair' && block.big)
  expect(big).toEqual([{ kind: 'pair', left: '实付', right: '79.03', strong: true, big: true }])
})

const lines = full.lines.map((one, place) =>
  place === 0 ? { ...one, tierDiscount: money(0), campaignDiscount: money(1_500) } : one,
)
const rich: SaleCompleted = {
  ...full,
  lines,
  tierDiscount: money(45),
  campaignDiscount: money(1_500),
  tenders: [
    {
      kind: 'stored_value',
      amount: money(6_000),
      accountId: id(100),
      principal: money(5_000),
      gift: money(1_000),
    },
    {
      kind: 'stored_value',
      amount: money(1_000),
      accountId: id(950),
      principal: money(1_000),
      gift: money(0),
    },
    { kind: 'mobile', amount: money(903) },
  ],
  change: money(0),
  burned: full.burned && { ...full.burned, ofFamily: points(200) },
  earned: full.earned && {
    ...full.earned,
    points: points(80),
    gross: points(94),
    debtPaid: points(14),
    spendableFrom: noon + 7 * dayMs,
  },
  plan: { planId: 'plus', until: Date.UTC(2027, 9, 10, 16) },
}

test('[RC14] a receipt names campaigns, stored value by its parts, family points, debt, waiting points and a membership sold', () => {
  const words = seen(layoutReceipt({ ...input, sale: rich }))
  const after = (mark: string, count: number) => words.slice(words.indexOf(mark), words.indexOf(mark) + count)
  expect(after('大米', 4)).toEqual([
    '大米',
    '  5 × 20.00 | 100.00',
    '  活动优惠 | -15.00',
    '  优惠券 | -4.79',
  ])
  expect(after('会员折扣 | -0.45', 2)).toEqual(['会员折扣 | -0.45', '活动优惠 | -15.00'])
  expect(after('储值 [O 离线] | 60.00', 4)).toEqual([
    '储值 [O 离线] | 60.00',
    '  其中赠金 | 10.00',
    '储值 [O 离线] | 10.00',
    '移动支付 | 9.03',
  ])
  expect(after('使用积分 | 1000', 7)).toEqual([
    '使用积分 | 1000',
    '  其中家庭积分 | 200',
    '获得积分 | 94',
    '  抵扣欠积分 | -14',
    '  生效日期 | 2026-10-17',
    `积分余额 [O 离线] | ${full.member?.pointsAfter}`,
    '付费会员有效期至 | 2027-10-10',
  ])
  const english = seen(layoutReceipt({ ...input, sale: rich, language: 'en', tierName: 'Silver' }))
  expect(english).toHaveLength(words.length)
  expect(english).toContain('Paid membership until | 2027-10-10')
})
