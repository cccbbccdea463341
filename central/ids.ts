import { createHash, generateKeyPairSync, randomBytes, randomInt } from 'node:crypto'
import { type Uuid, uuidV7 } from '../domain/ids.ts'

/* The central's one source of chance. */

/** A new UUIDv7 of this instant (epoch ms). */
export function newId(now: number): Uuid {
  return uuidV7(now, randomBytes(10))
}

/** A bearer token of head office: 256 random bits, base64url, 43 characters. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

/** Digits and capitals without those people confuse (0 O, 1 I L, U V). */
const codeAlphabet = '23456789ABCDEFGHJKMNPQRSTWXYZ'

/** A one-time enrolment code of ten characters: 48 bits, enough for 15 minutes behind a rate limit. */
export function newEnrolmentCode(): string {
  let code = ''
  for (let i = 0; i < 10; i++) code += codeAlphabet[randomInt(codeAlphabet.length)]
  return code
}

/** A random name for a run of change numbers. */
export function newFeedName(): string {
  return randomBytes(12).toString('base64url')
}

/** A symmetric key: 32 random bytes, base64. */
export function newSecretKey(): string {
  return randomBytes(32).toString('base64')
}

/** Six digits for one act. */
export function newOneTimeCode(): string {
  return String(randomInt(1_000_000)).padStart(6, '0')
}

/** The seed of a lottery pool, 64 hex digits. */
export function newPoolSeed(): string {
  return randomBytes(32).toString('hex')
}

/** A random whole number from 0 up to, not including, `below`. */
export function randomBelow(below: number): number {
  return randomInt(below)
}

/** What tells two signed codes of one second apart: 8 random bytes, 16 hex digits. */
export function newNonce(): string {
  return randomBytes(8).toString('hex')
}

/** A new Ed25519 key pair: PKCS 8 and SPKI, DER, base64. */
export function newSigningKeyPair(): { readonly privateKey: string; readonly publicKey: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  return {
    privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
  }
}

/** A new P-256 key pair for TLS: PKCS 8 and SPKI, DER, base64. */
export function newKeyPair(): { readonly privateKey: string; readonly publicKey: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return {
    privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
  }
}

/** The number of a certificate: a positive integer of 127 random bits, DER's bytes. */
export function newSerialNumber(): ArrayBuffer {
  const bytes = new Uint8Array(randomBytes(16))
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40
  return bytes.buffer
}

/** Tokens are kept as their SHA-256 only, 64 hex digits: a stolen table opens nothing. */
export function secretHash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}
