import { parentPort, workerData } from 'node:worker_threads'
import { assert } from '../../domain/assert.ts'
import type { KeyedFile } from '../open.ts'
import { openCheckpointer } from './checkpointer.ts'

/*
 * Worker thread entry: `workerData` is a KeyedFile. Answers each 'checkpoint' with a CheckpointResult, each 'empty' with whether it is, and ends on
 * 'stop'. A fault ends the thread with an `error` event.
 */

assert(parentPort, 'runs on a worker thread')
const port = parentPort
const checkpointer = openCheckpointer(workerData as KeyedFile)

port.on('message', (word: 'checkpoint' | 'empty' | 'stop') => {
  if (word === 'empty') {
    port.postMessage(checkpointer.empty())
    return
  }
  if (word === 'checkpoint') {
    port.postMessage(checkpointer.checkpoint())
    return
  }
  checkpointer.close()
  port.close()
})
