import type { Coupon } from '../../domain/coupon.ts'
import type { Uuid } from '../../domain/ids.ts'
import { money } from '../../domain/money.ts'
import { points } from '../../domain/points.ts'
import type { Product } from '../../domain/product.ts'
import { couponCode, giftCardCode } from '../../domain/scan.ts'
import { dayMs, monthKey } from '../../domain/time.ts'
import { demoId } from './demo-ids.ts'
import { member, type NotableMember } from './draft-member.ts'
import { packed, weighed } from './draft-product.ts'
import { demoTimeZone } from './stores.ts'
import { demoTemplates } from './templates.ts'

/* What tests, bench and demo may rely on in every demo chain, whatever its seed and size. */

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
  /** The paid membership: the plan `plus_year` of the programme. */
  plusYear: packed(17, '长青优享年卡', 'Changqing Plus, one year', 'membership', 9_900, 16),
  /** In the campaign `festival_price` (8折) and, as its brand is not B001, in double points. */
  festivalTea: packed(18, '云岭茉莉花茶', 'Yunling jasmine tea', 'drink', 1_200, 17, {
    brandId: 'B003',
    tags: ['festival'],
  }),
  /** In double points, at its shelf price. */
  yoghurt: packed(19, '晨牧酸奶950g', 'Chenmu yoghurt 950 g', 'dairy', 1_590, 18, { brandId: 'B006' }),
  /** For `pickAt990`. */
  cookies: packed(20, '百味坊曲奇', 'Baiweifang cookies', 'snack', 1_890, 19, {
    brandId: 'B005',
    tags: ['pick'],
  }),
  /** For `cakeExchange`. */
  birthdayCake: packed(21, '朴食生日蛋糕', 'Pushi birthday cake', 'bakery', 8_800, 20, {
    brandId: 'B013',
    tags: ['birthday_cake'],
  }),
} as const satisfies Record<string, Product>

/** The first members of every demo chain. Their lots are `demoId('lot', 1)` and so on, in this order. */
export const notableMembers = {
  /** 12 480 points, and ¥200 + ¥20 of stored value. */
  gold: member(1, {
    name: '王小明',
    phone: '13800005678',
    tierId: 'gold',
    growth: 9_360,
    lots: [4_480, 8_000],
    more: () => ({ repeatCategoryIds: ['infant'], valueClass: 'loyal', hasBought: true }),
    pin: '864209',
    account: [money(20_000), money(2_000)],
  }),
  silver: member(2, {
    name: '李娜',
    phone: '13900002046',
    tierId: 'silver',
    growth: 3_125,
    lots: [1_000, 2_000],
    more: () => ({ repeatCategoryIds: ['infant'], hasBought: true }),
  }),
  frozen: member(3, {
    name: '赵强',
    phone: '13600009910',
    tierId: 'bronze',
    growth: 410,
    status: 'frozen',
    lots: [500],
    more: () => ({
      statusReason: { zh: '积分异动，正在核实', en: 'Points are being looked into' },
      hasBought: true,
    }),
  }),
  /** 30 000 points: above every step-up; a protection card and a badge. */
  platinum: member(4, {
    name: '陈思远',
    phone: '13500003344',
    tierId: 'platinum',
    growth: 26_500,
    lots: [12_000, 18_000],
    more: (today) => ({
      tags: ['vip'],
      valueClass: 'top',
      lifecycle: 'active',
      protectionCards: 1,
      badges: [{ badgeId: null, name: { zh: '环保达人', en: 'Green shopper' }, until: today + 60 * dayMs }],
      hasBought: true,
    }),
    pin: '135791',
    account: [money(30_000), money(5_000)],
  }),
  /** Points count double for black diamond. */
  blackDiamond: member(5, {
    name: '刘一诺',
    phone: '18600007788',
    tierId: 'black_diamond',
    growth: 41_000,
    lots: [6_000, 9_000],
    more: () => ({ tags: ['vip'], valueClass: 'top', lifecycle: 'active', hasBought: true }),
  }),
  /** 1 700 of the 2 000 to silver: in the sprint. Never bought, brought by `gold`: the first purchase pays both. */
  sprinter: member(6, {
    name: '孙悦',
    phone: '15800001212',
    tierId: 'bronze',
    growth: 1_700,
    lots: [300],
    more: () => ({ referrerId: demoId('member', 1), hasBought: false }),
  }),
  /** Their paid membership runs. */
  subscriber: member(7, {
    name: '周婷',
    phone: '17700004567',
    tierId: 'bronze',
    growth: 640,
    lots: [800],
    more: (today) => ({ subscription: { planId: 'plus_year', until: today + 200 * dayMs }, hasBought: true }),
  }),
  /** Owes 260 points from a return. */
  debtor: member(8, {
    name: '吴迪',
    phone: '13000006655',
    tierId: 'bronze',
    growth: 90,
    lots: [],
    more: () => ({ debt: points(260), hasBought: true }),
  }),
  /** Whose points the family spends: 20 000. */
  familyOwner: member(9, {
    name: '郑国强',
    phone: '13700008899',
    tierId: 'gold',
    growth: 11_200,
    lots: [5_000, 15_000],
    more: () => ({ hasBought: true }),
  }),
  /** 120 points of their own, 3 000 a month of the owner's. */
  familyChild: member(10, {
    name: '郑晓宝',
    phone: '18800001357',
    tierId: 'bronze',
    growth: 300,
    lots: [120],
    more: (today) => ({
      family: {
        ownerId: demoId('member', 9),
        monthCap: points(3_000),
        month: monthKey(today, demoTimeZone),
        spent: points(0),
      },
      hasBought: true,
    }),
  }),
  blacklisted: member(11, {
    name: '冯涛',
    phone: '19900002468',
    tierId: 'bronze',
    growth: 20,
    status: 'blacklisted',
    lots: [100],
    more: () => ({
      statusReason: { zh: '多次恶意退货', en: 'Goods returned in bad faith, repeatedly' },
      hasBought: true,
    }),
  }),
  /** Leads to `sprinter`. */
  merged: member(12, {
    name: '孙悦',
    phone: '15800001213',
    tierId: 'bronze',
    growth: 0,
    status: 'merged',
    lots: [],
    more: () => ({ mergedInto: demoId('member', 6) }),
  }),
  /** The cashier 林小雨 of S01 as a member. */
  cashier: member(13, {
    name: '林小雨',
    phone: '13800001010',
    tierId: 'silver',
    growth: 2_400,
    lots: [1_500],
    more: () => ({ staffId: demoId('staff', 1), hasBought: true }),
  }),
  /** Their birthday is the day the demo was made. */
  birthday: member(14, {
    name: '蒋欣',
    phone: '13600001414',
    tierId: 'silver',
    growth: 4_200,
    lots: [700],
    more: (today) => ({ birthday: birthdayOf(today), hasBought: true }),
  }),
  /** Not seen for half a year; silver until their grace ends. */
  lost: member(15, {
    name: '韩梅',
    phone: '13500001515',
    tierId: 'silver',
    growth: 1_400,
    lots: [400],
    more: (today) => ({
      lifecycle: 'churn_risk',
      valueClass: 'at_risk',
      graceUntil: today + 45 * dayMs,
      hasBought: true,
    }),
  }),
  /** Tagged for `newParents`, in the challenge `gold_in_thirty`. */
  newParent: member(16, {
    name: '沈晨',
    phone: '15000001616',
    tierId: 'bronze',
    growth: 900,
    lots: [900],
    more: (today) => ({
      tags: ['new_parent'],
      repeatCategoryIds: ['infant'],
      challenge: {
        challengeId: 'gold_in_thirty',
        tierId: 'gold',
        spend: money(300_000),
        spent: money(120_000),
        until: today + 12 * dayMs,
      },
      hasBought: true,
    }),
  }),
} as const satisfies Record<string, NotableMember>

function birthdayOf(today: number): string {
  return new Date(today + 8 * 3_600_000).toISOString().slice(5, 10)
}

/** Gift cards of nobody: whoever holds them. */
export const notableGiftCards = {
  hundred: {
    accountId: demoId('account', 1),
    code: giftCardCode(1),
    principal: money(10_000),
    gift: money(0),
  },
  withGift: {
    accountId: demoId('account', 2),
    code: giftCardCode(2),
    principal: money(5_000),
    gift: money(1_000),
  },
  empty: { accountId: demoId('account', 3), code: giftCardCode(3), principal: money(0), gift: money(0) },
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

const { gold, silver, frozen, platinum, newParent, birthday, sprinter } = notableMembers

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
  /** Every other kind of benefit, of `platinum`. */
  platinumMilk: coupon(21, 'milkExchange', platinum.memberId),
  platinumSnacks: coupon(22, 'snacksBuyTwoGetOne', platinum.memberId),
  platinumDrinks: coupon(23, 'drinksSecondHalf', platinum.memberId),
  platinumPick: coupon(24, 'pickAt990', platinum.memberId),
  platinumParking: coupon(25, 'parkingTwoHours', platinum.memberId),
  /** Three uses, at the verification screen. */
  platinumKnives: coupon(26, 'knifeSharpening', platinum.memberId, { usesMax: 3 }),
  platinumCinema: coupon(27, 'cinemaPartner', platinum.memberId),
  /** ¥200: asks for a second proof. */
  platinumHighValue: coupon(28, 'twoHundredHighValue', platinum.memberId),
  bearerBudget: coupon(29, 'budgetFive', null),
  silverOnlineOnly: coupon(30, 'onlineOnly', silver.memberId),
  parentThirty: coupon(31, 'newParents', newParent.memberId),
  /** Of a template for new parents, of a member who is not tagged so. */
  silverParents: coupon(32, 'newParents', silver.memberId),
  birthdayCoupon: coupon(33, 'birthday', birthday.memberId, { validDays: [-3, 4] }),
  /** Another channel holds it. */
  sprinterReserved: coupon(34, 'friendTen', sprinter.memberId, { status: 'reserved' }),
  /** Redeemed by the central's word only. */
  silverAskFirst: coupon(35, 'askFirst', silver.memberId),
  bearerKnives: coupon(36, 'knifeSharpening', null, { usesMax: 3 }),
  /** May be given to somebody else. */
  silverForFriend: coupon(37, 'friendTen', silver.memberId),
} as const
