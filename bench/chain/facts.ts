import type { CouponTemplate } from '../../domain/coupon-template.ts'
import { checkDigit } from '../../domain/gtin.ts'
import { type Uuid, uuidV7 } from '../../domain/ids.ts'
import { bps, money } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import type { Category, Product } from '../../domain/product.ts'
import type { Programme, Tier } from '../../domain/programme.ts'
import type { Store, Terminal } from '../../domain/store.ts'

/* The chain the bench sells in: always the same, so that two runs measure the same work. */

/** 1 January 2024: before any run. */
export const longAgo = 1_704_067_200_000
/** 1 January 2040: lots and coupons of the bench do not expire. */
export const farAhead = 2_208_988_800_000

/** A number of its own for each sort of thing, so that no two ids are alike. */
export type IdSort = 'store' | 'terminal' | 'staff' | 'template' | 'member' | 'lot' | 'coupon' | 'event'
const sorts: readonly IdSort[] = [
  'store',
  'terminal',
  'staff',
  'template',
  'member',
  'lot',
  'coupon',
  'event',
]

/** The id of the `index`th thing of a sort: ids of one sort ascend with the index, as those of a real chain do with time. */
export function idAt(sort: IdSort, index: number): Uuid {
  const tail = new Uint8Array(10)
  const view = new DataView(tail.buffer)
  view.setUint16(0, sorts.indexOf(sort))
  view.setUint32(2, Math.imul(index + 1, 2_654_435_761) >>> 0)
  view.setUint32(6, index)
  return uuidV7(longAgo + index, tail)
}

export const store: Store = {
  storeId: idAt('store', 0),
  number: 'S01',
  name: { zh: '测速店', en: 'Bench Store' },
  address: { zh: '上海市测速路 1 号', en: '1 Bench Road, Shanghai' },
  timeZone: 'Asia/Shanghai',
}

export const terminal: Terminal = { terminalId: idAt('terminal', 0), number: 'T1', storeId: store.storeId }
/** The till next door, whose sales a delta brings. */
export const otherTerminalId = idAt('terminal', 1)

export const categories: readonly Category[] = ['grain', 'dairy', 'fruit', 'home'].map(
  (categoryId, position) => ({
    categoryId,
    name: { zh: `品类 ${position + 1}`, en: `Category ${position + 1}` },
    color: '#2f6f6a',
    position,
  }),
)

export const productCount = 5_000

/** GTIN-13 of the `index`th product, as a scanner reads it. */
export function productCode(index: number): string {
  const digits = `690${String(index).padStart(9, '0')}`
  return digits + checkDigit(digits)
}

export function productAt(index: number): Product {
  return {
    sku: `P${String(index).padStart(6, '0')}`,
    name: { zh: `测速商品 ${index} 号`, en: `Bench product ${index}` },
    gtin: productCode(index).padStart(14, '0'),
    plu: null,
    categoryId: categories[index % categories.length]?.categoryId ?? 'grain',
    brandId: `brand${index % 7}`,
    tags: [],
    unit: 'piece',
    unitPrice: money(1_000 + (index % 90) * 100),
    favourite: index < 24 ? index : null,
  }
}

const everything = { skus: [], categoryIds: [], brandIds: [], tags: [] }

/** Two coupons that may stand together, so that a checkout applies both. */
export const templates: readonly CouponTemplate[] = [
  {
    benefit: { kind: 'amount_off', amount: money(500) },
    minimumSpend: money(2_000),
    stackingGroup: 'amount',
  },
  {
    benefit: { kind: 'percent_off', payBps: bps(9_500), cap: money(2_000) },
    minimumSpend: money(0),
    stackingGroup: 'percent',
  },
].map((kind, index) =>
  templateAt(index, { ...kind, benefit: kind.benefit as CouponTemplate['benefit'], priority: index }),
)

/** The `index`th template: on all goods, for everybody, at any time, but for what `changes` say. */
export function templateAt(index: number, changes: Partial<CouponTemplate>): CouponTemplate {
  return {
    templateId: idAt('template', index),
    name: { zh: `测速券 ${index + 1}`, en: `Bench coupon ${index + 1}` },
    terms: { zh: '测速用', en: 'For the bench' },
    benefit: { kind: 'amount_off', amount: money(500) },
    faceValue: money(500),
    scope: { include: everything, exclude: everything },
    minimumSpend: money(0),
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

function tierOf(
  tierId: 'bronze' | 'silver' | 'gold',
  name: Tier['name'],
  rates: { readonly fromGrowth: number; readonly payBps: number; readonly earnBps: number },
): Tier {
  return {
    tierId,
    name,
    honorific: name,
    fromGrowth: rates.fromGrowth,
    payBps: bps(rates.payBps),
    earnBps: bps(rates.earnBps),
    tone: tierId,
    activity: null,
    paths: [],
    decayBps: bps(0),
    lifetime: false,
    benefits: [],
  }
}

/** Rules of the usual size; what a checkout of the bench does not touch is empty. */
export const programme: Programme = {
  form: 2,
  version: 1,
  tiers: [
    tierOf('bronze', { zh: '铜', en: 'Bronze' }, { fromGrowth: 0, payBps: 10_000, earnBps: 10_000 }),
    tierOf('silver', { zh: '银', en: 'Silver' }, { fromGrowth: 2_000, payBps: 9_000, earnBps: 12_000 }),
    tierOf('gold', { zh: '金', en: 'Gold' }, { fromGrowth: 8_000, payBps: 8_500, earnBps: 15_000 }),
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
    excludedCategoryIds: [],
    excludedTenders: [],
    coefficients: [{ categoryId: 'dairy', earnBps: bps(15_000), repeatOnly: false }],
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
  templates,
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
  // Above what any checkout of the bench does: a second proof is no part of the work measured.
  stepUp: {
    burnFrom: points(1_000_000),
    couponFrom: money(1_000_000),
    redemptionOfDay: 1_000,
    approvalMs: 60_000,
  },
  anomalies: [],
  codeKeys: { couponSeries: [], memberCertificates: [] },
  returnDays: 7,
  undoMinutes: 5,
  undiscountedCategoryIds: [],
  labelPrefixes: [{ prefix: '22', figure: 'price_fen' }],
  suggestionsMax: 2,
  cash: { differenceMax: money(2_000), cashiersOpenDrawer: false },
  privacy: null,
}

/** Who sells in the bench, and what she types. */
export const cashier = {
  staffId: idAt('staff', 0),
  code: '101',
  name: '测速员',
  role: 'cashier',
  storeId: store.storeId,
} as const
export const cashierPin = '246810'
