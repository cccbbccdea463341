import { hash } from 'argon2'
import { cashierPin } from './facts.ts'

export const cashierSalt = Buffer.alloc(16, 7)

/** Argon2id of the cashier's PIN with the figures of quality.md 4, as a central sends it. */
export function cashierPinHash(): Promise<Buffer> {
  return hash(cashierPin, {
    raw: true,
    salt: cashierSalt,
    memoryCost: 19_456,
    timeCost: 2,
    parallelism: 1,
    hashLength: 32,
  })
}
