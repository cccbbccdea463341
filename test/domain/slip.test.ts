import { expect, test } from 'vitest'
import { issueCoupon } from '../../domain/issue-coupon.ts'
import { money } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import type { Receipt } from '../../domain/receipt.ts'
import type { SaleReturned } from '../../domain/refund.ts'
import { layoutReturnReceipt } from '../../domain/return-receipt.ts'
import { shownMarks } from '../../domain/risk-decision.ts'
import {
  layoutDonationSlip,
  layoutGiftSlip,
  layoutLotterySlip,
  layoutRedemptionSlip,
  layoutTopUpReceipt,
  layoutUndoSlip,
  type SlipFrame,
} from '../../domain/slip.ts'
import { id, member, noon, store, template, timeZone } from './act-shop.ts'

const frame: SlipFrame = {
  store,
  terminalNumber: 'T1',
  cashierName: '林小雨',
  at: noon,
  language: 'zh',
  copy: 0,
  mark: 'O',
  memberName: '王*',
  pointsAfter: points(1_400),
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

/** What stands between head and foot. */
function body(receipt: Receipt): string[] {
  const lines = seen(receipt)
  return lines.slice(lines.indexOf('rule', lines.indexOf('rule') + 1) + 1, -1)
}

const redeemed = {
  redemptionId: id(800),
  slipNumber: 'S01-T1-1-000007',
  storeId: id(1),
  couponId: id(11),
  templateId: id(2_002),
  name: { zh: '磨刀', en: 'Knives sharpened' },
  memberId: id(100),
  useNumbers: [4, 5],
  faceValue: money(800),
  signed: { code: 'EC1:', face: null },
} as const

const burned = { points: points(600), lots: [] }
const issued = issueCoupon(template(2_001), {
  couponId: id(31),
  code: 'C0000000000314',
  member: member(),
  now: noon,
  timeZone,
})
const gift = {
  exchangeId: id(801),
  slipNumber: 'S01-T1-1-000008',
  storeId: id(1),
  memberId: id(100),
  giftId: 'bowl',
  name: { zh: '饭碗', en: 'Bowl' },
  burned,
  stocked: true,
  issued: null,
} as const
const drawn = {
  drawId: id(810),
  slipNumber: 'S01-T1-1-000010',
  storeId: id(1),
  memberId: id(100),
  lotteryId: 'lucky',
  poolId: id(900),
  index: 41,
  prizeId: 'grand',
  name: { zh: '空气炸锅', en: 'Air fryer' },
  nonce: '0123456789abcdef'.repeat(4),
  burned,
  issued: null,
} as const
const donated = {
  donationId: id(820),
  storeId: id(1),
  memberId: id(100),
  projectId: 'trees',
  name: { zh: '植树', en: 'Trees' },
  burned,
  amount: money(300),
  certificateNumber: 'S01-T1-1-000020-D',
}
const toppedUp = {
  topUpId: id(830),
  receiptNumber: 'S01-T1-1-000030',
  storeId: id(1),
  accountId: id(100),
  memberId: id(100),
  principal: money(20_000),
  gift: money(1_000),
  tenders: [
    { kind: 'card', amount: money(15_000) },
    { kind: 'cash', amount: money(10_000) },
  ],
  change: money(5_000),
  principalAfter: money(30_000),
  giftAfter: money(1_500),
} as const
const returned: SaleReturned = {
  returnId: id(700),
  receiptNumber: 'S01-T1-1-000050',
  storeId: id(1),
  saleId: id(500),
  saleReceiptNumber: 'S01-T1-1-000042',
  lines: [
    {
      place: 0,
      sku: 'rice',
      amount: 2,
      net: money(1_800),
      pointsShare: money(300),
      takenBack: points(20),
      givenBack: points(300),
      growth: 15,
    },
    {
      place: 1,
      sku: 'apples',
      amount: 345,
      net: money(448),
      pointsShare: money(0),
      takenBack: points(4),
      givenBack: points(0),
      growth: 4,
    },
  ],
  refund: money(1_948),
  refunds: [
    { kind: 'stored_value', amount: money(948), accountId: id(100), principal: money(900), gift: money(48) },
    { kind: 'cash', amount: money(1_000) },
  ],
  memberId: id(100),
  takenBack: { points: points(24), lots: [], debt: points(6) },
  givenBack: { points: points(300), ofFamily: null, lots: [] },
  growth: 19,
  couponsRestored: [{ couponId: id(11), templateId: id(2_001), useNumber: 1 }],
  reason: 'damaged',
}
const names = [
  { name: { zh: '大米', en: 'Rice' }, unit: 'piece' },
  { name: { zh: '苹果', en: 'Apples' }, unit: 'gram' },
] as const
const returnInput = { returned, names, couponNames: [{ zh: '满减券', en: 'Money off' }] }

/** Every paper an act leaves, by a frame. */
const papers: readonly (readonly [string, (of: SlipFrame) => Receipt])[] = [
  ['a redemption', (of) => layoutRedemptionSlip(of, { redeemed, usesLeft: 3 })],
  [
    'a redemption taken back',
    (of) =>
      layoutUndoSlip(of, {
        restored: { ...redeemed, reason: 'undo' },
        slipNumber: redeemed.slipNumber,
        name: redeemed.name,
        usesLeft: 5,
      }),
  ],
  ['a gift', (of) => layoutGiftSlip(of, gift)],
  ['a gift that is a coupon', (of) => layoutGiftSlip(of, { ...gift, issued })],
  ['a draw', (of) => layoutLotterySlip(of, { drawn, prize: 'goods' })],
  ['a donation', (of) => layoutDonationSlip(of, { donated, slipNumber: 'S01-T1-1-000020' })],
  ['a top-up', (of) => layoutTopUpReceipt(of, toppedUp)],
  ['a return', (of) => layoutReturnReceipt(of, returnInput)],
]

const bodies: Readonly<Record<string, readonly string[]>> = {
  'a redemption': [
    '券 | 磨刀 [O 离线]',
    '核销次数 | 2',
    '剩余次数 | 3',
    '面值 | 8.00',
    '签名券',
    'rule',
    'QR S01-T1-1-000007',
  ],
  'a redemption taken back': [
    '券 | 磨刀 [O 离线]',
    '核销次数 | -2',
    '剩余次数 | 5',
    'rule',
    'QR S01-T1-1-000007',
  ],
  'a gift': [
    '饭碗 | ',
    '使用积分 [O 离线] | 600',
    '积分余额 [O 离线] | 1400',
    '请凭此证到服务台领取',
    'rule',
    'QR S01-T1-1-000008',
  ],
  'a gift that is a coupon': [
    '饭碗 | ',
    '使用积分 [O 离线] | 600',
    '积分余额 [O 离线] | 1400',
    'rule',
    '获得券 | C0000000000314',
    '有效期至 | 2026-11-09',
    'QR C0000000000314',
    'rule',
    'QR S01-T1-1-000008',
  ],
  'a draw': [
    '空气炸锅 | ',
    '使用积分 [O 离线] | 600',
    '积分余额 [O 离线] | 1400',
    '请凭此证到服务台领取',
    'rule',
    '票号 | 00000384 / 42',
    '验证码 | 0123456789abcdef',
    `QR EL1:${id(900)}:41:grand:${'0123456789abcdef'.repeat(4)}`,
  ],
  'a donation': [
    '项目 | 植树',
    '捐赠金额 | 3.00',
    '使用积分 [O 离线] | 600',
    '积分余额 [O 离线] | 1400',
    'rule',
    '证书编号 | S01-T1-1-000020-D',
    'QR ED1:S01-T1-1-000020-D:trees:300:600',
  ],
  'a top-up': [
    '充值本金 | 200.00',
    '赠送金额 | 10.00',
    '银行卡 | 150.00',
    '现金 | 100.00',
    '找零 | 50.00',
    'rule',
    '本金余额 [O 离线] | 300.00',
    '赠金余额 [O 离线] | 15.00',
    'rule',
    'QR S01-T1-1-000030',
  ],
  'a return': [
    '原小票号 | S01-T1-1-000042',
    '退货原因 | 商品损坏',
    'rule',
    '大米',
    '  × 2 | -15.00',
    '苹果',
    '  0.345 kg | -4.48',
    'rule',
    '退款合计 | 19.48',
    '退至 | ',
    '储值 | 9.48',
    '  其中赠金 | 0.48',
    '现金 | 10.00',
    'rule',
    '退还积分 [O 离线] | 300',
    '扣回积分 [O 离线] | -24',
    '  其中欠积分 | 6',
    '积分余额 [O 离线] | 1400',
    '退还券 | 满减券',
    'rule',
    '顾客签名 | ',
    'blank',
    'QR S01-T1-1-000050',
  ],
}

test.each(papers)('[RC9] what the paper of %s says', (paper, layout) => {
  expect(body(layout(frame))).toEqual(bodies[paper])
})

test('[RC9] every paper says where, when and by whom', () => {
  expect(seen(layoutGiftSlip(frame, gift)).slice(0, 9)).toEqual([
    '# 长宁店',
    '长宁路 1 号',
    '# 积分兑换凭证',
    'rule',
    '凭证号 | S01-T1-1-000008',
    '时间 | 2026-10-10 12:00:00',
    '收银机 | T1',
    '收银员 | 林小雨',
    '会员 | 王*',
  ])
})

test.each(papers)('[RC10] the paper of %s has the same lines in English', (_, layout) => {
  const english = seen(layout({ ...frame, language: 'en', cashierName: 'Lin', memberName: 'L***' }))
  expect(english).toHaveLength(seen(layout(frame)).length)
  expect(english.join('')).not.toMatch(/[\u4e00-\u9fff]/)
})

test.each(papers)(
  '[RC11] a copy of the paper of %s is marked at head and foot and opens no drawer',
  (_, layout) => {
    const copy = layout({ ...frame, copy: 2 })
    expect(seen(copy).filter((word) => word === '# 补打 2')).toHaveLength(2)
    expect(copy.openDrawer).toBe(false)
  },
)

test('[RC12] money out of or into the drawer opens it, and nothing else', () => {
  const opens = papers.filter(([, layout]) => layout(frame).openDrawer).map(([paper]) => paper)
  expect(opens).toEqual(['a top-up', 'a return'])
  const byCard = {
    ...toppedUp,
    tenders: [{ kind: 'card', amount: money(20_000) }],
    change: money(0),
  } as const
  expect(layoutTopUpReceipt(frame, byCard).openDrawer).toBe(false)
  const toValue = { ...returnInput, returned: { ...returned, refunds: returned.refunds.slice(0, 1) } }
  expect(layoutReturnReceipt(frame, toValue).openDrawer).toBe(false)
})

test('[RC13] without member, points and sale there are no lines for them', () => {
  const nobody = { ...frame, memberName: null, pointsAfter: null }
  const loose: SaleReturned = {
    ...returned,
    saleId: null,
    saleReceiptNumber: null,
    memberId: null,
    lines: returned.lines.slice(0, 1).map((line) => ({ ...line, pointsShare: money(0) })),
    refunds: [{ kind: 'cash', amount: money(1_800) }],
    takenBack: null,
    givenBack: null,
    couponsRestored: [],
  }
  expect(body(layoutReturnReceipt(nobody, { returned: loose, names: [], couponNames: [] }))).toEqual([
    '无小票退货 | ',
    '退货原因 | 商品损坏',
    'rule',
    'rice',
    '  × 2 | -18.00',
    'rule',
    '退款合计 | 19.48',
    '退至 | ',
    '现金 | 18.00',
    'rule',
    '顾客签名 | ',
    'blank',
    'QR S01-T1-1-000050',
  ])
  expect(seen(layoutGiftSlip(nobody, gift)).some((word) => /会员 \||积分余额/.test(word))).toBe(false)
  const blank = layoutLotterySlip(nobody, { drawn, prize: 'nothing' })
  expect(seen(blank)).not.toContain('请凭此证到服务台领取')
})

test.each(shownMarks)('[RC6] a slip carries the mark %s', (mark) => {
  for (const language of ['zh', 'en'] as const) {
    for (const [, layout] of papers) {
      const marked = seen(layout({ ...frame, mark, language })).filter((word) => word.includes(`[${mark} `))
      expect(marked.length).toBeGreaterThan(0)
    }
  }
})
