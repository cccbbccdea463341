import { createHmac } from 'node:crypto'
import { assert } from '../domain/assert.ts'
import type { CodeKeys } from '../domain/code-keys.ts'
import { type Uuid, uuidToBytes } from '../domain/ids.ts'
import { moneyMax, signedCodeLengthMax, usesMaxMax } from '../domain/limits.ts'
import { type Money, money } from '../domain/money.ts'
import { refuse } from '../domain/refusal.ts'
import { ok, type Result } from '../domain/result.ts'
import type { SignedCoupon } from '../domain/signed-code.ts'
import { base45Of, bytesOfBase45 } from './base45.ts'
import { type CborValue, cborOf, isCborMap, sameBytes, valueOfCbor } from './cbor.ts'
import { bytesOfHex, chainClaim, cwtClaim, hexOf, instantOf, isWhole, secondsOf, uuidOf } from './claims.ts'
import {
  coseAlgorithm,
  coseHeader,
  encodeSign1,
  readSign1,
  type Sign1,
  sign1Holds,
  signSign1,
} from './cose.ts'
import { type CodeSigningKey, keyIdBytes, publicKeyOf } from './keys.ts'

/** What a signed coupon's text begins with. */
export const couponPrefix = 'EC1:'

/** Keys within the chain's claim of a coupon. What is null is left out. */
const couponClaim = { templateId: 1, face: 2, homeStoreId: 3, usesMax: 4, memberTag: 5 } as const

/** A coupon as a text for a QR code. Asserts what a schema would: instants are whole seconds, figures in their bounds. */
export function signCoupon(claims: Omit<SignedCoupon, 'keyId'>, key: CodeSigningKey): string {
  const coupon = { ...claims, keyId: key.keyId }
  const header = new Map([[coseHeader.keyId, keyIdBytes(key.keyId)]])
  const bytes = signSign1(header, payloadOf(coupon), key.privateKey)
  const text = couponPrefix + base45Of(bytes)
  assert(readCoupon(text) !== null, 'claims that a till will read')
  return text
}

/**
 * Judges a coupon's text by the series' public keys alone, at the instant `now` (epoch ms). Refuses `code_forged` (not
 * the one text of a coupon, or not signed by its series), `code_key_unknown` (a series we do not know, or issued
 * outside its time), `code_expired` {expiredAt}, `code_not_yet_valid` {validFrom}. Never throws for a text.
 * A yes says genuine and in time; it says nothing about use.
 */
export function verifyCoupon(text: string, keys: CodeKeys, now: number): Result<SignedCoupon> {
  const read = readCoupon(text)
  if (!read) return refuse('code_forged')
  const { coupon, message } = read
  const series = keys.couponSeries.find(({ keyId }) => keyId === coupon.keyId)
  const publicKey = series && publicKeyOf(series.publicKey)
  if (!series || !publicKey) return refuse('code_key_unknown')
  if (!sign1Holds(message, { algorithm: 'EdDSA', publicKey })) return refuse('code_forged')
  if (coupon.issuedAt < series.from || coupon.issuedAt >= series.until) return refuse('code_key_unknown')
  if (now >= coupon.expiresAt) return refuse('code_expired', { expiredAt: coupon.expiresAt })
  if (now < coupon.notBefore) return refuse('code_not_yet_valid', { validFrom: coupon.notBefore })
  return ok(coupon)
}

/**
 * A member's tag in a series: the first 8 bytes of HMAC-SHA-256 over the 16 bytes of the id, as 16 hex digits.
 * `memberTagKey` is the series' key, base64. Enough to tell members apart, too little to find one by.
 */
export function memberTagOf(memberId: Uuid, memberTagKey: string): string {
  const tag = createHmac('sha256', Buffer.from(memberTagKey, 'base64')).update(uuidToBytes(memberId)).digest()
  return tag.subarray(0, 8).toString('hex')
}

/** Whether a verified coupon is for this member, or for whoever bears it (`memberId` null = nobody is known). */
export function isCouponFor(coupon: SignedCoupon, memberId: Uuid | null, keys: CodeKeys): boolean {
  if (coupon.memberTag === null) return true
  const series = keys.couponSeries.find(({ keyId }) => keyId === coupon.keyId)
  if (!series || memberId === null) return false
  return memberTagOf(memberId, series.memberTagKey) === coupon.memberTag
}

/** A coupon read from its one text, unproven; null when the text is none. */
function readCoupon(text: string): { readonly coupon: SignedCoupon; readonly message: Sign1 } | null {
  if (text.length > signedCodeLengthMax || !text.startsWith(couponPrefix)) return null
  const bytes = bytesOfBase45(text.slice(couponPrefix.length))
  const message = bytes && readSign1(bytes)
  if (!message) return null
  const keyId = hexOf(message.protectedHeader.get(coseHeader.keyId), 8)
  const coupon = keyId === null ? null : couponOf(keyId, valueOfCbor(message.payload))
  if (!coupon) return null
  // Written again from what was understood it must be the same bytes: no second text, no claim nobody looked at.
  const again = encodeSign1(protectedOf(coupon.keyId), payloadOf(coupon), message.signature)
  return sameBytes(again, bytes) ? { coupon, message } : null
}

function couponOf(keyId: string, claims: unknown): SignedCoupon | null {
  if (!isCborMap(claims)) return null
  const own = claims.get(chainClaim)
  if (!isCborMap(own)) return null
  const couponId = uuidOf(claims.get(cwtClaim.id))
  const templateId = uuidOf(own.get(couponClaim.templateId))
  const issuedAt = instantOf(claims.get(cwtClaim.issuedAt))
  const notBefore = instantOf(claims.get(cwtClaim.notBefore))
  const expiresAt = instantOf(claims.get(cwtClaim.expiresAt))
  const usesMax = own.get(couponClaim.usesMax)
  if (couponId === null || templateId === null) return null
  if (issuedAt === null || notBefore === null || expiresAt === null || notBefore >= expiresAt) return null
  if (!isWhole(usesMax, 1, usesMaxMax)) return null
  const face = own.has(couponClaim.face) ? faceOf(own.get(couponClaim.face)) : null
  const homeStoreId = uuidOf(own.get(couponClaim.homeStoreId))
  const memberTag = hexOf(own.get(couponClaim.memberTag), 8)
  return {
    keyId,
    couponId,
    templateId,
    face,
    issuedAt,
    notBefore,
    expiresAt,
    homeStoreId,
    usesMax,
    memberTag,
  }
}

function faceOf(claim: unknown): Money | null {
  return isWhole(claim, 1, moneyMax) ? money(claim) : null
}

function protectedOf(keyId: string): Uint8Array {
  return cborOf(
    new Map<number, CborValue>([
      [coseHeader.algorithm, coseAlgorithm.EdDSA],
      [coseHeader.keyId, keyIdBytes(keyId)],
    ]),
  )
}

function payloadOf(coupon: SignedCoupon): Uint8Array {
  const { face, homeStoreId, memberTag } = coupon
  const own = new Map<number, CborValue>([
    [couponClaim.templateId, uuidToBytes(coupon.templateId)],
    [couponClaim.usesMax, coupon.usesMax],
  ])
  if (face !== null) own.set(couponClaim.face, face)
  if (homeStoreId !== null) own.set(couponClaim.homeStoreId, uuidToBytes(homeStoreId))
  if (memberTag !== null) own.set(couponClaim.memberTag, bytesOfHex(memberTag, 8))
  return cborOf(
    new Map<number, CborValue>([
      [cwtClaim.id, uuidToBytes(coupon.couponId)],
      [cwtClaim.issuedAt, secondsOf(coupon.issuedAt)],
      [cwtClaim.notBefore, secondsOf(coupon.notBefore)],
      [cwtClaim.expiresAt, secondsOf(coupon.expiresAt)],
      [chainClaim, own],
    ]),
  )
}
