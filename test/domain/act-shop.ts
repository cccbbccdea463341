import type { Coupon, CouponAtHand } from '../../domain/coupon.ts'
import type { CouponTemplate } from '../../domain/coupon-template.ts'
import { type Uuid, uuid } from '../../domain/ids.ts'
import type { Lot } from '../../domain/lot.ts'
import { type Member, newMemberDefaults } from '../../domain/member.ts'
import { bps, money, noMoney } from '../../domain/money.ts'
import { noPoints, points } from '../../domain/points.ts'
import { type MemberDay, quietDay, type Standing } from '../../domain/price.ts'
import type { Programme, Tier } from '../../domain/programme.ts'
import type { SaleCompleted, SaleLine } from '../../domain/sale.ts'
import type { Store } from '../../domain/store.ts'
import { dayMs, hourMs } from '../../domain/time.ts'
import { programme as shopProgramme } from './shop.ts'

/* A small shop for the tests of acts beside a sale: what a case does not name has the plainest value. */

/** An id made from a small number, so that cases read well and sort as they read. */
export function id(number: number): Uuid {
  return uuid(`01900000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`)
}

/** Saturday, 10 October 2026, 12:00 in Shanghai. */
export const noon = Date.UTC(2026, 9, 10, 4)
export const timeZone = 'Asia/Shanghai'

export const store: Store = {
  storeId: id(1),
  number: 'S01',
  name: { zh: '长宁店', en: 'Changning' },
  address: { zh: '长宁路 1 号', en: '1 Changning Road' },
  timeZone,
}

const everything = { skus: [], categoryIds: [], brandIds: [], tags: [] }

export function template(number: number, changes: Partial<CouponTemplate> = {}): CouponTemplate {
  return {
    templateId: id(number),
    name: { zh: `券${number}`, en: `Coupon ${number}` },
    terms: { zh: '全场通用', en: 'For all goods' },
    benefit: { kind: 'cash_voucher', amount: money(500) },
    faceValue: noMoney,
    scope: { include: everything, exclude: everything },
    minimumSpend: noMoney,
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
    stackingGroup: null,
    exclusive: false,
    priority: 0,
    transferable: false,
    restoredOnReturn: true,
    highValue: false,
    offlinePolicy: 'bounded',
    partner: null,
    ...changes,
  }
}

export function tier(tierId: string, changes: Partial<Tier> = {}): Tier {
  return {
    tierId,
    name: { zh: tierId, en: tierId },
    honorific: { zh: `${tierId}会员`, en: `${tierId} member` },
    fromGrowth: 0,
    payBps: bps(10_000),
    earnBps: bps(10_000),
    tone: 'bronze',
    activity: null,
    paths: [],
    decayBps: bps(1_500),
    lifetime: false,
    benefits: [],
    ...changes,
  }
}

export const programme: Programme = {
  form: 2,
  version: 7,
  tiers: [
    tier('bronze'),
    tier('silver', {
      fromGrowth: 2_000,
      payBps: bps(9_000),
      earnBps: bps(12_000),
      tone: 'silver',
      decayBps: bps(1_200),
    }),
    tier('gold', {
      fromGrowth: 8_000,
      payBps: bps(8_500),
      earnBps: bps(15_000),
      tone: 'gold',
      decayBps: bps(800),
      activity: { months: 3, each: 1 },
      paths: [{ kind: 'steady_months', months: 6, each: money(50_000) }],
    }),
    tier('platinum', {
      fromGrowth: 20_000,
      payBps: bps(7_000),
      earnBps: bps(20_000),
      tone: 'platinum',
      decayBps: bps(500),
      activity: { months: 3, each: 1 },
      paths: [{ kind: 'referrals', count: 10 }],
    }),
    tier('black', {
      fromGrowth: null,
      payBps: bps(7_000),
      earnBps: bps(20_000),
      tone: 'black',
      decayBps: bps(500),
      lifetime: true,
      paths: [{ kind: 'years_in_tier', tierId: 'platinum', years: 5, total: money(10_000_000) }],
    }),
  ],
  growth: {
    rateBps: bps(10_000),
    categoryBps: {},
    interactions: { check_in: 5 },
    windowMonths: 12,
    reviewMonths: 12,
    graceMonths: 3,
    winBackTemplateId: id(2_009),
    challenges: [
      {
        challengeId: 'to_gold',
        name: { zh: '直升金卡', en: 'Straight to gold' },
        tierId: 'gold',
        spend: money(300_000),
        days: 30,
      },
    ],
    badges: [],
    sprintBps: bps(8_000),
  },
  lifecycle: shopProgramme.lifecycle,
  valueClass: shopProgramme.valueClass,
  earn: { ...shopProgramme.earn, coefficients: [], bonus: null },
  burn: { step: points(100), stepValue: money(100), shareBps: bps(5_000), capPerDay: null, restoredDays: 30 },
  campaigns: [],
  templates: [
    template(2_001),
    template(2_002, { benefit: { kind: 'service' }, faceValue: money(8_000) }),
    template(2_009),
  ],
  budgetStopBps: bps(12_000),
  gifts: [
    {
      giftId: 'bowl',
      name: { zh: '饭碗', en: 'Bowl' },
      points: points(600),
      benefit: { kind: 'goods' },
      tierIds: [],
      stocked: true,
      lowStock: 3,
      position: 0,
    },
    {
      giftId: 'voucher',
      name: { zh: '代金券', en: 'Voucher' },
      points: points(1_000),
      benefit: { kind: 'coupon', templateId: id(2_001) },
      tierIds: ['silver', 'gold'],
      stocked: false,
      lowStock: 0,
      position: 1,
    },
  ],
  lottery: {
    lotteryId: 'lucky',
    name: { zh: '抽奖', en: 'Lucky draw' },
    points: points(200),
    prizes: [
      { prizeId: 'grand', name: { zh: '大奖', en: 'Grand prize' }, oddsPpm: 1_000, gives: { kind: 'goods' } },
      {
        prizeId: 'coupon',
        name: { zh: '券', en: 'Coupon' },
        oddsPpm: 800_000,
        gives: { kind: 'coupon', templateId: id(2_001) },
      },
      { prizeId: 'none', name: { zh: '谢谢', en: 'Nothing' }, oddsPpm: 199_000, gives: { kind: 'nothing' } },
    ],
    dayLimit: 2,
  },
  donation: {
    pointsPerYuan: points(1_000),
    projects: [{ projectId: 'trees', name: { zh: '植树', en: 'Trees' } }],
  },
  transfer: { shareBps: bps(2_000), monthMax: points(5_000), feeBps: bps(1_000) },
  plans: [
    {
      planId: 'plus',
      sku: 'plus-card',
      name: { zh: '付费会员', en: 'Plus' },
      days: 365,
      payBps: bps(9_500),
      earnBps: bps(20_000),
    },
  ],
  enrolment: {
    tierId: 'bronze',
    welcomeTemplateIds: [id(2_001), id(2_002)],
    consents: [
      { purpose: 'service', version: 'v2', text: { zh: '服务', en: 'Service' } },
      { purpose: 'marketing', version: 'v1', text: { zh: '短信', en: 'Messages' } },
    ],
  },
  storedValue: {
    topUpSteps: [
      { from: money(20_000), gift: money(1_000) },
      { from: money(50_000), gift: money(4_000) },
    ],
    topUpMax: money(500_000),
    spendFirst: 'principal',
    offlinePerDay: money(50_000),
  },
  stepUp: { burnFrom: points(5_000), couponFrom: money(10_000), redemptionOfDay: 3, approvalMs: 60_000 },
  anomalies: [
    { kind: 'member_redemptions', count: 3, withinMs: hourMs, action: 'supervisor' },
    { kind: 'two_tills', count: 2, withinMs: 300_000, action: 'warn' },
    { kind: 'failed_codes', count: 3, withinMs: 600_000, action: 'warn' },
    { kind: 'staff_self', count: 1, withinMs: dayMs, action: 'block' },
    { kind: 'staff_one_member', count: 4, withinMs: dayMs, action: 'supervisor' },
    { kind: 'returns_without_sale', count: 2, withinMs: dayMs, action: 'supervisor' },
  ],
  codeKeys: { couponSeries: [], memberCertificates: [] },
  returnDays: 30,
  undoMinutes: 5,
  undiscountedCategoryIds: ['tobacco'],
  labelPrefixes: [],
  suggestionsMax: 2,
  cash: { differenceMax: money(2_000), cashiersOpenDrawer: false },
  privacy: null,
}

export function member(changes: Partial<Member> = {}): Member {
  return {
    ...newMemberDefaults,
    memberId: id(100),
    code: 'M0000000000017',
    maskedName: '王*',
    maskedPhone: '138****5678',
    initials: 'wf',
    sealed: null,
    tierId: 'silver',
    growth: 2_500,
    birthday: null,
    joinedAt: 0,
    referrerId: null,
    consents: [],
    ...changes,
  }
}

export function lot(number: number, left: number, changes: Partial<Lot> = {}): Lot {
  return {
    lotId: id(number),
    memberId: id(100),
    earnedAt: noon - 1_000,
    spendableFrom: noon - 1_000,
    expiresAt: noon + 100 * dayMs,
    points: points(left),
    ...changes,
  }
}

export function standing(
  given: {
    readonly member?: Partial<Member>
    readonly lots?: readonly Lot[]
    readonly day?: Partial<MemberDay>
    readonly account?: Standing['account']
    readonly family?: Standing['family']
  } = {},
): Standing {
  return {
    member: member(given.member),
    lots: given.lots ?? [lot(50, 10_000)],
    day: { ...quietDay, ...given.day },
    account: given.account ?? null,
    family: given.family ?? null,
  }
}

/** A voucher of ¥5 for anybody, at any time; `changes` name what differs. */
export function coupon(
  number: number,
  changes: {
    readonly coupon?: Partial<Coupon>
    readonly template?: Partial<CouponTemplate>
    readonly at?: Partial<Omit<CouponAtHand, 'coupon' | 'template'>>
  } = {},
): CouponAtHand {
  return {
    coupon: {
      couponId: id(number),
      code: 'C0000000000017',
      templateId: id(2_001),
      memberId: null,
      status: 'issued',
      validFrom: noon - dayMs,
      validTo: noon + dayMs,
      usesMax: 1,
      usesDone: 0,
      usesRestored: 0,
      issuedAt: noon - dayMs,
      ...changes.coupon,
    },
    template: template(2_001, changes.template),
    usedToday: 0,
    usedByMember: 0,
    spentOfBudget: noMoney,
    ...changes.at,
  }
}

export function saleLine(changes: Partial<SaleLine> = {}): SaleLine {
  return {
    sku: 'rice',
    name: { zh: '大米', en: 'Rice' },
    categoryId: 'grain',
    brandId: null,
    tags: [],
    quantity: { unit: 'piece', amount: 1 },
    unitPrice: money(1_000),
    labelPrice: null,
    gross: money(1_000),
    tierDiscount: noMoney,
    campaignDiscount: noMoney,
    priceCampaignId: null,
    earnCampaignId: null,
    couponDiscount: noMoney,
    pointsShare: noMoney,
    unearningShare: noMoney,
    net: money(1_000),
    earned: noPoints,
    growth: 0,
    ...changes,
  }
}

/** A sale whose figures a case gives by its lines; totals follow, and cash pays what other tenders do not. */
export function sale(changes: Partial<SaleCompleted> = {}): SaleCompleted {
  const lines = changes.lines ?? [saleLine()]
  const total = (of: (line: SaleLine) => number) => money(lines.reduce((sum, line) => sum + of(line), 0))
  const payable = total(({ net }) => net)
  const toPay = total(({ net, pointsShare }) => net - pointsShare)
  return {
    saleId: id(500),
    receiptNumber: 'S01-T1-1-000042',
    storeId: store.storeId,
    lines,
    subtotal: total(({ gross }) => gross),
    tierDiscount: total(({ tierDiscount }) => tierDiscount),
    campaignDiscount: total(({ campaignDiscount }) => campaignDiscount),
    payable,
    toPay,
    tenders: [{ kind: 'cash', amount: toPay }],
    change: noMoney,
    member: null,
    burned: null,
    earned: null,
    growth: lines.reduce((sum, { growth }) => sum + growth, 0),
    coupons: [],
    firstPurchase: false,
    plan: null,
    suggestions: { shown: [], taken: [] },
    campaigns: { shown: [], used: [] },
    ...changes,
  }
}

/** The refusal's code, or null when it is none. */
export function codeOf(result: {
  readonly ok: boolean
  readonly refusal?: { readonly code: string }
}): string | null {
  return result.ok ? null : (result.refusal?.code ?? null)
}

/** The value, or the refusal thrown: for cases where the rule must say yes. */
export function granted<T>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: unknown },
): T {
  if (!result.ok) throw new Error(JSON.stringify(result.refusal))
  return result.value
}
