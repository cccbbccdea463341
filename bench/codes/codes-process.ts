import { generateKeyPairSync, randomBytes, sign, verify } from 'node:crypto'
import { signCoupon, verifyCoupon } from '../../codes/coupon.ts'
import { rawPublicKey } from '../../codes/keys.ts'
import { issueMemberCertificate } from '../../codes/member-certificate.ts'
import { signMemberCode, verifyMemberCode } from '../../codes/member-code.ts'
import { assert } from '../../domain/assert.ts'
import type { CodeKeys } from '../../domain/code-keys.ts'
import { uuidV7 } from '../../domain/ids.ts'
import { codeKeysMax, memberCertificateMs } from '../../domain/limits.ts'
import { money } from '../../domain/money.ts'
import { answerParent, childInput } from '../child.ts'

/* What judging a signed code takes from its text to its claims, with as many keys as a programme may have. */

export interface CodesInput {
  readonly rounds: number
  readonly codesPerRound: number
}

/** Milliseconds of each. */
export interface CodeTimes {
  readonly coupon: readonly number[]
  readonly member: readonly number[]
  /** The platform's bare check of one Ed25519 signature over as many bytes, the key at hand. */
  readonly signature: readonly number[]
}

const { rounds, codesPerRound } = childInput<CodesInput>()
const now = 1_795_154_400_000
const pair = () => generateKeyPairSync('ed25519')
const [series, certifier, phone] = [pair(), pair(), pair()]
const idOf = () => uuidV7(now, randomBytes(10))
const keyIdOf = (n: number) => n.toString(16).padStart(16, '0')
const base64Of = (key: typeof series) => Buffer.from(rawPublicKey(key.publicKey)).toString('base64')

/** The right key is the last one looked at. */
function manyKeys(): CodeKeys {
  const life = { from: 0, until: now + 1 }
  const others = Array.from({ length: codeKeysMax - 1 }, (_, n) => ({
    keyId: keyIdOf(n + 1),
    publicKey: base64Of(pair()),
    ...life,
  }))
  const memberTagKey = randomBytes(32).toString('base64')
  return {
    couponSeries: [...others, { keyId: keyIdOf(0), publicKey: base64Of(series), ...life }].map((key) => ({
      ...key,
      memberTagKey,
    })),
    memberCertificates: [...others, { keyId: keyIdOf(0), publicKey: base64Of(certifier), ...life }],
  }
}

function newCoupon(): string {
  const claims = {
    couponId: idOf(),
    templateId: idOf(),
    face: money(5_000),
    issuedAt: now,
    notBefore: now,
    expiresAt: now + 1_000,
    homeStoreId: idOf(),
    usesMax: 5,
    memberTag: randomBytes(8).toString('hex'),
  }
  return signCoupon(claims, { keyId: keyIdOf(0), privateKey: series.privateKey })
}

function newMemberCode(): string {
  const deviceKey = rawPublicKey(phone.publicKey)
  const certificate = issueMemberCertificate(
    { memberId: idOf(), deviceKey, notBefore: now, expiresAt: now + memberCertificateMs },
    { keyId: keyIdOf(0), privateKey: certifier.privateKey },
  )
  return signMemberCode({ time: now, nonce: randomBytes(8).toString('hex') }, certificate, phone.privateKey)
}

function timed(judge: () => boolean): number {
  const from = performance.now()
  const genuine = judge()
  const took = performance.now() - from
  assert(genuine, 'every code of the bench is genuine')
  return took
}

const keys = manyKeys()
const coupons = Array.from({ length: codesPerRound }, newCoupon)
const members = Array.from({ length: codesPerRound }, newMemberCode)
const bare = coupons.map((text) => {
  const bytes = Buffer.from(text)
  return { bytes, signature: sign(null, bytes, series.privateKey) }
})
const times = { coupon: [] as number[], member: [] as number[], signature: [] as number[] }
for (let round = 0; round <= rounds; round++) {
  for (let n = 0; n < codesPerRound; n++) {
    const [coupon = '', member = '', signed] = [coupons[n], members[n], bare[n]]
    assert(signed, 'as many of each')
    const took = {
      coupon: timed(() => verifyCoupon(coupon, keys, now).ok),
      member: timed(() => verifyMemberCode(member, keys, now).ok),
      signature: timed(() => verify(null, signed.bytes, series.publicKey, signed.signature)),
    }
    // The first round compiles the code.
    if (round === 0) continue
    times.coupon.push(took.coupon)
    times.member.push(took.member)
    times.signature.push(took.signature)
  }
}
const output: CodeTimes = times
await answerParent(output)
process.exit(0)
