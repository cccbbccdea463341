import type { FaultCode } from '../../contract/bridge.ts'
import type { RefusalCode } from '../../domain/refusal.ts'
import type { FaultWords, RefusalWords } from './words-of-no.ts'

/** The till's no while selling, in English. */
export const enSellingNo = {
  basket_empty: { says: 'The basket is empty', todo: 'Scan a product first.' },
  basket_full: {
    says: 'The basket is full',
    exact: 'A basket holds {{max}} lines at most',
    todo: 'Take payment, then go on with a new basket.',
  },
  basket_changed: {
    says: 'The basket has just changed; nothing was paid',
    todo: 'Check the new sum with the customer, then confirm.',
  },
  line_unknown: { says: 'That line is no longer in the basket', todo: 'Select another one.' },
  quantity_invalid: {
    says: 'That quantity does not work',
    exact: 'The quantity must be 1 to {{max}}',
    todo: 'Type it again. Goods with a label price are scanned once for each package.',
  },
  code_damaged: {
    says: 'The code was not read whole',
    todo: 'Scan again, or type the digits under the barcode.',
  },
  code_too_long: {
    says: 'That code is too long',
    todo: 'Make sure it is a product, member or coupon code.',
  },
  code_unknown: {
    says: 'We do not know this code',
    todo: 'Make sure it is a product, member or coupon code.',
  },
  setup_file_invalid: {
    says: 'The setup file cannot be read',
    exact: 'In the setup file “{{at}}” is not right',
    todo: 'Mend the file, or take the till.json of another till.',
  },
  setup_not_saved: {
    says: 'The setup was not saved',
    todo: 'Look at the room on the disk and the rights of the folder, then save again.',
  },
  print_unknown: {
    says: 'This receipt was settled already',
    todo: 'Look at its state in the list.',
  },
  printer_none: {
    says: 'No printer is set up',
    todo: 'Put the address of the printer into the setup file first.',
  },
  printer_not_ready: {
    says: 'The printer cannot print now',
    todo: 'Look at paper, cover and cable, then try again.',
  },
  card_unknown: {
    says: 'This card belongs to nobody here',
    todo: 'Find the member with F2, by phone or name.',
  },
  card_foreign: {
    says: 'This is not a member card – a bank or transport card, perhaps',
    todo: 'Nothing was read from it and nothing charged. Give it back and ask for the member card.',
  },
  card_unreadable: {
    says: 'The card was taken away too soon',
    todo: 'Hold it on the reader for a second.',
  },
  product_unknown: {
    says: 'No such product',
    todo: 'Search by name, or ask a supervisor to check the barcode.',
  },
  member_unknown: {
    says: 'Member not found',
    todo: 'Check the code. Offline only this till was asked, and head office may know them: sell without membership, or enrol them by phone.',
  },
  member_nowhere: {
    says: 'Head office does not know this member either',
    todo: 'Check the code, or look them up by phone with F2. Sell without membership, or enrol them.',
  },
  member_not_here: {
    says: 'Not known in this area',
    todo: 'They may be a member elsewhere. Offline nobody can be asked: sell without membership, or enrol them by phone; head office joins the two.',
  },
  member_coming: {
    says: 'Found at head office, on the way here',
    todo: 'Try again in a moment, or go on selling.',
  },
  member_frozen: {
    says: 'This membership is frozen: no coupons, no points',
    todo: 'Shopping goes on as usual. Member service can help.',
  },
  member_blacklisted: {
    says: 'This member has no benefits',
    exact: 'This member has no benefits: {{reason}}',
    todo: 'Sell as to anyone else. In doubt, call a supervisor.',
  },
  member_missing: { says: 'No member in this sale', todo: 'Scan the member code, or press F2 to type it.' },
  coupon_unknown: {
    says: 'No such coupon',
    todo: 'Check the code. New coupons arrive with the next sync; sell at full price meanwhile.',
  },
  coupon_used: {
    says: 'This coupon was already used',
    todo: 'Offer another coupon, or sell at full price.',
  },
  coupon_expired: {
    says: 'This coupon has expired',
    exact: 'This coupon expired on {{expiredAt}}',
    todo: 'Offer another coupon, or sell at full price.',
  },
  coupon_not_yet_valid: {
    says: 'This coupon is not valid yet',
    exact: 'This coupon is valid from {{validFrom}}',
    todo: 'Keep it until then and sell at full price today.',
  },
  coupon_revoked: {
    says: 'This coupon was withdrawn',
    todo: 'Sell at full price. Member service can explain.',
  },
  coupon_not_yours: {
    says: 'This coupon belongs to another member',
    todo: 'Scan the member code of the coupon’s owner.',
  },
  coupon_wrong_store: {
    says: 'This coupon is not for this store',
    todo: 'Keep it for its own store and sell at full price.',
  },
  coupon_wrong_tier: {
    says: 'This coupon is for another tier',
    todo: 'Offer another coupon, or sell at full price.',
  },
  coupon_wrong_time: {
    says: 'This coupon is not for this time',
    exact: 'This coupon works only {{when}}',
    todo: 'Keep it until then and sell at full price now.',
  },
  coupon_no_goods: {
    says: 'No goods for this coupon in the basket',
    todo: 'It counts by itself once they are added.',
  },
  coupon_spend_more: {
    says: 'Not enough goods for this coupon yet',
    exact: 'Add {{missing}} of its goods to use it',
    todo: 'It needs {{minimum}} and then counts by itself.',
    todoPlain: 'Add more of its goods and it counts by itself.',
  },
  coupon_not_combinable: {
    says: 'Not together with the other coupon',
    todo: 'Remove the other coupon first, then use this one.',
  },
  coupon_day_limit: {
    says: 'Used as often as allowed today',
    exact: 'Only {{limit}} a day, and today’s are used',
    todo: 'Keep it for tomorrow and sell at full price today.',
  },
  coupon_already_in_basket: {
    says: 'This coupon is already in the basket',
    todo: 'No need to scan it again.',
  },
  coupons_too_many: {
    says: 'Too many coupons',
    exact: 'One sale takes {{max}} coupons at most',
    todo: 'Remove one first.',
  },
  points_not_enough: {
    says: 'Not enough points',
    exact: 'Only {{points}} points are left',
    todo: 'Use fewer points.',
  },
  points_not_multiple: {
    says: 'That number of points does not work',
    exact: 'Points go in steps of {{step}}',
    todo: 'Use the plus and minus buttons.',
  },
  points_over_share: {
    says: 'More points than this sale allows',
    exact: 'This sale takes {{max}} points at most',
    todo: 'Use fewer points.',
  },
  tender_short: {
    says: 'Not enough money yet',
    exact: '{{missing}} still open',
    todo: 'Add the rest, then confirm.',
  },
  tender_over: {
    says: 'Card or mobile is more than the sum',
    exact: '{{over}} too much; only cash gives change',
    todo: 'Lower the card or mobile amount.',
  },
  tender_invalid: { says: 'That amount does not work', todo: 'Type the amount again.' },
  signed_out: { says: 'Nobody is signed in', todo: 'Sign in with staff code and PIN first.' },
  staff_unknown: {
    says: 'No such staff code',
    todo: 'Check the code. New colleagues arrive with the next sync.',
  },
  pin_wrong: { says: 'Wrong PIN', todo: 'Type the PIN again.' },
  pin_locked: {
    says: 'Too many wrong PINs: locked',
    exact: 'Too many wrong PINs: locked until {{until}}',
    todo: 'Wait until then, or let a supervisor sign in.',
  },
  role_not_allowed: { says: 'Your role does not allow this', todo: 'Call a supervisor.' },
  sale_unknown: { says: 'This till has no such sale', todo: 'Reprint at the till that sold it.' },
  held_none: { says: 'That basket is no longer on hold', todo: 'It may have been recalled; see the list.' },
  held_too_many: {
    says: 'Too many baskets on hold',
    exact: 'Only {{max}} baskets can be on hold',
    todo: 'Recall one and finish it first.',
  },
  nothing_to_undo: { says: 'Nothing to undo', todo: 'Change the basket directly.' },
  not_enrolled: { says: 'This till is not enrolled', todo: 'Ask store IT for an enrolment code.' },
  already_enrolled: { says: 'This till is already enrolled', todo: 'Simply sign in.' },
  enrolment_code_wrong: {
    says: 'The enrolment code is wrong or used up',
    todo: 'Ask for a new one and use it within 15 minutes.',
  },
  central_not_proven: {
    says: 'Who answers there is not head office',
    todo: 'Check the address; if it is right, call head office IT before trying again.',
  },
  central_unreachable: {
    says: 'Head office cannot be reached',
    todo: 'Check the network and the address, then try again.',
  },
  replica_loading: {
    says: 'Products and members are still loading',
    todo: 'Wait for it to finish; usually under a minute.',
  },
  till_restricted: {
    says: 'This till only sells and earns for now',
    todo: 'Keep coupon and points; the sale goes on and points are still counted. Store IT asks head office to re-admit this till.',
  },
} satisfies Readonly<Partial<Record<RefusalCode, RefusalWords>>>

export const enFaults = {
  call_malformed: { says: 'That was not understood', todo: 'Try again; if it comes back, tell store IT.' },
  not_recorded: {
    says: 'Saving failed; nothing was recorded',
    todo: 'The basket is as it was. Try again.',
  },
  disk_full: {
    says: 'The disk is full; nothing was recorded',
    todo: 'Take no payment here. Call store IT to free space; serve customers at another till.',
  },
  stopped: { says: 'This till has stopped trading', todo: 'Sell at another till and tell store IT.' },
  core_failed: {
    says: 'Something went wrong; restarting by itself',
    todo: 'The basket is saved. Wait a few seconds.',
  },
  core_lost: {
    says: 'The till core is restarting',
    todo: 'Back in a few seconds. Do not take payment twice.',
  },
  timed_out: {
    says: 'No answer in time',
    todo: 'The disk may be slow. Wait a moment; do not take payment twice.',
  },
} satisfies Readonly<Record<FaultCode, FaultWords>>
