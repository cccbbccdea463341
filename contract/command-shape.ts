import { z } from 'zod'
import type { RefusalCode } from '../domain/refusal.ts'

/** What each command states: the core parses its input, the page its output. */
export interface CommandShape {
  readonly input: z.ZodType
  readonly output: z.ZodType
  readonly refusals: readonly RefusalCode[]
  /** How long the page waits for its answer, in ms; missing = `commandTimeoutMs`. */
  readonly waitMs?: number
}

export const nothing = z.strictObject({})
export const done = z.object({})

/** What every act of selling may be refused for. */
export const sellRefusals = [
  'signed_out',
  'role_not_allowed',
  'not_enrolled',
  'replica_loading',
  // While the central is asked about an act nothing else is sold.
  'asking_central',
] as const satisfies readonly RefusalCode[]

/** What every act that spends a member's points, coupons or stored value may be refused for besides (sync.md 7). */
export const spendRefusals = [
  ...sellRefusals,
  'till_restricted',
  'denied',
  'leased_elsewhere',
  'deny_list_old',
  'offline_value',
  'offline_over_bound',
  'offline_member_uses',
  'offline_member_amount',
  'offline_till_limit',
  'offline_store_limit',
  'ask_again',
] as const satisfies readonly RefusalCode[]

/** What the central may say to an act it is asked about (`declineCodes`). */
export const declineRefusals = [
  'coupon_used',
  'coupon_unknown',
  'coupon_revoked',
  'coupon_not_yours',
  'member_frozen',
  'points_not_enough',
  'value_not_enough',
] as const satisfies readonly RefusalCode[]

export const memberRefusals = [
  'member_unknown',
  'member_blacklisted',
] as const satisfies readonly RefusalCode[]

/** What looking for a member who is not in the copy here may say. */
export const elsewhereRefusals = [
  'member_not_here',
  'member_coming',
] as const satisfies readonly RefusalCode[]

/** What judging a coupon may say. */
export const couponRefusals = [
  'coupon_unknown',
  'coupon_template_unknown',
  'coupon_used',
  'coupon_reserved',
  'coupon_expired',
  'coupon_not_yet_valid',
  'coupon_revoked',
  'coupon_not_yours',
  'coupon_wrong_store',
  'coupon_wrong_channel',
  'coupon_wrong_tier',
  'coupon_wrong_member',
  'coupon_wrong_time',
  'coupon_day_limit',
  'coupon_member_limit',
  'coupon_budget_spent',
  'coupon_online_only',
  'member_frozen',
] as const satisfies readonly RefusalCode[]

/** What a coupon beside goods may say besides. */
export const basketCouponRefusals = [
  ...couponRefusals,
  'coupon_no_goods',
  'coupon_spend_more',
  'coupon_not_combinable',
  'coupon_not_for_goods',
  'coupon_already_in_basket',
  'coupons_too_many',
] as const satisfies readonly RefusalCode[]

/** What a signed code may say. */
export const signedCodeRefusals = [
  'code_forged',
  'code_key_unknown',
  'code_stale',
  'code_replayed',
  'code_expired',
  'code_not_yet_valid',
] as const satisfies readonly RefusalCode[]

/** What an act worth a second proof may say: `step_up_needed` {reasons, amount, actId}. */
export const stepUpRefusals = [
  'step_up_needed',
  'approval_stale',
  'anomaly_blocked',
] as const satisfies readonly RefusalCode[]
