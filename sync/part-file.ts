import { createCipheriv, createDecipheriv, createHash } from 'node:crypto'
import {
  closeSync,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { assert } from '../domain/assert.ts'
import { snapshotPartSyncBytes } from '../domain/limits.ts'

/*
 * The part of a snapshot that has arrived, encrypted by the till itself (AES-256 in counter mode, a random key per
 * snapshot, kept in the journal), so that no personal data ever lies readable on the disk. Counter mode lets a
 * broken-off download go on at any block; that the bytes are right is proven at the end by their SHA-256.
 */

/** A part under way. */
export interface PartFile {
  /** Bytes that are there. */
  readonly size: () => number
  readonly append: (bytes: Uint8Array) => void
  readonly close: () => void
}

const blockBytes = 16

/**
 * Opens the part of a file of `total` bytes, or begins it. A part broken off inside a block loses that block; one
 * longer than the whole belongs to another snapshot and begins anew.
 */
export function openPart(path: string, key: Uint8Array, total: number): PartFile {
  assert(key.length === 32, 'a 256-bit key')
  const file = openSync(path, 'a')
  const found = fstatSync(file).size
  let size = found === total ? total : found > total ? 0 : Math.floor(found / blockBytes) * blockBytes
  ftruncateSync(file, size)
  const cipher = createCipheriv('aes-256-ctr', key, counterAt(size - (size % blockBytes)))
  let unsynced = 0
  return {
    size: () => size,
    append(bytes) {
      const sealed = cipher.update(bytes)
      for (let done = 0; done < sealed.length; ) done += writeSync(file, sealed, done)
      size += bytes.length
      unsynced += bytes.length
      if (unsynced < snapshotPartSyncBytes) return
      fdatasyncSync(file)
      unsynced = 0
    },
    close: () => closeSync(file),
  }
}

/** The whole part in the clear, in memory, when its SHA-256 is the one promised; else null. */
export function readWholePart(path: string, key: Uint8Array, sha256: string): Uint8Array | null {
  const decipher = createDecipheriv('aes-256-ctr', key, counterAt(0))
  const bytes = decipher.update(readFileSync(path))
  return createHash('sha256').update(bytes).digest('hex') === sha256 ? bytes : null
}

export function removePart(path: string): void {
  rmSync(path, { force: true })
}

/** The counter block of a byte offset: the key is used for one file only, so counting starts at zero. */
function counterAt(offset: number): Uint8Array {
  assert(offset % blockBytes === 0, 'an offset at a block')
  const counter = Buffer.alloc(blockBytes)
  counter.writeBigUInt64BE(BigInt(offset / blockBytes), 8)
  return counter
}
