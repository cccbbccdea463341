import type { RefusalCode } from '../../domain/refusal.ts'
import type { RefusalWords } from './words-of-no.ts'

/** The no of codes, coupons, members, points, stored value, returns and second proofs, in English. */
export const enLoyaltyNo = {
  code_forged: {
    says: 'This code is a forgery',
    todo: 'Do not take it. Call a supervisor and sell at full price.',
  },
  code_key_unknown: {
    says: 'This till does not know who issued the code',
    todo: 'Sync and scan again; if it stays so, sell at full price.',
  },
  code_stale: {
    says: 'This member code is too old',
    todo: 'Ask for a fresh code on the phone and scan again.',
  },
  code_replayed: {
    says: 'This member code was just used',
    todo: 'Ask for a fresh code on the phone and scan again.',
  },
  code_expired: {
    says: 'This code has expired',
    exact: 'This code expired on {{expiredAt}}',
    todo: 'Ask the customer to fetch a new code.',
  },
  code_not_yet_valid: {
    says: 'This code is not valid yet',
    exact: 'This code is valid from {{validFrom}}',
    todo: 'Keep it until then.',
  },
  coupon_bearer: {
    says: 'This coupon belongs to whoever holds it',
    todo: 'Just hand it over; nothing has to be changed.',
  },
  coupon_not_transferable: {
    says: 'This coupon cannot be given away',
    todo: 'Only its owner can use it. Choose another coupon.',
  },
  coupon_disputed: {
    says: 'This coupon is being looked into',
    todo: 'Head office has to decide first. Choose another coupon.',
  },
  coupon_in_basket: {
    says: 'This coupon counts in the basket',
    todo: 'Take it out of the basket first, then give it away.',
  },
  coupon_reserved: {
    says: 'This coupon is being used elsewhere',
    todo: 'Try again shortly, or offer another coupon.',
  },
  coupon_member_limit: {
    says: 'Used as often as allowed',
    exact: 'Each member has {{limit}} of these, and all are used',
    todo: 'Offer another coupon, or sell at full price.',
  },
  coupon_budget_spent: {
    says: 'This offer has been given away in full',
    todo: 'Offer another coupon, or sell at full price.',
  },
  coupon_wrong_channel: {
    says: 'This coupon is not for shops',
    todo: 'Keep it for its own channel and sell at full price.',
  },
  coupon_wrong_member: {
    says: 'This coupon is not for this member',
    todo: 'Offer another coupon, or sell at full price.',
  },
  coupon_not_for_goods: {
    says: 'This coupon is for a service, not for goods',
    todo: 'Press F8 to redeem it.',
  },
  coupon_only_for_goods: {
    says: 'This coupon goes with goods',
    todo: 'Put it into the basket; it counts with the sale.',
  },
  coupon_online_only: {
    says: 'This coupon needs the network',
    todo: 'Wait for the network, or offer another coupon.',
  },
  coupon_template_unknown: {
    says: 'This till does not have the rules of this coupon yet',
    todo: 'Sync and scan again; if it stays so, sell at full price.',
  },
  uses_not_left: {
    says: 'Not that many uses left',
    exact: 'This coupon has {{left}} uses left',
    todo: 'Redeem fewer uses.',
  },
  redemption_unknown: {
    says: 'This till has no such redemption',
    todo: 'Undo it at the till that redeemed it.',
  },
  undo_too_late: {
    says: 'Too late to undo',
    exact: 'A redemption can be undone for {{minutes}} minutes',
    todo: 'Member service can issue a new coupon.',
  },
  already_undone: { says: 'This redemption was undone already', todo: 'Nothing more to do.' },
  query_too_short: {
    says: 'Type a little more',
    todo: 'Last 4 digits of the phone, the whole number, initials or the member code.',
  },
  phone_invalid: {
    says: 'That phone number does not work',
    todo: 'Check it and type it again; numbers in China have 11 digits.',
  },
  name_invalid: {
    says: 'That name or birthday does not work',
    todo: 'Type it again, or leave it empty; a birthday is four digits, such as 0517.',
  },
  consent_missing: {
    says: 'The membership terms are not agreed to',
    todo: 'Nobody becomes a member without agreeing to them.',
  },
  member_exists: {
    says: 'This phone number is a member already',
    exact: 'This phone number is member {{maskedName}}',
    todo: 'Check the number. If it is the customer’s own, use that member.',
  },
  referrer_unknown: {
    says: 'No such referrer',
    todo: 'Check the referrer’s member code or phone, or leave it empty. Offline those of other areas are not known.',
  },
  nothing_to_reveal: {
    says: 'This till does not hold the full details',
    todo: 'Check with the masked name and phone.',
  },
  points_day_cap: {
    says: 'Today’s points are used up',
    exact: 'Today {{max}} more points can be used',
    todo: 'Use fewer points, or come back tomorrow.',
  },
  points_invalid: { says: 'That number of points does not work', todo: 'Type the points again.' },
  gift_unknown: { says: 'No such gift', todo: 'Open the list again and choose.' },
  gift_out_of_stock: {
    says: 'This gift is gone in this store',
    todo: 'Offer another gift, or another store.',
  },
  gift_wrong_tier: { says: 'This gift is for another tier', todo: 'Offer another gift.' },
  lottery_closed: { says: 'No lottery right now', todo: 'Watch for the next one.' },
  lottery_day_limit: {
    says: 'All of today’s draws are done',
    exact: 'Only {{limit}} draws a day, and today’s are done',
    todo: 'Come back tomorrow.',
  },
  pool_empty: {
    says: 'This till has no tickets left',
    todo: 'New ones arrive with the network. Try later, or at another till.',
  },
  donation_closed: { says: 'No donations right now', todo: 'The points stay as they are.' },
  project_unknown: { says: 'No such project', todo: 'Choose a project again.' },
  transfer_closed: { says: 'Transfers are not open', todo: 'The points stay as they are.' },
  transfer_over_share: {
    says: 'More than may be transferred',
    exact: 'At most {{max}} points can be transferred now',
    todo: 'Transfer fewer points.',
  },
  transfer_over_month: {
    says: 'This month’s transfers are used up',
    exact: 'This month {{left}} more points can be transferred',
    todo: 'Transfer fewer points, or next month.',
  },
  transfer_to_self: { says: 'That is the same member', todo: 'Scan the receiver’s member code.' },
  account_unknown: {
    says: 'No such stored-value account',
    todo: 'Check the card number. New cards arrive with the next sync.',
  },
  account_frozen: {
    says: 'This account is frozen',
    todo: 'Pay another way. Member service can help.',
  },
  value_not_enough: {
    says: 'Not enough stored value',
    exact: '{{left}} of stored value can be spent',
    todo: 'Lower the amount and pay the rest another way.',
  },
  value_over_limit: {
    says: 'More than may be spent offline',
    exact: 'Offline, {{left}} of stored value can be spent',
    todo: 'Lower the amount, or wait for the network.',
  },
  top_up_over: {
    says: 'More than may be topped up',
    exact: 'At most {{max}} at a time',
    todo: 'Lower the amount.',
  },
  return_nothing: { says: 'Nothing chosen to return', todo: 'Choose goods and how many first.' },
  return_too_much: {
    says: 'More than was bought',
    exact: 'At most {{left}} of this line can come back',
    todo: 'Lower the quantity.',
  },
  return_too_late: {
    says: 'Too late to return',
    exact: 'Goods come back within {{days}} days; this sale is older',
    todo: 'A supervisor may decide on a return without receipt.',
  },
  sale_elsewhere: {
    says: 'Sold at another till; it cannot be looked up now',
    todo: 'Wait for the network, or return at that till.',
  },
  step_up_needed: {
    says: 'This needs a second proof',
    todo: 'The member’s fresh code, a text-message code or PIN, or a supervisor.',
  },
  approval_needed: { says: 'This needs a supervisor', todo: 'Ask a supervisor for code and PIN.' },
  approval_self: { says: 'Nobody approves their own act', todo: 'Ask another supervisor.' },
  approval_stale: { says: 'The approval is too old', todo: 'Ask the supervisor to approve again.' },
  approver_not_allowed: { says: 'This colleague may not approve', todo: 'Ask a supervisor.' },
  proof_wrong: {
    says: 'The proof did not hold',
    todo: 'Make sure it is the member, then try again or another way.',
  },
  one_time_code_wrong: {
    says: 'Wrong text-message code',
    todo: 'Type it again, or send a new one.',
  },
  member_pin_missing: { says: 'This member has no PIN', todo: 'Choose another way.' },
  anomaly_blocked: {
    says: 'Stopped: something unusual',
    todo: 'This cannot go on. Call a supervisor; head office is told.',
  },
  reason_missing: { says: 'No reason given', todo: 'The supervisor chooses or writes a reason.' },
  online_only: {
    says: 'This needs the network',
    todo: 'We are offline. Wait for the network, or choose another way.',
  },
  outcome_unknown: {
    says: 'No answer: it may be done already',
    todo: 'Stay here and press again. Nothing is done twice.',
  },
  transfer_open: {
    says: 'An earlier transfer of theirs has no answer yet',
    todo: 'It is shown here: press once more to ask for its answer, then make the new one.',
  },
  export_failed: { says: 'The report was not exported', todo: 'Check the disk space and try again.' },
} satisfies Readonly<Partial<Record<RefusalCode, RefusalWords>>>
