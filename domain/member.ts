import type { Uuid } from './ids.ts'

export type MemberStatus = 'active' | 'frozen' | 'blacklisted' | 'merged' | 'erased'

/** A member as a till may know one: only what the counter needs, already masked (loyalty.md 1 and 7). */
export interface Member {
  readonly memberId: Uuid
  /** `M` + 12 digits + check digit. */
  readonly code: string
  /** Such as 王*. */
  readonly maskedName: string
  /** Such as 138****5678, or null. */
  readonly maskedPhone: string | null
  readonly tierId: string
  /** Growth: whole yuan spent in the rolling 12 months. */
  readonly growth: number
  readonly status: MemberStatus
  /** The surviving member when status is `merged`. */
  readonly mergedInto: Uuid | null
  /** `MM-DD`, or null. */
  readonly birthday: string | null
  /** Epoch ms. */
  readonly joinedAt: number
}

export type IdentifierKind = 'member_code' | 'phone_hash' | 'card_number' | 'nfc_uid'

/** One way to recognise a member. */
export interface Identifier {
  readonly kind: IdentifierKind
  readonly value: string
  readonly memberId: Uuid
}
