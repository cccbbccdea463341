import { assert } from '../domain/assert.ts'
import { type Uuid, uuidFromBytes } from '../domain/ids.ts'
import { isBytes } from './cbor.ts'

/* Claims of a CBOR Web Token (RFC 8392) as both kinds of codes use them. */

/** Keys of the registered claims (IANA, CBOR Web Token Claims). */
export const cwtClaim = { expiresAt: 4, notBefore: 5, issuedAt: 6, id: 7, confirmation: 8 } as const

/** Our one private claim (RFC 8392 leaves integers below −65 536 to us): a map of what only this chain understands. */
export const chainClaim = -65_537

/** Epoch ms as a claim: a CWT counts whole seconds. */
export function secondsOf(instant: number): number {
  assert(Number.isSafeInteger(instant) && instant >= 0 && instant % 1_000 === 0, 'a whole second in epoch ms')
  return instant / 1_000
}

/** A claim's seconds as epoch ms, or null when it is no instant. */
export function instantOf(claim: unknown): number | null {
  return isWhole(claim, 0, lastSecond) ? claim * 1_000 : null
}

/** An id of 16 bytes, or null. */
export function uuidOf(claim: unknown): Uuid | null {
  return isBytes(claim, 16) ? uuidFromBytes(claim) : null
}

/** Bytes of a fixed length as lower-case hex, or null. */
export function hexOf(claim: unknown, length: number): string | null {
  return isBytes(claim, length) ? Buffer.from(claim).toString('hex') : null
}

export function isWhole(claim: unknown, min: number, max: number): claim is number {
  return Number.isSafeInteger(claim) && (claim as number) >= min && (claim as number) <= max
}

/** The last second a JavaScript date can have. */
const lastSecond = 8_640_000_000_000

export function bytesOfHex(hex: string, length: number): Uint8Array {
  assert(/^[0-9a-f]*$/.test(hex) && hex.length === length * 2, `${length} bytes in hex`)
  return new Uint8Array(Buffer.from(hex, 'hex'))
}
