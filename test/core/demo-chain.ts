import type { Coupon } from '../../domain/coupon.ts'
import type { CouponTemplate } from '../../domain/coupon-template.ts'
import { checkDigit } from '../../domain/gtin.ts'
import { type Uuid, uuidV7 } from '../../domain/ids.ts'
import { type Member, newMemberDefaults } from '../../domain/member.ts'
import { bps, money } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import type { Product } from '../../domain/product.ts'
import type { Gift, Programme, Tier } from '../../domain/programme.ts'
import { couponCode, memberCode } from '../../domain/scan.ts'
import type { Role } from '../../domain/staff.ts'

/* A small chain with one of everything a till meets, the same at every run. */

/** 2026-11-22 12:00 in Shanghai, a Sunday. */
export const noon = Date.UTC(2026, 10, 22, 4, 0, 0)
const day = 86_400_000

/** The same number gives the same id. */
export function idOf(number: number): Uuid {
  const random = Buffer.alloc(10)
  random.writeUInt32BE(number, 6)
  return uuidV7(noon - 100 * day, random)
}

export const storeId = idOf(1)
export const terminalId = idOf(2)

const nothing = { skus: [], categoryIds: [], brandIds: [], tags: [] }

function templateOf(number: number, changed: Partial<CouponTemplate> = {}): CouponTemplate {
  return {
    templateId: idOf(2_000 + number),
    name: { zh: '满40减5', en: '5 off 40' },
    terms: { zh: '满40元减5元', en: '5 off from 40' },
    benefit: { kind: 'amount_off', amount: money(500) },
    faceValue: money(0),
    scope: { include: nothing, exclude: nothing },
    minimumSpend: money(4_000),
    validity: { kind: 'days', days: 30 },
    usesMax: 1,
    storeIds: [],
    channels: [],
    tierIds: [],
    memberTags: [],
    weekdays: [],
    hours: null,
    dayLimit: null,
    memberLimit: null,
    budget: null,
    stackingGroup: 'basket',
    exclusive: false,
    priority: 1,
    transferable: false,
    restoredOnReturn: true,
    highValue: false,
    offlinePolicy: 'bounded',
    partner: null,
    ...changed,
  }
}

/** The one that gifts and prizes which are coupons are issued from. */
export const giftTemplate = templateOf(20, {
  name: { zh: '合作洗车券', en: 'Car wash voucher' },
  benefit: { kind: 'service' },
  minimumSpend: money(0),
  stackingGroup: null,
})

const templates = [
  templateOf(1),
  templateOf(2, { scope: { include: { ...nothing, skus: ['NONE'] }, exclude: nothing } }),
  templateOf(3, { minimumSpend: money(100_000) }),
  templateOf(4, { storeIds: [idOf(99)] }),
  templateOf(5, { tierIds: ['bronze'] }),
  templateOf(6, { weekdays: [1] }),
  templateOf(7, { dayLimit: 1, stackingGroup: 'day' }),
  templateOf(8, { channels: ['online'] }),
  templateOf(9, { memberTags: ['vip'] }),
  templateOf(10, { memberLimit: 0 }),
  templateOf(11, { budget: money(0) }),
  templateOf(12, { offlinePolicy: 'online_only', benefit: { kind: 'amount_off', amount: money(2_000) } }),
  templateOf(13, { benefit: { kind: 'parking', minutes: 60 }, minimumSpend: money(0) }),
  giftTemplate,
]

function tierOf(tierId: 'bronze' | 'silver', changed: Partial<Tier>): Tier {
  const names = { bronze: { zh: '铜卡', en: 'Bronze' }, silver: { zh: '银卡', en: 'Silver' } }
  return {
    tierId,
    name: names[tierId],
    honorific: { zh: '尊敬的会员', en: 'Dear member' },
    fromGrowth: 0,
    payBps: bps(10_000),
    earnBps: bps(10_000),
    tone: tierId,
    activity: null,
    paths: [],
    decayBps: bps(0),
    lifetime: false,
    benefits: [],
    ...changed,
  }
}

/** Of the loyalty programme everything once; step-up and caps out of the way of plain sales. */
export const programme: Programme = {
  form: 2,
  version: 7,
  tiers: [
    tierOf('bronze', {}),
    tierOf('silver', { fromGrowth: 2_000, payBps: bps(9_000), earnBps: bps(12_000) }),
  ],
  growth: {
    rateBps: bps(10_000),
    categoryBps: {},
    interactions: {},
    windowMonths: 12,
    reviewMonths: 12,
    graceMonths: 3,
    winBackTemplateId: null,
    challenges: [],
    badges: [],
    sprintBps: bps(8_000),
  },
  lifecycle: { newDays: 30, newPurchases: 1, dormantDays: 90, churnRiskDays: 180 },
  valueClass: {
    months: 12,
    silentDays: { middle: 90, best: 30 },
    purchases: { middle: 4, best: 12 },
    spent: { middle: money(200_000), best: money(800_000) },
  },
  earn: {
    rateBps: bps(10_000),
    excludedCategoryIds: ['tobacco'],
    excludedTenders: [],
    coefficients: [],
    bonus: null,
    capPerSale: null,
    capPerDay: null,
    lotMonths: 12,
    pendingDays: null,
    expiringSoonDays: 30,
    referralPoints: points(100),
  },
  burn: {
    step: points(100),
    stepValue: money(100),
    shareBps: bps(5_000),
    capPerDay: null,
    restoredDays: 30,
  },
  campaigns: [],
  templates,
  budgetStopBps: bps(12_000),
  gifts: [
    giftOf('cup', 300, { benefit: { kind: 'goods' }, stocked: true, lowStock: 1 }),
    giftOf('wash', 200, { benefit: { kind: 'coupon', templateId: giftTemplate.templateId } }),
    giftOf('car', 50_000, {}),
    giftOf('gold', 100, { tierIds: ['gold'] }),
    giftOf('gone', 100, { benefit: { kind: 'goods' }, stocked: true }),
    giftOf('lost', 100, { benefit: { kind: 'coupon', templateId: idOf(2_099) } }),
  ],
  lottery: {
    lotteryId: 'autumn',
    name: { zh: '秋日抽奖', en: 'Autumn draw' },
    points: points(200),
    prizes: [
      {
        prizeId: 'grand',
        name: { zh: '大奖', en: 'Grand prize' },
        oddsPpm: 250_000,
        gives: { kind: 'goods' },
      },
      {
        prizeId: 'coupon',
        name: { zh: '优惠券', en: 'A coupon' },
        oddsPpm: 500_000,
        gives: { kind: 'coupon', templateId: giftTemplate.templateId },
      },
      {
        prizeId: 'none',
        name: { zh: '谢谢参与', en: 'Nothing' },
        oddsPpm: 250_000,
        gives: { kind: 'nothing' },
      },
    ],
    dayLimit: 3,
  },
  donation: {
    pointsPerYuan: points(1_000),
    projects: [{ projectId: 'school', name: { zh: '希望小学', en: 'A school' } }],
  },
  transfer: { shareBps: bps(2_000), monthMax: points(5_000), feeBps: bps(1_000) },
  plans: [
    {
      planId: 'plus',
      sku: 'PLUS',
      name: { zh: '付费会员', en: 'Plus' },
      days: 365,
      payBps: bps(8_000),
      earnBps: bps(20_000),
    },
  ],
  enrolment: {
    tierId: 'bronze',
    welcomeTemplateIds: [idOf(2_001)],
    consents: [
      { purpose: 'service', version: '1', text: { zh: '会员服务', en: 'Membership' } },
      { purpose: 'marketing', version: '1', text: { zh: '短信', en: 'Messages' } },
    ],
  },
  storedValue: {
    topUpSteps: [
      { from: money(10_000), gift: money(1_000) },
      { from: money(50_000), gift: money(8_000) },
    ],
    topUpMax: money(500_000),
    spendFirst: 'principal',
    offlinePerDay: money(6_000),
  },
  stepUp: { burnFrom: points(5_000), couponFrom: money(10_000), redemptionOfDay: 99, approvalMs: 60_000 },
  anomalies: [],
  codeKeys: { couponSeries: [], memberCertificates: [] },
  returnDays: 7,
  undoMinutes: 5,
  undiscountedCategoryIds: ['tobacco'],
  labelPrefixes: [
    { prefix: '21', figure: 'price_fen' },
    { prefix: '22', figure: 'weight_gram' },
  ],
  suggestionsMax: 2,
  cash: { differenceMax: money(2_000), cashiersOpenDrawer: false },
  privacy: null,
}

function giftOf(giftId: string, cost: number, changed: Partial<Gift>): Gift {
  return {
    giftId,
    name: { zh: `礼品${giftId}`, en: `Gift ${giftId}` },
    points: points(cost),
    benefit: { kind: 'service' },
    tierIds: [],
    stocked: false,
    lowStock: 0,
    position: 0,
    ...changed,
  }
}

export const store = {
  storeId,
  number: 'S01',
  name: { zh: '演示店', en: 'Demo shop' },
  address: { zh: '上海', en: 'Shanghai' },
  timeZone: 'Asia/Shanghai',
}

/** An EAN-13 with its check digit. */
export function eanOf(twelve: string): string {
  return twelve + checkDigit(twelve)
}

function productOf(number: number, changed: Partial<Product> = {}): Product {
  return {
    sku: `SKU${number}`,
    name: { zh: `大豆油${number}`, en: `Oil ${number}` },
    gtin: `0${eanOf(`6901234${String(number).padStart(5, '0')}`)}`,
    plu: null,
    categoryId: 'grocery',
    brandId: null,
    tags: [],
    unit: 'piece',
    unitPrice: money(5_000),
    favourite: number,
    ...changed,
  }
}

/** ¥50.00 each, ten of them. */
export const oils = Array.from({ length: 10 }, (_, place) => productOf(place + 1))
export const pork = productOf(50, {
  sku: 'PORK',
  gtin: null,
  plu: '00050',
  unit: 'gram',
  unitPrice: money(3_000),
})
export const cake = productOf(51, { sku: 'CAKE', gtin: null, plu: '00051' })
/** The paid membership as a product. */
export const plus = productOf(52, { sku: 'PLUS', unitPrice: money(9_900) })

/** What the scanner reads on an oil: the EAN-13. */
export function codeOfOil(number: number): string {
  return eanOf(`6901234${String(number).padStart(5, '0')}`)
}

function memberOf(number: number, changed: Partial<Member> = {}): Member {
  return {
    ...newMemberDefaults,
    memberId: idOf(1_000 + number),
    code: memberCode(number),
    maskedName: '王*',
    maskedPhone: '138****5678',
    initials: 'wxm',
    sealed: null,
    tierId: 'silver',
    growth: 2_500,
    birthday: '11-22',
    joinedAt: noon - 90 * day,
    referrerId: null,
    hasBought: true,
    consents: [],
    ...changed,
  }
}

/** Wang has points and coupons; the others each say no in their way. */
export const wang = memberOf(1)
export const frozen = memberOf(2, { status: 'frozen' })
export const blacklisted = memberOf(3, { status: 'blacklisted' })
/** Spends of Wang's points, at most 500 a month. */
export const child = memberOf(4, {
  family: { ownerId: wang.memberId, monthCap: points(500), month: '2026-11', spent: points(0) },
})
/** Has no points, no coupons and no stored value. */
export const poor = memberOf(5, { tierId: 'bronze', growth: 0, hasBought: false })

function couponOf(number: number, changed: Partial<Coupon> = {}): Coupon {
  return {
    couponId: idOf(3_000 + number),
    code: couponCode(number),
    templateId: idOf(2_001),
    memberId: wang.memberId,
    status: 'issued',
    validFrom: noon - day,
    validTo: noon + 10 * day,
    usesMax: 1,
    usesDone: 0,
    usesRestored: 0,
    issuedAt: noon - day,
    ...changed,
  }
}

/** Coupons by what becomes of them. Wang's unless they say otherwise. */
export const coupons = {
  good: couponOf(1),
  sameGroup: couponOf(2),
  used: couponOf(3, { usesDone: 1 }),
  expired: couponOf(4, { validTo: noon - 1 }),
  early: couponOf(5, { validFrom: noon + day }),
  revoked: couponOf(6, { status: 'revoked' }),
  others: couponOf(7, { memberId: frozen.memberId }),
  otherGoods: couponOf(8, { templateId: idOf(2_002) }),
  spendMore: couponOf(9, { templateId: idOf(2_003) }),
  otherStore: couponOf(10, { templateId: idOf(2_004) }),
  otherTier: couponOf(11, { templateId: idOf(2_005) }),
  otherDay: couponOf(12, { templateId: idOf(2_006) }),
  bearer: couponOf(13, { memberId: null, templateId: idOf(2_001) }),
  reserved: couponOf(17, { status: 'reserved' }),
  otherChannel: couponOf(18, { templateId: idOf(2_008) }),
  otherMember: couponOf(19, { templateId: idOf(2_009) }),
  usedUp: couponOf(20, { templateId: idOf(2_010) }),
  overBudget: couponOf(21, { templateId: idOf(2_011) }),
  onlineOnly: couponOf(22, { templateId: idOf(2_012) }),
  parking: couponOf(23, { templateId: idOf(2_013) }),
  dayFirst: couponOf(14, { templateId: idOf(2_007) }),
  daySecond: couponOf(15, { templateId: idOf(2_007) }),
  dayBearer: couponOf(16, { memberId: null, templateId: idOf(2_007) }),
} as const

/** Wang's lots: 600 that end in 20 days and 500 that end in 200. */
export const lots = [
  {
    lotId: idOf(4_001),
    memberId: wang.memberId,
    earnedAt: noon - 60 * day,
    spendableFrom: noon - 60 * day,
    expiresAt: noon + 20 * day,
    points: points(600),
  },
  {
    lotId: idOf(4_002),
    memberId: wang.memberId,
    earnedAt: noon - 30 * day,
    spendableFrom: noon - 30 * day,
    expiresAt: noon + 200 * day,
    points: points(500),
  },
] as const

export const staff = {
  cashier: { staffId: idOf(5_001), code: '101', pin: '246810', name: '林小雨', role: 'cashier' },
  supervisor: { staffId: idOf(5_002), code: '201', pin: '135790', name: '周建国', role: 'supervisor' },
  storeIt: { staffId: idOf(5_003), code: '301', pin: '112233', name: '陈工', role: 'store_it' },
} as const satisfies Record<string, { staffId: Uuid; code: string; pin: string; name: string; role: Role }>
