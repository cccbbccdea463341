import type { Coupon } from '../../domain/coupon.ts'
import type { CouponTemplate } from '../../domain/coupon-template.ts'
import type { Lot } from '../../domain/lot.ts'
import type { Member } from '../../domain/member.ts'
import { money } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import type { Product } from '../../domain/product.ts'
import { noon, numberedId } from './till-files.ts'

/* Rows of a replica, complete, with what a test cares about changed. */

export function memberOf(number: number, changed: Partial<Member> = {}): Member {
  return {
    memberId: numberedId(number),
    code: `M${String(number).padStart(13, '0')}`,
    maskedName: '王*',
    maskedPhone: '138****5678',
    tierId: 'silver',
    growth: 100,
    status: 'active',
    mergedInto: null,
    birthday: '02-29',
    joinedAt: noon,
    ...changed,
  }
}

export function lotOf(number: number, memberNumber: number, changed: Partial<Lot> = {}): Lot {
  return {
    lotId: numberedId(number),
    memberId: numberedId(memberNumber),
    earnedAt: noon,
    expiresAt: noon + 1_000_000,
    points: points(100),
    ...changed,
  }
}

export function couponOf(number: number, memberNumber: number | null, changed: Partial<Coupon> = {}): Coupon {
  return {
    couponId: numberedId(number),
    code: `C${String(number).padStart(13, '0')}`,
    templateId: numberedId(700),
    memberId: memberNumber === null ? null : numberedId(memberNumber),
    status: 'issued',
    validFrom: noon,
    validTo: noon + 1_000_000,
    usesMax: 2,
    usesDone: 0,
    ...changed,
  }
}

const nothing = { skus: [], categoryIds: [], brandIds: [] }

export function templateOf(number: number): CouponTemplate {
  return {
    templateId: numberedId(number),
    name: { zh: '满减', en: 'Off' },
    benefit: { kind: 'amount_off', amount: money(500) },
    scope: { include: nothing, exclude: nothing },
    minimumSpend: money(3_000),
    storeIds: [],
    tierIds: [],
    weekdays: [],
    hours: null,
    dayLimit: 1,
    stackingGroup: null,
    exclusive: false,
    priority: 1,
  }
}

export function productOf(number: number, changed: Partial<Product> = {}): Product {
  return {
    sku: `SKU${number}`,
    name: { zh: `农夫山泉${number}`, en: `Water ${number}` },
    gtin: `0690000000${String(number).padStart(4, '0')}`,
    plu: null,
    categoryId: 'drinks',
    brandId: null,
    unit: 'piece',
    unitPrice: money(200),
    favourite: null,
    ...changed,
  }
}
