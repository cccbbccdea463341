import type { KeyObject } from 'node:crypto'
import { assert } from '../domain/assert.ts'
import { type Uuid, uuidToBytes } from '../domain/ids.ts'
import { memberCertificateMs } from '../domain/limits.ts'
import { type CborValue, cborOf, isBytes, isCborMap, sameBytes, valueOfCbor } from './cbor.ts'
import { chainClaim, cwtClaim, hexOf, instantOf, secondsOf, uuidOf } from './claims.ts'
import { coseAlgorithm, coseHeader, encodeSign1, readSign1, type Sign1, signSign1 } from './cose.ts'
import { type CodeSigningKey, keyIdBytes, publicKeyOfRaw } from './keys.ts'

/** What head office certifies: this phone's key speaks for this member until then. Instants are whole seconds, epoch ms. */
export interface MemberCertificate {
  readonly memberId: Uuid
  /** The phone's Ed25519 public key, 32 raw bytes. */
  readonly deviceKey: Uint8Array
  readonly notBefore: number
  /** First instant at which it is expired; at most `memberCertificateMs` after `notBefore`. */
  readonly expiresAt: number
}

/**
 * Certifies a phone's key: the bytes of a CBOR Web Token with the key as its confirmation claim (RFC 8747), to be put
 * into every code the phone signs. Asserts the certificate's bounds and that the key is a safe one.
 */
export function issueMemberCertificate(certificate: MemberCertificate, key: CodeSigningKey): Uint8Array {
  assert(publicKeyOfRaw(certificate.deviceKey), 'a safe Ed25519 key')
  assert(isInBounds(certificate), `a certificate of at most ${memberCertificateMs} ms`)
  const header = new Map([[coseHeader.keyId, keyIdBytes(key.keyId)]])
  return signSign1(header, payloadOf(certificate), key.privateKey)
}

/** A certificate as it was read. Nothing about it is proven. */
export interface ReadCertificate extends MemberCertificate {
  readonly keyId: string
  readonly devicePublicKey: KeyObject
  readonly message: Sign1
}

/** Reads a certificate from its one encoding; null when the bytes are none, or the phone's key is no safe one. */
export function readMemberCertificate(bytes: Uint8Array): ReadCertificate | null {
  const message = readSign1(bytes)
  const keyId = message && hexOf(message.protectedHeader.get(coseHeader.keyId), 8)
  const certificate = message && certificateOf(valueOfCbor(message.payload))
  if (!message || !keyId || !certificate || !isInBounds(certificate)) return null
  const devicePublicKey = publicKeyOfRaw(certificate.deviceKey)
  if (!devicePublicKey) return null
  const again = encodeSign1(protectedOf(keyId), payloadOf(certificate), message.signature)
  return sameBytes(again, bytes) ? { ...certificate, keyId, devicePublicKey, message } : null
}

function isInBounds({ notBefore, expiresAt }: MemberCertificate): boolean {
  return notBefore < expiresAt && expiresAt - notBefore <= memberCertificateMs
}

/** Key of the member's id within the chain's claim of a certificate. */
const memberIdClaim = 1

/** COSE_Key of Ed25519 (RFC 9053, 7.2): kty 1 = OKP, crv 6 = Ed25519, x. */
const coseKey = { type: 1, curve: -1, x: -2, octetKeyPair: 1, ed25519: 6 } as const

/** Member of the confirmation claim that holds a key (RFC 8747, 3.1). */
const confirmationKey = 1

function certificateOf(claims: unknown): MemberCertificate | null {
  if (!isCborMap(claims)) return null
  const own = claims.get(chainClaim)
  const confirmation = claims.get(cwtClaim.confirmation)
  if (!isCborMap(own) || !isCborMap(confirmation)) return null
  const key = confirmation.get(confirmationKey)
  if (!isCborMap(key)) return null
  const memberId = uuidOf(own.get(memberIdClaim))
  const deviceKey = key.get(coseKey.x)
  const notBefore = instantOf(claims.get(cwtClaim.notBefore))
  const expiresAt = instantOf(claims.get(cwtClaim.expiresAt))
  if (memberId === null || !isBytes(deviceKey, 32) || notBefore === null || expiresAt === null) return null
  return { memberId, deviceKey, notBefore, expiresAt }
}

function protectedOf(keyId: string): Uint8Array {
  return cborOf(
    new Map<number, CborValue>([
      [coseHeader.algorithm, coseAlgorithm.EdDSA],
      [coseHeader.keyId, keyIdBytes(keyId)],
    ]),
  )
}

function payloadOf({ memberId, deviceKey, notBefore, expiresAt }: MemberCertificate): Uint8Array {
  const key = new Map<number, CborValue>([
    [coseKey.type, coseKey.octetKeyPair],
    [coseKey.curve, coseKey.ed25519],
    [coseKey.x, deviceKey],
  ])
  return cborOf(
    new Map<number, CborValue>([
      [cwtClaim.notBefore, secondsOf(notBefore)],
      [cwtClaim.expiresAt, secondsOf(expiresAt)],
      [cwtClaim.confirmation, new Map([[confirmationKey, key]])],
      [chainClaim, new Map([[memberIdClaim, uuidToBytes(memberId)]])],
    ]),
  )
}
