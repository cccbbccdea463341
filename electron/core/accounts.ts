import type { ValueAccountView } from '../../contract/points-commands.ts'
import type { AccountAtHand } from '../../db/overlay/accounts.ts'
import type { Uuid } from '../../domain/ids.ts'
import { maxMoney, minMoney, noMoney, subtractMoney } from '../../domain/money.ts'
import { accountValue, newMemberAccount } from '../../domain/stored-value.ts'
import { isInContact } from './contact.ts'
import type { Counter } from './counter.ts'
import type { Rules } from './kept-rules.ts'

/** A member's stored value; an empty account for one who never had any, so that it can be topped up. Null for nobody we know. */
export function memberAccount({ chain }: Counter, memberId: Uuid, now: number): AccountAtHand | null {
  const standing = chain.standing(memberId, now)
  if (!standing) return null
  const { member } = standing
  const found = chain.account(member.memberId, now)
  return found ?? { account: newMemberAccount(member.memberId), spentToday: noMoney }
}

/** The account of an id: a card's, or a member's. */
export function accountOfId(counter: Counter, accountId: Uuid, now: number): AccountAtHand | null {
  return counter.chain.account(accountId, now) ?? memberAccount(counter, accountId, now)
}

/** An account as the screen shows it. Without contact the day's limit of this till bounds what may be spent. */
export function accountView(counter: Counter, at: AccountAtHand, { programme }: Rules): ValueAccountView {
  const { account, spentToday } = at
  const { accountId, code, gift, memberId, principal, status } = account
  const owner = memberId ? counter.chain.standing(memberId, counter.clock.now()) : null
  const value = accountValue(account)
  const limit = maxMoney(noMoney, subtractMoney(programme.storedValue.offlinePerDay, spentToday))
  const open = isInContact(counter.sync.slice()) ? value : minMoney(value, limit)
  return {
    accountId,
    card: code && maskCard(code),
    maskedName: owner?.member.maskedName ?? null,
    status,
    principal,
    gift,
    spendable: status === 'active' ? open : noMoney,
  }
}

/** `G****1234`: enough to tell two cards on the counter apart. */
function maskCard(code: string): string {
  return `${code.slice(0, 1)}****${code.slice(-4)}`
}
