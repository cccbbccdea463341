import type { Effect } from '../../domain/effect.ts'
import type { Uuid } from '../../domain/ids.ts'
import { money, noMoney } from '../../domain/money.ts'
import {
  addLoss,
  type Cause,
  cancelLoss,
  changeFact,
  type Dispute,
  dispute,
  type Facts,
  keyOfLoss,
  survivorId,
  unknownMember,
  type ValueAccountName,
} from './facts.ts'
import { allowedOf } from './promises.ts'

type ValueChanged = Extract<Effect, { readonly kind: 'value_changed' }>

/** Which accounts of the ledger stand against each part when value comes in. */
export type ValueSource = 'top_up' | 'return'

/**
 * Moves both parts of an account. What is spent beyond a part was given away twice: the account stays at nothing, the
 * ledger books a loss, and the dispute names the event before. What comes back of that sale cancels the loss first.
 * Nothing is taken of what was promised to others.
 */
export function changeValue(
  facts: Facts,
  effect: ValueChanged,
  cause: Cause,
  { valueSource = 'return', usedBy = null }: { valueSource?: ValueSource; usedBy?: Uuid | null },
): readonly Dispute[] {
  const { eventId } = cause
  // A member's own account has their id and went with them.
  if (facts.erased.has(effect.accountId)) return [unknownMember(effect.accountId, eventId)]
  const disputes: Dispute[] = []
  const account = accountOf(facts, effect, eventId, disputes)
  const { accountId } = account.row
  const before = account.lastEvent ?? eventId
  const wish = Math.max(0, -effect.principal) + Math.max(0, -effect.gift)
  const { covered, allowed } = allowedOf(
    facts,
    eventId,
    { kind: 'value', subjectId: accountId, amount: wish },
    () => account.row.principal + account.row.gift,
  )
  let mayTake = allowed
  let missing = 0
  for (const part of ['principal', 'gift'] as const) {
    const change = effect[part]
    if (change === 0) continue
    const entry = { eventId, accountId, part }
    if (change > 0) {
      const debit = debitOf(part, valueSource)
      const lost = usedBy === null ? 0 : cancelLoss(facts, keyOfLoss(usedBy, accountId, part), change)
      if (lost > 0) facts.valueEntries.push({ ...entry, debit, credit: 'loss', amount: lost })
      if (change === lost) continue
      facts.valueEntries.push({ ...entry, debit, credit: 'value', amount: change - lost })
      changeFact(account, { [part]: money(account.row[part] + change - lost) })
      continue
    }
    // What was promised to this event is there, in whichever part.
    const taken = Math.min(account.row[part], -change, mayTake)
    const other = part === 'principal' ? 'gift' : 'principal'
    const left = Math.max(0, account.row[other] - Math.max(0, -effect[other]))
    const elsewhere = Math.min(left, -change - taken, Math.max(0, mayTake - taken), covered)
    mayTake -= taken + elsewhere
    if (elsewhere > 0) {
      facts.valueEntries.push({
        ...entry,
        part: other,
        debit: 'value',
        credit: 'redemption',
        amount: elsewhere,
      })
      changeFact(account, { [other]: money(account.row[other] - elsewhere) })
    }
    const short = -change - taken - elsewhere
    if (taken > 0) {
      facts.valueEntries.push({ ...entry, debit: 'value', credit: 'redemption', amount: taken })
      changeFact(account, { [part]: money(account.row[part] - taken) })
    }
    if (short > 0) {
      facts.valueEntries.push({ ...entry, debit: 'loss', credit: 'redemption', amount: short })
      addLoss(facts, keyOfLoss(eventId, accountId, part), short)
    }
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
