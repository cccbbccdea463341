import type { Uuid } from './ids.ts'
import { moneyMax, tendersMax } from './limits.ts'
import { type Money, maxMoney, minMoney, noMoney, subtractMoney, sumMoney } from './money.ts'
import type { StoredValueRules } from './programme.ts'
import { refuse } from './refusal.ts'
import { ok, type Result } from './result.ts'
import type { Tender, TenderWish } from './tender.ts'
import type { ValueAccount } from './value-account.ts'

/** What bears on paying with stored value. */
export interface Purses {
  readonly accounts: readonly ValueAccount[]
  readonly rules: StoredValueRules
  /** Whose sale it is: an account of somebody else is not taken. Null without a member. */
  readonly memberId: Uuid | null
  /** True without contact: what an account spends at this till on a day is then limited. */
  readonly offline: boolean
  /** Spent from an account at this till on the store-local day. */
  readonly spentToday: (accountId: Uuid) => Money
}

export interface Paid {
  readonly tenders: readonly Tender[]
  readonly change: Money
}

/**
 * Judges tenders for what is to be paid. Only cash may exceed it, so that change is always cash. Refuses, in this order:
 * `tender_invalid`; of each stored value `account_unknown`, `account_frozen`, `value_not_enough` {left} and
 * `value_over_limit` {left}; `tender_over` {over}; `tender_short` {missing}.
 */
export function payWith(wishes: readonly TenderWish[], toPay: Money, purses: Purses): Result<Paid> {
  if (wishes.length > tendersMax || !wishes.every(isWish)) return refuse('tender_invalid')
  const tenders: Tender[] = []
  for (const wish of wishes) {
    const taken = takeTender(wish, tenders, purses)
    if (!taken.ok) return taken
    tenders.push(taken.value)
  }
  const exact = sumMoney(tenders.filter(({ kind }) => kind !== 'cash').map(({ amount }) => amount))
  if (exact > toPay) return refuse('tender_over', { over: subtractMoney(exact, toPay) })
  const paid = sumMoney(tenders.map(({ amount }) => amount))
  // Change stays a figure that every crossing takes.
  if (paid > moneyMax) return refuse('tender_invalid')
  if (paid < toPay) return refuse('tender_short', { missing: subtractMoney(toPay, paid) })
  return ok({ tenders, change: subtractMoney(paid, toPay) })
}

function isWish({ kind, amount, accountId }: TenderWish): boolean {
  if ((kind === 'stored_value') !== (accountId !== null)) return false
  return Number.isSafeInteger(amount) && amount > 0 && amount <= moneyMax
}

/** One tender, with what stored value takes of each part; `before` are the tenders of this sale already taken. */
function takeTender(wish: TenderWish, before: readonly Tender[], purses: Purses): Result<Tender> {
  const { kind, amount, accountId } = wish
  if (kind !== 'stored_value') return ok({ kind, amount })
  const account = purses.accounts.find((one) => one.accountId === accountId)
  if (!account || (account.memberId !== null && account.memberId !== purses.memberId)) {
    return refuse('account_unknown')
  }
  if (account.status === 'frozen') return refuse('account_frozen')
  const alike = before.filter((tender) => tender.kind === 'stored_value')
  const ofAccount = alike.filter((tender) => tender.accountId === account.accountId)
  const principalLeft = subtractMoney(
    account.principal,
    sumMoney(ofAccount.map(({ principal }) => principal)),
  )
  const giftLeft = subtractMoney(account.gift, sumMoney(ofAccount.map(({ gift }) => gift)))
  const left = sumMoney([principalLeft, giftLeft])
  if (amount > left) return refuse('value_not_enough', { left })
  if (purses.offline) {
    const spent = sumMoney([
      purses.spentToday(account.accountId),
      ...ofAccount.map((tender) => tender.amount),
    ])
    const room = maxMoney(noMoney, subtractMoney(purses.rules.offlinePerDay, spent))
    if (amount > room) return refuse('value_over_limit', { left: room })
  }
  const first = purses.rules.spendFirst === 'principal' ? principalLeft : giftLeft
  const ofFirst = minMoney(amount, first)
  const rest = subtractMoney(amount, ofFirst)
  const [principal, gift] = purses.rules.spendFirst === 'principal' ? [ofFirst, rest] : [rest, ofFirst]
  return ok({ kind, amount, accountId: account.accountId, principal, gift })
}

/** What was paid with what earns nothing (loyalty.md 3.1): gift parts, and tenders the programme names; of cash without its change. */
export function unearningOf({ tenders, change }: Paid, excluded: readonly TenderWish['kind'][]): Money {
  const parts = tenders.map((tender) => {
    if (excluded.includes(tender.kind)) return tender.amount
    return tender.kind === 'stored_value' ? tender.gift : noMoney
  })
  const sum = sumMoney(parts)
  return excluded.includes('cash') ? subtractMoney(sum, change) : sum
}
