import { randomBytes } from 'node:crypto'
import { type Uuid, uuidV7 } from '../../domain/ids.ts'

/** Where chance comes from: ids, jitter and keys. The till's only source, so that a simulation can own it. */
export interface Chance {
  /** A new UUIDv7 for an instant (epoch ms). */
  readonly newId: (now: number) => Uuid
  /** A number in [0, 1). */
  readonly fraction: () => number
  /** Bytes no one can guess. */
  readonly bytes: (count: number) => Uint8Array
}

/** Random bytes for ids, fetched at once: one request to the system costs as much as forty ids. */
const idBytesAtOnce = 640
const idBytes = 10

export function systemChance(): Chance {
  let pool = randomBytes(idBytesAtOnce)
  return {
    newId: (now) => {
      if (pool.length === 0) pool = randomBytes(idBytesAtOnce)
      const random = pool.subarray(0, idBytes)
      pool = pool.subarray(idBytes)
      return uuidV7(now, random)
    },
    fraction: () => randomBytes(4).readUInt32BE() / 2 ** 32,
    bytes: (count) => randomBytes(count),
  }
}
