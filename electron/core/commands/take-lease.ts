import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { usesLeft } from '../../../domain/coupon.ts'
import { spendablePoints } from '../../../domain/lot.ts'
import { refuse } from '../../../domain/refusal.ts'
import { ok, type Result } from '../../../domain/result.ts'
import { accountValue } from '../../../domain/stored-value.ts'
import { hourMs } from '../../../domain/time.ts'
import { accountOfId } from '../accounts.ts'
import { isInContact } from '../contact.ts'
import type { Counter } from '../counter.ts'
import { notFound, requireSpending } from '../gate.ts'
import { runningLeases } from '../leases.ts'
import { askOnline } from '../online.ts'

type Asked = CommandInput<'takeLease'>

const refusalsOfCentral = ['lease_refused', 'lease_taken', 'till_restricted'] as const

/**
 * Asks the central to set a part aside for this till, within its deadline (sync.md 7, class S). The lease counts once the
 * chain's rows have it, which is waited for a moment: until then the screen does not say that it can be used.
 */
export async function takeLease(counter: Counter, asked: Asked): Promise<Result<CommandOutput<'takeLease'>>> {
  const selling = requireSpending(counter)
  if (!selling.ok) return selling
  const judged = judgeHere(counter, asked)
  if (!judged.ok) return judged
  if (!isInContact(counter.sync.slice())) return refuse('online_only')
  const { amount, hours, kind, leaseId, subjectId } = asked
  const answer = await askOnline(counter, refusalsOfCentral, (central) =>
    central.lease({ leaseId, kind, subjectId, amount, ms: hours * hourMs }),
  )
  // It may have been granted all the same: then it comes with the rows, and the same id asks for the same lease.
  if (answer.kind === 'unknown') {
    counter.sync.hurry()
    return refuse('outcome_unknown')
  }
  if (answer.kind === 'refused') return refuse(answer.code)
  const { granted, expiresAt } = answer.answer.lease
  counter.log.write('info', 'lease_taken', { eventId: leaseId, state: kind })
  counter.sync.hurry()
  const atHand = await counter.leases.arrived(leaseId)
  counter.notices.touch('basket_changed')
  return ok({ granted, expiresAt, atHand })
}

/** What this till can say no to by itself; the rest is the central's to judge. */
function judgeHere(counter: Counter, { amount, kind, leaseId, subjectId }: Asked): Result<true> {
  const taken = runningLeases(counter, [subjectId]).find(
    (lease) => lease.kind === kind && lease.leaseId !== leaseId,
  )
  if (taken) return refuse(taken.isOwn ? 'lease_held' : 'lease_taken')
  const { chain, clock } = counter
  const now = clock.now()
  if (kind === 'points') {
    const standing = chain.standing(subjectId, now)
    if (!standing) return notFound(counter, 'member_unknown')
    if (standing.member.status !== 'active') return refuse('member_frozen')
    const spendable = spendablePoints(standing.lots, now)
    return amount > spendable ? refuse('points_not_enough', { points: spendable }) : ok(true)
  }
  if (kind === 'value') {
    const found = accountOfId(counter, subjectId, now)
    if (!found) return notFound(counter, 'account_unknown')
    if (found.account.status !== 'active') return refuse('account_frozen')
    const spendable = accountValue(found.account)
    return amount > spendable ? refuse('value_not_enough', { spendable }) : ok(true)
  }
  const at = chain.coupon(subjectId, now, null)
  if (!at) return notFound(counter, 'coupon_unknown')
  return usesLeft(at.coupon) === 0 ? refuse('coupon_used', { usedMax: at.coupon.usesMax }) : ok(true)
}
