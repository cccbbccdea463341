import { assert } from './assert.ts'

declare const uuidBrand: unique symbol
/** A UUIDv7 (RFC 9562) in canonical lower-case text. Minted at the till, saved before it is sent, sent again unchanged. */
export type Uuid = string & { readonly [uuidBrand]: true }

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

export function isUuid(text: string): text is Uuid {
  return uuidPattern.test(text)
}

/** The text as an id. Asserts its form: for values our own code made or a schema already checked. */
export function uuid(text: string): Uuid {
  assert(isUuid(text), 'a canonical UUID')
  return text
}

/**
 * Builds a UUIDv7 (RFC 9562, 5.7) from an instant (epoch ms) and ten random bytes. Pure: the caller owns clock
 * and chance. The 12 bits after the version are the first random bytes, so ids of one millisecond are unordered.
 */
export function uuidV7(nowMs: number, random: Uint8Array): Uuid {
  assert(Number.isSafeInteger(nowMs) && nowMs >= 0 && nowMs < 2 ** 48, 'a 48-bit instant')
  assert(random.length === 10, 'ten random bytes')
  const bytes = new Uint8Array(16)
  for (let i = 5, rest = nowMs; i >= 0; i--, rest = Math.floor(rest / 256)) bytes[i] = rest % 256
  bytes.set(random, 6)
  bytes[6] = 0x70 | ((bytes[6] as number) & 0x0f)
  bytes[8] = 0x80 | ((bytes[8] as number) & 0x3f)
  return uuidFromBytes(bytes)
}

/** 16 bytes, as SQLite stores an id, to text. */
export function uuidFromBytes(bytes: Uint8Array): Uuid {
  assert(bytes.length === 16, 'sixteen bytes')
  let text = ''
  for (let i = 0; i < 16; i++) {
    if (i === 4 || i === 6 || i === 8 || i === 10) text += '-'
    text += hexPairs[bytes[i] as number]
  }
  return text as Uuid
}

/** Text to the 16 bytes SQLite stores. */
export function uuidToBytes(id: Uuid): Uint8Array {
  const bytes = new Uint8Array(16)
  for (let i = 0, at = 0; i < 16; i++, at += 2) {
    if (id.charCodeAt(at) === hyphen) at += 1
    bytes[i] = (hexDigit(id.charCodeAt(at)) << 4) | hexDigit(id.charCodeAt(at + 1))
  }
  return bytes
}

// Ids cross to SQLite and back some forty times a scan: by table and by character, not by slices of text.
const hexPairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))
const hyphen = 0x2d

/** Of a lower-case digit's code: `0`–`9` are 0x30 on, `a`–`f` 0x61 on. */
function hexDigit(code: number): number {
  return code < 0x61 ? code - 0x30 : code - 0x57
}
