import type { Coupon } from '../../domain/coupon.ts'
import type { CouponTemplate } from '../../domain/coupon-template.ts'
import type { Lot } from '../../domain/lot.ts'
import { type Member, newMemberDefaults } from '../../domain/member.ts'
import { money, noMoney } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import type { Product } from '../../domain/product.ts'
import { noon, numberedId } from './till-files.ts'

/* Rows of a replica, complete, with what a test cares about changed. */

export function memberOf(number: number, changed: Partial<Member> = {}): Member {
  return {
    ...newMemberDefaults,
    memberId: numberedId(number),
    code: `M${String(number).padStart(13, '0')}`,
    maskedName: '王*',
    maskedPhone: '138****5678',
    initials: 'wxm',
    sealed: null,
    tierId: 'silver',
    growth: 100,
    birthday: '02-29',
    joinedAt: noon,
    referrerId: null,
    consents: [],
    ...changed,
  }
}

export function lotOf(number: number, memberNumber: number, changed: Partial<Lot> = {}): Lot {
  return {
    lotId: numberedId(number),
    memberId: numberedId(memberNumber),
    earnedAt: noon,
    spendableFrom: noon,
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
    usesRestored: 0,
    issuedAt: noon,
    ...changed,
  }
}

const nothing = { skus: [], categoryIds: [], brandIds: [], tags: [] }

export function templateOf(number: number, changed: Partial<CouponTemplate> = {}): CouponTemplate {
  return {
    templateId: numberedId(number),
    name: { zh: '满减', en: 'Off' },
    terms: { zh: '满三十减五', en: 'Five off thirty' },
    benefit: { kind: 'amount_off', amount: money(500) },
    faceValue: noMoney,
    scope: { include: nothing, exclude: nothing },
    minimumSpend: money(3_000),
    validity: { kind: 'days', days: 30 },
    usesMax: 2,
    storeIds: [],
    channels: [],
    tierIds: [],
    memberTags: [],
    weekdays: [],
    hours: null,
    dayLimit: 1,
    memberLimit: null,
    budget: null,
    stackingGroup: null,
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

export function productOf(number: number, changed: Partial<Product> = {}): Product {
  return {
    sku: `SKU${number}`,
    name: { zh: `农夫山泉${number}`, en: `Water ${number}` },
    gtin: `0690000000${String(number).padStart(4, '0')}`,
    plu: null,
    categoryId: 'drinks',
    brandId: null,
    tags: [],
    unit: 'piece',
    unitPrice: money(200),
    favourite: null,
    ...changed,
  }
}
