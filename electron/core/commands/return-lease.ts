import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { refuse } from '../../../domain/refusal.ts'
import { ok, type Result } from '../../../domain/result.ts'
import { isInContact } from '../contact.ts'
import type { Counter } from '../counter.ts'
import { requireSelling } from '../gate.ts'
import { heldHere } from '../leases.ts'
import { askOnline } from '../online.ts'

/**
 * Hands a lease back early. Only once everything spent of it is in the chain's rows: what the central heard of later would
 * be a dispute. It is kept before it is asked, and told again with the next contact if nobody answers now.
 */
export async function returnLease(
  counter: Counter,
  { leaseId }: CommandInput<'returnLease'>,
): Promise<Result<CommandOutput<'returnLease'>>> {
  const selling = requireSelling(counter)
  if (!selling.ok) return selling
  const held = heldHere(counter.chain).find(({ lease }) => lease.leaseId === leaseId)
  if (!held) return refuse('lease_unknown')
  if (!isInContact(counter.sync.slice())) return refuse('online_only')
  if (held.isUnheard) {
    counter.sync.hurry()
    return refuse('lease_unsent')
  }
  counter.leases.keepReturn(leaseId)
  counter.notices.touch('basket_changed')
  const answer = await askOnline(counter, [], (central) => central.returnLease(leaseId))
  if (answer.kind !== 'answered') return refuse('outcome_unknown')
  counter.leases.returned(leaseId)
  counter.log.write('info', 'lease_returned', { eventId: leaseId })
  counter.sync.hurry()
  return ok({})
}
