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
