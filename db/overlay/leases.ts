import type { Uuid } from '../../domain/ids.ts'
import type { Lease } from '../../domain/risk.ts'
import type { LeaseAtHand } from '../../domain/risk-decision.ts'
import { effectsOnSubject } from '../journal/effect-table.ts'
import { isLeaseReturned } from '../journal/lease-return-table.ts'
import { leaseRowsOf, leaseRowsOfTerminal } from '../replica/lease-table.ts'
import { type Joined, joined, type Overlay } from './files.ts'

/**
 * Leases of these subjects that tills of the store hold, what this till spent of its own and nobody heard of counted. One
 * that was handed back is nobody's to spend from until the chain has spoken: it counts as another till's.
 */
export function leasesAtHand(overlay: Overlay, subjectIds: readonly Uuid[]): readonly LeaseAtHand[] {
  const found = joined(overlay, (files) =>
    subjectIds
      .flatMap((subjectId) => leaseRowsOf(files.replica, subjectId))
      .map((lease) => {
        const { leaseId, kind, subjectId, fence, expiresAt, terminalId } = lease
        const isOwn = terminalId === files.terminalId && !isLeaseReturned(files.journal, leaseId)
        return { leaseId, kind, subjectId, fence, expiresAt, left: leftOf(files, lease).left, isOwn }
      }),
  )
  return found ?? []
}

/** A lease this till holds, with what is left of it. */
export interface HeldHere {
  readonly lease: Lease
  readonly left: number
  /** Something spent of it is not in the chain's rows yet. */
  readonly isUnheard: boolean
  readonly isReturned: boolean
}

/** Every lease this till holds by the chain's rows, those that end first in front. */
export function leasesHeldHere(overlay: Overlay): readonly HeldHere[] {
  const found = joined(overlay, (files) =>
    leaseRowsOfTerminal(files.replica, files.terminalId).map((lease) => {
      const { left, spent } = leftOf(files, lease)
      const isReturned = isLeaseReturned(files.journal, lease.leaseId)
      return { lease, left, isUnheard: spent > 0, isReturned }
    }),
  )
  return found ?? []
}

function leftOf(files: Joined, { granted, leaseId, used }: Lease): { left: number; spent: number } {
  const unheard = files.anyUnheard ? effectsOnSubject(files.journal, leaseId, files.heard) : []
  const spent = unheard.reduce((sum, { kind, amount }) => sum + (kind === 'lease_used' ? amount : 0), 0)
  return { left: Math.max(0, granted - used - spent), spent }
}
