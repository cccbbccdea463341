import type { Effect } from '../../domain/effect.ts'
import { type Cause, changeFact, type Dispute, dispute, type Facts } from './facts.ts'
import { coverByLease } from './promises.ts'

/**
 * Counts what an event spends of a lease. What is beyond it, of somebody else's lease or of one that ended is a dispute,
 * and counts as decided without anybody's word (sync.md 7).
 */
export function spendLease(
  facts: Facts,
  { leaseId, amount }: Extract<Effect, { readonly kind: 'lease_used' }>,
  { eventId, terminalId, time }: Cause,
): readonly Dispute[] {
  const lease = facts.leases.get(leaseId)
  const isHeld = lease !== undefined && lease.row.terminalId === terminalId && time < lease.row.expiresAt
  const within = isHeld ? Math.min(amount, Math.max(0, lease.row.granted - lease.row.used)) : 0
  if (isHeld && within > 0) {
    changeFact(lease, { used: lease.row.used + within })
    coverByLease(facts, eventId, lease.row, within)
  }
  return within === amount ? [] : [dispute('lease_over', leaseId, eventId)]
}
