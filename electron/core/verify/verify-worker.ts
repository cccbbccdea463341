import { parentPort, workerData } from 'node:worker_threads'
import { readJournal } from '../../../db/open.ts'
import { assert } from '../../../domain/assert.ts'
import type { VerifyOrder } from './verify-journal.ts'
import { verifyRange } from './verify-range.ts'

/* Worker thread entry: checks one stretch of a chain (a VerifyOrder), answers its findings and ends. */

assert(parentPort, 'runs on a worker thread')
const { journal, range, signer } = workerData as VerifyOrder
const db = readJournal(journal)
const findings = verifyRange(db, range, signer)
db.close()
parentPort.postMessage(findings)
