import type { KeyObject } from 'node:crypto'
import { assert } from '../domain/assert.ts'
import type { CodeKeys } from '../domain/code-keys.ts'
import { memberCodeFreshMs, memberCodeSkewMs, signedCodeLengthMax } from '../domain/limits.ts'
import { refuse } from '../domain/refusal.ts'
import { ok, type Result } from '../domain/result.ts'
import type { SignedMemberCode } from '../domain/signed-code.ts'
import { base45Of, bytesOfBase45 } from './base45.ts'
import {
  type CborValue,
  cborOf,
  isCborMap,
  sameBytes,
  sign1Members,
  sign1Tagged,
  valueOfCbor,
} from './cbor.ts'
import { bytesOfHex, cwtClaim, hexOf, instantOf, secondsOf } from './claims.ts'
import {
  coseAlgorithm,
  coseHeader,
  encodeSign1,
  readSign1,
  type Sign1,
  sign1Holds,
  signSign1,
} from './cose.ts'
import { publicKeyOf } from './keys.ts'
import { type ReadCertificate, readMemberCertificate } from './member-certificate.ts'

/** What a member's dynamic code begins with. */
export const memberPrefix = 'EM1:'

/** What a phone signs: the time (a whole second, epoch ms) and 8 fresh random bytes, 16 hex digits. */
export interface MemberCodeClaims {
  readonly time: number
  readonly nonce: string
}

/** A member's dynamic code as a text for a QR code. `certificate` is what head office issued for this very key. */
export function signMemberCode(
  claims: MemberCodeClaims,
  certificate: Uint8Array,
  devicePrivateKey: KeyObject,
): string {
  const members = sign1Members(valueOfCbor(certificate))
  assert(members, 'a certificate as head office issued it')
  const header = new Map([[coseHeader.certificate, sign1Tagged(members as CborValue[])]])
  const text = memberPrefix + base45Of(signSign1(header, payloadOf(claims), devicePrivateKey))
  assert(readMemberCode(text) !== null, 'a code that a till will read')
  return text
}

/**
 * Judges a dynamic code's text by public keys alone, at the instant `now` (epoch ms). Refuses `code_forged` (not the one
 * text of a code, or a signature does not hold), `code_key_unknown` (certified by a key we do not know, or outside its
 * time), `code_stale` (older than `memberCodeFreshMs` or from the future, each beyond `memberCodeSkewMs`, or the phone's
 * certificate is not in time: the member opens the code anew). Never throws for a text. That it was shown before is
 * for `rememberCode` to say.
 */
export function verifyMemberCode(text: string, keys: CodeKeys, now: number): Result<SignedMemberCode> {
  const read = readMemberCode(text)
  if (!read) return refuse('code_forged')
  const { claims, certificate, message } = read
  const certifier = keys.memberCertificates.find(({ keyId }) => keyId === certificate.keyId)
  const publicKey = certifier && publicKeyOf(certifier.publicKey)
  if (!certifier || !publicKey) return refuse('code_key_unknown')
  if (!sign1Holds(certificate.message, { algorithm: 'EdDSA', publicKey })) return refuse('code_forged')
  if (!sign1Holds(message, { algorithm: 'EdDSA', publicKey: certificate.devicePublicKey })) {
    return refuse('code_forged')
  }
  if (certificate.notBefore < certifier.from || certificate.notBefore >= certifier.until) {
    return refuse('code_key_unknown')
  }
  if (!isInTime(claims.time, certificate, now)) return refuse('code_stale')
  return ok({ memberId: certificate.memberId, ...claims })
}

function isInTime(time: number, certificate: ReadCertificate, now: number): boolean {
  if (now - time > memberCodeFreshMs + memberCodeSkewMs || time - now > memberCodeSkewMs) return false
  return now >= certificate.notBefore - memberCodeSkewMs && now < certificate.expiresAt
}

interface ReadMemberCode {
  readonly claims: MemberCodeClaims
  readonly certificate: ReadCertificate
  readonly message: Sign1
}

/** A code read from its one text, unproven; null when the text is none. */
function readMemberCode(text: string): ReadMemberCode | null {
  if (text.length > signedCodeLengthMax || !text.startsWith(memberPrefix)) return null
  const bytes = bytesOfBase45(text.slice(memberPrefix.length))
  const message = bytes && readSign1(bytes)
  const members = message && sign1Members(message.protectedHeader.get(coseHeader.certificate))
  if (!message || !members) return null
  const certificateMembers = sign1Tagged(members as CborValue[])
  const certificate = readMemberCertificate(cborOf(certificateMembers))
  const claims = claimsOf(valueOfCbor(message.payload))
  if (!certificate || !claims) return null
  // As for a coupon: written again it must be the same bytes.
  const protectedBytes = cborOf(
    new Map<number, CborValue>([
      [coseHeader.algorithm, coseAlgorithm.EdDSA],
      [coseHeader.certificate, certificateMembers],
    ]),
  )
  const again = encodeSign1(protectedBytes, payloadOf(claims), message.signature)
  return sameBytes(again, bytes) ? { claims, certificate, message } : null
}

function claimsOf(claims: unknown): MemberCodeClaims | null {
  if (!isCborMap(claims)) return null
  const time = instantOf(claims.get(cwtClaim.issuedAt))
  const nonce = hexOf(claims.get(cwtClaim.id), 8)
  return time === null || nonce === null ? null : { time, nonce }
}

function payloadOf({ time, nonce }: MemberCodeClaims): Uint8Array {
  return cborOf(
    new Map<number, CborValue>([
      [cwtClaim.issuedAt, secondsOf(time)],
      [cwtClaim.id, bytesOfHex(nonce, 8)],
    ]),
  )
}
