import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { demoCertifierKey, demoCodeKeys, demoSeriesKey } from '../../central/seed/code-keys.ts'
import { memberTagOf, signCoupon } from '../../codes/coupon.ts'
import { rawPublicKey } from '../../codes/keys.ts'
import { issueMemberCertificate } from '../../codes/member-certificate.ts'
import { signMemberCode } from '../../codes/member-code.ts'
import { type Uuid, uuidV7 } from '../../domain/ids.ts'
import { dayMs } from '../../domain/time.ts'

/* What a customer shows on a phone: codes signed by the demo chain's keys, made this very moment. */

/** A member's phone, certified by head office: each call is a fresh dynamic code. */
export function memberPhone(memberId: Uuid): () => string {
  const { privateKey } = generateKeyPairSync('ed25519')
  const notBefore = wholeSecond() - 60_000
  const certificate = issueMemberCertificate(
    { memberId, deviceKey: rawPublicKey(privateKey), notBefore, expiresAt: notBefore + 2 * dayMs },
    demoCertifierKey,
  )
  return () =>
    signMemberCode({ time: wholeSecond(), nonce: randomBytes(8).toString('hex') }, certificate, privateKey)
}

/** A coupon signed just now, of a member or (null) of whoever shows it; no till's copy has heard of it. */
export function freshCoupon(templateId: Uuid, memberId: Uuid | null, usesMax = 1): string {
  const issuedAt = wholeSecond()
  const tagKey = demoCodeKeys.couponSeries[0]?.memberTagKey ?? ''
  return signCoupon(
    {
      couponId: uuidV7(issuedAt, randomBytes(10)),
      templateId,
      face: null,
      issuedAt,
      notBefore: issuedAt - 60_000,
      expiresAt: issuedAt + 30 * dayMs,
      homeStoreId: null,
      usesMax,
      memberTag: memberId ? memberTagOf(memberId, tagKey) : null,
    },
    demoSeriesKey,
  )
}

function wholeSecond(): number {
  const now = Date.now()
  return now - (now % 1_000)
}
