import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'

/** An Ed25519 key pair made from 32 given bytes, so that a simulation repeats to the byte. */
export interface KnownKeys {
  readonly signing: KeyObject
  /** PKCS #8 and SPKI DER, base64. */
  readonly privateKey: string
  readonly publicKey: string
}

/** PKCS #8 of an Ed25519 key up to its 32 secret bytes (RFC 8410). */
const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex')

export function keysFrom(secret: Uint8Array): KnownKeys {
  const der = Buffer.concat([pkcs8Head, secret])
  const signing = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  const publicKey = createPublicKey(signing).export({ format: 'der', type: 'spki' }).toString('base64')
  return { signing, privateKey: der.toString('base64'), publicKey }
}

/** SHA-256 of a text, 64 hex digits. */
export function sha256Text(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
