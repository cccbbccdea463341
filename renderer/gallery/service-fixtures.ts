import type { CommandOutput } from '../../contract/command.ts'
import type { GiftView, ReturnableSale, ValueAccountView } from '../../contract/points-commands.ts'
import type { DayReport } from '../../contract/report-commands.ts'
import type { RedemptionView, VerifiedCoupon } from '../../contract/verify-commands.ts'
import { assert } from '../../domain/assert.ts'
import { money, noMoney } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import { idOf, saturday, silverMember } from './fixtures.ts'
import { products } from './goods.ts'

/* What a core would answer to the services, for pictures and tests of the screen. */

const minute = 60_000

export const parkingCoupon: VerifiedCoupon = {
  couponId: idOf(820),
  name: { zh: '停车券 2 小时', en: 'Two hours of parking' },
  terms: {
    zh: '每次抵扣 2 小时停车费，当天有效，不找零、不叠加。',
    en: 'Each use covers two hours of parking on the day; no change is given and uses do not add up.',
  },
  refusal: null,
  state: 'issued',
  kind: 'parking',
  forGoods: false,
  owner: { memberId: silverMember.memberId, maskedName: '王*', maskedPhone: '138****5678' },
  usesMax: 5,
  usesLeft: 3,
  validFrom: Date.UTC(2026, 10, 1),
  validTo: Date.UTC(2026, 11, 31, 16),
  faceValue: money(1_600),
  partner: null,
  signed: true,
  askedOnline: false,
}

export const goodsCoupon: VerifiedCoupon = {
  ...parkingCoupon,
  couponId: idOf(821),
  name: { zh: '满200减50', en: '¥50 off ¥200' },
  terms: { zh: '粮油和日用满 ¥200 减 ¥50。', en: '¥50 off grain, oil and household goods from ¥200.' },
  kind: 'amount_off',
  forGoods: true,
  usesMax: 1,
  usesLeft: 1,
  faceValue: money(5_000),
  signed: false,
}

export const partnerCoupon: VerifiedCoupon = {
  ...parkingCoupon,
  couponId: idOf(822),
  name: { zh: '瑞幸咖啡 中杯兑换', en: 'Luckin coffee, one cup' },
  terms: { zh: '凭券在店内咖啡角兑换一杯。', en: 'One cup at the coffee corner.' },
  kind: 'exchange',
  owner: null,
  usesMax: 1,
  usesLeft: 1,
  faceValue: money(1_900),
  partner: { zh: '瑞幸咖啡', en: 'Luckin Coffee' },
  signed: false,
  askedOnline: true,
}

export const expiredCoupon: VerifiedCoupon = {
  ...goodsCoupon,
  state: 'expired',
  refusal: { code: 'coupon_expired', figures: { expiredAt: Date.UTC(2026, 10, 20, 15, 59) } },
  validTo: Date.UTC(2026, 10, 20, 15, 59),
}

export function redemptionOf(index: number, over: Partial<RedemptionView> = {}): RedemptionView {
  return {
    redemptionId: idOf(840 + index),
    slipNumber: `S01-1-1-${String(200 - index).padStart(6, '0')}`,
    name: index % 2 === 0 ? parkingCoupon.name : partnerCoupon.name,
    uses: index % 2 === 0 ? 2 : 1,
    usesLeft: 1,
    at: saturday - index * 3 * minute - 20_000,
    mark: 'O',
    declinedLater: false,
    undone: false,
    undoUntil: saturday - index * 3 * minute - 20_000 + 5 * minute,
    ...over,
  }
}

export const redemptions: readonly RedemptionView[] = [
  redemptionOf(0),
  redemptionOf(1, { mark: 'H' }),
  redemptionOf(2, { undone: true }),
  redemptionOf(3, { mark: 'S' }),
  redemptionOf(4, { mark: 'L' }),
  redemptionOf(5, { mark: 'O*' }),
]

export const history: CommandOutput<'couponHistory'> = {
  complete: true,
  steps: [
    {
      at: Date.UTC(2026, 10, 1, 2),
      what: 'issued',
      storeNumber: null,
      terminalNumber: null,
      useNumber: null,
    },
    { at: Date.UTC(2026, 10, 7, 9), what: 'redeemed', storeNumber: 'S01', terminalNumber: '2', useNumber: 1 },
    {
      at: Date.UTC(2026, 10, 7, 9, 3),
      what: 'restored',
      storeNumber: 'S01',
      terminalNumber: '2',
      useNumber: 1,
    },
    {
      at: Date.UTC(2026, 10, 14, 3),
      what: 'redeemed',
      storeNumber: 'S03',
      terminalNumber: '1',
      useNumber: 2,
    },
    { at: saturday - 20_000, what: 'redeemed', storeNumber: 'S01', terminalNumber: '1', useNumber: 3 },
  ],
}

type GiftRow = readonly [zh: string, en: string, points: number, kind: GiftView['kind'], stock: number | null]

const giftRows: readonly GiftRow[] = [
  ['停车券 2 小时', 'Two hours of parking', 300, 'parking', null],
  ['帆布购物袋', 'Canvas shopping bag', 800, 'goods', 42],
  ['10 元代金券', '¥10 voucher', 1_000, 'coupon', null],
  ['福临门大米 2.5kg', 'Fulinmen rice 2.5 kg', 2_500, 'goods', 3],
  ['家电清洗服务', 'Appliance cleaning', 6_000, 'service', null],
  ['不锈钢保温杯', 'Steel flask', 9_800, 'goods', 0],
  ['空气炸锅', 'Air fryer', 30_000, 'goods', 2],
  ['白金专享体检', 'Health check for platinum', 12_000, 'service', null],
]

export const gifts: readonly GiftView[] = giftRows.map(([zh, en, cost, kind, stock], index) => ({
  giftId: `gift-${index + 1}`,
  name: { zh, en },
  points: points(cost),
  kind,
  stock,
  low: stock !== null && stock <= 5,
  open: stock === 0 ? 'stock' : index === 7 ? 'tier' : cost > 12_480 ? 'points' : 'yes',
}))

export const desk: CommandOutput<'pointsDesk'> = {
  spendable: points(12_480),
  gifts: [...gifts],
  canMoveStock: false,
  lottery: {
    name: { zh: '周年庆幸运抽奖', en: 'Anniversary draw' },
    points: points(200),
    prizes: [
      { name: { zh: '大奖：空气炸锅', en: 'Grand prize: air fryer' }, oddsPpm: 1_000 },
      { name: { zh: '5 元代金券', en: '¥5 voucher' }, oddsPpm: 800_000 },
      { name: { zh: '未中奖', en: 'No prize' }, oddsPpm: 199_000 },
    ],
    drawsLeftToday: 3,
    ticketsLeft: 412,
  },
  donation: {
    pointsPerYuan: points(1_000),
    projects: [
      { projectId: 'library', name: { zh: '乡村图书角', en: 'Village libraries' } },
      { projectId: 'lunch', name: { zh: '山区儿童午餐', en: 'School lunches in the hills' } },
    ],
  },
  transfer: { max: points(2_496), feeBps: 1_000 },
  openTransfer: null,
  giveable: [
    {
      couponId: idOf(871),
      name: { zh: '满 100 减 20', en: '¥20 off ¥100' },
      terms: { zh: '全场通用，可转赠', en: 'For all goods; may be given away' },
      expiresAt: saturday + 9 * 86_400_000,
      usesLeft: 1,
      sent: null,
    },
    {
      couponId: idOf(872),
      name: { zh: '咖啡券', en: 'Coffee voucher' },
      terms: { zh: '兑换中杯咖啡', en: 'For a medium coffee' },
      expiresAt: saturday + 30 * 86_400_000,
      usesLeft: 3,
      sent: null,
    },
  ],
  online: true,
}

const act = { actId: idOf(860), slipNumber: 'S01-1-1-000207' }

export const giftDone: CommandOutput<'exchangeGift'> = {
  ...act,
  points: points(2_500),
  pointsAfter: points(9_980),
  mark: 'H',
  name: { zh: '福临门大米 2.5kg', en: 'Fulinmen rice 2.5 kg' },
  stock: 2,
  low: true,
}

export function drawDone(kind: 'nothing' | 'coupon' | 'goods'): CommandOutput<'drawLottery'> {
  const names = { nothing: 2, coupon: 1, goods: 0 } as const
  const prize = desk.lottery?.prizes[names[kind]]?.name ?? { zh: '', en: '' }
  return { ...act, points: points(200), pointsAfter: points(12_280), mark: 'H', prize, kind, index: 88 }
}

export const donationDone: CommandOutput<'donatePoints'> = {
  ...act,
  points: points(5_000),
  pointsAfter: points(7_480),
  mark: 'H',
  amount: money(500),
  certificateNumber: 'S01-1-1-000207',
}

export const couponGiven: CommandOutput<'transferCoupon'> = { couponId: idOf(871), toMaskedName: '李*' }

export const transferDone: CommandOutput<'transferPoints'> = {
  points: points(1_000),
  fee: points(100),
  received: points(900),
  toMaskedName: '李*',
  balance: points(11_480),
}

export const ownAccount: ValueAccountView = {
  accountId: silverMember.memberId,
  card: null,
  maskedName: '王*',
  status: 'active',
  principal: money(20_000),
  gift: money(3_650),
  spendable: money(23_650),
}

export const cardAccount: ValueAccountView = {
  ...ownAccount,
  accountId: idOf(870),
  card: 'G0000****0318',
  maskedName: null,
  principal: money(8_000),
  gift: noMoney,
  spendable: money(5_000),
}

export const offer: CommandOutput<'topUpOffer'> = {
  max: money(500_000),
  steps: [
    { from: money(20_000), gift: money(1_000) },
    { from: money(50_000), gift: money(4_000) },
    { from: money(100_000), gift: money(10_000) },
    { from: money(200_000), gift: money(25_000) },
  ],
}

export const topUpDone: CommandOutput<'topUpValue'> = {
  receiptNumber: 'S01-1-1-000208',
  gift: money(4_000),
  principalAfter: money(70_000),
  giftAfter: money(7_650),
  change: noMoney,
}

function soldLine(index: number, sold: number, left: number, net: number): ReturnableSale['lines'][number] {
  const product = products[index]
  assert(product, 'a product of the gallery')
  const { sku, name, unit } = product
  return { place: index, sku, name, unit, sold, left, net: money(net) }
}

export const soldSale: ReturnableSale = {
  saleId: idOf(101),
  receiptNumber: 'S01-1-1-000123',
  soldAt: saturday - 26 * 60 * minute,
  elsewhere: false,
  memberName: '王*',
  tenders: [
    { kind: 'cash', amount: money(20_000) },
    { kind: 'stored_value', amount: money(8_126) },
  ],
  lines: [
    soldLine(0, 3, 3, 13_113),
    soldLine(3, 1_246, 1_246, 1_341),
    soldLine(8, 1, 1, 3_984),
    soldLine(10, 2, 1, 1_674),
    soldLine(13, 6, 0, 2_482),
  ],
}

export const quote: CommandOutput<'quoteReturn'> = {
  refund: money(8_742),
  refunds: [
    { kind: 'cash', amount: money(6_216) },
    { kind: 'stored_value', amount: money(2_526) },
  ],
  takenBack: points(104),
  debt: points(24),
  givenBack: points(1_500),
  couponsRestored: [{ zh: '满200减50', en: '¥50 off ¥200' }],
}

const turnovers = [0, 0, 0, 0, 0, 0, 0, 0, 41_250, 88_190, 132_420, 156_730, 98_110, 64_900, 71_340, 118_260]

export const report: DayReport = {
  day: '2026-11-21',
  sales: 86,
  turnover: money(turnovers.reduce((sum, one) => sum + one, 0)),
  returns: 2,
  returned: money(8_742),
  memberSales: 61,
  memberTurnover: money(598_320),
  pointsEarned: points(7_204),
  pointsBurned: points(18_400),
  enrolled: 4,
  valueToppedUp: money(150_000),
  valueSpent: money(63_210),
  gifts: 5,
  draws: 12,
  donated: money(900),
  redemptions: [
    { name: { zh: '满200减50', en: '¥50 off ¥200' }, uses: 14, amount: money(70_000) },
    { name: { zh: '停车券 2 小时', en: 'Two hours of parking' }, uses: 9, amount: money(14_400) },
    { name: { zh: '生日 8 折券', en: 'Birthday 20 % off' }, uses: 3, amount: money(4_318) },
  ],
  campaigns: [
    { name: { zh: '会员日双倍积分', en: 'Members’ day: double points' }, sales: 61, amount: money(598_320) },
    { name: { zh: '乳品周 9 折', en: 'Dairy week 10% off' }, sales: 22, amount: money(121_530) },
  ],
  suggestions: { shown: 118, taken: 21 },
  hours: Array.from({ length: 24 }, (_, hour) => ({
    hour,
    sales: Math.ceil((turnovers[hour] ?? 0) / 9_000),
    turnover: money(turnovers[hour] ?? 0),
  })),
  anomalies: 1,
}

export const emptyReport: DayReport = {
  ...report,
  day: '2026-11-22',
  sales: 0,
  turnover: noMoney,
  returns: 0,
  returned: noMoney,
  memberSales: 0,
  memberTurnover: noMoney,
  pointsEarned: points(0),
  pointsBurned: points(0),
  enrolled: 0,
  valueToppedUp: noMoney,
  valueSpent: noMoney,
  gifts: 0,
  draws: 0,
  donated: noMoney,
  redemptions: [],
  campaigns: [],
  suggestions: { shown: 0, taken: 0 },
  hours: report.hours.map(({ hour }) => ({ hour, sales: 0, turnover: noMoney })),
  anomalies: 0,
}
