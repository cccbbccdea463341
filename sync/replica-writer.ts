import type { PullReport, ReconcileProgress } from '../contract/replica-thread.ts'
import { FileFault } from '../db/faults.ts'
import type { Replica } from '../db/handle.ts'
import { openReplica } from '../db/open.ts'
import { dropRows, finishRows, replicaFiles } from '../db/replica/swap.ts'
import { emptyWal } from '../db/wal.ts'
import type { SealPin } from './apply-delta.ts'
import type { CentralClient } from './central-client.ts'
import { CentralFault } from './central-fault.ts'
import { pullOnce, pullWhole } from './pull.ts'
import { createReconciliation } from './reconcile.ts'
import { loadSnapshot, type OnProgress, type SnapshotTicket } from './snapshot.ts'

/**
 * The replica's only writer. One order at a time. Throws CentralFault for the line and FileFault for the file;
 * after a FileFault the file is closed and the next order opens it again.
 */
export interface ReplicaWriter {
  pull(): Promise<PullReport>
  /** Loads a snapshot and imports it beside the running replica; the file is closed afterwards, so that it can be swapped. */
  loadSnapshot(ticket: SnapshotTicket, onProgress: OnProgress): Promise<void>
  /**
   * Brings some of the chain row by row into a replica of its own; once there is no `more` it waits to be swapped in. For
   * a central whose snapshots this till cannot use.
   */
  loadRows(): Promise<PullReport>
  /** One step of comparing the replica with the chain; pulls may come between steps. */
  reconcile(progress: ReconcileProgress): Promise<ReconcileProgress>
  /** Closes the file, so that it can be set aside. */
  release(): Promise<void>
  close(): Promise<void>
}

export interface ReplicaWriterDeps {
  /** The till's folder. */
  readonly folder: string
  readonly replicaKey: Uint8Array
  readonly sealPin: SealPin
  readonly central: Pick<CentralClient, 'changes' | 'readSnapshot' | 'digests' | 'rows'>
  readonly chunkRows?: number
}

/** A writer on the caller's own thread: inside the worker, in tests and in the simulator. */
export function createReplicaWriter(deps: ReplicaWriterDeps): ReplicaWriter {
  const { folder, replicaKey } = deps
  let replica: Replica | null = null
  const at = { file: replicaFiles(folder).current, key: replicaKey }
  const open = () => {
    replica ??= openReplica({ ...at, access: 'write' })
    return replica
  }
  const reconciliation = createReconciliation({
    ...deps,
    openReader: () => openReplica({ ...at, access: 'read' }),
    writer: open,
  })
  const release = () => {
    reconciliation.close()
    replica?.close()
    replica = null
  }
  /** What the line did says nothing against the file: it stays open. */
  const releaseAfter = (fault: unknown) => {
    if (!(fault instanceof CentralFault)) release()
  }
  /** Pages with somebody erased may lie in the WAL: of this life, or of one that ended before it emptied it. */
  let mayRemember = true
  const onErased = () => {
    mayRemember = true
  }
  const forget = (of: Replica) => {
    // A comparison under way holds the WAL; what it began is begun anew.
    reconciliation.close()
    mayRemember = !emptyWal(of)
  }
  return {
    async pull() {
      try {
        const report = await pullOnce({ ...deps, replica: open(), onErased })
        if (mayRemember) forget(open())
        return report
      } catch (fault) {
        releaseAfter(fault)
        throw fault
      }
    },
    async reconcile(progress) {
      try {
        return await reconciliation.step(progress)
      } catch (fault) {
        releaseAfter(fault)
        throw fault
      }
    },
    async loadSnapshot(ticket, onProgress) {
      release()
      await loadSnapshot(deps, ticket, onProgress)
    },
    async loadRows() {
      release()
      try {
        const rows = openReplica({ ...at, file: replicaFiles(folder).rows, access: 'write' })
        const report = await pullWhole({ ...deps, replica: rows }).finally(rows.close)
        if (!report.more) finishRows(folder)
        return report
      } catch (fault) {
        // A run of numbers nobody knows any more, or a file that is no good: begun anew the next time.
        if (fault instanceof FileFault || (fault instanceof CentralFault && fault.kind === 'conflict'))
          dropRows(folder)
        throw fault
      }
    },
    async release() {
      release()
    },
    async close() {
      release()
    },
  }
}
