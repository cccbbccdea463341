import { isCouponFor } from '../../codes/coupon.ts'
import { type CouponMoment, couponAsTold } from '../../db/overlay/coupons.ts'
import type { Overlay } from '../../db/overlay/files.ts'
import { idsMergedInto } from '../../db/replica/member-table.ts'
import type { Coupon, CouponAtHand } from '../../domain/coupon.ts'
import type { Uuid } from '../../domain/ids.ts'
import type { Programme } from '../../domain/programme.ts'
import { type SignedCoupon, templateAsSigned } from '../../domain/signed-code.ts'
import type { BroughtCoupon } from './code-memory.ts'

/** A signed coupon as the rules judge every coupon. Whose it is depends on who stands at the till: see `broughtAtHand`. */
export function couponOfSigned(signed: SignedCoupon): Coupon {
  const { couponId, templateId, notBefore, expiresAt, issuedAt, usesMax } = signed
  return {
    couponId,
    code: '',
    templateId,
    memberId: null,
    status: 'issued',
    validFrom: notBefore,
    validTo: expiresAt,
    usesMax,
    usesDone: 0,
    usesRestored: 0,
    issuedAt,
  }
}

/**
 * A brought coupon as it stands for the buyer: the chain's copy where it has one, this till's own uses, and for a signed
 * one its claims over the template's. One signed for another member is nobody's here, and the rules say so.
 */
export function broughtAtHand(
  overlay: Overlay,
  { coupon, signed, code, toldAt }: BroughtCoupon,
  moment: CouponMoment,
  programme: Programme,
): CouponAtHand | null {
  if (!signed || code === null) return couponAsTold(overlay, { coupon, toldAt }, moment)
  // Whose it became the central knows, and no code.
  const memberId =
    toldAt === undefined ? ownerOf(overlay, signed, moment.buyerId ?? null, programme) : coupon.memberId
  const templates = (templateId: Uuid) => {
    const template = moment.templates(templateId)
    return template && templateId === signed.templateId ? templateAsSigned(template, signed) : template
  }
  const at = couponAsTold(overlay, { coupon: { ...coupon, memberId }, toldAt }, { ...moment, templates })
  return at && { ...at, signed: { code, face: signed.face } }
}

/** Null for a bearer coupon. The tag is of the id it was issued to, which may have been merged into the buyer's since. */
function ownerOf(
  { replica }: Overlay,
  signed: SignedCoupon,
  buyerId: Uuid | null,
  { codeKeys }: Programme,
): Uuid | null {
  if (signed.memberTag === null) return null
  const ids = buyerId === null ? [] : [buyerId, ...(replica ? idsMergedInto(replica, buyerId) : [])]
  // No member has a coupon's id.
  return ids.some((id) => isCouponFor(signed, id, codeKeys)) ? buyerId : signed.couponId
}
