import type { Coupon } from '../../domain/coupon.ts'
import type { CouponTemplate } from '../../domain/coupon-template.ts'
import type { Uuid } from '../../domain/ids.ts'
import type { Lot } from '../../domain/lot.ts'
import { money } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import type { Gift, Programme } from '../../domain/programme.ts'
import { couponCode, memberCode } from '../../domain/scan.ts'
import type { Store } from '../../domain/store.ts'
import type { ValueAccount } from '../../domain/value-account.ts'
import { coupon, id, member, noon, product, programme as shopProgramme, store } from '../domain/shop.ts'
import type { HeadOfficeRow } from './model-central.ts'

/* The small chain the simulation plays in: what a sale there depends on is known by heart. */

/** When a simulation begins: a Saturday noon in Shanghai. */
export const beginning = noon

/** Who approves in every store. */
export const supervisorId: Uuid = id(20)

/** Far beyond any simulation. */
const later = noon + 400 * 86_400_000

export const stores: readonly Store[] = [store, { ...store, storeId: id(2), number: 'S02' }]

export const products = [
  product({ sku: 'rice', gtin: '06901234567892', unitPrice: money(4_990) }),
  product({ sku: 'oil', gtin: '06901234567908', unitPrice: money(12_900), categoryId: 'oil' }),
  product({ sku: 'milk', gtin: '06901234567915', unitPrice: money(650), categoryId: 'infant' }),
]

export const members = [1, 2, 3, 4].map((number) =>
  member({
    memberId: id(100 + number),
    code: memberCode(number),
    tierId: number % 2 === 0 ? 'silver' : 'bronze',
    growth: 100 * number,
  }),
)

const template = (number: number, changes: Partial<CouponTemplate>): CouponTemplate => ({
  ...coupon(number).template,
  templateId: id(1_000 + number),
  ...changes,
})

export const templates: readonly CouponTemplate[] = [
  template(1, { benefit: { kind: 'amount_off', amount: money(500) } }),
  template(2, { benefit: { kind: 'percent_off', payBps: 9_000 as never, cap: money(2_000) } }),
  template(3, { benefit: { kind: 'cash_voucher', amount: money(300) } }),
  template(4, { benefit: { kind: 'service' }, faceValue: money(2_000), usesMax: 3 }),
]

const gift = (giftId: string, changes: Partial<Gift>): Gift => ({
  giftId,
  name: { zh: giftId, en: giftId },
  points: points(200),
  benefit: { kind: 'goods' },
  tierIds: [],
  stocked: true,
  lowStock: 1,
  position: 0,
  ...changes,
})

/** What points are exchanged for: one thing from the shelf, and a coupon. */
export const gifts: readonly Gift[] = [
  gift('mug', {}),
  gift('wash', { stocked: false, points: points(100), benefit: { kind: 'coupon', templateId: id(1_004) } }),
]

export const programme: Programme = {
  ...shopProgramme,
  templates,
  gifts,
  enrolment: {
    tierId: 'bronze',
    welcomeTemplateIds: [id(1_001), id(1_004)],
    consents: [{ purpose: 'service', version: '1', text: { zh: '会员服务', en: 'Membership' } }],
  },
  storedValue: {
    ...shopProgramme.storedValue,
    topUpSteps: [{ from: money(5_000), gift: money(700) }],
  },
}

/** Phones people give when they enrol: few, so that tills enrol one twice without knowing. */
export const phones = ['13800000001', '13800000002', '13800000003', '13800000004']

/** Coupons of members with one or two uses, and coupons whoever holds them may use. */
export const coupons: readonly Coupon[] = Array.from({ length: 16 }, (_, place): Coupon => {
  const holder = place < 8 || place >= 12 ? (members[place % members.length]?.memberId ?? null) : null
  return {
    couponId: id(2_000 + place),
    code: couponCode(place + 1),
    // Places above eleven are services of a member: redeemed without a sale.
    templateId: templates[place < 12 ? place % 3 : 3]?.templateId ?? id(0),
    memberId: holder,
    status: 'issued',
    validFrom: noon - 86_400_000,
    // One in five ends on the third night.
    validTo: place % 5 === 4 ? noon + 216_000_000 : later,
    usesMax: place % 3 === 0 ? 3 : 1,
    usesDone: 0,
    usesRestored: 0,
    issuedAt: noon - 86_400_000,
  }
})

/** Lots each member begins with; the first ends on the second night of a simulation. */
export const lots: readonly Lot[] = members.flatMap(({ memberId }, place) =>
  [400, 900, 3_000].map(
    (amount, nth): Lot => ({
      lotId: id(3_000 + place * 10 + nth),
      memberId,
      earnedAt: noon - (nth + 1) * 86_400_000,
      spendableFrom: noon - (nth + 1) * 86_400_000,
      expiresAt: nth === 0 ? noon + 129_600_000 : later + nth,
      points: points(amount),
    }),
  ),
)

/** Stored value of two members, and two cards of whoever holds them. */
export const accounts: readonly ValueAccount[] = [0, 1, 2, 3].map((place) => {
  const memberId = place < 2 ? (members[place]?.memberId ?? null) : null
  return {
    accountId: memberId ?? id(4_000 + place),
    code: memberId ? null : `G${String(place).padStart(13, '0')}`,
    memberId,
    status: 'active',
    principal: money(8_000),
    gift: money(1_000),
  }
})

/** Everything as head office would enter it. */
export function firstRows(): HeadOfficeRow[] {
  const rows = <Row extends object>(c: string, all: readonly Row[], key: (row: Row) => string) =>
    all.map((row): HeadOfficeRow => ({ c, k: key(row), d: { ...row } as Record<string, unknown> }))
  return [
    ...rows('programme', [programme], (row) => String(row.version)),
    ...rows('store', stores, (row) => row.storeId),
    ...stores.map(
      (at, place): HeadOfficeRow => ({
        c: 'staff',
        k: id(10 + place),
        d: staffOf(at, place),
        storeId: at.storeId,
      }),
    ),
    ...rows('product', products, (row) => row.sku),
    ...rows('member', members, (row) => row.memberId),
    ...rows(
      'identifier',
      members.map(({ memberId, code }) => ({ kind: 'member_code', value: code, memberId })),
      (row) => `${row.kind}:${row.value}`,
    ),
    ...rows('lot', lots, (row) => row.lotId),
    ...rows('coupon', coupons, (row) => row.couponId),
    ...rows('account', accounts, (row) => row.accountId),
    ...stores.map(({ storeId }) => stockRow(storeId, 5)),
  ]
}

function staffOf(at: Store, place: number): Record<string, unknown> {
  const staffId: Uuid = id(10 + place)
  const secret = Buffer.alloc(32, place + 1).toString('base64')
  return {
    staffId,
    code: '101',
    name: '林小雨',
    role: 'cashier',
    storeId: at.storeId,
    pinSalt: secret,
    pinHash: secret,
  }
}

/** A count of a store's shelf of mugs. */
export function stockRow(storeId: Uuid, left: number): HeadOfficeRow {
  return { c: 'gift_stock', k: `${storeId}:mug`, d: { storeId, giftId: 'mug', left }, storeId }
}
