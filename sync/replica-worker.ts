import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import {
  type ReplicaReport,
  type ReplicaThread,
  replicaOrderSchema,
  replicaThreadSchema,
} from '../contract/replica-thread.ts'
import { FileFault } from '../db/faults.ts'
import { assert } from '../domain/assert.ts'
import { createCentralClient } from './central-client.ts'
import { CentralFault } from './central-fault.ts'
import { sealPinHash } from './pin-seal.ts'
import { createReplicaWriter } from './replica-writer.ts'

/*
 * The thread that writes the replica: fetches, parses, applies and imports away from the thread that sells. It
 * holds its own connection; an error that is no fault of the world ends it, and the core starts another.
 */

/** Obeys the orders that come over `port` until told to stop. */
function serve(port: MessagePort, start: ReplicaThread): void {
  const stopped = new AbortController()
  const writer = createReplicaWriter({
    folder: start.folder,
    replicaKey: start.replicaKey,
    sealPin: (pinHash) => sealPinHash(start.pepper, pinHash),
    central: createCentralClient({
      ...start.central,
      identity: () => start.central.identity,
      stopped: stopped.signal,
    }),
  })
  const report = (message: ReplicaReport) => port.postMessage(message)

  const obey = async (message: unknown): Promise<ReplicaReport> => {
    const order = replicaOrderSchema.parse(message)
    switch (order.kind) {
      case 'pull':
        return { kind: 'pulled', report: await writer.pull() }
      case 'reconcile':
        return { kind: 'reconciled', progress: await writer.reconcile(order.progress) }
      case 'load_snapshot':
        await writer.loadSnapshot(order.ticket, (loadedBps) => report({ kind: 'progress', loadedBps }))
        return { kind: 'done' }
      case 'load_rows':
        return { kind: 'pulled', report: await writer.loadRows() }
      case 'release':
        await writer.release()
        return { kind: 'done' }
      case 'stop':
        stopped.abort()
        await writer.close()
        port.close()
        return { kind: 'done' }
    }
  }
  port.on('message', (message: unknown) => {
    obey(message)
      .catch(faultReport)
      .then(report)
      .catch((bug: unknown) => {
        // Thrown outside the promise, it ends the thread with an `error` event at the core.
        setImmediate(() => {
          throw bug
        })
      })
  })
}

/** A fault of the world as it crosses; anything else is a bug and ends this thread. */
function faultReport(thrown: unknown): ReplicaReport {
  if (thrown instanceof CentralFault) {
    const { kind: fault, code, retryAfterMs, message } = thrown
    return { kind: 'central_fault', fault, code, retryAfterMs, message }
  }
  if (thrown instanceof FileFault) {
    const { name, kind: about, file, message } = thrown
    return { kind: 'file_fault', fault: fileFaultName(name), about, file, message }
  }
  throw thrown
}

function fileFaultName(name: string): Extract<ReplicaReport, { kind: 'file_fault' }>['fault'] {
  switch (name) {
    case 'ReplicaBroken':
    case 'WrongKey':
    case 'NewerSchema':
    case 'DiskFull':
    case 'DiskFault':
    case 'FileBusy':
    case 'CommitUnknown':
      return name
    default:
      return 'FileFault'
  }
}

assert(parentPort, 'this file is the entry of a worker thread')
serve(parentPort, replicaThreadSchema.parse(workerData))
