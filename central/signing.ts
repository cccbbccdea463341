import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import type { Checkpoint } from '../contract/wire.ts'
import { canonicalJson } from '../domain/canonical-json.ts'
import type { Statements } from './database.ts'
import { newSigningKeyPair } from './ids.ts'

/** The central's Ed25519 key. */
export interface SigningKey {
  readonly privateKey: KeyObject
  /** SPKI DER, base64: what a till gets at enrolment. */
  readonly publicKey: string
}

const readSql = 'SELECT "privateKey", "publicKey" FROM signing_key'
const addSql = 'INSERT INTO signing_key ("privateKey", "publicKey") VALUES ($1, $2) ON CONFLICT DO NOTHING'

/** The key this database has, made at its first start. */
export async function loadSigningKey(on: Statements): Promise<SigningKey> {
  for (;;) {
    const [row] = await on.query<{ privateKey: string; publicKey: string }>(readSql)
    if (row) {
      const der = Buffer.from(row.privateKey, 'base64')
      return {
        privateKey: createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }),
        publicKey: row.publicKey,
      }
    }
    const { privateKey, publicKey } = newSigningKeyPair()
    await on.query(addSql, [privateKey, publicKey])
  }
}

/** Signs how far a till's chain is known: Ed25519 over the canonical JSON of the rest. */
export function signCheckpoint(key: SigningKey, checkpoint: Omit<Checkpoint, 'sig'>): Checkpoint {
  return signed(key, checkpoint)
}

/** What the central says, with its signature (base64): Ed25519 over the canonical JSON (RFC 8785) of the rest. */
export function signed<Said extends object>(key: SigningKey, said: Said): Said & { readonly sig: string } {
  const text = canonicalJson(said)
  return { ...said, sig: sign(null, Buffer.from(text), key.privateKey).toString('base64') }
}

/** A terminal's public key (Ed25519, SPKI DER, base64), or null when it is none. */
export function terminalKey(publicKey: string): KeyObject | null {
  try {
    const der = Buffer.from(publicKey, 'base64')
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' })
    return key.asymmetricKeyType === 'ed25519' ? key : null
  } catch {
    return null
  }
}

/** Whether `sig` (base64) is the terminal's signature of these bytes. */
export function signatureOf(key: KeyObject, bytes: Uint8Array, sig: string): boolean {
  return verify(null, bytes, key, Buffer.from(sig, 'base64'))
}

/** Whether `sig` (base64) is the terminal's signature over the bytes of the hash. Runs on the thread pool. */
export function signatureHolds(key: KeyObject, hashHex: string, sig: string): Promise<boolean> {
  return new Promise((resolve) => {
    verify(null, Buffer.from(hashHex, 'hex'), key, Buffer.from(sig, 'base64'), (error, holds) =>
      resolve(error === null && holds),
    )
  })
}

export function sha256Hex(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
