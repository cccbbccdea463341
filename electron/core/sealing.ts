import { createPrivateKey, hash, sign } from 'node:crypto'
import type { Sealer } from '../../domain/event.ts'

/** SHA-256 of UTF-8 text, 64 lower-case hex digits. */
export function sha256(text: string): string {
  return hash('sha256', text, 'hex')
}

/** Seals events with the terminal's private key (PKCS #8 DER, base64). */
export function sealerOf(privateKey: string): Sealer {
  const key = createPrivateKey({ key: Buffer.from(privateKey, 'base64'), format: 'der', type: 'pkcs8' })
  return {
    sha256,
    sign: (hashHex) => sign(null, Buffer.from(hashHex, 'hex'), key).toString('base64'),
  }
}
