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

/** What a genuine and fresh `EM1:` text says: this member's phone was here at this time. */
export interface SignedMemberCode {
  readonly memberId: Uuid
  /** When the phone signed it: a whole second, epoch ms. */
  readonly time: number
  /** 8 bytes, 16 lower-case hex digits: tells two codes of one second apart. */
  readonly nonce: string
}
