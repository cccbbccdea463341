import type { Coupon } from '../../domain/coupon.ts'
import type { Uuid } from '../../domain/ids.ts'
import type { MemberStatus } from '../../domain/member.ts'
import { money } from '../../domain/money.ts'
import type { Product } from '../../domain/product.ts'
import { checkDigit, couponCode, memberCode } from '../../domain/scan.ts'
import { demoId } from './demo-ids.ts'
import { demoTemplates } from './programme.ts'

/* What tests, bench and demo may rely on in every demo chain, whatever its seed and size. */

function packed(
  n: number,
  zh: string,
  en: string,
  categoryId: string,
  fen: number,
  favourite: number,
): Product {
  const digits = `6902083${String(n).padStart(5, '0')}`
  return {
    sku: `P${String(n).padStart(5, '0')}`,
    name: { zh, en },
    gtin: `0${digits}${checkDigit(digits)}`,
    plu: null,
    categoryId,
    brandId: 'B001',
    unit: 'piece',
    unitPrice: money(fen),
    favourite,
  }
}

function weighed(
  n: number,
  plu: string,
  zh: string,
  en: string,
  categoryId: string,
  fen: number,
  favourite: number,
): Product {
  return {
    sku: `P${String(n).padStart(5, '0')}`,
    name: { zh, en },
    gtin: null,
    plu,
    categoryId,
    brandId: null,
    unit: 'gram',
    unitPrice: money(fen),
    favourite,
  }
}

/** The first products of every demo chain; they fill the first favourites. Prices in fen, weighed ones per kg. */
export const notableProducts = {
  rice: packed(1, '长青东北大米5kg', 'Changqing North-east rice 5 kg', 'grain', 5_990, 0),
  peanutOil: packed(2, '长青花生油5L', 'Changqing peanut oil 5 L', 'oil', 12_990, 1),
  soySauce: packed(3, '长青生抽500g', 'Changqing light soy sauce 500 g', 'condiment', 1_290, 2),
  milk: packed(4, '长青纯牛奶12盒装', 'Changqing milk 12-pack', 'dairy', 4_990, 3),
  toast: packed(5, '长青吐司面包', 'Changqing toast', 'bakery', 990, 4),
  crisps: packed(6, '长青原味薯片250g', 'Changqing crisps 250 g', 'snack', 1_490, 5),
  water: packed(7, '长青矿泉水500ml', 'Changqing mineral water 500 ml', 'drink', 200, 6),
  tissues: packed(8, '长青抽纸6件装', 'Changqing tissues 6-pack', 'household', 2_990, 7),
  formula: packed(9, '长青婴儿奶粉1段', 'Changqing infant formula 1', 'infant', 26_800, 8),
  cigarettes: packed(10, '长青硬包香烟', 'Changqing cigarettes, hard pack', 'tobacco', 2_500, 9),
  giftCard: packed(11, '长青储值礼品卡100元', 'Changqing gift card ¥100', 'gift_card', 10_000, 10),
  carrierBag: packed(12, '环保购物袋', 'Carrier bag', 'household', 30, 11),
  tomatoes: weighed(13, '10013', '西红柿', 'Tomatoes', 'vegetable', 980, 12),
  apples: weighed(14, '10014', '红富士苹果', 'Fuji apples', 'fruit', 1_180, 13),
  porkBelly: weighed(15, '10015', '五花肉', 'Pork belly', 'meat', 3_580, 14),
  bass: weighed(16, '10016', '鲈鱼', 'Sea bass', 'seafood', 3_680, 15),
} as const satisfies Record<string, Product>

export interface NotableMember {
  readonly memberId: Uuid
  readonly code: string
  readonly maskedName: string
  readonly maskedPhone: string
  readonly tierId: string
  readonly growth: number
  readonly status: MemberStatus
  /** Points by lot: the first expires at the end of next month, the second nine months later. */
  readonly lots: readonly number[]
}

function member(n: number, particulars: Omit<NotableMember, 'memberId' | 'code'>): NotableMember {
  return { memberId: demoId('member', n), code: memberCode(n), ...particulars }
}

/** The first members of every demo chain. Their lots are `demoId('lot', 1)` and so on, in this order. */
export const notableMembers = {
  /** 12 480 points. */
  gold: member(1, {
    maskedName: '王**',
    maskedPhone: '138****5678',
    tierId: 'gold',
    growth: 9_360,
    status: 'active',
    lots: [4_480, 8_000],
  }),
  silver: member(2, {
    maskedName: '李*',
    maskedPhone: '139****2046',
    tierId: 'silver',
    growth: 3_125,
    status: 'active',
    lots: [1_000, 2_000],
  }),
  frozen: member(3, {
    maskedName: '赵*',
    maskedPhone: '136****9910',
    tierId: 'bronze',
    growth: 410,
    status: 'frozen',
    lots: [500],
  }),
} as const

export interface NotableCoupon extends Pick<Coupon, 'couponId' | 'code' | 'templateId' | 'memberId'> {
  readonly usesMax: number
  readonly usesDone: number
  readonly status: Coupon['status']
  /** Days from today, begin and end. */
  readonly validDays: readonly [number, number]
}

function coupon(
  n: number,
  template: keyof typeof demoTemplates,
  memberId: Uuid | null,
  particulars: Partial<NotableCoupon> = {},
): NotableCoupon {
  return {
    couponId: demoId('coupon', n),
    code: couponCode(n),
    templateId: demoTemplates[template].templateId,
    memberId,
    usesMax: 1,
    usesDone: 0,
    status: 'issued',
    validDays: [-10, 60],
    ...particulars,
  }
}

const { gold, silver, frozen } = notableMembers

/** The first coupons of every demo chain, valid now unless their name says otherwise. */
export const notableCoupons = {
  goldFiftyOff200: coupon(1, 'fiftyOff200', gold.memberId),
  goldTwentyOff100: coupon(2, 'twentyOff100', gold.memberId),
  goldEightTenths: coupon(3, 'eightTenths', gold.memberId),
  goldTenVoucher: coupon(4, 'tenVoucher', gold.memberId),
  goldDairy: coupon(5, 'dairyEightOff30', gold.memberId),
  goldHalfPriceAlone: coupon(6, 'halfPriceAlone', gold.memberId),
  goldBreakfast: coupon(7, 'breakfastFive', gold.memberId, { usesMax: 5 }),
  goldUsed: coupon(8, 'tenVoucher', gold.memberId, { usesDone: 1 }),
  goldExpired: coupon(9, 'tenVoucher', gold.memberId, { validDays: [-60, -1] }),
  goldNotYetValid: coupon(10, 'tenVoucher', gold.memberId, { validDays: [2, 60] }),
  goldRevoked: coupon(11, 'tenVoucher', gold.memberId, { status: 'revoked' }),
  silverTwentyOff100: coupon(12, 'twentyOff100', silver.memberId),
  silverTenVoucher: coupon(13, 'tenVoucher', silver.memberId),
  silverGoldOnly: coupon(14, 'goldEightyOff300', silver.memberId),
  frozenTenVoucher: coupon(15, 'tenVoucher', frozen.memberId),
  /** Bearer coupons: whoever shows them. */
  bearerTenVoucher: coupon(16, 'tenVoucher', null),
  bearerAnniversary: coupon(17, 'anniversary', null),
  bearerGrain: coupon(18, 'grainNineTenths', null),
  bearerTwentyOff100: coupon(19, 'twentyOff100', null),
  bearerSecondTenVoucher: coupon(20, 'tenVoucher', null),
} as const
