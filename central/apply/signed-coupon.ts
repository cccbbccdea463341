import { isCouponFor, verifyCoupon } from '../../codes/coupon.ts'
import type { TillEvent } from '../../domain/event.ts'
import type { Uuid } from '../../domain/ids.ts'
import type { SignedUse } from '../../domain/signed-code.ts'
import { type Dispute, dispute, type Facts, survivorId } from './facts.ts'

/** A use of a coupon that a till took by its code. */
interface ProvenUse {
  readonly couponId: Uuid
  readonly templateId: Uuid
  /** Who used it; null = nobody we know. */
  readonly memberId: Uuid | null
  readonly signed: SignedUse
}

/**
 * Judges a coupon's code again, at the moment it was taken: a till is not believed. A genuine one that nobody here had
 * heard of becomes known with its first use; for one that is not genuine, or says something else, there is a dispute.
 */
export function learnSignedCoupon(facts: Facts, event: TillEvent, use: ProvenUse): readonly Dispute[] {
  const programme = facts.programmes.byVersion.get(event.rules) ?? facts.programmes.newest
  const { couponId, templateId, memberId, signed } = use
  const forged = [dispute('coupon_forged', couponId, event.id)]
  if (!programme) return forged
  const read = verifyCoupon(signed.code, programme.codeKeys, event.time)
  if (!read.ok) return forged
  const claims = read.value
  const isSame =
    claims.couponId === couponId && claims.templateId === templateId && claims.face === signed.face
  const isTheirs =
    claims.memberTag === null ||
    facts.coupons.has(couponId) ||
    idsOf(facts, memberId).some((id) => isCouponFor(claims, id, programme.codeKeys))
  if (!isSame || !isTheirs) return forged
  if (facts.coupons.has(couponId)) return []
  const row = {
    couponId,
    code: '',
    templateId,
    memberId: claims.memberTag === null || memberId === null ? null : survivorId(facts, memberId),
    status: 'issued',
    validFrom: claims.notBefore,
    validTo: claims.expiresAt,
    usesMax: claims.usesMax,
    usesDone: 0,
    usesRestored: 0,
    issuedAt: claims.issuedAt,
  } as const
  facts.coupons.set(couponId, { row, changed: true })
  return []
}

/** Whom a tag may be of: the member by any id they ever had. */
function idsOf(facts: Facts, memberId: Uuid | null): readonly Uuid[] {
  if (memberId === null) return []
  const survivor = survivorId(facts, memberId)
  return [memberId, survivor, ...(facts.formerIds.get(survivor) ?? [])]
}
