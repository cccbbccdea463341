import type { Effect } from '../../domain/effect.ts'
import { money, noMoney } from '../../domain/money.ts'
import {
  type Cause,
  changeFact,
  type Dispute,
  dispute,
  type Facts,
  survivorId,
  type ValueAccountName,
} from './facts.ts'

type ValueChanged = Extract<Effect, { readonly kind: 'value_changed' }>

/** Which accounts of the ledger stand against each part when value comes in. */
export type ValueSource = 'top_up' | 'return'

/**
 * Moves both parts of an account. What is spent beyond a part was given away twice: the account stays at nothing, the
 * ledger books a loss, and the dispute names the event before.
 */
export function changeValue(
  facts: Facts,
  effect: ValueChanged,
  cause: Cause,
  source: ValueSource,
): readonly Dispute[] {
  const { eventId } = cause
  const disputes: Dispute[] = []
  const account = accountOf(facts, effect, eventId, disputes)
  const { accountId } = account.row
  const before = account.lastEvent ?? eventId
  let missing = 0
  for (const part of ['principal', 'gift'] as const) {
    const change = effect[part]
    if (change === 0) continue
    const entry = { eventId, accountId, part }
    if (change > 0) {
      const debit = debitOf(part, source)
      facts.valueEntries.push({ ...entry, debit, credit: 'value', amount: change })
      changeFact(account, { [part]: money(account.row[part] + change) })
      continue
    }
    const taken = Math.min(account.row[part], -change)
    const short = -change - taken
    if (taken > 0) {
      facts.valueEntries.push({ ...entry, debit: 'value', credit: 'redemption', amount: taken })
      changeFact(account, { [part]: money(account.row[part] - taken) })
    }
    if (short > 0) facts.valueEntries.push({ ...entry, debit: 'loss', credit: 'redemption', amount: short })
    missing += short
  }
  account.lastEvent = eventId
  if (missing > 0)
    disputes.push(dispute('value_overdraft', accountId, eventId, { other: before, amount: missing }))
  return disputes
}

/** The account; a member's own is opened by the first thing heard of it, any other that is not known is disputed. */
function accountOf(facts: Facts, effect: ValueChanged, eventId: Cause['eventId'], disputes: Dispute[]) {
  const accountId = survivorId(facts, effect.accountId)
  const found = facts.accounts.get(accountId)
  if (found) return found
  const memberId = facts.members.has(accountId) ? accountId : null
  if (memberId === null) disputes.push(dispute('account_unknown', accountId, eventId))
  const row = {
    accountId,
    code: null,
    memberId,
    status: 'active',
    principal: noMoney,
    gift: noMoney,
  } as const
  const opened = { row, changed: true, lastEvent: null }
  facts.accounts.set(accountId, opened)
  return opened
}

function debitOf(part: 'principal' | 'gift', source: ValueSource): ValueAccountName {
  if (source === 'return') return 'refund'
  return part === 'principal' ? 'paid_in' : 'promotion'
}
