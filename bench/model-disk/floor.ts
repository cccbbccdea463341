import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { assert } from '../../domain/assert.ts'
import { flushDelayUs } from './preload.ts'

/** One page of the journal: what the smallest commit appends. */
const block = Buffer.alloc(4_096, 0x5a)

/** The floor under every durable act: one append and one fsync on the same disk, each call's time in ms. */
export function openFsyncFloor(folder: string): {
  readonly sample: () => number
  readonly close: () => void
} {
  const file = openSync(join(folder, 'floor'), 'a')
  return {
    sample: () => {
      const from = performance.now()
      writeSync(file, block)
      fsyncSync(file)
      const took = performance.now() - from
      assert(took * 1_000 >= flushDelayUs, 'the model disk is at work')
      return took
    },
    close: () => closeSync(file),
  }
}
