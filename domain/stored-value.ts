import type { Uuid } from './ids.ts'
import { moneyMax } from './limits.ts'
import { addMoney, type Money, noMoney } from './money.ts'
import { payWith } from './pay.ts'
import type { Programme, StoredValueRules } from './programme.ts'
import { refuse } from './refusal.ts'
import { ok, type Result } from './result.ts'
import type { Store } from './store.ts'
import type { Tender, TenderWish } from './tender.ts'
import type { ValueAccount } from './value-account.ts'

/** The data of `value.topped_up`. */
export interface ValueToppedUp {
  readonly topUpId: Uuid
  readonly receiptNumber: string
  readonly storeId: Uuid
  readonly accountId: Uuid
  /** Whose account; null for a gift card of nobody. */
  readonly memberId: Uuid | null
  readonly principal: Money
  readonly gift: Money
  readonly tenders: readonly Tender[]
  readonly change: Money
  /** The account's balance after, as this till knew it. */
  readonly principalAfter: Money
  readonly giftAfter: Money
}

/** Both parts together. */
export function accountValue({ principal, gift }: Pick<ValueAccount, 'principal' | 'gift'>): Money {
  return addMoney(principal, gift)
}

/** What is given on top of an amount: the highest step reached counts, whatever their order. */
export function topUpGift(amount: Money, rules: StoredValueRules): Money {
  const reached = rules.topUpSteps.filter(({ from }) => amount >= from)
  const highest = reached.reduce<(typeof reached)[number] | null>(
    (best, step) => (best === null || step.from > best.from ? step : best),
    null,
  )
  return highest?.gift ?? noMoney
}

/**
 * Whether an account may be topped up. Refuses `account_unknown`, `account_frozen`, `tender_invalid` (no amount) and
 * `top_up_over` {max}, also where the account would hold more than any figure may.
 */
export function judgeTopUp({
  account,
  amount,
  programme,
}: {
  readonly account: ValueAccount | null
  readonly amount: Money
  readonly programme: Programme
}): Result<true> {
  if (!account) return refuse('account_unknown')
  if (account.status !== 'active') return refuse('account_frozen')
  if (!isAmount(amount)) return refuse('tender_invalid')
  const { topUpMax } = programme.storedValue
  const after = accountValue(account) + amount + topUpGift(amount, programme.storedValue)
  if (amount > topUpMax || after > moneyMax) return refuse('top_up_over', { max: topUpMax })
  return ok(true)
}

/**
 * Tops an account up. Refuses as `judgeTopUp`, then for the tenders `tender_invalid` (also stored value itself),
 * `tender_over` {over} and `tender_short` {missing}; change is cash.
 */
export function settleTopUp({
  topUpId,
  receiptNumber,
  account,
  amount,
  tenders,
  programme,
  store,
}: {
  readonly topUpId: Uuid
  readonly receiptNumber: string
  /** As this till knows it, own unheard effects counted. */
  readonly account: ValueAccount | null
  readonly amount: Money
  readonly tenders: readonly TenderWish[]
  readonly programme: Programme
  readonly store: Store
}): Result<ValueToppedUp> {
  const judged = judgeTopUp({ account, amount, programme })
  if (!judged.ok) return judged
  if (!account) return refuse('account_unknown')
  if (tenders.some(({ kind }) => kind === 'stored_value')) return refuse('tender_invalid')
  const { storedValue: rules } = programme
  const noPurse = { accounts: [], rules, memberId: null, offline: false, spentToday: () => noMoney }
  const paid = payWith(tenders, amount, noPurse)
  if (!paid.ok) return paid
  const gift = topUpGift(amount, programme.storedValue)
  return ok({
    topUpId,
    receiptNumber,
    storeId: store.storeId,
    accountId: account.accountId,
    memberId: account.memberId,
    principal: amount,
    gift,
    tenders: paid.value.tenders,
    change: paid.value.change,
    principalAfter: addMoney(account.principal, amount),
    giftAfter: addMoney(account.gift, gift),
  })
}

/** An account of a member who never had one. */
export function newMemberAccount(memberId: Uuid): ValueAccount {
  return {
    accountId: memberId,
    code: null,
    memberId,
    status: 'active',
    principal: noMoney,
    gift: noMoney,
  }
}

function isAmount(amount: number): boolean {
  return Number.isSafeInteger(amount) && amount > 0 && amount <= moneyMax
}
