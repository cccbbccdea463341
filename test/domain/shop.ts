import type { Basket, BasketLine } from '../../domain/basket.ts'
import type { Campaign } from '../../domain/campaign.ts'
import type { Coupon, CouponAtHand } from '../../domain/coupon.ts'
import type { CouponTemplate } from '../../domain/coupon-template.ts'
import type { GoodsScope } from '../../domain/goods-scope.ts'
import { type Uuid, uuid } from '../../domain/ids.ts'
import type { Lot } from '../../domain/lot.ts'
import { type Member, newMemberDefaults } from '../../domain/member.ts'
import { bps, money, noMoney } from '../../domain/money.ts'
import { noPoints, points } from '../../domain/points.ts'
import { type PriceInput, quietDay, type Standing } from '../../domain/price.ts'
import type { Product } from '../../domain/product.ts'
import type { Programme } from '../../domain/programme.ts'
import type { SettleInput } from '../../domain/sale.ts'
import type { Store } from '../../domain/store.ts'
import type { TenderWish } from '../../domain/tender.ts'

/* One small shop for the tests of the rules: what a case does not name has the plainest value. */

/** An id made from a small number, so that cases read well and sort as they read. */
export function id(number: number): Uuid {
  return uuid(`01900000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`)
}

/** Saturday, 10 October 2026, 12:00 in Shanghai. */
export const noon = Date.UTC(2026, 9, 10, 4)

export const store: Store = {
  storeId: id(1),
  number: 'S01',
  name: { zh: '长宁店', en: 'Changning' },
  address: { zh: '长宁路 1 号', en: '1 Changning Road' },
  timeZone: 'Asia/Shanghai',
}

export const programme: Programme = {
  form: 2,
  version: 7,
  tiers: [
    tier('bronze', 0, 10_000, 10_000),
    tier('silver', 2_000, 9_000, 12_000),
    tier('gold', 8_000, 8_500, 15_000),
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
    coefficients: [{ categoryId: 'infant', earnBps: bps(15_000), repeatOnly: false }],
    bonus: { per: money(10_000), points: points(10) },
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
  templates: [],
  budgetStopBps: bps(12_000),
  gifts: [],
  lottery: null,
  donation: null,
  transfer: null,
  plans: [],
  enrolment: { tierId: 'bronze', welcomeTemplateIds: [], consents: [] },
  storedValue: {
    topUpSteps: [],
    topUpMax: money(500_000),
    spendFirst: 'principal',
    offlinePerDay: money(50_000),
  },
  stepUp: { burnFrom: points(5_000), couponFrom: money(10_000), redemptionOfDay: 3, approvalMs: 60_000 },
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

function tier(tierId: 'bronze' | 'silver' | 'gold', fromGrowth: number, payBps: number, earnBps: number) {
  return {
    tierId,
    name: { zh: tierId, en: tierId },
    honorific: { zh: tierId, en: tierId },
    fromGrowth,
    payBps: bps(payBps),
    earnBps: bps(earnBps),
    tone: tierId,
    activity: null,
    paths: [],
    decayBps: bps(0),
    lifetime: false,
    benefits: [],
  }
}

const nothing = { skus: [], categoryIds: [], brandIds: [], tags: [] }

/** All goods, or those of the lists given. */
export function scope(
  include: Partial<GoodsScope['include']> = {},
  exclude: Partial<GoodsScope['exclude']> = {},
): GoodsScope {
  return { include: { ...nothing, ...include }, exclude: { ...nothing, ...exclude } }
}

/** A campaign that always runs everywhere, for everybody and all goods; `changes` name what differs. */
export function campaign(
  campaignId: string,
  effect: Campaign['effect'],
  { time, ...changes }: Partial<Omit<Campaign, 'time'>> & { readonly time?: Partial<Campaign['time']> } = {},
): Campaign {
  return {
    campaignId,
    name: { zh: campaignId, en: campaignId },
    effect,
    time: {
      from: null,
      until: null,
      weekdays: [],
      monthDays: [],
      hours: null,
      birthday: null,
      ...time,
    },
    scope: scope(),
    storeIds: [],
    tierIds: [],
    membersOnly: false,
    ...changes,
  }
}

export function product(changes: Partial<Product> = {}): Product {
  return {
    sku: 'rice',
    name: { zh: '大米', en: 'Rice' },
    gtin: '06901234567892',
    plu: null,
    categoryId: 'grain',
    brandId: null,
    tags: [],
    unit: 'piece',
    unitPrice: money(1_000),
    favourite: null,
    ...changes,
  }
}

export function member(changes: Partial<Member> = {}): Member {
  return {
    ...newMemberDefaults,
    memberId: id(100),
    code: 'M0000000000017',
    maskedName: '王*',
    maskedPhone: null,
    initials: 'w',
    sealed: null,
    tierId: 'silver',
    growth: 2_500,
    birthday: null,
    joinedAt: 0,
    referrerId: null,
    hasBought: true,
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
    expiresAt: noon + 1_000_000,
    points: points(left),
    ...changes,
  }
}

/** A coupon of ¥5 off anything, for anybody, at any time; `changes` name what differs. */
export function coupon(
  number: number,
  changes: {
    readonly coupon?: Partial<Coupon>
    readonly template?: Partial<CouponTemplate>
    readonly usedToday?: number
    readonly usedByMember?: number
    readonly spentOfBudget?: number
  } = {},
): CouponAtHand {
  return {
    coupon: {
      couponId: id(number),
      code: 'C0000000000017',
      templateId: id(number + 1_000),
      memberId: null,
      status: 'issued',
      validFrom: noon - 1_000_000,
      validTo: noon + 1_000_000,
      usesMax: 1,
      usesDone: 0,
      usesRestored: 0,
      issuedAt: noon - 1_000_000,
      ...changes.coupon,
    },
    template: {
      templateId: id(number + 1_000),
      name: { zh: '券', en: 'Coupon' },
      terms: { zh: '全场可用', en: 'On all goods' },
      benefit: { kind: 'amount_off', amount: money(500) },
      faceValue: money(500),
      scope: scope(),
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
      ...changes.template,
    },
    usedToday: changes.usedToday ?? 0,
    usedByMember: changes.usedByMember ?? 0,
    spentOfBudget: money(changes.spentOfBudget ?? 0),
  }
}

/** A line of `amount` pieces or grams, as its product counts. */
export function line(lineId: number, of: Product, amount = 1): BasketLine {
  return { lineId, product: of, quantity: { unit: of.unit, amount }, labelPrice: null }
}

export function basket(lines: readonly BasketLine[], changes: Partial<Basket> = {}): Basket {
  return {
    saleId: id(500),
    startedAt: noon - 60_000,
    lines,
    nextLineId: lines.length + 1,
    memberId: null,
    couponIds: [],
    couponChoice: 'own',
    pointsToBurn: noPoints,
    memberProof: 'none',
    suggestionsShown: [],
    suggestionsTaken: [],
    ...changes,
  }
}

/** An active member's standing on a quiet day, without family or stored value; `changes` name what differs. */
export function standing(changes: Partial<Standing> = {}): Standing {
  return { member: member(), lots: [], day: quietDay, account: null, family: null, ...changes }
}

/** What pricing needs, with the basket naming the member and coupons given. */
export function priceInput(
  lines: readonly BasketLine[],
  given: {
    readonly member?: Member
    readonly lots?: readonly Lot[]
    readonly coupons?: readonly CouponAtHand[]
    readonly burn?: number
    readonly programme?: Programme
    /** Besides member and lots. */
    readonly standing?: Partial<Omit<Standing, 'member' | 'lots'>>
    readonly now?: number
  } = {},
): PriceInput {
  const coupons = given.coupons ?? []
  return {
    basket: basket(lines, {
      memberId: given.member?.memberId ?? null,
      couponIds: coupons.map((at) => at.coupon.couponId),
      pointsToBurn: points(given.burn ?? 0),
    }),
    standing: given.member
      ? standing({ ...given.standing, member: given.member, lots: given.lots ?? [] })
      : null,
    coupons,
    programme: given.programme ?? programme,
    store,
    now: given.now ?? noon,
  }
}

/** What a cashier is handed; stored value names its account. */
export function wish(kind: TenderWish['kind'], amount: number, accountId: Uuid | null = null): TenderWish {
  return { kind, amount: amount as TenderWish['amount'], accountId }
}

/** A basket to settle with what was handed over; in contact, without stored value but for what `changes` say. */
export function settleInput(
  price: PriceInput,
  tenders: readonly TenderWish[],
  changes: Partial<SettleInput> = {},
): SettleInput {
  return {
    price,
    tenders,
    accounts: [],
    offline: false,
    spentToday: {},
    lotId: id(900),
    receiptNumber: 'S01-T1-1-000042',
    ...changes,
  }
}
