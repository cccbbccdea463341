import { createPrivateKey, type KeyObject } from 'node:crypto'
import fc from 'fast-check'
import { base45Of, bytesOfBase45 } from '../../codes/base45.ts'
import { signCoupon } from '../../codes/coupon.ts'
import { type CodeSigningKey, rawPublicKey } from '../../codes/keys.ts'
import { issueMemberCertificate } from '../../codes/member-certificate.ts'
import { signMemberCode } from '../../codes/member-code.ts'
import { assert } from '../../domain/assert.ts'
import type { CodeKeys } from '../../domain/code-keys.ts'
import { type Uuid, uuid, uuidFromBytes } from '../../domain/ids.ts'
import { memberCertificateMs, moneyMax, usesMaxMax } from '../../domain/limits.ts'
import { money } from '../../domain/money.ts'
import type { SignedCoupon } from '../../domain/signed-code.ts'

/** 2026-11-20 06:00:00 UTC. */
export const noon = 1_795_154_400_000
export const day = 86_400_000

/** An Ed25519 key that is the same in every run. */
export function keyOf(seed: number): KeyObject {
  const prefix = Buffer.from('302e020100300506032b657004220420', 'hex')
  return createPrivateKey({
    key: Buffer.concat([prefix, Buffer.alloc(32, seed)]),
    format: 'der',
    type: 'pkcs8',
  })
}

export function idOf(n: number): Uuid {
  return uuid(`01946f8e-0000-7000-8000-${String(n).padStart(12, '0')}`)
}

export const seriesKey: CodeSigningKey = { keyId: 'a1a2a3a4a5a6a7a8', privateKey: keyOf(1) }
export const certifierKey: CodeSigningKey = { keyId: 'b1b2b3b4b5b6b7b8', privateKey: keyOf(2) }
export const deviceKey = keyOf(3)
export const strangerKey = keyOf(4)
export const memberTagKey = Buffer.alloc(32, 5).toString('base64')

const base64Of = (key: KeyObject) => Buffer.from(rawPublicKey(key)).toString('base64')

/** What a till of the rig holds: one series and one certifier, good from a year before `noon` to a year after. */
export const keys: CodeKeys = {
  couponSeries: [
    {
      keyId: seriesKey.keyId,
      publicKey: base64Of(seriesKey.privateKey),
      memberTagKey,
      from: noon - 365 * day,
      until: noon + 365 * day,
    },
  ],
  memberCertificates: [
    {
      keyId: certifierKey.keyId,
      publicKey: base64Of(certifierKey.privateKey),
      from: noon - 365 * day,
      until: noon + 365 * day,
    },
  ],
}

export type CouponClaims = Omit<SignedCoupon, 'keyId'>

/** A bearer's coupon with nothing that could be left out. */
export const shortClaims: CouponClaims = {
  couponId: idOf(1),
  templateId: idOf(2),
  face: null,
  issuedAt: noon - day,
  notBefore: noon - day,
  expiresAt: noon + 30 * day,
  homeStoreId: null,
  usesMax: 1,
  memberTag: null,
}

/** A coupon with every claim at its longest. */
export const longClaims: CouponClaims = {
  ...shortClaims,
  face: money(moneyMax),
  homeStoreId: idOf(3),
  usesMax: usesMaxMax,
  memberTag: 'c1c2c3c4c5c6c7c8',
}

export const shortCoupon = signCoupon(shortClaims, seriesKey)
export const longCoupon = signCoupon(longClaims, seriesKey)

export const memberId = idOf(7)
export const certificateClaims = {
  memberId,
  deviceKey: rawPublicKey(deviceKey),
  notBefore: noon - day,
  expiresAt: noon - day + memberCertificateMs,
}
export const certificate = issueMemberCertificate(certificateClaims, certifierKey)
export const memberCode = signMemberCode({ time: noon, nonce: '0102030405060708' }, certificate, deviceKey)

/** The bytes behind a code's prefix. */
export function bytesOf(code: string): Uint8Array {
  const bytes = bytesOfBase45(code.slice(4))
  assert(bytes, 'a code of our own')
  return bytes
}

/** A code of these bytes, whatever they are. */
export function codeOf(prefix: string, bytes: Uint8Array): string {
  return prefix + base45Of(bytes)
}

/** Every text that differs from this one in one bit of one character (16 bits of UTF-16 each). */
export function* bitFlips(text: string): Generator<string> {
  for (let place = 0; place < text.length; place++) {
    for (let bit = 0; bit < 16; bit++) {
      const flipped = String.fromCharCode(text.charCodeAt(place) ^ (1 << bit))
      yield text.slice(0, place) + flipped + text.slice(place + 1)
    }
  }
}

/** Every byte string that differs from this one in one bit. */
export function* byteFlips(bytes: Uint8Array): Generator<Uint8Array> {
  for (let place = 0; place < bytes.length; place++) {
    for (let bit = 0; bit < 8; bit++) {
      const flipped = bytes.slice()
      flipped[place] = (flipped[place] as number) ^ (1 << bit)
      yield flipped
    }
  }
}

/** Every text that differs from this one in one character of base45's alphabet. */
export function* characterSwaps(text: string): Generator<string> {
  for (let place = 0; place < text.length; place++) {
    for (const other of '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:') {
      if (other !== text[place]) yield text.slice(0, place) + other + text.slice(place + 1)
    }
  }
}

const seconds = (from: number, until: number) =>
  fc.integer({ min: from / 1_000, max: until / 1_000 }).map((second) => second * 1_000)
const uuids = fc.uint8Array({ minLength: 16, maxLength: 16 }).map(uuidFromBytes)
const hex = (bytes: number) =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((value) => Buffer.from(value).toString('hex'))

/** Any coupon that is in time at `noon`. */
export const anyCoupon: fc.Arbitrary<CouponClaims> = fc.record({
  couponId: uuids,
  templateId: uuids,
  face: fc.option(fc.integer({ min: 1, max: moneyMax }).map(money)),
  issuedAt: seconds(noon - 300 * day, noon),
  notBefore: seconds(0, noon),
  expiresAt: seconds(noon + 1_000, 8_640_000_000_000_000),
  homeStoreId: fc.option(uuids),
  usesMax: fc.integer({ min: 1, max: usesMaxMax }),
  memberTag: fc.option(hex(8)),
})

/** Any moment and nonce of a code that is fresh at `noon`. */
export const anyMemberCode = fc.record({ time: seconds(noon - 90_000, noon + 30_000), nonce: hex(8) })
