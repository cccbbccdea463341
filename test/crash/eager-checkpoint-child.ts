import { parentPort, workerData } from 'node:worker_threads'
import { openCheckpointer } from '../../db/journal/checkpointer.ts'
import type { KeyedFile } from '../../db/open.ts'
import { assert } from '../../domain/assert.ts'

/* The checkpoint thread with a short WAL, so that a short recording has many checkpoints. Else as checkpoint-worker.ts. */

const pagesBefore = 60

assert(parentPort, 'runs on a worker thread')
const port = parentPort
const checkpointer = openCheckpointer(workerData as KeyedFile, pagesBefore)
port.on('message', (word: 'checkpoint' | 'stop') => {
  if (word === 'checkpoint') {
    checkpointer.checkpoint()
    return
  }
  checkpointer.close()
  port.close()
})
