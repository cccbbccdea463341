import type { Campaign } from '../../domain/campaign.ts'
import type { CouponBenefit, CouponTemplate } from '../../domain/coupon-template.ts'
import type { GoodsScope, GoodsSelection } from '../../domain/goods-scope.ts'
import { type Uuid, uuidV7 } from '../../domain/ids.ts'
import { type Bps, bps, type Money, money } from '../../domain/money.ts'
import { type Points, points } from '../../domain/points.ts'
import type { Product } from '../../domain/product.ts'
import type { Programme } from '../../domain/programme.ts'
import type { Random } from '../sim/random.ts'

/* Programmes of any numbers a schema lets through: usual ones mostly, absurd ones now and then. */

export const categoryIds = ['tea', 'rice', 'oil', 'baby', 'tobacco', 'cards']
const brandIds = ['blue', 'red']
const tags = ['organic', 'new', 'local']
export const memberTags = ['vip', 'parent']
export const tierIds = ['bronze', 'silver', 'gold', 'gone']
const dayMs = 86_400_000

/** One instant to which ids are bound; ids differ by their random part alone. */
const idInstant = 1_700_000_000_000

export function newId(random: Random): Uuid {
  return uuidV7(idInstant, random.bytes(10))
}

export function some<T>(random: Random, from: readonly T[], most: number): T[] {
  const chosen = from.filter(() => random.chance(0.4))
  return chosen.slice(0, most)
}

export function maybe<T>(random: Random, probability: number, make: () => T): T | null {
  return random.chance(probability) ? make() : null
}

/** A rate: a usual one, or anything at all. */
function rate(random: Random, usual: readonly number[]): Bps {
  if (random.chance(0.8)) return bps(random.pick(usual))
  if (random.chance(0.8)) return bps(random.between(0, 21_000))
  return bps(random.pick([0, 1, 9_999, 10_000, 10_001, 1_000_000]))
}

function amount(random: Random, most: number): Money {
  if (random.chance(0.93)) return money(random.between(0, most))
  return money(random.pick([0, 1, 2, 99, 100, 101, 999_999_999, 1_000_000_000]))
}

function count(random: Random, most: number): Points {
  if (random.chance(0.93)) return points(random.between(0, most))
  return points(random.pick([0, 1, 1_000_000_000]))
}

function selection(random: Random, skus: readonly string[], weight: number): GoodsSelection {
  const nothing: GoodsSelection = { skus: [], categoryIds: [], brandIds: [], tags: [] }
  if (random.chance(1 - weight)) return nothing
  switch (random.below(5)) {
    case 0:
      return { ...nothing, skus: some(random, skus, 5) }
    case 1:
      return { ...nothing, categoryIds: some(random, categoryIds, 3) }
    case 2:
      return { ...nothing, brandIds: some(random, brandIds, 1) }
    case 3:
      return { ...nothing, tags: some(random, tags, 2) }
    default:
      return {
        skus: some(random, skus, 2),
        categoryIds: some(random, categoryIds, 1),
        brandIds: [],
        tags: some(random, tags, 1),
      }
  }
}

function scope(random: Random, skus: readonly string[]): GoodsScope {
  return { include: selection(random, skus, 0.4), exclude: selection(random, skus, 0.1) }
}

function hours(random: Random): { readonly from: number; readonly to: number } | null {
  return maybe(random, 0.2, () => ({
    from: random.pick([0, 1, 120, 180, 600, 1_320, 1_439, 1_440]),
    to: random.pick([0, 1, 60, 150, 360, 1_200, 1_440]),
  }))
}

const weekdays = (random: Random) =>
  random.chance(0.15) ? [1, 2, 3, 4, 5, 6, 7].filter(() => random.chance(0.6)) : []

export function makeProducts(random: Random): Product[] {
  return Array.from({ length: 14 }, (_, place) => {
    const unit = place % 4 === 3 ? ('gram' as const) : ('piece' as const)
    const unitPrice = random.chance(0.05) ? random.pick([0, 1, 3, 2_000_000]) : random.between(1, 12_000)
    return {
      sku: `sku-${place}`,
      name: { zh: `货${place}`, en: `Goods ${place}` },
      gtin: null,
      plu: null,
      categoryId: random.pick(categoryIds),
      brandId: maybe(random, 0.6, () => random.pick(brandIds)),
      tags: some(random, tags, 2),
      unit,
      unitPrice: money(unitPrice),
      favourite: null,
    }
  })
}

function makeCampaign(random: Random, place: number, around: number, { storeId, skus }: Place): Campaign {
  const effects: readonly Campaign['effect'][] = [
    { kind: 'earn', earnBps: rate(random, [10_000, 15_000, 20_000, 20_000, 30_000]) },
    {
      kind: 'burn',
      valueBps: rate(random, [12_500, 15_000, 20_000]),
      dayCap: maybe(random, 0.6, () => count(random, 3_000)),
    },
    { kind: 'price', payBps: rate(random, [9_500, 9_000, 9_000, 8_500, 7_000]) },
  ]
  return {
    // Ids of one letter and of two, capitals too: they are compared by code units.
    campaignId: `${random.pick(['b', 'B', 'é', 'z'])}${place}`,
    name: { zh: '活动', en: 'Campaign' },
    effect: random.pick(effects),
    time: {
      from: maybe(random, 0.3, () => around + random.between(-20, 10) * dayMs),
      until: maybe(random, 0.3, () => around + random.between(-5, 60) * dayMs),
      weekdays: weekdays(random),
      monthDays: random.chance(0.1) ? [1, 8, 28, 29, 30, 31] : [],
      hours: hours(random),
      birthday: maybe(random, 0.25, () => random.pick(['day', 'week'] as const)),
    },
    scope: scope(random, skus),
    storeIds: random.chance(0.1) ? [random.chance(0.6) ? storeId : newId(random)] : [],
    tierIds: random.chance(0.15) ? some(random, tierIds, 3) : [],
    membersOnly: random.chance(0.2),
  }
}

function makeBenefit(random: Random): CouponBenefit {
  const pieces = () => (random.chance(0.95) ? random.between(1, 4) : 1_000)
  switch (random.below(16)) {
    case 0:
    case 1:
    case 2:
      return { kind: 'amount_off', amount: amount(random, 6_000) }
    case 3:
    case 4:
    case 5:
      return {
        kind: 'percent_off',
        payBps: rate(random, [9_000, 8_000, 5_000, 3_333]),
        cap: maybe(random, 0.4, () => amount(random, 4_000)),
      }
    case 6:
    case 7:
      return { kind: 'cash_voucher', amount: amount(random, 3_000) }
    case 8:
    case 9:
      return { kind: 'exchange', pieces: pieces() }
    case 10:
    case 11:
    case 12:
      return {
        kind: 'buy_get',
        buy: pieces(),
        get: pieces(),
        payBps: rate(random, [0, 5_000, 6_667]),
        timesMax: maybe(random, 0.4, pieces),
      }
    case 13:
    case 14:
      return { kind: 'fixed_price', price: amount(random, 3_000), pieces: maybe(random, 0.6, pieces) }
    default:
      return random.chance(0.5) ? { kind: 'service' } : { kind: 'parking', minutes: 60 }
  }
}

function makeTemplate(random: Random, around: number, { storeId, skus }: Place): CouponTemplate {
  return {
    templateId: newId(random),
    name: { zh: '券', en: 'Coupon' },
    terms: { zh: '', en: '' },
    benefit: makeBenefit(random),
    faceValue: amount(random, 5_000),
    scope: scope(random, skus),
    minimumSpend: random.chance(0.5) ? money(0) : amount(random, 9_000),
    validity: { kind: 'between', from: around - 400 * dayMs, until: around + 400 * dayMs },
    usesMax: random.between(1, 5),
    storeIds: random.chance(0.04) ? [random.chance(0.6) ? storeId : newId(random)] : [],
    channels: random.chance(0.04) ? some(random, ['store', 'online', 'app'] as const, 3) : [],
    tierIds: random.chance(0.06) ? some(random, tierIds, 3) : [],
    memberTags: random.chance(0.04) ? some(random, memberTags, 2) : [],
    weekdays: random.chance(0.4) ? weekdays(random) : [],
    hours: random.chance(0.4) ? hours(random) : null,
    dayLimit: maybe(random, 0.15, () => random.between(1, 3)),
    memberLimit: maybe(random, 0.1, () => random.between(1, 4)),
    budget: maybe(random, 0.1, () => amount(random, 60_000)),
    stackingGroup: maybe(random, 0.3, () => random.pick(['a', 'b'])),
    exclusive: random.chance(0.05),
    priority: random.between(-2, 2),
    transferable: false,
    restoredOnReturn: random.chance(0.6),
    highValue: false,
    offlinePolicy: 'bounded',
    partner: null,
  }
}

export interface Place {
  readonly storeId: Uuid
  readonly skus: readonly string[]
}

/** `around`: the instant about which its campaigns and coupons run. */
export function makeProgramme(random: Random, version: number, around: number, place: Place): Programme {
  const tier = (tierId: string) => ({
    tierId,
    name: { zh: tierId, en: tierId },
    honorific: { zh: '', en: '' },
    fromGrowth: null,
    payBps: rate(random, [10_000, 9_500, 9_000, 8_500, 7_000]),
    earnBps: rate(random, [10_000, 12_000, 15_000, 20_000]),
    tone: 'silver' as const,
    activity: null,
    paths: [],
    decayBps: bps(0),
    lifetime: false,
    benefits: [
      ...(random.chance(0.4) ? [{ kind: 'free_returns' as const, days: random.pick([14, 60, 400]) }] : []),
      ...(random.chance(0.4) ? [{ kind: 'presale' as const, hours: random.pick([1, 48]) }] : []),
    ],
  })
  const plan = (planId: string, sku: string) => ({
    planId,
    sku,
    name: { zh: planId, en: planId },
    days: random.chance(0.95) ? random.pick([1, 30, 31, 365]) : 3_660,
    payBps: rate(random, [9_500, 9_000, 8_800]),
    earnBps: rate(random, [10_000, 15_000]),
  })
  return {
    form: 2,
    version,
    // `gone` is a tier some member still has and the programme does not.
    tiers: tierIds.slice(0, 3).map(tier),
    growth: {
      rateBps: rate(random, [10_000, 10_000, 5_000, 15_000]),
      categoryBps: Object.fromEntries(
        some(random, categoryIds, 3).map((id) => [id, rate(random, [15_000, 5_000])]),
      ),
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
      rateBps: rate(random, [10_000, 10_000, 5_000, 20_000]),
      excludedCategoryIds: random.chance(0.5) ? ['tobacco', 'cards'] : some(random, categoryIds, 2),
      excludedTenders: random.chance(0.3)
        ? some(random, ['cash', 'card', 'mobile', 'stored_value'] as const, 3)
        : [],
      coefficients: Array.from({ length: random.below(4) }, () => ({
        categoryId: random.pick(categoryIds),
        earnBps: rate(random, [15_000, 12_000, 8_000]),
        repeatOnly: random.chance(0.5),
      })),
      bonus: maybe(random, 0.5, () => ({ per: amount(random, 12_000), points: count(random, 20) })),
      capPerSale: maybe(random, 0.3, () => count(random, 300)),
      capPerDay: maybe(random, 0.3, () => count(random, 800)),
      lotMonths: random.chance(0.9) ? random.between(1, 13) : 120,
      pendingDays: maybe(random, 0.3, () => random.between(1, 8)),
      expiringSoonDays: 30,
      referralPoints: points(100),
    },
    burn: {
      step: random.chance(0.95) ? points(random.pick([1, 7, 10, 10, 50, 100])) : count(random, 500),
      stepValue: random.chance(0.95) ? money(random.pick([1, 3, 10, 33, 100])) : amount(random, 500),
      shareBps: rate(random, [5_000, 5_000, 10_000, 3_000, 15_000]),
      capPerDay: maybe(random, 0.3, () => count(random, 2_000)),
      restoredDays: random.pick([1, 30, 366]),
    },
    campaigns: Array.from({ length: random.below(8) }, (_, at) => makeCampaign(random, at, around, place)),
    templates: Array.from({ length: 10 }, () => makeTemplate(random, around, place)),
    budgetStopBps: rate(random, [12_000, 10_000]),
    gifts: [],
    lottery: null,
    donation: null,
    transfer: null,
    plans: random.chance(0.6) ? [plan('year', 'plan-0'), plan('month', 'plan-1')] : [plan('year', 'plan-0')],
    enrolment: { tierId: 'bronze', welcomeTemplateIds: [], consents: [] },
    storedValue: {
      topUpSteps: [],
      topUpMax: money(100_000),
      spendFirst: random.pick(['principal', 'gift'] as const),
      offlinePerDay: random.chance(0.5) ? money(50_000) : amount(random, 60_000),
    },
    stepUp: { burnFrom: points(5_000), couponFrom: money(10_000), redemptionOfDay: 3, approvalMs: 60_000 },
    anomalies: [],
    codeKeys: { couponSeries: [], memberCertificates: [] },
    returnDays: random.pick([0, 7, 30, 30, 400, 400]),
    undoMinutes: 5,
    undiscountedCategoryIds: random.chance(0.4) ? some(random, categoryIds, 2) : [],
    labelPrefixes: [],
    suggestionsMax: 2,
    cash: { differenceMax: money(2_000), cashiersOpenDrawer: false },
    privacy: null,
  }
}
