import { sign } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CborValue, cborOf, sign1Members, sign1Tagged, valueOfCbor } from '../../codes/cbor.ts'
import { coseHeader, encodeSign1, readSign1, signSign1 } from '../../codes/cose.ts'
import { keyIdBytes, rawPublicKey } from '../../codes/keys.ts'
import { issueMemberCertificate, readMemberCertificate } from '../../codes/member-certificate.ts'
import { signMemberCode, verifyMemberCode } from '../../codes/member-code.ts'
import { isReplay, noSeenCodes, rememberCode, type SeenCodes } from '../../codes/seen-codes.ts'
import { assert } from '../../domain/assert.ts'
import type { CodeKeys, MemberCertificateKey } from '../../domain/code-keys.ts'
import {
  memberCertificateMs,
  memberCodeFreshMs,
  memberCodeSkewMs,
  scanLengthMax,
  seenCodesMax,
} from '../../domain/limits.ts'
import type { SignedMemberCode } from '../../domain/signed-code.ts'
import {
  anyMemberCode,
  bitFlips,
  byteFlips,
  bytesOf,
  certificate,
  certificateClaims,
  certifierKey,
  characterSwaps,
  codeOf,
  day,
  deviceKey,
  idOf,
  keys,
  longCoupon,
  memberCode,
  memberId,
  memberTagKey,
  noon,
  strangerKey,
} from './code-rig.ts'

const nonce = '0102030405060708'

function refusalOf(text: string, at = noon, by: CodeKeys = keys): unknown {
  const verdict = verifyMemberCode(text, by, at)
  return verdict.ok ? 'taken' : verdict.refusal
}

function keysWith(change: Partial<MemberCertificateKey>): CodeKeys {
  return { ...keys, memberCertificates: keys.memberCertificates.map((key) => ({ ...key, ...change })) }
}

const forged = { code: 'code_forged' }
const unknown = { code: 'code_key_unknown' }
const stale = { code: 'code_stale' }

test('[CD16] any member’s code is read as it was signed', () => {
  fc.assert(
    fc.property(anyMemberCode, (claims) => {
      const text = signMemberCode(claims, certificate, deviceKey)
      expect(verifyMemberCode(text, keys, noon)).toEqual({ ok: true, value: { memberId, ...claims } })
    }),
    { numRuns: 200 },
  )
})

test('[CD17] a code certified by a key we do not know, or outside its time, is of an unknown key', () => {
  expect(refusalOf(memberCode, noon, { ...keys, memberCertificates: [] })).toEqual(unknown)
  expect(refusalOf(memberCode, noon, keysWith({ publicKey: '' }))).toEqual(unknown)
  const { notBefore } = certificateClaims
  expect(refusalOf(memberCode, noon, keysWith({ from: notBefore, until: notBefore + 1 }))).toBe('taken')
  expect(refusalOf(memberCode, noon, keysWith({ until: notBefore }))).toEqual(unknown)
  expect(refusalOf(memberCode, noon, keysWith({ from: notBefore + 1 }))).toEqual(unknown)
})

test('[CD17] a certificate signed by a stranger, and a code signed by another phone, are forged', () => {
  const theirs = issueMemberCertificate(certificateClaims, { ...certifierKey, privateKey: strangerKey })
  expect(refusalOf(signMemberCode({ time: noon, nonce }, theirs, deviceKey))).toEqual(forged)
  expect(refusalOf(signMemberCode({ time: noon, nonce }, certificate, strangerKey))).toEqual(forged)
})

test('[CD17] a coupon’s series does not certify members', () => {
  expect(refusalOf(memberCode, noon, { couponSeries: seriesOfCertifier(), memberCertificates: [] })).toEqual(
    unknown,
  )
  expect(refusalOf(`EM1:${longCoupon.slice(4)}`)).toEqual(forged)
  expect(refusalOf(codeOf('EM1:', certificate))).toEqual(forged)
})

function seriesOfCertifier(): CodeKeys['couponSeries'] {
  return keys.memberCertificates.map((key) => ({ ...key, memberTagKey }))
}

test('[CD17] a certificate is for a week at most, and for a safe key', () => {
  const { notBefore } = certificateClaims
  const week = { ...certificateClaims, expiresAt: notBefore + memberCertificateMs }
  expect(readMemberCertificate(issueMemberCertificate(week, certifierKey))).toMatchObject(week)
  expect(() => issueMemberCertificate({ ...week, expiresAt: week.expiresAt + 1_000 }, certifierKey)).toThrow()
  expect(() => issueMemberCertificate({ ...week, expiresAt: notBefore }, certifierKey)).toThrow()
  expect(() => issueMemberCertificate({ ...week, deviceKey: new Uint8Array(32) }, certifierKey)).toThrow()
})

test('[CD17] a certificate for longer, or for no safe key, is forged though head office signed it', () => {
  const plain = readSign1(certificate)
  assert(plain, 'a certificate')
  const signed = (change: (hex: string) => string) => {
    const payload = Buffer.from(change(Buffer.from(plain.payload).toString('hex')), 'hex')
    const header = new Map([[coseHeader.keyId, keyIdBytes(certifierKey.keyId)]])
    return signSign1(header, payload, certifierKey.privateKey)
  }
  const hexOf = (second: number) => Buffer.from(cborOf(second)).toString('hex')
  const end = certificateClaims.expiresAt / 1_000
  const key = Buffer.from(certificateClaims.deviceKey).toString('hex')
  expect(readMemberCertificate(signed((hex) => hex))).not.toBeNull()
  expect(readMemberCertificate(signed((hex) => hex.replace(hexOf(end), hexOf(end + 1))))).toBeNull()
  expect(readMemberCertificate(signed((hex) => hex.replace(key, '00'.repeat(32))))).toBeNull()
})

test('[CD17] a code counts while its certificate is in time', () => {
  const short = { ...certificateClaims, notBefore: noon, expiresAt: noon + 10_000 }
  const text = signMemberCode({ time: noon, nonce }, issueMemberCertificate(short, certifierKey), deviceKey)
  expect(refusalOf(text, noon + 9_999)).toBe('taken')
  expect(refusalOf(text, noon + 10_000)).toEqual(stale)
  expect(refusalOf(text, noon - memberCodeSkewMs)).toBe('taken')
  const early = signMemberCode(
    { time: noon - 40_000, nonce },
    issueMemberCertificate(short, certifierKey),
    deviceKey,
  )
  expect(refusalOf(early, noon - memberCodeSkewMs - 1)).toEqual(stale)
})

test('[CD18] a code is fresh for a minute, give or take the skew', () => {
  const last = noon + memberCodeFreshMs + memberCodeSkewMs
  expect(refusalOf(memberCode, last)).toBe('taken')
  expect(refusalOf(memberCode, last + 1)).toEqual(stale)
  expect(refusalOf(memberCode, noon - memberCodeSkewMs)).toBe('taken')
  expect(refusalOf(memberCode, noon - memberCodeSkewMs - 1)).toEqual(stale)
  expect(refusalOf(memberCode, noon + 365 * day)).toEqual(stale)
})

test('[CD19] no text one bit, or one character, away from a member’s code is taken', {
  timeout: 60_000,
}, () => {
  expect(refusalOf(memberCode)).toBe('taken')
  expect([...bitFlips(memberCode)].filter((flipped) => refusalOf(flipped) === 'taken')).toEqual([])
  expect([...characterSwaps(memberCode)].filter((swapped) => refusalOf(swapped) === 'taken')).toEqual([])
})

test('[CD19] no bytes one bit away from a member’s code are taken', { timeout: 60_000 }, () => {
  const flips = [...byteFlips(bytesOf(memberCode))].map((bytes) => codeOf('EM1:', bytes))
  expect(flips.length).toBeGreaterThan(2_000)
  expect(flips.filter((flipped) => refusalOf(flipped) === 'taken')).toEqual([])
})

test('[CD19] a code whose parts are another’s is forged', () => {
  const other = signMemberCode({ time: noon + 1_000, nonce }, certificate, deviceKey)
  const [one, two] = [memberCode, other].map((text) => readSign1(bytesOf(text)))
  assert(one && two, 'two codes')
  expect(refusalOf(codeOf('EM1:', encodeSign1(one.protectedBytes, one.payload, two.signature)))).toEqual(
    forged,
  )
  // Another member's certificate for the same phone: the phone signed over its own.
  const theirs = issueMemberCertificate({ ...certificateClaims, memberId: idOf(8) }, certifierKey)
  const swapped = readSign1(bytesOf(signMemberCode({ time: noon, nonce }, theirs, deviceKey)))
  assert(swapped, 'a code')
  expect(refusalOf(codeOf('EM1:', encodeSign1(swapped.protectedBytes, one.payload, one.signature)))).toEqual(
    forged,
  )
})

/** A phone's own signature over headers and claims as they are, with what stands in the unprotected header. */
function signedAsIs(
  protectedBytes: Uint8Array,
  payload: Uint8Array,
  beside: ReadonlyMap<number, CborValue>,
): string {
  const signed = cborOf(['Signature1', protectedBytes, new Uint8Array(0), payload])
  const members = [protectedBytes, beside, payload, sign(null, signed, deviceKey)]
  return codeOf('EM1:', cborOf(sign1Tagged(members)))
}

test('[CD12] a member’s code has one encoding, though its phone signed another', () => {
  const plain = readSign1(bytesOf(memberCode))
  assert(plain, 'a code')
  const { protectedBytes, payload } = plain
  const nothing = new Map<number, CborValue>()
  expect(signedAsIs(protectedBytes, payload, nothing)).toBe(memberCode)
  const hex = Buffer.from(protectedBytes).toString('hex')
  // {1: −8, 13: certificate} the other way round.
  expect(hex.startsWith('a201270d')).toBe(true)
  const turned = Buffer.from(`a20d${hex.slice(8)}0127`, 'hex')
  const more = Buffer.from(`a3${hex.slice(2)}1001`, 'hex')
  const claims = Buffer.from(payload).toString('hex')
  expect(claims).toMatch(/^a2061a[0-9a-f]{8}07480102030405060708$/)
  const turnedClaims = Buffer.from(`a207480102030405060708${claims.slice(2, 14)}`, 'hex')
  const moreClaims = Buffer.from(`a3${claims.slice(2)}0800`, 'hex')
  for (const [header, body, beside] of [
    [turned, payload, nothing],
    [more, payload, nothing],
    [protectedBytes, turnedClaims, nothing],
    [protectedBytes, moreClaims, nothing],
    [protectedBytes, payload, new Map([[4, 1]])],
  ] as const) {
    expect(refusalOf(signedAsIs(header, body, beside))).toEqual(forged)
  }
})

test('[CD12] a certificate has one encoding, though head office signed another', () => {
  const plain = readSign1(certificate)
  assert(plain, 'a certificate')
  const kid: readonly [number, CborValue] = [coseHeader.keyId, keyIdBytes(certifierKey.keyId)]
  const signed = (header: readonly (readonly [number, CborValue])[], payload: Uint8Array) =>
    signSign1(new Map(header), payload, certifierKey.privateKey)
  const claims = valueOfCbor(plain.payload) as Map<number, CborValue>
  expect(signed([kid], cborOf(claims))).toEqual(certificate)
  // The first claim, expiry (04 1a …), behind the others.
  const hex = Buffer.from(plain.payload).toString('hex')
  const turned = Buffer.from(`a4${hex.slice(14)}${hex.slice(2, 14)}`, 'hex')
  expect(valueOfCbor(turned)).toEqual(claims)
  for (const other of [
    signed([kid], turned),
    signed([kid], cborOf(new Map([...claims, [6, 0]]))),
    signed([kid, [16, 1]], plain.payload),
  ]) {
    expect(readMemberCertificate(other)).toBeNull()
    expect(refusalOf(codeWith(other))).toEqual(forged)
  }
})

/** A code that carries these bytes for its certificate, signed by the phone. */
function codeWith(bytes: Uint8Array): string {
  const members = sign1Members(valueOfCbor(bytes)) as CborValue[]
  const header = new Map([[coseHeader.certificate, sign1Tagged(members)]])
  const claims = new Map<number, CborValue>([
    [6, noon / 1_000],
    [7, new Uint8Array(8)],
  ])
  return codeOf('EM1:', signSign1(header, cborOf(claims), deviceKey))
}

test('[CD12] what the cases above put into a code is taken when it is the plain certificate', () => {
  expect(refusalOf(codeWith(certificate))).toBe('taken')
})

function codeAt(second: number, of = memberId): SignedMemberCode {
  return { memberId: of, time: noon + second * 1_000, nonce: second.toString(16).padStart(16, '0') }
}

test('[CD20] a code is taken once while it is fresh', () => {
  const first = rememberCode(noSeenCodes, codeAt(0), noon)
  assert(first.ok, 'the first time')
  expect(isReplay(noSeenCodes, codeAt(0))).toBe(false)
  expect(isReplay(first.value, codeAt(0))).toBe(true)
  const last = noon + memberCodeFreshMs + memberCodeSkewMs
  for (const at of [noon, noon - memberCodeSkewMs, last]) {
    expect(rememberCode(first.value, codeAt(0), at)).toEqual({
      ok: false,
      refusal: { code: 'code_replayed' },
    })
  }
  expect(rememberCode(first.value, codeAt(1), noon).ok).toBe(true)
  expect(rememberCode(first.value, codeAt(0, idOf(8)), noon).ok).toBe(true)
  expect(noSeenCodes.size).toBe(0)
})

test('[CD20] as long as a code would still be taken it is remembered, then it is forgotten', () => {
  const last = noon + memberCodeFreshMs + memberCodeSkewMs
  const afterFirst = rememberCode(noSeenCodes, codeAt(0), noon - memberCodeSkewMs)
  assert(afterFirst.ok, 'taken')
  const within = rememberCode(afterFirst.value, codeAt(60), last)
  assert(within.ok, 'taken')
  expect(isReplay(within.value, codeAt(0))).toBe(true)
  const beyond = rememberCode(within.value, codeAt(61), last + 1)
  assert(beyond.ok, 'taken')
  expect([...beyond.value.keys()]).toHaveLength(2)
})

test('[CD20] a flood of codes is made to wait, and none is forgotten', () => {
  let seen: SeenCodes = noSeenCodes
  for (let n = 0; n < seenCodesMax; n++) {
    const code = { memberId, time: noon, nonce: n.toString(16).padStart(16, '0') }
    const next = rememberCode(seen, code, noon)
    assert(next.ok, 'room for it')
    seen = next.value
  }
  expect(rememberCode(seen, codeAt(1, idOf(8)), noon)).toEqual({ ok: false, refusal: stale })
  expect(isReplay(seen, { memberId, time: noon, nonce: '0'.repeat(16) })).toBe(true)
  expect(rememberCode(seen, codeAt(91, idOf(8)), noon + 91_000).ok).toBe(true)
})

test('[CD21] any text, any bytes, any cut and any splice are answered', () => {
  const anyText = fc.oneof(
    fc.string({ maxLength: 700, unit: 'binary' }),
    fc.string({ maxLength: 700, unit: 'binary' }).map((text) => `EM1:${text}`),
    fc.uint8Array({ maxLength: 400 }).map((bytes) => codeOf('EM1:', bytes)),
    fc.nat(memberCode.length - 1).map((end) => memberCode.slice(0, end)),
    fc
      .tuple(fc.nat(250), fc.uint8Array({ maxLength: 60 }))
      .map(([at, bytes]) => codeOf('EM1:', Buffer.concat([bytesOf(memberCode).subarray(0, at), bytes]))),
  )
  fc.assert(
    fc.property(anyText, (text) => {
      expect(verifyMemberCode(text, keys, noon).ok).toBe(false)
    }),
    { numRuns: 3_000 },
  )
})

test('[CD22] a member’s code is as long as the specification says and fit for an alphanumeric QR code', () => {
  expect(memberCode).toHaveLength(391)
  expect(memberCode.length).toBeLessThanOrEqual(scanLengthMax)
  fc.assert(
    fc.property(anyMemberCode, (claims) => {
      const text = signMemberCode(claims, certificate, deviceKey)
      expect(text).toMatch(/^EM1:[0-9A-Z $%*+\-./:]+$/)
      expect(text.trim()).toBe(text)
      expect(text.length).toBe(391)
    }),
    { numRuns: 50 },
  )
})

test('[CD17] the phone’s key within a code is the one that was certified', () => {
  const read = readMemberCertificate(certificate)
  assert(read, 'a certificate')
  expect(rawPublicKey(read.devicePublicKey)).toEqual(certificateClaims.deviceKey)
})
