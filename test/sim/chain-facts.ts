import type { Coupon } from '../../domain/coupon.ts'
import type { CouponTemplate } from '../../domain/coupon-template.ts'
import type { Uuid } from '../../domain/ids.ts'
import type { Lot } from '../../domain/lot.ts'
import { money } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import { couponCode, memberCode } from '../../domain/scan.ts'
import type { Store } from '../../domain/store.ts'
import { coupon, id, member, noon, product, programme, store } from '../domain/shop.ts'
import type { HeadOfficeRow } from './model-central.ts'

/* The small chain the simulation plays in: what a sale there depends on is known by heart. */

/** When a simulation begins: a Saturday noon in Shanghai. */
export const beginning = noon

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

const none = { skus: [], categoryIds: [], brandIds: [] }
const template = (number: number, changes: Partial<CouponTemplate>): CouponTemplate => ({
  ...coupon(number).template,
  templateId: id(1_000 + number),
  scope: { include: none, exclude: none },
  ...changes,
})

export const templates: readonly CouponTemplate[] = [
  template(1, { benefit: { kind: 'amount_off', amount: money(500) } }),
  template(2, { benefit: { kind: 'percent_off', payBps: 9_000 as never, cap: money(2_000) } }),
  template(3, { benefit: { kind: 'cash_voucher', amount: money(300) } }),
]

/** Coupons of members with one or two uses, and coupons whoever holds them may use. */
export const coupons: readonly Coupon[] = Array.from({ length: 12 }, (_, place): Coupon => {
  const holder = place < 8 ? (members[place % members.length]?.memberId ?? null) : null
  return {
    couponId: id(2_000 + place),
    code: couponCode(place + 1),
    templateId: templates[place % templates.length]?.templateId ?? id(0),
    memberId: holder,
    status: 'issued',
    validFrom: noon - 86_400_000,
    validTo: later,
    usesMax: place % 3 === 0 ? 3 : 1,
    usesDone: 0,
  }
})

/** Lots each member begins with; the first ends in the middle of a simulation. */
export const lots: readonly Lot[] = members.flatMap(({ memberId }, place) =>
  [400, 900, 3_000].map(
    (amount, nth): Lot => ({
      lotId: id(3_000 + place * 10 + nth),
      memberId,
      earnedAt: noon - (nth + 1) * 86_400_000,
      expiresAt: nth === 0 ? noon + 45_000 : later + nth,
      points: points(amount),
    }),
  ),
)

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
    ...rows('template', templates, (row) => row.templateId),
    ...rows('member', members, (row) => row.memberId),
    ...rows(
      'identifier',
      members.map(({ memberId, code }) => ({ kind: 'member_code', value: code, memberId })),
      (row) => `${row.kind}:${row.value}`,
    ),
    ...rows('lot', lots, (row) => row.lotId),
    ...rows('coupon', coupons, (row) => row.couponId),
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
