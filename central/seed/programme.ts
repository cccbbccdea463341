import type { CouponTemplate } from '../../domain/coupon-template.ts'
import { bps, type Money, money, noMoney } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import type { Programme } from '../../domain/programme.ts'
import { demoId } from './demo-ids.ts'
import { demoStores } from './stores.ts'

/** The demo programme: the defaults of loyalty.md 2 to 4. */
export const demoProgramme: Programme = {
  version: 1,
  tiers: [
    tier('bronze', '铜卡', 'Bronze', 0, 10_000, 10_000, 'bronze'),
    tier('silver', '银卡', 'Silver', 2_000, 9_000, 12_000, 'silver'),
    tier('gold', '金卡', 'Gold', 8_000, 8_500, 15_000, 'gold'),
    tier('platinum', '铂金卡', 'Platinum', 20_000, 7_000, 20_000, 'platinum'),
    tier('black_diamond', '黑钻卡', 'Black Diamond', 100_000, 7_000, 20_000, 'black'),
  ],
  earn: {
    rateBps: bps(10_000),
    excludedCategoryIds: ['tobacco', 'gift_card'],
    categoryBps: { infant: bps(15_000) },
    bonus: { per: money(10_000), points: points(10) },
    capPerSale: points(5_000),
    lotMonths: 12,
  },
  burn: { step: points(100), stepValue: money(100), shareBps: bps(5_000) },
  undiscountedCategoryIds: ['tobacco', 'gift_card'],
  labelPrefixes: [
    { prefix: '21', figure: 'price_fen' },
    { prefix: '22', figure: 'weight_gram' },
  ],
}

function tier(
  tierId: string,
  zh: string,
  en: string,
  fromGrowth: number,
  pay: number,
  earn: number,
  tone: Programme['tiers'][number]['tone'],
): Programme['tiers'][number] {
  return { tierId, name: { zh, en }, fromGrowth, payBps: bps(pay), earnBps: bps(earn), tone }
}

const everything = { skus: [], categoryIds: [], brandIds: [] }
const notTobaccoOrCards = { ...everything, categoryIds: ['tobacco', 'gift_card'] }

interface Particulars extends Partial<CouponTemplate> {
  readonly zh: string
  readonly en: string
  readonly benefit: CouponTemplate['benefit']
}

function template(n: number, { zh, en, ...particulars }: Particulars): CouponTemplate {
  return {
    templateId: demoId('template', n),
    name: { zh, en },
    scope: { include: everything, exclude: notTobaccoOrCards },
    minimumSpend: noMoney,
    storeIds: [],
    tierIds: [],
    weekdays: [],
    hours: null,
    dayLimit: null,
    stackingGroup: null,
    exclusive: false,
    priority: 50,
    ...particulars,
  }
}

const yuan = (amount: number): Money => money(amount * 100)
const categories = (...categoryIds: string[]) => ({
  include: { ...everything, categoryIds },
  exclude: everything,
})

/** The coupon templates, by name; their ids are `demoId('template', 1)` and so on in this order. */
export const demoTemplates = {
  fiftyOff200: template(1, {
    zh: '满200减50',
    en: '¥50 off ¥200',
    benefit: { kind: 'amount_off', amount: yuan(50) },
    minimumSpend: yuan(200),
    stackingGroup: 'amount_off',
    priority: 20,
  }),
  twentyOff100: template(2, {
    zh: '满100减20',
    en: '¥20 off ¥100',
    benefit: { kind: 'amount_off', amount: yuan(20) },
    minimumSpend: yuan(100),
    stackingGroup: 'amount_off',
    priority: 20,
  }),
  eightTenths: template(3, {
    zh: '8折券（最高减30元）',
    en: '20% off, up to ¥30',
    benefit: { kind: 'percent_off', payBps: bps(8_000), cap: yuan(30) },
    stackingGroup: 'percent_off',
    priority: 10,
  }),
  tenVoucher: template(4, {
    zh: '10元代金券',
    en: '¥10 cash voucher',
    benefit: { kind: 'cash_voucher', amount: yuan(10) },
    priority: 40,
  }),
  dairyEightOff30: template(5, {
    zh: '乳品满30减8',
    en: '¥8 off ¥30 of dairy',
    benefit: { kind: 'amount_off', amount: yuan(8) },
    scope: categories('dairy'),
    minimumSpend: yuan(30),
    stackingGroup: 'dairy',
    priority: 15,
  }),
  halfPriceAlone: template(6, {
    zh: '全场5折券（最高减100元，不可叠加）',
    en: 'Half price, up to ¥100, on its own',
    benefit: { kind: 'percent_off', payBps: bps(5_000), cap: yuan(100) },
    exclusive: true,
    priority: 5,
  }),
  birthday: template(7, {
    zh: '生日8折礼券（最高减50元）',
    en: 'Birthday: 20% off, up to ¥50',
    benefit: { kind: 'percent_off', payBps: bps(8_000), cap: yuan(50) },
    dayLimit: 1,
    stackingGroup: 'percent_off',
    priority: 10,
  }),
  goldEightyOff300: template(8, {
    zh: '金卡专享 满300减80',
    en: 'Gold: ¥80 off ¥300',
    benefit: { kind: 'amount_off', amount: yuan(80) },
    minimumSpend: yuan(300),
    tierIds: ['gold', 'platinum', 'black_diamond'],
    stackingGroup: 'amount_off',
    priority: 20,
  }),
  morningFive: template(9, {
    zh: '工作日早市5元券',
    en: 'Weekday morning ¥5',
    benefit: { kind: 'cash_voucher', amount: yuan(5) },
    scope: categories('vegetable', 'fruit', 'meat', 'seafood'),
    minimumSpend: yuan(20),
    weekdays: [1, 2, 3, 4, 5],
    hours: { from: 420, to: 570 },
    priority: 45,
  }),
  anniversary: template(10, {
    zh: '人民路店庆 满80减15',
    en: 'Renmin Road anniversary: ¥15 off ¥80',
    benefit: { kind: 'amount_off', amount: yuan(15) },
    minimumSpend: yuan(80),
    storeIds: [demoStores[0]?.storeId ?? demoId('store', 1)],
    stackingGroup: 'amount_off',
    priority: 20,
  }),
  grainNineTenths: template(11, {
    zh: '粮油9折券',
    en: '10% off grain and oil',
    benefit: { kind: 'percent_off', payBps: bps(9_000), cap: null },
    scope: categories('grain', 'oil'),
    stackingGroup: 'grain',
    priority: 12,
  }),
  breakfastFive: template(12, {
    zh: '早餐次卡 立减3元（5次）',
    en: 'Breakfast card: ¥3 off, five times',
    benefit: { kind: 'cash_voucher', amount: yuan(3) },
    scope: categories('bakery', 'dairy'),
    priority: 42,
  }),
} as const satisfies Record<string, CouponTemplate>
