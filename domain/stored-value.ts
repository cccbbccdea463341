import type { Uuid } from './ids.ts'
import { moneyMax, tendersMax } from './limits.ts'
import { addMoney, type Money, minMoney, noMoney, subtractMoney, sumMoney } from './money.ts'
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
 * Takes an amount from the two parts, the programme's first part first; what it has not comes from the other. `amount` is
 * judged with `judgeValueSpend` before.
 */
export function splitSpend(
  account: Pick<ValueAccount, 'principal' | 'gift'>,
  amount: Money,
  spendFirst: StoredValueRules['spendFirst'],
): { readonly principal: Money; readonly gift: Money } {
  if (spendFirst === 'principal') {
    const principal = minMoney(amount, account.principal)
    return { principal, gift: subtractMoney(amount, principal) }
  }
  const gift = minMoney(amount, account.gift)
  return { principal: subtractMoney(amount, gift), gift }
}

/**
 * Whether an account may pay so much here. `spentToday`: what this till took from it on the store-local day, which only
 * counts without contact (sync.md 7). Refuses, in this order: `account_unknown`, `account_frozen`, `tender_invalid`,
 * `value_not_enough` {value}, `value_over_limit` {left}.
 */
export function judgeValueSpend({
  account,
  amount,
  spentToday,
  programme,
  online,
}: {
  readonly account: ValueAccount | null
  readonly amount: Money
  readonly spentToday: Money
  readonly programme: Programme
  readonly online: boolean
}): Result<true> {
  if (!account) return refuse('account_unknown')
  if (account.status !== 'active') return refuse('account_frozen')
  if (!isAmount(amount)) return refuse('tender_invalid')
  const value = accountValue(account)
  if (amount > value) return refuse('value_not_enough', { value })
  const left = Math.max(0, programme.storedValue.offlinePerDay - spentToday)
  if (!online && amount > left) return refuse('value_over_limit', { left })
  return ok(true)
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
  const paid = payTopUp(tenders, amount)
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

function payTopUp(
  wishes: readonly TenderWish[],
  amount: Money,
): Result<{ readonly tenders: readonly Tender[]; readonly change: Money }> {
  const tenders: Tender[] = []
  for (const wish of wishes) {
    if (wish.kind === 'stored_value' || !isAmount(wish.amount)) return refuse('tender_invalid')
    tenders.push({ kind: wish.kind, amount: wish.amount })
  }
  if (tenders.length > tendersMax) return refuse('tender_invalid')
  const exact = sumMoney(tenders.filter(({ kind }) => kind !== 'cash').map((tender) => tender.amount))
  if (exact > amount) return refuse('tender_over', { over: subtractMoney(exact, amount) })
  const paid = sumMoney(tenders.map((tender) => tender.amount))
  if (paid > moneyMax) return refuse('tender_invalid')
  if (paid < amount) return refuse('tender_short', { missing: subtractMoney(amount, paid) })
  return ok({ tenders, change: subtractMoney(paid, amount) })
}

function isAmount(amount: number): boolean {
  return Number.isSafeInteger(amount) && amount > 0 && amount <= moneyMax
}
