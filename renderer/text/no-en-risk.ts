import type { RefusalCode } from '../../domain/refusal.ts'
import type { RefusalWords } from './words-of-no.ts'

/** The no of honest redemption, in English: whatever is refused, the goods are still sold and points still counted. */
export const enRiskNo = {
  denied: {
    says: 'Head office no longer honours it',
    todo: 'Sell at full price; points still count. Member service can tell why.',
  },
  leased_elsewhere: {
    says: 'This coupon is reserved for another till',
    todo: 'Use it there, or keep it and sell at full price; points still count.',
  },
  deny_list_old: {
    says: 'This till was offline too long to redeem',
    exact: 'No news from head office for {{hours}} hours: nothing is redeemed',
    todo: 'Keep the coupon, sell at full price; points still count. It works again online.',
  },
  offline_value: {
    says: 'Stored value cannot be used offline',
    todo: 'Pay another way. To use it offline, reserve an amount while online.',
  },
  offline_over_bound: {
    says: 'Too much to redeem offline',
    exact: 'Offline at most {{max}} is redeemed at once',
    todo: 'Keep the coupon or use fewer points, sell at full price; points still count.',
  },
  offline_member_uses: {
    says: 'This member has no offline use left today',
    exact: 'Offline a member redeems at most {{max}} times a day',
    todo: 'Ask a supervisor, or keep the coupon and sell at full price; points still count.',
  },
  offline_member_amount: {
    says: 'This member has no offline allowance left today',
    exact: 'Offline this member may still use {{left}} today',
    todo: 'Ask a supervisor, or keep the coupon and sell at full price; points still count.',
  },
  offline_till_limit: {
    says: 'This till has no offline allowance left',
    exact: 'Offline this till may still redeem {{left}}',
    todo: 'Keep the coupon, sell at full price; points still count. A full sync frees it.',
  },
  offline_store_limit: {
    says: 'This store has no offline allowance left',
    exact: 'Offline this store may still redeem {{left}}',
    todo: 'Keep the coupon, sell at full price; points still count. A full sync frees it.',
  },
  ask_again: {
    says: 'What was asked before no longer holds',
    todo: 'Press again: head office is asked anew.',
  },
  lease_held: {
    says: 'This till holds a part of it already',
    todo: 'Use it up, or hand it back under “Held here”, then set aside anew.',
  },
  lease_taken: {
    says: 'It is set aside for another till',
    todo: 'Use it there, or have it handed back there first.',
  },
  lease_refused: {
    says: 'Head office does not set it aside',
    todo: 'Not so much is free, or it is not honoured. Set aside less, or use it while online.',
  },
  lease_unknown: {
    says: 'It is no longer held here',
    todo: 'It was handed back, ended or was taken back. Nothing is left to do.',
  },
  lease_unsent: {
    says: 'Head office has not heard of the last use yet',
    todo: 'Wait a few seconds for the sync, then hand it back again.',
  },
  asking_central: { says: 'Asking head office', todo: 'Wait a second or two, then go on.' },
} satisfies Readonly<Partial<Record<RefusalCode, RefusalWords>>>

/** Where something is given to another member. */
export const enGivingNo = {
  denied: {
    says: 'Head office has stopped this: it cannot be given away',
    todo: 'Nothing was given. The customer asks member service.',
  },
  leased_elsewhere: {
    says: 'This coupon is set aside for another till',
    todo: 'Nothing was given. It can go to somebody else once that till has given it back.',
  },
  member_frozen: {
    says: 'The giver or the receiver is frozen',
    todo: 'Nothing was given. Whoever is frozen asks member service.',
  },
} satisfies Readonly<Partial<Record<RefusalCode, RefusalWords>>>
