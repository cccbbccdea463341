import { createPrivateKey, hash, type KeyObject, sign } from 'node:crypto'
import type { Sealer } from '../../domain/event.ts'

/** SHA-256 of UTF-8 text, 64 lower-case hex digits. */
export function sha256(text: string): string {
  return hash('sha256', text, 'hex')
}

/** Seals events with the terminal's private key (PKCS #8 DER, base64). */
export function sealerOf(privateKey: string): Sealer {
  const key = keyOf(privateKey)
  return {
    sha256,
    sign: (hashHex) => sign(null, Buffer.from(hashHex, 'hex'), key).toString('base64'),
  }
}

/** Signs bytes with the terminal's private key (PKCS #8 DER, base64): base64. */
export function signBytes(privateKey: string, bytes: Uint8Array): string {
  return sign(null, bytes, keyOf(privateKey)).toString('base64')
}

function keyOf(privateKey: string): KeyObject {
  return createPrivateKey({ key: Buffer.from(privateKey, 'base64'), format: 'der', type: 'pkcs8' })
}
