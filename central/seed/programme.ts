import { bps, type Money, money } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import type { BadgeRule, Gift, LotteryRules, Programme, Tier } from '../../domain/programme.ts'
import { dayMs, hourMs, minuteMs } from '../../domain/time.ts'
import { demoCampaigns } from './campaigns.ts'
import { demoCodeKeys } from './code-keys.ts'
import { demoTemplates } from './templates.ts'

const yuan = (amount: number): Money => money(amount * 100)
const { templateId: birthdayTemplate } = demoTemplates.birthday
const { templateId: birthdayHalfTemplate } = demoTemplates.birthdayHalf
const { templateId: cakeTemplate } = demoTemplates.cakeExchange

/** The tiers of loyalty.md 2. */
const tiers: readonly Tier[] = [
  tier({
    tierId: 'bronze',
    zh: '铜卡',
    en: 'Bronze',
    honorific: { zh: '会员', en: 'Member' },
    fromGrowth: 0,
    pay: 10_000,
    earn: 10_000,
    tone: 'bronze',
    decay: 1_500,
    benefits: [{ kind: 'birthday_coupon', templateId: birthdayTemplate }],
  }),
  tier({
    tierId: 'silver',
    zh: '银卡',
    en: 'Silver',
    honorific: { zh: '银卡会员', en: 'Silver member' },
    fromGrowth: 2_000,
    pay: 9_000,
    earn: 12_000,
    tone: 'silver',
    decay: 1_200,
    benefits: [{ kind: 'birthday_coupon', templateId: birthdayTemplate }],
  }),
  tier({
    tierId: 'gold',
    zh: '金卡',
    en: 'Gold',
    honorific: { zh: '尊敬的金卡会员', en: 'Valued Gold member' },
    fromGrowth: 8_000,
    pay: 8_500,
    earn: 15_000,
    tone: 'gold',
    decay: 800,
    activity: { months: 3, each: 1 },
    paths: [{ kind: 'steady_months', months: 6, each: yuan(500) }],
    benefits: [
      { kind: 'birthday_coupon', templateId: birthdayTemplate },
      { kind: 'free_returns', days: 60 },
    ],
  }),
  tier({
    tierId: 'platinum',
    zh: '铂金卡',
    en: 'Platinum',
    honorific: { zh: '尊贵的铂金会员', en: 'Honoured Platinum member' },
    fromGrowth: 20_000,
    pay: 7_000,
    earn: 20_000,
    tone: 'platinum',
    decay: 500,
    activity: { months: 3, each: 1 },
    paths: [{ kind: 'referrals', count: 10 }],
    benefits: [
      { kind: 'birthday_coupon', templateId: birthdayHalfTemplate },
      { kind: 'birthday_gift', giftId: 'birthday_cake', templateId: cakeTemplate },
      { kind: 'free_returns', days: 90 },
      { kind: 'presale', hours: 48 },
    ],
  }),
  tier({
    tierId: 'black_diamond',
    zh: '黑钻卡',
    en: 'Black Diamond',
    honorific: { zh: '尊贵的黑钻会员', en: 'Honoured Black Diamond member' },
    fromGrowth: null,
    pay: 7_000,
    earn: 20_000,
    tone: 'black',
    decay: 500,
    lifetime: true,
    paths: [{ kind: 'years_in_tier', tierId: 'platinum', years: 5, total: yuan(100_000) }],
    benefits: [
      { kind: 'birthday_coupon', templateId: birthdayHalfTemplate },
      { kind: 'birthday_gift', giftId: 'birthday_cake', templateId: cakeTemplate },
      { kind: 'free_returns', days: 90 },
      { kind: 'presale', hours: 48 },
    ],
  }),
]

interface TierDraft {
  readonly tierId: string
  readonly zh: string
  readonly en: string
  readonly honorific: Tier['honorific']
  readonly fromGrowth: number | null
  readonly pay: number
  readonly earn: number
  readonly tone: Tier['tone']
  readonly decay: number
  readonly activity?: Tier['activity']
  readonly paths?: Tier['paths']
  readonly lifetime?: boolean
  readonly benefits: Tier['benefits']
}

function tier({ zh, en, pay, earn, decay, activity, paths, lifetime, ...rest }: TierDraft): Tier {
  return {
    ...rest,
    name: { zh, en },
    payBps: bps(pay),
    earnBps: bps(earn),
    decayBps: bps(decay),
    activity: activity ?? null,
    paths: paths ?? [],
    lifetime: lifetime ?? false,
  }
}

const goods = { kind: 'goods' } as const
const gifts: readonly Gift[] = [
  gift('rice_bowl', '青花瓷饭碗', 'Porcelain rice bowl', 600, goods),
  gift('tote_bag', '长青帆布袋', 'Canvas tote bag', 1_200, goods),
  gift('rice_5kg', '东北大米5kg', 'North-east rice 5 kg', 6_000, goods),
  gift('parking_2h', '停车2小时', 'Two hours of parking', 800, { kind: 'parking', minutes: 120 }),
  gift('knife_sharpening', '磨刀一次', 'Knives sharpened once', 500, { kind: 'service' }),
  gift('ten_voucher', '10元代金券', '¥10 cash voucher', 1_000, {
    kind: 'coupon',
    templateId: demoTemplates.tenVoucher.templateId,
  }),
  gift('cinema', '星河影院观影券', 'Galaxy Cinema ticket', 3_500, {
    kind: 'coupon',
    templateId: demoTemplates.cinemaPartner.templateId,
  }),
  {
    ...gift('lounge', '铂金茶室一次', 'Platinum tea room', 2_000, { kind: 'service' }),
    tierIds: ['platinum', 'black_diamond'],
  },
  {
    ...gift('birthday_cake', '生日蛋糕', 'Birthday cake', 4_000, goods),
    tierIds: ['platinum', 'black_diamond'],
  },
].map((one, position) => ({ ...one, position }))

function gift(giftId: string, zh: string, en: string, cost: number, benefit: Gift['benefit']): Gift {
  return {
    giftId,
    name: { zh, en },
    points: points(cost),
    benefit,
    tierIds: [],
    stocked: benefit.kind === 'goods',
    lowStock: 3,
    position: 0,
  }
}

const lottery: LotteryRules = {
  lotteryId: 'lucky_draw',
  name: { zh: '积分抽奖', en: 'Lucky draw' },
  points: points(200),
  prizes: [
    { prizeId: 'grand', name: { zh: '空气炸锅', en: 'Air fryer' }, oddsPpm: 1_000, gives: { kind: 'goods' } },
    {
      prizeId: 'coupon',
      name: { zh: '5元券', en: '¥5 coupon' },
      oddsPpm: 800_000,
      gives: { kind: 'coupon', templateId: demoTemplates.lotteryFive.templateId },
    },
    {
      prizeId: 'none',
      name: { zh: '谢谢参与', en: 'No prize this time' },
      oddsPpm: 199_000,
      gives: { kind: 'nothing' },
    },
  ],
  dayLimit: 5,
}

const demoBadges: readonly BadgeRule[] = [
  {
    badgeId: 'regular_guest',
    name: { zh: '打卡达人', en: 'Regular guest' },
    earnedBy: { kind: 'interactions', interaction: 'check_in', count: 12, days: 30 },
    days: 30,
    templateId: null,
  },
  {
    badgeId: 'big_basket',
    name: { zh: '月度囤货王', en: 'Basket of the month' },
    earnedBy: { kind: 'spend', amount: yuan(3_000), months: 1 },
    days: 31,
    templateId: demoTemplates.tenVoucher.templateId,
  },
]

/** The demo programme: the defaults of loyalty.md. Campaigns are those of the week of `today` (epoch ms). */
export function demoProgramme(today: number): Programme {
  return {
    form: 2,
    version: 1,
    tiers,
    growth: {
      rateBps: bps(10_000),
      categoryBps: { liquor: bps(15_000) },
      interactions: { check_in: 5, activity: 20 },
      windowMonths: 12,
      reviewMonths: 12,
      graceMonths: 3,
      winBackTemplateId: demoTemplates.winBack.templateId,
      challenges: [
        {
          challengeId: 'gold_in_thirty',
          name: { zh: '30天消费3000元直升金卡', en: '¥3,000 in 30 days: straight to gold' },
          tierId: 'gold',
          spend: yuan(3_000),
          days: 30,
        },
      ],
      badges: demoBadges,
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
      excludedCategoryIds: ['tobacco', 'gift_card'],
      excludedTenders: [],
      coefficients: [{ categoryId: 'infant', earnBps: bps(15_000), repeatOnly: true }],
      bonus: { per: yuan(100), points: points(10) },
      capPerSale: points(5_000),
      capPerDay: points(10_000),
      lotMonths: 12,
      pendingDays: null,
      expiringSoonDays: 30,
      referralPoints: points(100),
    },
    burn: {
      step: points(100),
      stepValue: yuan(1),
      shareBps: bps(5_000),
      capPerDay: points(20_000),
      restoredDays: 30,
    },
    campaigns: demoCampaigns(today),
    templates: Object.values(demoTemplates),
    budgetStopBps: bps(12_000),
    gifts,
    lottery,
    donation: {
      pointsPerYuan: points(1_000),
      projects: [
        { projectId: 'school_meals', name: { zh: '山区学童午餐', en: 'School meals in the hills' } },
        { projectId: 'tree_planting', name: { zh: '沙地植树', en: 'Trees for the sands' } },
      ],
    },
    transfer: { shareBps: bps(2_000), monthMax: points(5_000), feeBps: bps(1_000) },
    plans: [
      {
        planId: 'plus_year',
        sku: 'P00017',
        name: { zh: '长青优享年卡', en: 'Changqing Plus, one year' },
        days: 365,
        payBps: bps(9_500),
        earnBps: bps(20_000),
      },
    ],
    enrolment: {
      tierId: 'bronze',
      welcomeTemplateIds: [demoTemplates.welcome.templateId, demoTemplates.knifeSharpening.templateId],
      consents: [
        {
          purpose: 'service',
          version: '2026-01',
          text: {
            zh: '我同意长青超市为提供会员服务保存我的姓名和手机号。',
            en: 'Changqing Market may keep my name and phone number to serve me as a member.',
          },
        },
        {
          purpose: 'marketing',
          version: '2026-01',
          text: { zh: '我愿意通过短信收到优惠信息。', en: 'I would like to get offers by text message.' },
        },
        {
          purpose: 'profiling',
          version: '2026-01',
          text: {
            zh: '我同意根据我的购物记录为我推荐商品。',
            en: 'My purchases may be used to suggest goods to me.',
          },
        },
      ],
    },
    storedValue: {
      topUpSteps: [
        { from: yuan(200), gift: yuan(10) },
        { from: yuan(500), gift: yuan(40) },
        { from: yuan(1_000), gift: yuan(100) },
      ],
      topUpMax: yuan(5_000),
      spendFirst: 'principal',
      offlinePerDay: yuan(500),
    },
    stepUp: { burnFrom: points(5_000), couponFrom: yuan(100), redemptionOfDay: 3, approvalMs: 60_000 },
    anomalies: [
      { kind: 'member_redemptions', count: 5, withinMs: hourMs, action: 'supervisor' },
      { kind: 'two_tills', count: 2, withinMs: 5 * minuteMs, action: 'warn' },
      { kind: 'failed_codes', count: 5, withinMs: 10 * minuteMs, action: 'warn' },
      { kind: 'staff_self', count: 1, withinMs: dayMs, action: 'block' },
      { kind: 'staff_one_member', count: 6, withinMs: dayMs, action: 'supervisor' },
      { kind: 'returns_without_sale', count: 3, withinMs: dayMs, action: 'supervisor' },
    ],
    codeKeys: demoCodeKeys,
    returnDays: 30,
    undoMinutes: 5,
    undiscountedCategoryIds: ['tobacco', 'gift_card', 'membership'],
    labelPrefixes: [
      { prefix: '21', figure: 'price_fen' },
      { prefix: '22', figure: 'weight_gram' },
    ],
    suggestionsMax: 2,
    cash: { differenceMax: money(2_000), cashiersOpenDrawer: false },
    privacy: null,
  }
}
