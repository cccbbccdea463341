import { type KeyObject, sign, verify } from 'node:crypto'
import { type CborValue, cborOf, isCborMap, sign1Members, sign1Tagged, valueOfCbor } from './cbor.ts'

/* COSE_Sign1 (RFC 9052, 4.2 and 4.4) over a CBOR package: see docs/decisions/0007-signed-codes.md for why it stands here. */

/** Labels of the headers we use (IANA, COSE Header Parameters). */
export const coseHeader = { algorithm: 1, critical: 2, keyId: 4, certificate: 13 } as const

/** Identifiers of the algorithms (IANA, COSE Algorithms). Our own codes are EdDSA; ES256 is what the published EU vectors use. */
export const coseAlgorithm = { EdDSA: -8, ES256: -7 } as const
export type CoseAlgorithm = keyof typeof coseAlgorithm

/** A public key with the one algorithm it may be used with: what the message says never chooses it. */
export interface VerifyingKey {
  readonly algorithm: CoseAlgorithm
  readonly publicKey: KeyObject
}

/** A COSE_Sign1 as it was read. Nothing about it is proven. */
export interface Sign1 {
  /** The encoded protected header: what was signed. */
  readonly protectedBytes: Uint8Array
  readonly protectedHeader: ReadonlyMap<unknown, unknown>
  readonly unprotectedHeader: ReadonlyMap<unknown, unknown>
  readonly payload: Uint8Array
  readonly signature: Uint8Array
}

/** Reads a tagged COSE_Sign1 with its payload inside, or null when the bytes are none. */
export function readSign1(bytes: Uint8Array): Sign1 | null {
  const members = sign1Members(valueOfCbor(bytes))
  if (!members) return null
  const [protectedBytes, unprotectedHeader, payload, signature] = members
  if (!(protectedBytes instanceof Uint8Array) || !isCborMap(unprotectedHeader)) return null
  if (!(payload instanceof Uint8Array) || !(signature instanceof Uint8Array)) return null
  const protectedHeader = valueOfCbor(protectedBytes)
  if (!isCborMap(protectedHeader)) return null
  return { protectedBytes, protectedHeader, unprotectedHeader, payload, signature }
}

/** Whether the message names the key's algorithm in its protected header, wants nothing critical, and its signature holds. */
export function sign1Holds(message: Sign1, { algorithm, publicKey }: VerifyingKey): boolean {
  const { protectedHeader, protectedBytes, payload, signature } = message
  if (protectedHeader.get(coseHeader.algorithm) !== coseAlgorithm[algorithm]) return false
  if (protectedHeader.has(coseHeader.critical)) return false
  const signed = toBeSigned(protectedBytes, payload)
  if (algorithm === 'EdDSA') return verify(null, signed, publicKey, signature)
  return verify('sha256', signed, { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature)
}

/** Signs with Ed25519: the protected header with the algorithm added, and the payload. */
export function signSign1(
  header: ReadonlyMap<number, CborValue>,
  payload: Uint8Array,
  privateKey: KeyObject,
): Uint8Array {
  const protectedBytes = cborOf(new Map([[coseHeader.algorithm, coseAlgorithm.EdDSA], ...header]))
  return encodeSign1(protectedBytes, payload, sign(null, toBeSigned(protectedBytes, payload), privateKey))
}

/** The one encoding of these parts, with nothing in the unprotected header. */
export function encodeSign1(
  protectedBytes: Uint8Array,
  payload: Uint8Array,
  signature: Uint8Array,
): Uint8Array {
  return cborOf(sign1Tagged([protectedBytes, new Map(), payload, signature]))
}

/** The Sig_structure (RFC 9052, 4.4), without external data. */
function toBeSigned(protectedBytes: Uint8Array, payload: Uint8Array): Uint8Array {
  return cborOf(['Signature1', protectedBytes, new Uint8Array(0), payload])
}
