import type { Uuid } from '../../domain/ids.ts'
import type { LeaseAtHand } from '../../domain/risk-decision.ts'
import { effectsOnSubject } from '../journal/effect-table.ts'
import { leaseRowsOf } from '../replica/lease-table.ts'
import { joined, type Overlay } from './files.ts'

/** Leases of these subjects that tills of the store hold, what this till spent of its own and nobody heard of counted. */
export function leasesAtHand(overlay: Overlay, subjectIds: readonly Uuid[]): readonly LeaseAtHand[] {
  const found = joined(overlay, (files) =>
    subjectIds
      .flatMap((subjectId) => leaseRowsOf(files.replica, subjectId))
      .map((lease) => {
        const unheard = files.anyUnheard ? effectsOnSubject(files.journal, lease.leaseId, files.heard) : []
        const spent = unheard.reduce((sum, { kind, amount }) => sum + (kind === 'lease_used' ? amount : 0), 0)
        const { leaseId, kind, subjectId, fence, expiresAt, granted, used, terminalId } = lease
        const left = Math.max(0, granted - used - spent)
        return { leaseId, kind, subjectId, fence, expiresAt, left, isOwn: terminalId === files.terminalId }
      }),
  )
  return found ?? []
}
