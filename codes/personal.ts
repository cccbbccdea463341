import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto'
import { assert } from '../domain/assert.ts'

/** What a member gave of themselves, in clear: only for a role that may see it, for as long as it is shown. */
export interface Personal {
  readonly name: string
  /** Digits as they were normalised, or null. */
  readonly phone: string | null
}

/**
 * The look-up key of a phone (loyalty.md 1): HMAC-SHA-256 over its normalised digits, 64 lower-case hex digits. `phoneKey` is the chain's, base64; without it
 * all numbers of a country could be tried against a stolen file in minutes.
 */
export function phoneHash(digits: string, phoneKey: string): string {
  assert(/^\d+$/.test(digits), 'a phone of digits alone')
  return createHmac('sha256', keyOf(phoneKey)).update(digits, 'utf8').digest('hex')
}

/**
 * Name and phone under AES-256-GCM: base64 of iv (12 bytes), ciphertext and tag (16 bytes). `personalKey` is the chain's, 32 bytes in base64;
 * `iv` is 12 bytes of chance from the caller, never used twice with one key.
 */
export function sealPersonal(personal: Personal, personalKey: string, iv: Uint8Array): string {
  assert(iv.length === ivLength, 'an iv of twelve bytes')
  const key = keyOf(personalKey)
  assert(key.length === keyLength, 'a key of 32 bytes')
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  const text = JSON.stringify({ name: personal.name, phone: personal.phone })
  return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString(
    'base64',
  )
}

/** What was sealed, or null when the key is another one, a bit was changed, or the text is none of ours. Never throws for a text. */
export function openPersonal(sealed: string, personalKey: string): Personal | null {
  const key = keyOf(personalKey)
  const bytes = Buffer.from(sealed, 'base64')
  if (key.length !== keyLength || bytes.length < ivLength + tagLength) return null
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivLength), {
    authTagLength: tagLength,
  })
  decipher.setAuthTag(bytes.subarray(bytes.length - tagLength))
  try {
    const middle = bytes.subarray(ivLength, bytes.length - tagLength)
    const text = Buffer.concat([decipher.update(middle), decipher.final()]).toString('utf8')
    return personalOf(JSON.parse(text))
  } catch {
    // Forged, of another key, or not JSON: one answer for all.
    return null
  }
}

const ivLength = 12
const tagLength = 16
const keyLength = 32

function keyOf(base64: string): Buffer {
  return Buffer.from(base64, 'base64')
}

function personalOf(value: unknown): Personal | null {
  if (typeof value !== 'object' || value === null) return null
  const { name, phone } = value as { readonly name?: unknown; readonly phone?: unknown }
  if (typeof name !== 'string') return null
  return phone === null || typeof phone === 'string' ? { name, phone } : null
}
