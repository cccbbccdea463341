import type { CouponTemplate } from './coupon-template.ts'
import type { Uuid } from './ids.ts'
import type { Money } from './money.ts'

/**
 * What a genuine `EC1:` text says (sync.md 6). Its signature proves that head office issued it, never that it is unused.
 * All instants are whole seconds, in epoch ms.
 */
export interface SignedCoupon {
  /** 16 lower-case hex digits: the series it was issued in. */
  readonly keyId: string
  readonly couponId: Uuid
  readonly templateId: Uuid
  /** What it is worth where that is not the template's to say; null = the template says. */
  readonly face: Money | null
  readonly issuedAt: number
  readonly notBefore: number
  /** First instant at which it is expired. */
  readonly expiresAt: number
  /** The one store that takes it, or null. */
  readonly homeStoreId: Uuid | null
  readonly usesMax: number
  /** 16 lower-case hex digits: keyed hash of its member's id; null = bearer. */
  readonly memberTag: string | null
}

/** What an event tells of a coupon its code proved: the text itself, for head office to judge too, and what it says. */
export interface SignedUse {
  readonly code: string
  readonly face: Money | null
}

/** The template with what a code says of its one coupon: its worth, and the one store that takes it. */
export function templateAsSigned(
  template: CouponTemplate,
  { face, homeStoreId }: Pick<SignedCoupon, 'face' | 'homeStoreId'>,
): CouponTemplate {
  const { benefit } = template
  const valued = benefit.kind === 'amount_off' || benefit.kind === 'cash_voucher'
  return {
    ...template,
    ...(homeStoreId === null ? {} : { storeIds: [homeStoreId] }),
    ...(face === null ? {} : { faceValue: face }),
    ...(face !== null && valued ? { benefit: { ...benefit, amount: face } } : {}),
  }
}

/** What a genuine and fresh `EM1:` text says: this member's phone was here at this time. */
export interface SignedMemberCode {
  readonly memberId: Uuid
  /** When the phone signed it: a whole second, epoch ms. */
  readonly time: number
  /** 8 bytes, 16 lower-case hex digits: tells two codes of one second apart. */
  readonly nonce: string
}
