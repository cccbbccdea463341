import { closeSync, openSync, readSync } from 'node:fs'
import { assert } from '../../domain/assert.ts'

/** Flushes (fsync and fdatasync) of this process so far. */
export interface Flushes {
  readonly mainThread: number
  readonly otherThreads: number
}

/** Reads the counts the preload keeps. Asserts that it is at work: a figure without the model disk is none. */
export function openFlushCounts(): { readonly read: () => Flushes; readonly close: () => void } {
  const path = process.env['MODEL_DISK_COUNTS']
  assert(path, 'this process runs on the model disk')
  const file = openSync(path, 'r')
  const bytes = Buffer.alloc(16)
  return {
    read: () => {
      assert(readSync(file, bytes, 0, 16, 0) === 16, 'the preload keeps two counts')
      return { mainThread: Number(bytes.readBigUInt64LE(0)), otherThreads: Number(bytes.readBigUInt64LE(8)) }
    },
    close: () => closeSync(file),
  }
}
