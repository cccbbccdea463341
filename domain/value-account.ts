import type { Uuid } from './ids.ts'
import type { Money } from './money.ts'

/** Stored value of a member or on a gift card: what was paid in and what was given on top, apart (loyalty.md 6). */
export interface ValueAccount {
  /** A member's account has the member's id. */
  readonly accountId: Uuid
  /** `G` + 12 digits + check digit for a card; null for a member's account. */
  readonly code: string | null
  /** Whose it is; null = whoever holds the card. */
  readonly memberId: Uuid | null
  readonly status: 'active' | 'frozen'
  readonly principal: Money
  readonly gift: Money
}
