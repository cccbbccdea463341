import type { Coupon } from '../../domain/coupon.ts'
import type { Uuid } from '../../domain/ids.ts'
import { couponCode } from '../../domain/scan.ts'
import { codeOfOil, coupons, idOf, noon, programme, wang } from './demo-chain.ts'
import { aloneCoupons, dynamicCode, signedCoupon, strangerKey, tagOf } from './member-chain.ts'
import { approve, begin, outputOf, programmeWith, type Row } from './refusal-row.ts'
import { type Page, scan } from './till-parts.ts'

/* What the verification of coupons refuses. */

const { washes, voucher } = aloneCoupons

/** Inputs that would be right on a till that can sell. */
export const verifyPlain = {
  verifyCoupon: { text: washes.code },
  redeemAlone: { actId: idOf(8), couponId: washes.couponId, uses: 1 },
  undoRedemption: { redemptionId: idOf(8) },
  recentRedemptions: {},
  couponHistory: { couponId: washes.couponId },
} as const

async function redeem(page: Page, couponId: Uuid, uses = 1) {
  return page.call('redeemAlone', { actId: await begin(page), couponId, uses })
}

const texts = [
  ['code_forged', signedCoupon({}, strangerKey)],
  ['code_key_unknown', signedCoupon({}, { ...strangerKey, keyId: 'ab'.repeat(8) })],
  ['code_expired', signedCoupon({ notBefore: noon - 900_000_000, expiresAt: noon - 1_000 })],
  ['code_not_yet_valid', signedCoupon({ notBefore: noon + 1_000 })],
  ['code_damaged', ''],
  ['code_too_long', '9'.repeat(5_000)],
  ['code_unknown', codeOfOil(1)],
  ['code_unknown', dynamicCode(wang.memberId, noon)],
  ['coupon_unknown', couponCode(999_999)],
  ['coupon_template_unknown', aloneCoupons.noTemplate.code],
] as const

const textRows = texts.map(
  ([code, text]): Row => ({
    command: 'verifyCoupon',
    code,
    act: ({ page }) => page.call('verifyCoupon', { text }),
  }),
)

/** Coupons by what they are refused for without a sale. */
const refused: Readonly<Record<string, Coupon>> = {
  coupon_unknown: { ...washes, couponId: idOf(77) },
  coupon_used: coupons.used,
  coupon_reserved: aloneCoupons.reserved,
  coupon_expired: coupons.expired,
  coupon_not_yet_valid: coupons.early,
  coupon_revoked: coupons.revoked,
  coupon_wrong_store: coupons.otherStore,
  coupon_wrong_channel: aloneCoupons.otherChannel,
  coupon_wrong_tier: coupons.otherTier,
  coupon_wrong_member: aloneCoupons.tagged,
  coupon_wrong_time: coupons.otherDay,
  coupon_budget_spent: aloneCoupons.spent,
  coupon_online_only: aloneCoupons.onlineOnly,
  member_frozen: aloneCoupons.ofFrozen,
  coupon_only_for_goods: coupons.good,
  step_up_needed: voucher,
}

const couponRows = Object.entries(refused).map(
  ([code, { couponId }]): Row => ({
    command: 'redeemAlone',
    code,
    act: ({ page }) => redeem(page, couponId),
  }),
)

const redeemRows: Row[] = [
  {
    command: 'redeemAlone',
    code: 'coupon_not_yours',
    act: async ({ page }) => {
      const text = signedCoupon({ memberTag: tagOf(wang.memberId) })
      const { couponId } = outputOf(await page.call('verifyCoupon', { text }))
      return redeem(page, couponId)
    },
  },
  {
    command: 'redeemAlone',
    code: 'coupon_day_limit',
    act: ({ page }) => redeem(page, aloneCoupons.daily.couponId, 3),
  },
  {
    command: 'redeemAlone',
    code: 'coupon_member_limit',
    act: async ({ page }) => {
      await redeem(page, aloneCoupons.onceEver.couponId)
      return redeem(page, aloneCoupons.onceEver.couponId)
    },
  },
  { command: 'redeemAlone', code: 'uses_not_left', act: ({ page }) => redeem(page, washes.couponId, 6) },
  {
    command: 'redeemAlone',
    code: 'approval_stale',
    act: async ({ clock, page }) => {
      const act = { actId: await begin(page), couponId: voucher.couponId, uses: 1 }
      await approve(page, await page.call('redeemAlone', act))
      clock.move(60_001)
      return page.call('redeemAlone', act)
    },
  },
  {
    command: 'redeemAlone',
    code: 'anomaly_blocked',
    furniture: {
      ...programmeWith({
        anomalies: [{ kind: 'member_redemptions', count: 1, withinMs: 60_000, action: 'block' }],
      }),
      members: true,
    },
    act: ({ page }) => redeem(page, washes.couponId),
  },
]

async function redeemed(page: Page): Promise<Uuid> {
  return outputOf(await redeem(page, washes.couponId)).redemptionId
}

const undoRows: Row[] = [
  {
    command: 'undoRedemption',
    code: 'redemption_unknown',
    act: ({ page }) => page.call('undoRedemption', { redemptionId: idOf(77) }),
  },
  {
    command: 'undoRedemption',
    code: 'undo_too_late',
    act: async ({ clock, page }) => {
      const redemptionId = await redeemed(page)
      clock.move(programme.undoMinutes * 60_000 + 1)
      return page.call('undoRedemption', { redemptionId })
    },
  },
  {
    command: 'undoRedemption',
    code: 'already_undone',
    furniture: { members: true, signedIn: 'supervisor' },
    act: async ({ page }) => {
      const redemptionId = await redeemed(page)
      await page.call('undoRedemption', { redemptionId })
      return page.call('undoRedemption', { redemptionId })
    },
  },
  {
    command: 'undoRedemption',
    code: 'approval_needed',
    act: async ({ page }) => page.call('undoRedemption', { redemptionId: await redeemed(page) }),
  },
  {
    command: 'undoRedemption',
    code: 'approval_stale',
    act: async ({ clock, page }) => {
      const redemptionId = await redeemed(page)
      await approve(page, await page.call('undoRedemption', { redemptionId }))
      clock.move(60_001)
      return page.call('undoRedemption', { redemptionId })
    },
  },
  {
    command: 'couponHistory',
    code: 'coupon_unknown',
    act: ({ page }) => page.call('couponHistory', { couponId: idOf(77) }),
  },
]

/** What may be wrong with a coupon that is scanned beside goods, besides what the demo chain's own say. */
const scanRows: Row[] = [
  {
    command: 'redeemCoupon',
    code: 'coupon_online_only',
    act: async ({ page }) => {
      await scan(page, codeOfOil(1))
      await scan(page, wang.code)
      return page.call('redeemCoupon', { couponId: aloneCoupons.onlineOnly.couponId })
    },
  },
]

/** Rows of the verification on a till of the members' chain. */
export const verifyRows: readonly Row[] = [
  ...textRows,
  ...couponRows,
  ...redeemRows,
  ...undoRows,
  ...scanRows,
].map((row) => ({ furniture: { members: true }, ...row }))

export const verifyElsewhere = {
  'verifyCoupon code_stale': 'a coupon has no minute in which it is fresh',
  'verifyCoupon code_replayed': 'a coupon may be shown as often as one likes',
  'commitSale coupon_online_only': 'contact lost since it was added: brought-coupons.test.ts',
  'redeemAlone coupon_template_unknown':
    'to a till a coupon without its template does not exist: coupon_unknown',
} as const
