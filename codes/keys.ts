import { createPublicKey, type KeyObject } from 'node:crypto'
import { assert } from '../domain/assert.ts'

/** What head office, or a member's phone, signs with. */
export interface CodeSigningKey {
  /** 16 lower-case hex digits, as in the programme's `CodeKeys`. */
  readonly keyId: string
  /** Ed25519. */
  readonly privateKey: KeyObject
}

/** A public key of `CodeKeys` (Ed25519, base64 of the 32 raw bytes or of their SPKI DER), or null when it is no safe one. */
export function publicKeyOf(base64: string): KeyObject | null {
  const bytes = Buffer.from(base64, 'base64')
  if (bytes.length === 32) return publicKeyOfRaw(bytes)
  const prefixed = bytes.length === 44 && spkiPrefix.equals(bytes.subarray(0, 12))
  return prefixed ? publicKeyOfRaw(bytes.subarray(12)) : null
}

/**
 * The 32 raw bytes of an Ed25519 public key, or null when they are no point, or one of small order: under such a
 * "key" anybody can sign anything (RFC 8032 does not ask for this check and the platform does not make it).
 */
export function publicKeyOfRaw(raw: Uint8Array): KeyObject | null {
  if (raw.length !== 32 || isOfSmallOrder(raw)) return null
  try {
    return createPublicKey({ key: Buffer.concat([spkiPrefix, raw]), format: 'der', type: 'spki' })
  } catch {
    return null
  }
}

/** The 32 raw bytes of an Ed25519 key, public or private half at hand. */
export function rawPublicKey(key: KeyObject): Uint8Array {
  assert(key.asymmetricKeyType === 'ed25519', 'an Ed25519 key')
  const publicKey = key.type === 'private' ? createPublicKey(key) : key
  return new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }).subarray(12))
}

/** A key id as it stands in a protected header. */
export function keyIdBytes(keyId: string): Uint8Array {
  assert(/^[0-9a-f]{16}$/.test(keyId), 'a key id of 16 hex digits')
  return new Uint8Array(Buffer.from(keyId, 'hex'))
}

/** SPKI DER of an Ed25519 key is these 12 bytes and the 32 raw ones (RFC 8410). */
const spkiPrefix = Buffer.from('302a300506032b6570032100', 'hex')

/**
 * Every y of the eight points of small order on edwards25519, little-endian, with the two that are written above the
 * field's prime: 0, 1, p − 1, the two of order 8, p, p + 1. The sign of x is the last bit and left out.
 */
const smallOrders = [
  `${'00'.repeat(32)}`,
  `01${'00'.repeat(31)}`,
  `ec${'ff'.repeat(30)}7f`,
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  `ed${'ff'.repeat(30)}7f`,
  `ee${'ff'.repeat(30)}7f`,
].map((hex) => Buffer.from(hex, 'hex'))

function isOfSmallOrder(raw: Uint8Array): boolean {
  const unsigned = Buffer.from(raw)
  unsigned[31] = (unsigned[31] as number) & 0x7f
  return smallOrders.some((point) => point.equals(unsigned))
}
