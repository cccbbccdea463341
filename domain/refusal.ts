/**
 * Every "no" a rule can say. Each has words in every language (renderer/text), kept complete by the compiler.
 * `figures` fill the words: money in fen, points, counts, instants in epoch ms.
 */
export const refusalCodes = [
  'basket_empty',
  'basket_full',
  'basket_changed',
  'line_unknown',
  'quantity_invalid',
  'code_damaged',
  'code_too_long',
  'code_unknown',
  'product_unknown',
  'member_unknown',
  'member_frozen',
  'member_blacklisted',
  'member_missing',
  'coupon_unknown',
  'coupon_used',
  'coupon_expired',
  'coupon_not_yet_valid',
  'coupon_revoked',
  'coupon_not_yours',
  'coupon_wrong_store',
  'coupon_wrong_tier',
  'coupon_wrong_time',
  'coupon_no_goods',
  'coupon_spend_more',
  'coupon_not_combinable',
  'coupon_day_limit',
  'coupon_already_in_basket',
  'coupons_too_many',
  'points_not_enough',
  'points_not_multiple',
  'points_over_share',
  'tender_short',
  'tender_over',
  'tender_invalid',
  'signed_out',
  'staff_unknown',
  'pin_wrong',
  'pin_locked',
  'role_not_allowed',
  'sale_unknown',
  'held_none',
  'held_too_many',
  'nothing_to_undo',
  'not_enrolled',
  'already_enrolled',
  'enrolment_code_wrong',
  'central_unreachable',
  'replica_loading',
  // a till that head office has not re-admitted
  'till_restricted',
  // signed codes
  'code_forged',
  'code_key_unknown',
  'code_stale',
  'code_replayed',
  'code_expired',
  'code_not_yet_valid',
  // coupons
  'coupon_reserved',
  'coupon_member_limit',
  'coupon_budget_spent',
  'coupon_wrong_channel',
  'coupon_wrong_member',
  'coupon_not_for_goods',
  'coupon_only_for_goods',
  'coupon_online_only',
  'coupon_template_unknown',
  'uses_not_left',
  'redemption_unknown',
  'undo_too_late',
  'already_undone',
  // members
  'query_too_short',
  'phone_invalid',
  'name_invalid',
  'consent_missing',
  'member_exists',
  'referrer_unknown',
  'nothing_to_reveal',
  // points
  'points_day_cap',
  'points_invalid',
  'gift_unknown',
  'gift_out_of_stock',
  'gift_wrong_tier',
  'lottery_closed',
  'lottery_day_limit',
  'pool_empty',
  'donation_closed',
  'project_unknown',
  'transfer_closed',
  'transfer_over_share',
  'transfer_over_month',
  'transfer_to_self',
  // stored value
  'account_unknown',
  'account_frozen',
  'value_not_enough',
  'value_over_limit',
  'top_up_over',
  // returns
  'return_nothing',
  'return_too_much',
  'return_too_late',
  'sale_elsewhere',
  // second proofs and anomalies
  'step_up_needed',
  'approval_needed',
  'approval_self',
  'approval_stale',
  'approver_not_allowed',
  'proof_wrong',
  'one_time_code_wrong',
  'member_pin_missing',
  'anomaly_blocked',
  'reason_missing',
  // what only the central can do
  'online_only',
  'outcome_unknown',
  // honest redemption
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
  'asking_central',
  // reports
  'export_failed',
] as const

export type RefusalCode = (typeof refusalCodes)[number]

export interface Refusal {
  readonly code: RefusalCode
  readonly figures?: Readonly<Record<string, number | string>>
}

/** The "no" branch of a Result. */
export function refuse(
  code: RefusalCode,
  figures?: Readonly<Record<string, number | string>>,
): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal: figures ? { code, figures } : { code } }
}
