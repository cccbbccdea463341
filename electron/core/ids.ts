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

export function systemChance(): Chance {
  return {
    newId: (now) => uuidV7(now, randomBytes(10)),
    fraction: () => randomBytes(4).readUInt32BE() / 2 ** 32,
    bytes: (count) => randomBytes(count),
  }
}
