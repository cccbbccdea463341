import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { refuse } from '../../../domain/refusal.ts'
import { ok, type Result } from '../../../domain/result.ts'
import { accountOfId, accountView, memberAccount } from '../accounts.ts'
import type { Counter } from '../counter.ts'
import { notFound, requireSelling } from '../gate.ts'

/** The basket member's stored value, one without a balance included, a gift card's by its code, or the account a scan found. */
export function findAccount(
  counter: Counter,
  { code, accountId }: CommandInput<'findAccount'>,
): Result<CommandOutput<'findAccount'>> {
  const selling = requireSelling(counter)
  if (!selling.ok) return selling
  const { rules } = selling.value
  const now = counter.clock.now()
  if (accountId !== undefined) {
    const found = accountOfId(counter, accountId, now)
    return found ? ok(accountView(counter, found, rules)) : notFound(counter, 'account_unknown')
  }
  if (code !== null) {
    const found = counter.chain.accountByCode(code.trim().toUpperCase(), now)
    return found ? ok(accountView(counter, found, rules)) : notFound(counter, 'account_unknown')
  }
  const memberId = counter.basket.open()?.memberId ?? null
  if (!memberId) return refuse('member_missing')
  const found = memberAccount(counter, memberId, now)
  return found ? ok(accountView(counter, found, rules)) : notFound(counter, 'account_unknown')
}
