import { createHmac } from 'node:crypto'
import { assert } from '../domain/assert.ts'

/**
 * What a till keeps of a PIN: HMAC-SHA256 of its Argon2id hash, keyed by the till's pepper. The pepper lives outside
 * the file, so a stolen replica alone cannot be searched for six digits (quality.md 4). 32 bytes.
 */
export function sealPinHash(pepper: Uint8Array, pinHash: Uint8Array): Uint8Array {
  assert(pepper.length === 32, 'a 256-bit pepper')
  return createHmac('sha256', pepper).update(pinHash).digest()
}
