import type { CentralClient } from './central-client.ts'
import { CentralFault } from './central-fault.ts'
import type { JournalAccess } from './journal-access.ts'
import type { ReplicaWriter } from './replica-writer.ts'
import { type OnProgress, snapshotTicket, snapshotUnusable } from './snapshot.ts'

export interface LoadReplicaDeps {
  readonly journal: JournalAccess
  readonly central: Pick<CentralClient, 'offerSnapshot'>
  readonly writer: Pick<ReplicaWriter, 'loadSnapshot' | 'loadRows'>
  readonly chance: { readonly bytes: (count: number) => Uint8Array }
  /** The till's folder. */
  readonly folder: string
  readonly onProgress: (loadedBps: number | null) => void
  readonly isStopped: () => boolean
  readonly log: (level: 'error' | 'info', word: string, fields: Record<string, never>) => void
}

/**
 * Loads the chain beside the replica, ready to be swapped in, and answers the run of change numbers it is of: by a
 * snapshot, or, where the central's are of a schema this till cannot use (another year's), row by row. Throws as
 * `loadSnapshot` and a pull do; asked again it goes on.
 */
export async function loadReplica(deps: LoadReplicaDeps): Promise<string> {
  const { log, onProgress, writer } = deps
  try {
    const ticket = await snapshotTicket({ ...deps, newKey: () => deps.chance.bytes(32) })
    await writer.loadSnapshot(ticket, onProgress as OnProgress)
    return ticket.offer.feed
  } catch (fault) {
    if (!(fault instanceof CentralFault && fault.code === snapshotUnusable)) throw fault
    log('info', 'snapshot_unusable', {})
  }
  // How many rows there are nobody says beforehand.
  onProgress(null)
  for (;;) {
    const report = await writer.loadRows()
    if (!report.more) return report.feed
    if (deps.isStopped()) throw new CentralFault('unreachable', 'the till is closing')
  }
}
