import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CborValue, cborOf, sign1Tagged, valueOfCbor } from '../../codes/cbor.ts'
import { chainClaim } from '../../codes/claims.ts'
import { coseHeader, encodeSign1, readSign1, signSign1 } from '../../codes/cose.ts'
import { isCouponFor, memberTagOf, signCoupon, verifyCoupon } from '../../codes/coupon.ts'
import { keyIdBytes } from '../../codes/keys.ts'
import { assert } from '../../domain/assert.ts'
import type { CodeKeys, CouponSeriesKey } from '../../domain/code-keys.ts'
import { scanLengthMax, signedCodeLengthMax, usesMaxMax } from '../../domain/limits.ts'
import { money } from '../../domain/money.ts'
import {
  anyCoupon,
  bitFlips,
  byteFlips,
  bytesOf,
  certificate,
  certifierKey,
  characterSwaps,
  codeOf,
  day,
  idOf,
  keys,
  longClaims,
  longCoupon,
  memberCode,
  memberTagKey,
  noon,
  seriesKey,
  shortClaims,
  shortCoupon,
  strangerKey,
} from './code-rig.ts'

const kid = new Map([[coseHeader.keyId, keyIdBytes(seriesKey.keyId)]])

function refusalOf(text: string, at = noon, by: CodeKeys = keys): unknown {
  const verdict = verifyCoupon(text, by, at)
  return verdict.ok ? 'taken' : verdict.refusal
}

/** The rig's keys with the series changed. */
function keysWith(change: Partial<CouponSeriesKey>): CodeKeys {
  return { ...keys, couponSeries: keys.couponSeries.map((series) => ({ ...series, ...change })) }
}

/** Signed by the series' own key, but with other claims or headers than ours: what only a fault at head office makes. */
function signedAs(claims: CborValue, header: ReadonlyMap<number, CborValue> = kid): string {
  return codeOf('EC1:', signSign1(header, cborOf(claims), seriesKey.privateKey))
}

/** The claims of a coupon's text as they stand in it. */
function claimsOf(text: string): Map<number, CborValue> {
  const message = readSign1(bytesOf(text))
  assert(message, 'a coupon of our own')
  return valueOfCbor(message.payload) as Map<number, CborValue>
}

test('[CD8] any coupon is read as it was signed', () => {
  fc.assert(
    fc.property(anyCoupon, (claims) => {
      const verdict = verifyCoupon(signCoupon(claims, seriesKey), keys, noon)
      expect(verdict).toEqual({ ok: true, value: { ...claims, keyId: seriesKey.keyId } })
    }),
    { numRuns: 300 },
  )
})

test.each([
  ['a fraction of a second', { issuedAt: noon + 1 }],
  ['no time between its dates', { notBefore: shortClaims.expiresAt }],
  ['no use', { usesMax: 0 }],
  ['more uses than the limit', { usesMax: usesMaxMax + 1 }],
  ['a face of nothing', { face: money(0) }],
  ['a short tag', { memberTag: 'c1c2' }],
])('[CD8] a coupon with %s is not signed', (_, change) => {
  expect(() => signCoupon({ ...shortClaims, ...change }, seriesKey)).toThrow()
})

test.each([
  ['nothing', ''],
  ['the prefix alone', 'EC1:'],
  ['another prefix', `EC2:${shortCoupon.slice(4)}`],
  ['a small prefix', `ec1:${shortCoupon.slice(4)}`],
  ['no prefix', shortCoupon.slice(4)],
  ['a space before it', ` ${shortCoupon}`],
  ['a line end after it', `${shortCoupon}\n`],
  ['small letters', shortCoupon.toLowerCase()],
  ['itself twice', shortCoupon + shortCoupon],
  ['a plain code', 'C0000000000017'],
  ['a text that is too long', `EC1:${'0'.repeat(signedCodeLengthMax)}`],
])('[CD9] %s is forged', (_, text) => {
  expect(refusalOf(text)).toEqual({ code: 'code_forged' })
})

test('[CD9] a coupon of a series we do not know, or whose key is none, is of an unknown key', () => {
  const unknown = { code: 'code_key_unknown' }
  expect(refusalOf(shortCoupon, noon, { ...keys, couponSeries: [] })).toEqual(unknown)
  expect(refusalOf(shortCoupon, noon, keysWith({ keyId: '0000000000000000' }))).toEqual(unknown)
  expect(refusalOf(shortCoupon, noon, keysWith({ publicKey: 'AAAA' }))).toEqual(unknown)
  expect(refusalOf(shortCoupon, noon, keysWith({ publicKey: Buffer.alloc(32).toString('base64') }))).toEqual(
    unknown,
  )
})

test('[CD9] a coupon counts only when it was issued within the time of its series', () => {
  const { issuedAt } = shortClaims
  expect(refusalOf(shortCoupon, noon, keysWith({ from: issuedAt, until: issuedAt + 1 }))).toBe('taken')
  for (const late of [{ until: issuedAt }, { from: issuedAt + 1 }]) {
    expect(refusalOf(shortCoupon, noon, keysWith(late))).toEqual({ code: 'code_key_unknown' })
  }
})

test('[CD9] a coupon begins and ends to the millisecond', () => {
  const { notBefore, expiresAt } = shortClaims
  const early = { code: 'code_not_yet_valid', figures: { validFrom: notBefore } }
  const late = { code: 'code_expired', figures: { expiredAt: expiresAt } }
  expect(refusalOf(shortCoupon, notBefore - 1)).toEqual(early)
  expect(refusalOf(shortCoupon, notBefore)).toBe('taken')
  expect(refusalOf(shortCoupon, expiresAt - 1)).toBe('taken')
  expect(refusalOf(shortCoupon, expiresAt)).toEqual(late)
})

test('[CD9] a forged coupon is told as forged, whatever its dates', () => {
  const expired = codeOf(
    'EC1:',
    bytesOf(signCoupon({ ...shortClaims, expiresAt: noon - 1_000 }, seriesKey)).with(-1, 0),
  )
  expect(refusalOf(expired)).toEqual({ code: 'code_forged' })
})

test.each([
  ['the shortest', shortCoupon],
  ['the longest', longCoupon],
])(
  '[CD10] no text one bit, or one character, away from %s coupon is taken',
  { timeout: 60_000 },
  (_, text) => {
    expect(refusalOf(text)).toBe('taken')
    expect([...bitFlips(text)].filter((flipped) => refusalOf(flipped) === 'taken')).toEqual([])
    expect([...characterSwaps(text)].filter((swapped) => refusalOf(swapped) === 'taken')).toEqual([])
  },
)

test.each([
  ['the shortest', shortCoupon],
  ['the longest', longCoupon],
])('[CD11] no bytes one bit away from %s coupon are taken', { timeout: 60_000 }, (_, text) => {
  const flips = [...byteFlips(bytesOf(text))].map((bytes) => codeOf('EC1:', bytes))
  expect(flips.length).toBeGreaterThan(1_000)
  expect(flips.filter((flipped) => refusalOf(flipped) === 'taken')).toEqual([])
})

test('[CD11] no bit of any coupon may be changed', () => {
  fc.assert(
    fc.property(anyCoupon, fc.nat(), fc.nat(7), (claims, at, bit) => {
      const bytes = bytesOf(signCoupon(claims, seriesKey))
      const place = at % bytes.length
      const flipped = bytes.with(place, (bytes[place] as number) ^ (1 << bit))
      expect(verifyCoupon(codeOf('EC1:', flipped), keys, noon).ok).toBe(false)
    }),
    { numRuns: 300 },
  )
})

/** The same claims, in the order given instead of the deterministic one. */
function unordered(claims: readonly (readonly [number, CborValue])[]): Uint8Array {
  const parts = claims.flatMap(([key, value]) => [cborOf(key), cborOf(value)])
  return Buffer.concat([Buffer.of(0xa0 + claims.length), ...parts])
}

function signedBytes(payload: Uint8Array): string {
  return codeOf('EC1:', signSign1(kid, payload, seriesKey.privateKey))
}

const plainPayload = cborOf(claimsOf(shortCoupon))

test('[CD12] what the cases below change is taken when it is not changed', () => {
  expect(refusalOf(signedAs(claimsOf(shortCoupon)))).toBe('taken')
  expect(refusalOf(signedBytes(plainPayload))).toBe('taken')
})

test.each([
  ['another order of claims', () => signedBytes(unordered([...claimsOf(shortCoupon)].reverse()))],
  ['a claim twice', () => signedBytes(unordered([...claimsOf(shortCoupon), [5, 0]]))],
  ['a byte after its claims', () => signedBytes(Buffer.concat([plainPayload, Buffer.of(0)]))],
  [
    'a longer form of a number',
    // usesMax, the last byte: 1 as 18 01.
    () => signedBytes(Buffer.concat([plainPayload.subarray(0, -1), Buffer.of(0x18, 1)])),
  ],
  [
    'a number as a float',
    // 1 as f9 3c00.
    () => signedBytes(Buffer.concat([plainPayload.subarray(0, -1), Buffer.of(0xf9, 0x3c, 0)])),
  ],
  ['an unknown claim', () => signedAs(claimsOf(shortCoupon).set(9, 1))],
  ['an unknown claim of the chain', () => signedAs(withOwn([9, 1]))],
  ['a face of nothing', () => signedAs(withOwn([2, 0]))],
  ['a face that is null', () => signedAs(withOwn([2, null]))],
  ['a negative face', () => signedAs(withOwn([2, -100]))],
  ['an enormous face', () => signedAs(withOwn([2, Number.MAX_SAFE_INTEGER]))],
  ['a face of 2^64', () => signedBytes(Buffer.concat([plainPayload.subarray(0, -1), bignum]))],
  ['no use', () => signedAs(withOwn([4, 0]))],
  ['a short id', () => signedAs(claimsOf(shortCoupon).set(7, new Uint8Array(15)))],
  ['an id that is a text', () => signedAs(claimsOf(shortCoupon).set(7, idOf(1)))],
  ['a date before 1970', () => signedAs(claimsOf(shortCoupon).set(5, -1))],
  ['a date beyond all', () => signedAs(claimsOf(shortCoupon).set(4, 8_640_000_000_001))],
  ['dates the wrong way round', () => signedAs(claimsOf(shortCoupon).set(5, noon / 1_000 + 31 * 86_400))],
  ['no dates', () => signedAs(new Map([...claimsOf(shortCoupon)].filter(([key]) => key > 6 || key < 0)))],
  ['a list for claims', () => signedAs([...claimsOf(shortCoupon).values()])],
  ['another header', () => signedAs(claimsOf(shortCoupon), new Map<number, CborValue>([...kid, [16, 1]]))],
  ['a key id of seven bytes', () => signedAs(claimsOf(shortCoupon), new Map([[4, new Uint8Array(7)]]))],
  ['no key id', () => signedAs(claimsOf(shortCoupon), new Map())],
  ['something in the unprotected header', () => reframed((m) => [m[0], new Map([[4, 1]]), m[2], m[3]])],
  ['a byte after the message', () => codeOf('EC1:', Buffer.concat([bytesOf(shortCoupon), Buffer.of(0)]))],
  ['a signature with a byte more', () => reframed((m) => [m[0], m[1], m[2], longer(m[3])])],
  ['a fifth member', () => reframed((m) => [...m, 1])],
])('[CD12] a coupon with %s is forged', (_, forge) => {
  expect(refusalOf(forge())).toEqual({ code: 'code_forged' })
})

const bignum = Buffer.from('c249010000000000000000', 'hex')

function withOwn(claim: readonly [number, CborValue]): Map<number, CborValue> {
  const claims = claimsOf(shortCoupon)
  const own = new Map(claims.get(chainClaim) as Map<number, CborValue>)
  return claims.set(chainClaim, own.set(...claim))
}

/** The coupon's own signature around other members. */
function reframed(change: (members: readonly CborValue[]) => readonly (CborValue | undefined)[]): string {
  const message = readSign1(bytesOf(shortCoupon))
  assert(message, 'a coupon')
  const members = [message.protectedBytes, new Map(), message.payload, message.signature]
  return codeOf('EC1:', cborOf(sign1Tagged(change(members) as CborValue[])))
}

function longer(bytes: CborValue | undefined): Uint8Array {
  return Buffer.concat([bytes as Uint8Array, Buffer.of(0)])
}

test('[CD13] the same scalar written with the order added is forged', () => {
  const order = 2n ** 252n + 27742317777372353535851937790883648493n
  const message = readSign1(bytesOf(shortCoupon))
  assert(message, 'a coupon')
  const { protectedBytes, payload, signature } = message
  const again = encodeSign1(protectedBytes, payload, signature)
  expect(refusalOf(codeOf('EC1:', again))).toBe('taken')
  const scalar = BigInt(`0x${Buffer.from(signature.subarray(32)).reverse().toString('hex')}`)
  for (let times = 1n; scalar + times * order < 2n ** 256n; times++) {
    const other = (scalar + times * order).toString(16).padStart(64, '0')
    const changed = Buffer.concat([signature.subarray(0, 32), Buffer.from(other, 'hex').reverse()])
    expect(refusalOf(codeOf('EC1:', encodeSign1(protectedBytes, payload, changed)))).toEqual({
      code: 'code_forged',
    })
  }
})

test('[CD14] a coupon signed by a stranger under the name of the series is forged', () => {
  const theirs = signCoupon(shortClaims, { keyId: seriesKey.keyId, privateKey: strangerKey })
  expect(refusalOf(theirs)).toEqual({ code: 'code_forged' })
})

test('[CD14] the signature of one coupon does not carry another', () => {
  const [one, other] = [shortCoupon, longCoupon].map((text) => readSign1(bytesOf(text)))
  assert(one && other, 'two coupons')
  const spliced = encodeSign1(one.protectedBytes, one.payload, other.signature)
  expect(refusalOf(codeOf('EC1:', spliced))).toEqual({ code: 'code_forged' })
})

test('[CD14] neither a certificate nor a member’s code is taken for a coupon, even with the same key', () => {
  const shared: CodeKeys = {
    memberCertificates: [],
    couponSeries: [
      {
        ...(keys.memberCertificates[0] as CodeKeys['memberCertificates'][number]),
        keyId: certifierKey.keyId,
        memberTagKey,
      },
    ],
  }
  expect(refusalOf(codeOf('EC1:', certificate), noon, shared)).toEqual({ code: 'code_forged' })
  expect(refusalOf(`EC1:${memberCode.slice(4)}`, noon, shared)).toEqual({ code: 'code_forged' })
})

test('[CD15] a tag names its member within its series, and a bearer’s coupon is anybody’s', () => {
  const memberTag = memberTagOf(idOf(7), memberTagKey)
  expect(memberTag).toMatch(/^[0-9a-f]{16}$/)
  const verdict = verifyCoupon(signCoupon({ ...shortClaims, memberTag }, seriesKey), keys, noon)
  const bearers = verifyCoupon(shortCoupon, keys, noon)
  assert(verdict.ok && bearers.ok, 'two genuine coupons')
  expect(isCouponFor(verdict.value, idOf(7), keys)).toBe(true)
  expect(isCouponFor(verdict.value, idOf(8), keys)).toBe(false)
  expect(isCouponFor(verdict.value, null, keys)).toBe(false)
  const otherSeries = keysWith({ memberTagKey: Buffer.alloc(32, 6).toString('base64') })
  expect(isCouponFor(verdict.value, idOf(7), otherSeries)).toBe(false)
  expect(isCouponFor(bearers.value, null, keys)).toBe(true)
})

test('[CD21] any text, any bytes, any cut and any splice are answered', () => {
  const anyText = fc.oneof(
    fc.string({ maxLength: 700, unit: 'binary' }),
    fc.string({ maxLength: 700, unit: 'binary' }).map((text) => `EC1:${text}`),
    fc.uint8Array({ maxLength: 400 }).map((bytes) => codeOf('EC1:', bytes)),
    fc.nat(longCoupon.length - 1).map((end) => longCoupon.slice(0, end)),
    fc
      .tuple(fc.nat(180), fc.uint8Array({ maxLength: 60 }))
      .map(([at, bytes]) => codeOf('EC1:', Buffer.concat([bytesOf(longCoupon).subarray(0, at), bytes]))),
  )
  fc.assert(
    fc.property(anyText, (text) => {
      expect(verifyCoupon(text, keys, noon).ok).toBe(false)
    }),
    { numRuns: 3_000 },
  )
})

test('[CD21] any CBOR in the place of claims and headers is answered', () => {
  const leaf: fc.Arbitrary<CborValue> = fc.oneof(
    fc.integer(),
    fc.constant(null),
    fc.string({ maxLength: 8 }),
    fc.uint8Array({ maxLength: 17 }),
  )
  const key = fc.constantFrom(1, 2, 4, 5, 6, 7, 8, chainClaim)
  const map = (value: fc.Arbitrary<CborValue>) =>
    fc.array(fc.tuple(key, value), { maxLength: 7 }).map((entries) => new Map(entries))
  const claims = map(fc.oneof(leaf, map(leaf), fc.array(leaf, { maxLength: 3 })))
  fc.assert(
    fc.property(claims, map(leaf), (payload, header) => {
      expect(verifyCoupon(signedAs(payload, header), keys, noon + day).ok).toBe(false)
    }),
    { numRuns: 1_000 },
  )
})

test('[CD22] a coupon’s text is as long as the specification says and fit for an alphanumeric QR code', () => {
  expect(shortCoupon).toHaveLength(226)
  expect(longCoupon).toHaveLength(280)
  expect(
    signCoupon({ ...longClaims, expiresAt: 8_640_000_000_000_000 }, seriesKey).length,
  ).toBeLessThanOrEqual(signedCodeLengthMax)
  expect(signedCodeLengthMax).toBeLessThanOrEqual(scanLengthMax)
  fc.assert(
    fc.property(anyCoupon, (claims) => {
      const text = signCoupon(claims, seriesKey)
      expect(text).toMatch(/^EC1:[0-9A-Z $%*+\-./:]+$/)
      expect(text.trim()).toBe(text)
      expect(text.length).toBeLessThanOrEqual(300)
    }),
  )
})
