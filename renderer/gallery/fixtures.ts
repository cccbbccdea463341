import type { SaleSummary } from '../../contract/command.ts'
import type { BasketSlice, DevicesSlice, SyncSlice, TillSlice } from '../../contract/notice.ts'
import { assert } from '../../domain/assert.ts'
import { type Uuid, uuid } from '../../domain/ids.ts'
import { bps, type Money, money, noMoney } from '../../domain/money.ts'
import { noPoints, points } from '../../domain/points.ts'
import type { BasketLineView, CouponView, MemberView } from '../parts/views.ts'
import { emptyMirror, type Mirror } from '../store/mirror.ts'
import { categories, products } from './goods.ts'

/* Slices as a core would send them, for pictures of the screen. The sums are those of a real basket. */

/** A Saturday afternoon in Shanghai. */
export const saturday = Date.UTC(2026, 10, 21, 7, 42)
const minute = 60_000

export function idOf(index: number): Uuid {
  return uuid(`0192f5a0-0000-7000-8000-${String(index).padStart(12, '0')}`)
}

const tillSlice: TillSlice = {
  phase: 'selling',
  time: { trust: 'confirmed', skewMs: 40 },
  loadedBps: null,
  room: 'ample',
  stopped: null,
  mode: 'demo',
  store: {
    number: 'S01',
    name: { zh: '恒采超市 静安店', en: 'Hengcai Market Jing’an' },
    timeZone: 'Asia/Shanghai',
  },
  terminalNumber: '1',
  restricted: null,
  trainingFailed: false,
  language: 'zh',
  categories: [...categories],
  appVersion: '0.1.0',
  programme: {
    version: 12,
    refused: null,
    consents: [
      {
        purpose: 'service',
        text: {
          zh: '同意恒采会员章程：为积分、等级、优惠券和售后保存手机号与消费记录。不同意则不能入会。',
          en: 'I agree to the Hengcai membership terms: phone number and purchases are kept for points, tier, coupons and after-sales. Without this there is no membership.',
        },
      },
      {
        purpose: 'marketing',
        text: {
          zh: '愿意收到优惠短信，每月不超过 4 条，随时回复 T 退订。',
          en: 'I would like offers by text message, at most four a month; reply T to stop at any time.',
        },
      },
      {
        purpose: 'profiling',
        text: {
          zh: '愿意让恒采按我的购物习惯推荐商品和优惠。',
          en: 'Hengcai may suggest goods and offers from what I usually buy.',
        },
      },
    ],
    campaigns: [
      { name: { zh: '会员日双倍积分', en: 'Members’ day: double points' }, kind: 'earn' },
      { name: { zh: '积分当钱花 2 倍', en: 'Points worth double' }, kind: 'burn' },
      { name: { zh: '乳品周 9 折', en: 'Dairy week 10% off' }, kind: 'price' },
    ],
  },
}

export const online: SyncSlice = {
  state: 'online',
  waiting: 0,
  offlineSince: null,
  lastContactAt: saturday,
  disputed: 0,
  parked: 0,
  nextTryAt: null,
  reconciling: false,
  reconciled: null,
}

export const offline: SyncSlice = {
  ...online,
  state: 'offline',
  waiting: 12,
  offlineSince: saturday - 37 * minute,
  lastContactAt: saturday - 37 * minute,
  nextTryAt: saturday + minute,
}

export const devices: DevicesSlice = {
  scanners: [{ name: '/dev/ttyS0', state: 'ready' }],
  keyboardScanner: { prefix: '', suffix: '', end: 'key', averageMsMax: 30 },
  cardReaders: [{ name: 'pcsc', state: 'ready' }],
  printer: { name: '80 mm', state: 'ready', paperNearEnd: false },
  backupPrinter: null,
  prints: { waiting: 0, later: 0, doubtful: 0 },
}

export const noBasket: BasketSlice = {
  saleId: null,
  lines: [],
  changedLineId: null,
  member: null,
  coupons: [],
  couponChoice: 'own',
  bestSavesMore: noMoney,
  suggestions: [],
  subtotal: noMoney,
  tierDiscount: noMoney,
  campaignDiscount: noMoney,
  couponDiscount: noMoney,
  savings: noMoney,
  payable: noMoney,
  burn: {
    points: noPoints,
    amount: noMoney,
    max: noPoints,
    step: points(100),
    stepValue: money(100),
    valueBps: bps(10_000),
  },
  toPay: noMoney,
  earns: noPoints,
  growth: 0,
  stepUp: [],
  proven: 'none',
  canUndo: false,
  held: [],
}

/** A line of a fixture; `off` is the tier's share (or the campaign's), `coupon` the coupon's. */
export function lineOf(
  index: number,
  amount: number,
  off = 0,
  coupon = 0,
  kind: 'tier' | 'campaign' = 'tier',
): BasketLineView {
  const product = products[index]
  assert(product, 'a product of the gallery')
  const gross =
    product.unit === 'piece' ? product.unitPrice * amount : Math.round((product.unitPrice * amount) / 1_000)
  const label =
    kind === 'tier' ? { zh: '银卡', en: 'Silver' } : { zh: '乳品周 9 折', en: 'Dairy week 10% off' }
  const tier = { kind, label, amount: money(off) }
  const cut = {
    kind: 'coupon' as const,
    label: { zh: '满200减50', en: '¥50 off ¥200' },
    amount: money(coupon),
  }
  return {
    lineId: index + 1,
    sku: product.sku,
    name: product.name,
    categoryId: product.categoryId,
    unit: product.unit,
    amount,
    unitPrice: product.unitPrice,
    fixed: false,
    gross: money(gross),
    discounts: [...(off > 0 ? [tier] : []), ...(coupon > 0 ? [cut] : [])],
    net: money(gross - off - coupon),
  }
}

export const silverMember: MemberView = {
  memberId: idOf(900),
  maskedName: '王*',
  maskedPhone: '138****5678',
  status: 'active',
  statusReason: null,
  provisional: false,
  proof: 'scanned',
  tier: {
    tierId: 'silver',
    name: { zh: '银卡', en: 'Silver' },
    honorific: { zh: '银卡贵宾', en: 'Silver guest' },
    tone: 'silver',
    payBps: bps(9_000),
  },
  points: points(12_480),
  pending: points(0),
  debt: points(0),
  family: null,
  expiringSoon: points(600),
  expiringSoonDays: 30,
  value: money(23_650),
  plan: null,
  growth: 7_680,
  nextTier: { name: { zh: '金卡', en: 'Gold' }, missing: 320, doneBps: 9_467, sprint: true },
  lifecycle: 'active',
  birthdayToday: true,
  memberSince: Date.UTC(2023, 4, 17),
}

const couponTexts = [
  ['满200减50', '¥50 off ¥200'],
  ['生日 8 折券', 'Birthday 20 % off'],
  ['乳品立减 10 元', '¥10 off dairy'],
  ['满300减80', '¥80 off ¥300'],
] as const

export function couponOf(
  index: number,
  state: CouponView['state'],
  over: Partial<CouponView> = {},
): CouponView {
  const [zh, en] = couponTexts[index] ?? couponTexts[0]
  return {
    couponId: idOf(800 + index),
    name: { zh, en },
    state,
    amount: noMoney,
    refusal: null,
    expiresAt: Date.UTC(2026, 11, 31),
    ...over,
  }
}

function sum(lines: readonly BasketLineView[], figure: (line: BasketLineView) => number): Money {
  return money(lines.reduce((total, line) => total + figure(line), 0))
}

/** The slice a core would make of these lines. */
export function basketOf(lines: BasketLineView[], over: Partial<BasketSlice> = {}): BasketSlice {
  const off = (kind: 'tier' | 'campaign' | 'coupon') =>
    sum(lines, (line) => line.discounts.reduce((all, one) => all + (one.kind === kind ? one.amount : 0), 0))
  const subtotal = sum(lines, (line) => line.gross)
  const payable = sum(lines, (line) => line.net)
  return {
    ...noBasket,
    saleId: idOf(1),
    lines,
    changedLineId: lines.at(-1)?.lineId ?? null,
    subtotal,
    tierDiscount: off('tier'),
    campaignDiscount: off('campaign'),
    couponDiscount: off('coupon'),
    savings: money(subtotal - payable),
    payable,
    toPay: money(payable - (over.burn?.amount ?? 0)),
    earns: points(Math.floor((payable / 100) * 1.2)),
    canUndo: true,
    ...over,
  }
}

/** A product others buy too. */
function suggestionOf(index: number): Omit<BasketSlice['suggestions'][number], 'because'> {
  const product = products[index]
  assert(product, 'a product of the gallery')
  const { sku, name, unitPrice, categoryId } = product
  return { sku, name, unitPrice, categoryId }
}

export const guestBasket = basketOf([lineOf(0, 3), lineOf(3, 1_246), lineOf(10, 2)])

export const memberBasket = basketOf(
  [
    lineOf(0, 3, 1_797, 3_060),
    lineOf(3, 1_246, 149),
    lineOf(8, 1, 560, 1_056, 'campaign'),
    lineOf(10, 2, 230, 396),
    lineOf(13, 6, 330, 488),
  ],
  {
    member: silverMember,
    coupons: [
      couponOf(0, 'applied', { amount: money(5_000) }),
      couponOf(2, 'usable', { amount: money(1_000) }),
      couponOf(3, 'not_usable', {
        refusal: { code: 'coupon_spend_more', figures: { missing: 7_320, minimum: 30_000 } },
      }),
      couponOf(1, 'idle', { refusal: { code: 'coupon_not_combinable' } }),
    ],
    bestSavesMore: money(1_000),
    suggestions: [
      { ...suggestionOf(14), because: products[15]?.name ?? { zh: '', en: '' } },
      { ...suggestionOf(11), because: products[10]?.name ?? { zh: '', en: '' } },
    ],
    burn: {
      points: noPoints,
      amount: noMoney,
      max: points(10_100),
      step: points(100),
      stepValue: money(100),
      valueBps: bps(10_000),
    },
  },
)

export const burningBasket: BasketSlice = {
  ...memberBasket,
  burn: { ...memberBasket.burn, points: points(5_000), amount: money(5_000) },
  toPay: money(memberBasket.payable - 5_000),
}

export const longBasket = basketOf(
  Array.from({ length: 400 }, (_, index) => ({
    ...lineOf(index % products.length, (index % 4) + 1),
    lineId: index + 1,
  })),
)

export function saleOf(index: number, over: Partial<SaleSummary> = {}): SaleSummary {
  return {
    saleId: idOf(100 + index),
    receiptNumber: `S01-1-1-${String(123 - index).padStart(6, '0')}`,
    completedAt: saturday - index * 7 * minute - 2 * minute,
    toPay: money(18_126 + index * 1_310),
    paid: money(20_000 + index * 1_310),
    change: money(1_874),
    earned: points(217),
    burned: noPoints,
    itemCount: 9 - (index % 5),
    mark: null,
    declinedLater: false,
    memberName: index % 2 === 0 ? '王*' : null,
    print: 'printed',
    copies: 0,
    ...over,
  }
}

export const selling: Mirror = {
  ...emptyMirror,
  connection: 'connected',
  till: tillSlice,
  staff: { staffId: idOf(700), name: '林小雨', role: 'cashier' },
  basket: noBasket,
  sync: online,
  risk: {
    asking: false,
    exposure: money(3_500),
    exposureMax: money(200_000),
    sessionSince: saturday - 9 * minute,
    denialsHeardAt: saturday - minute,
    denials: 'fresh',
  },
  devices,
  lastSale: { sale: saleOf(0), recovered: false },
  heard: new Set(['devices_changed']),
}

export function withTill(over: Partial<TillSlice>, more: Partial<Mirror> = {}): Mirror {
  return { ...selling, staff: null, till: { ...tillSlice, ...over }, ...more }
}
