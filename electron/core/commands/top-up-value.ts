import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { refuse } from '../../../domain/refusal.ts'
import { ok, type Result } from '../../../domain/result.ts'
import { mayDo } from '../../../domain/staff.ts'
import { settleTopUp, type ValueToppedUp } from '../../../domain/stored-value.ts'
import { accountOfId } from '../accounts.ts'
import { nextActPlace, recordAct, recordedAct } from '../acts.ts'
import type { Counter } from '../counter.ts'
import { notFound, requireSelling } from '../gate.ts'
import { topUpReceipt } from '../slips.ts'

/** Money into an account, with what the programme gives on top. Asked again with the same id it answers what is recorded. */
export function topUpValue(
  counter: Counter,
  { accountId, actId, amount, tenders }: CommandInput<'topUpValue'>,
): Result<CommandOutput<'topUpValue'>> {
  const selling = requireSelling(counter)
  if (!selling.ok) return selling
  const recorded = recordedAct(counter, actId, 'value.topped_up')
  if (recorded) return ok(answerOf(recorded.data))
  const { rules, staff } = selling.value
  if (!mayDo(staff.role, 'top_up')) return refuse('role_not_allowed')
  const now = counter.clock.now()
  const found = accountOfId(counter, accountId, now)
  if (!found) return notFound(counter, 'account_unknown')
  const { head, slipNumber } = nextActPlace(counter, selling.value)
  const settled = settleTopUp({
    topUpId: actId,
    receiptNumber: slipNumber,
    account: found.account,
    amount,
    tenders,
    programme: rules.programme,
    store: rules.store,
  })
  if (!settled.ok) return settled
  const toppedUp = settled.value
  const { memberId } = toppedUp
  recordAct(counter, selling.value, {
    actId,
    type: 'value.topped_up',
    now,
    data: toppedUp,
    head,
    proof: memberId && memberId === counter.basket.open()?.memberId ? proofOf(counter) : 'none',
    receipt: () => topUpReceipt(counter, selling.value, now, toppedUp),
  })
  return ok(answerOf(toppedUp))
}

function proofOf({ basket }: Counter) {
  return basket.open()?.memberProof ?? 'none'
}

function answerOf(toppedUp: ValueToppedUp): CommandOutput<'topUpValue'> {
  const { change, gift, giftAfter, principalAfter, receiptNumber } = toppedUp
  return { receiptNumber, gift, principalAfter, giftAfter, change }
}
