import type { CommandInput, CommandOutput } from '../../../contract/command.ts'
import { ok, type Result } from '../../../domain/result.ts'
import { isInContact } from '../contact.ts'
import type { Counter } from '../counter.ts'
import { requireSelling } from '../gate.ts'
import { leasableOf } from '../leasable.ts'
import { heldLeases } from '../leases.ts'
import { deskOf } from '../points-act.ts'

/** What of the customer at the counter can be set aside for this till, and every lease it holds. */
export function leaseDesk(
  counter: Counter,
  { accountId }: CommandInput<'leaseDesk'>,
): Result<CommandOutput<'leaseDesk'>> {
  const selling = requireSelling(counter)
  if (!selling.ok) return selling
  const at = deskOf(counter, selling.value)
  if (!at.ok) return at
  const { rules } = selling.value
  return ok({
    online: isInContact(counter.sync.slice()),
    leasable: leasableOf(counter, { rules, standing: at.value.standing }, accountId),
    held: heldLeases(counter, rules),
  })
}
