import { createPublicKey, type KeyObject, verify, X509Certificate } from 'node:crypto'
import { inflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { bytesOfBase45 } from '../../codes/base45.ts'
import { type CborValue, cborOf, isCborMap, valueOfCbor } from '../../codes/cbor.ts'
import { coseHeader, readSign1, type Sign1, sign1Holds, signSign1 } from '../../codes/cose.ts'
import { publicKeyOf, publicKeyOfRaw, rawPublicKey } from '../../codes/keys.ts'
import { assert } from '../../domain/assert.ts'
import { byteFlips, keyOf, strangerKey } from './code-rig.ts'
import { coseEd25519, coseUnprotectedAlgorithm, euAustria, euForged, rfc8392 } from './published.ts'
import { invalidCases, validCases } from './wycheproof.ts'

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'))

function certified(certificate: string): KeyObject {
  return new X509Certificate(Buffer.from(certificate, 'base64')).publicKey
}

/** The COSE_Sign1 of an EU certificate's text: behind `HC1:` base45, then zlib. */
function euCose(text: string): Uint8Array {
  expect(text.startsWith('HC1:')).toBe(true)
  const compressed = bytesOfBase45(text.slice(4))
  assert(compressed, 'base45')
  return new Uint8Array(inflateSync(compressed))
}

function read(message: Uint8Array): Sign1 {
  const sign1 = readSign1(message)
  assert(sign1, 'a COSE_Sign1')
  return sign1
}

function mapOf(value: unknown): ReadonlyMap<unknown, unknown> {
  assert(isCborMap(value), 'a map')
  return value
}

test('[CD3] the EU certificate of Austria is read, holds, and says what is known of it', () => {
  const cose = euCose(euAustria.text)
  expect(Buffer.from(cose).toString('hex')).toBe(euAustria.cose)
  const message = read(cose)
  expect(sign1Holds(message, { algorithm: 'ES256', publicKey: certified(euAustria.certificate) })).toBe(true)
  const claims = mapOf(valueOfCbor(message.payload))
  const { issuer, expiresAt, issuedAt } = euAustria.claims
  expect([claims.get(1), claims.get(4), claims.get(6)]).toEqual([issuer, expiresAt, issuedAt])
  const health = mapOf(mapOf(claims.get(-260)).get(1))
  const [vaccination] = health.get('v') as ReadonlyMap<string, unknown>[]
  expect(vaccination?.get('ci')).toBe(euAustria.certificateId)
})

test('[CD3] the EU certificate with a broken signature does not hold', () => {
  const message = read(euCose(euForged.text))
  expect(sign1Holds(message, { algorithm: 'ES256', publicKey: certified(euForged.certificate) })).toBe(false)
})

test('[CD3] no one-bit change of the EU certificate holds', () => {
  const publicKey = certified(euAustria.certificate)
  let held = 0
  for (const flipped of byteFlips(bytes(euAustria.cose))) {
    const message = readSign1(flipped)
    if (message && sign1Holds(message, { algorithm: 'ES256', publicKey })) held += 1
  }
  expect(held).toBe(0)
})

test('[CD4] the signed token of RFC 8392 holds', () => {
  const publicKey = p256(base64url(rfc8392.x), base64url(rfc8392.y))
  const message = read(bytes(rfc8392.token))
  expect(sign1Holds(message, { algorithm: 'ES256', publicKey })).toBe(true)
  expect(mapOf(valueOfCbor(message.payload)).get(2)).toBe('erikw')
})

test('[CD4] the Ed25519 example of the COSE working group holds', () => {
  const publicKey = publicKeyOfRaw(bytes(coseEd25519.publicKey))
  assert(publicKey, 'a key')
  const message = read(bytes(coseEd25519.message))
  expect(Buffer.from(message.payload).toString()).toBe(coseEd25519.payload)
  expect(sign1Holds(message, { algorithm: 'EdDSA', publicKey })).toBe(true)
})

test('[CD4] an algorithm outside the protected header does not count', () => {
  const publicKey = p256(coseUnprotectedAlgorithm.x, coseUnprotectedAlgorithm.y)
  const message = read(bytes(coseUnprotectedAlgorithm.message))
  expect(message.unprotectedHeader.get(coseHeader.algorithm)).toBe(-7)
  expect(sign1Holds(message, { algorithm: 'ES256', publicKey })).toBe(false)
})

test('[CD5] a message is never verified by another algorithm than its key has', () => {
  const ed25519 = keyOf(9)
  const publicKey = createPublicKey(ed25519)
  const message = read(signSign1(new Map(), Uint8Array.of(1), ed25519))
  expect(sign1Holds(message, { algorithm: 'EdDSA', publicKey })).toBe(true)
  expect(sign1Holds(message, { algorithm: 'ES256', publicKey })).toBe(false)
  expect(
    sign1Holds(message, { algorithm: 'ES256', publicKey: p256(base64url(rfc8392.x), base64url(rfc8392.y)) }),
  ).toBe(false)
})

test('[CD5] a critical header that nobody understands is refused', () => {
  const key = keyOf(9)
  const critical: CborValue = [99]
  const header = new Map<number, CborValue>([
    [coseHeader.critical, critical],
    [99, 1],
  ])
  const message = read(signSign1(header, Uint8Array.of(1), key))
  expect(sign1Holds(message, { algorithm: 'EdDSA', publicKey: createPublicKey(key) })).toBe(false)
})

test.each(validCases)('[CD6] Ed25519 takes case $number', ({ publicKey, message, signature }) => {
  const key = publicKeyOfRaw(bytes(publicKey))
  assert(key, 'a key')
  expect(verify(null, bytes(message), key, bytes(signature))).toBe(true)
})

test.each(invalidCases)('[CD6] Ed25519 refuses case $number', ({ publicKey, message, signature }) => {
  const key = publicKeyOfRaw(bytes(publicKey))
  assert(key, 'a key')
  expect(verify(null, bytes(message), key, bytes(signature))).toBe(false)
})

test.each(smallOrderPoints())('[CD7] %s is no key', (point) => {
  expect(publicKeyOfRaw(bytes(point))).toBeNull()
  expect(publicKeyOf(Buffer.from(point, 'hex').toString('base64'))).toBeNull()
})

test('[CD7] without that check anybody could sign under the identity', () => {
  // R = S·B with A the neutral element satisfies the equation for every message.
  const neutral = `302a300506032b6570032100${'01'.padEnd(64, '0')}`
  const publicKey = createPublicKey({ key: Buffer.from(neutral, 'hex'), format: 'der', type: 'spki' })
  const signature = bytes(
    `5866666666666666666666666666666666666666666666666666666666666666${'01'.padEnd(64, '0')}`,
  )
  expect(verify(null, Buffer.from('anything'), publicKey, signature)).toBe(true)
})

test('[CD7] a key is taken raw and as SPKI, and nothing else is', () => {
  const raw = Buffer.from(rawPublicKey(strangerKey))
  const spki = createPublicKey(strangerKey).export({ format: 'der', type: 'spki' })
  for (const good of [raw, spki]) {
    const key = publicKeyOf(good.toString('base64'))
    expect(key && Buffer.from(rawPublicKey(key))).toEqual(raw)
  }
  const other = p256(base64url(rfc8392.x), base64url(rfc8392.y)).export({ format: 'der', type: 'spki' })
  for (const bad of [
    raw.subarray(1),
    Buffer.concat([raw, raw]),
    spki.subarray(0, 43),
    other,
    Buffer.alloc(0),
  ]) {
    expect(publicKeyOf(bad.toString('base64'))).toBeNull()
  }
})

test.each([
  ['no tag', '8440a04040'],
  ['another tag', 'd18440a04040'],
  ['three members', 'd28340a040'],
  ['five members', 'd28540a0404040'],
  ['a protected header that is a map', 'd284a0a04040'],
  ['a protected header of nothing', 'd28440a04040'],
  ['an unprotected header that is a list', 'd28441a0804040'],
  ['no payload', 'd28441a0a0f640'],
  ['a signature that is a text', 'd28441a0a04060'],
  ['a byte left over', 'd28441a0a0404000'],
  ['lists of endless length', 'd29f41a0a04040ff'],
  ['a length in more bytes than needed', 'd2984041a0a04040'],
])('[CD12] a COSE_Sign1 with %s is none', (_, hex) => {
  expect(readSign1(bytes(hex))).toBeNull()
})

test('[CD12] a COSE_Sign1 of the least is read', () => {
  expect(readSign1(bytes('d28441a0a04040'))).not.toBeNull()
  expect(Buffer.from(cborOf(new Map())).toString('hex')).toBe('a0')
})

function base64url(hex: string): string {
  return Buffer.from(hex, 'hex').toString('base64url')
}

function p256(x: string, y: string): KeyObject {
  return createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' })
}

/**
 * Every encoding of a point whose order divides 8, found here by arithmetic and not by a list: y of the eight points,
 * each with both signs, and those that can be written above the prime as well.
 */
function smallOrderPoints(): string[] {
  const p = 2n ** 255n - 19n
  const mod = (value: bigint) => ((value % p) + p) % p
  const power = (base: bigint, exponent: bigint): bigint => {
    let result = 1n
    for (let square = mod(base), rest = exponent; rest > 0n; rest >>= 1n, square = mod(square * square)) {
      if (rest & 1n) result = mod(result * square)
    }
    return result
  }
  const d = mod(-121_665n * power(121_666n, p - 2n))
  const root = (square: bigint): bigint | null => {
    const candidate = power(square, (p + 3n) / 8n)
    if (mod(candidate * candidate) === mod(square)) return candidate
    const turned = mod(candidate * power(2n, (p - 1n) / 4n))
    return mod(turned * turned) === mod(square) ? turned : null
  }
  // Order 1 and 2: y = 1, −1. Order 4: y = 0. Order 8: doubling gives y = 0, so x² = −y² and dy⁴ + 2y² − 1 = 0.
  const discriminant = root(mod(1n + d))
  assert(discriminant !== null, 'a root of 1 + d')
  const squares = [discriminant, -discriminant].map((sign) => mod((sign - 1n) * power(d, p - 2n)))
  const ofOrder8 = squares.flatMap((square) => {
    const y = root(square)
    return y === null ? [] : [y, mod(-y)]
  })
  expect(ofOrder8).toHaveLength(2)
  const ys = [0n, 1n, p - 1n, ...ofOrder8]
  const written = [...ys, ...ys.filter((y) => y + p < 2n ** 255n).map((y) => y + p)]
  return written.flatMap((y) => [y, y + 2n ** 255n].map(littleEndian))
}

function littleEndian(value: bigint): string {
  return Buffer.from(value.toString(16).padStart(64, '0'), 'hex').reverse().toString('hex')
}
